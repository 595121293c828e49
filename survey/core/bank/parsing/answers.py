"""scales.yaml and demographics.yaml: what can be answered."""

from __future__ import annotations

from typing import Final, cast

from survey.core.bank.model import (
    PREFER_NOT,
    Demographic,
    DemographicKind,
    Group,
    Option,
    Point,
    Scale,
    ScaleKind,
)
from survey.core.bank.parsing.ledger import Ledger
from survey.core.bank.source import Cursor, Fields

SCALE_KINDS: Final = ("ordinal", "numeric", "nominal", "multi", "text")
POLARITIES: Final = ("unipolar", "bipolar")
MOST_POINTS: Final = 101
MOST_CHARS: Final = 10_000

_SCALE_KEYS: Final = (
    "polarity",
    "points",
    "options",
    "minimum",
    "maximum",
    "end_labels",
    "favorable",
    "max_chars",
    "recall",
    "note",
)


def scales(cursor: Cursor, ledger: Ledger) -> dict[str, Scale]:
    """All scales, in the file's order."""
    found = {}
    for name, entry in cursor.records().items():
        ledger.enter("scale", name, entry)
        found[name] = _scale(name, entry.fields(("kind",), _SCALE_KEYS))
    return found


def _scale(name: str, fields: Fields) -> Scale:
    return Scale(
        id=name,
        kind=cast(ScaleKind, fields["kind"].one_of(SCALE_KINDS)),
        polarity=fields["polarity"].one_of(POLARITIES) if "polarity" in fields else None,
        points=_points(fields["points"]),
        options=_options(fields["options"]),
        minimum=_limit(fields, "minimum", MOST_POINTS),
        maximum=_limit(fields, "maximum", MOST_POINTS),
        end_labels=_points(fields["end_labels"]),
        favorable=tuple(one.integer(0, MOST_POINTS) for one in fields["favorable"].items()),
        max_chars=_limit(fields, "max_chars", MOST_CHARS),
        recall=fields.text_or_none("recall"),
        note=fields.text_or_none("note"),
    )


def _limit(fields: Fields, name: str, most: int) -> int | None:
    return fields[name].integer(0, most) if name in fields else None


def _points(cursor: Cursor) -> tuple[Point, ...]:
    points = []
    for entry in cursor.items():
        fields = entry.fields(("value", "label"))
        points.append(Point(fields["value"].integer(0, MOST_POINTS), fields["label"].text()))
    return tuple(points)


def _options(cursor: Cursor) -> tuple[Option, ...]:
    options = []
    for entry in cursor.items():
        fields = entry.fields(("value", "label"), ("exclusive",))
        options.append(
            Option(fields["value"].name(), fields["label"].text(), fields.flag("exclusive"))
        )
    return tuple(options)


def demographics(cursor: Cursor, labels: Cursor, ledger: Ledger) -> dict[str, Demographic]:
    """All demographic questions; "pns" is added to each as its last option."""
    entries = labels.entries()
    label = entries[PREFER_NOT].text() if PREFER_NOT in entries else ""
    found = {}
    for name, entry in cursor.records().items():
        fields = entry.fields(
            ("text", "kind", "options", "why"), ("groups", "note", "when", "lint_allow")
        )
        ledger.enter_question("demographic", name, entry)
        ledger.allow("demographic", name, fields)
        options = (*_options(fields["options"]), Option(PREFER_NOT, label, exclusive=True))
        found[name] = _demographic(name, fields, options)
    return found


def _demographic(name: str, fields: Fields, options: tuple[Option, ...]) -> Demographic:
    return Demographic(
        id=name,
        text=fields["text"].text(),
        kind=cast(DemographicKind, fields["kind"].one_of(("single", "multi"))),
        options=options,
        groups=_groups(fields["groups"]),
        why=fields["why"].text(),
        note=fields.text_or_none("note"),
        when=fields.text_or_none("when"),
    )


def _groups(cursor: Cursor) -> tuple[Group, ...]:
    groups = []
    for entry in cursor.items():
        fields = entry.fields(("id", "label", "options"))
        groups.append(
            Group(
                id=fields["id"].name(),
                label=fields["label"].text(),
                options=fields["options"].texts(),
            )
        )
    return tuple(groups)
