"""indices.yaml and questionnaires/*.yaml: sets of items."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast

from survey.core.bank.model import Direction, Index, IndexModel, Rotation, Template
from survey.core.bank.parsing.ledger import Ledger
from survey.core.bank.source import Cursor, Fields

MODELS: Final = ("reflective", "formative", "composite")
DIRECTIONS: Final = ("higher_is_better", "higher_is_worse_before_reversal")
MOST_ITEMS: Final = 100
MOST_MINUTES: Final = 120

_INDEX_KEYS: Final = ("level", "label", "model", "items", "min_answered", "direction")
_TEMPLATE_KEYS: Final = ("id", "title", "minutes", "when", "items", "open", "demographics")


def indices(cursor: Cursor, ledger: Ledger) -> dict[str, Index]:
    """All indices, in the file's order."""
    found = {}
    for name, entry in cursor.records().items():
        ledger.enter("index", name, entry)
        found[name] = _index(name, entry.fields(_INDEX_KEYS))
    return found


def _index(name: str, fields: Fields) -> Index:
    items = fields["items"].texts()
    return Index(
        id=name,
        level=fields["level"].text(),
        label=fields["label"].text(),
        model=cast(IndexModel, fields["model"].one_of(MODELS)),
        items=items,
        min_answered=fields["min_answered"].integer(1, max(1, len(items))),
        direction=cast(Direction, fields["direction"].one_of(DIRECTIONS)),
    )


def templates(files: Iterable[Cursor], ledger: Ledger) -> dict[str, Template]:
    """All ready-made questionnaires, one a file; the shortest first."""
    found: list[Template] = []
    for cursor in files:
        fields = cursor.fields(_TEMPLATE_KEYS, ("rotation",))
        name = fields["id"].name()
        if any(template.id == name for template in found):
            fields["id"].note("duplicate_id", id=name, first=str(ledger.place("template", name)))
        ledger.enter("template", name, fields["id"])
        found.append(_template(name, fields))
    return {one.id: one for one in sorted(found, key=lambda one: (one.minutes, one.id))}


def _template(name: str, fields: Fields) -> Template:
    return Template(
        id=name,
        title=fields["title"].text(),
        minutes=fields["minutes"].integer(1, MOST_MINUTES),
        when=fields["when"].text(),
        items=fields["items"].texts(),
        open=fields["open"].texts(),
        demographics=fields["demographics"].texts(),
        rotation=_rotation(fields["rotation"]) if "rotation" in fields else None,
    )


def _rotation(cursor: Cursor) -> Rotation:
    fields = cursor.fields(("slots", "pools"))
    return Rotation(
        slots=fields["slots"].integer(1, MOST_ITEMS),
        pools=tuple(pool.texts() for pool in fields["pools"].items()),
    )
