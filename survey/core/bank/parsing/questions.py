"""items/<level>.yaml: the questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from survey.core.bank.model import Condition, Item, Operator, Term
from survey.core.bank.parsing.ledger import Ledger
from survey.core.bank.source import Cursor, Fields

OPERATORS: Final = ("ge", "le", "eq", "ne", "includes")
LAST_WAVE: Final = 1000

_NEEDED: Final = ("construct", "text", "scale", "refs")
_OPTIONAL: Final = (
    "hint",
    "meaning",
    "why",
    "reverse",
    "pulse_core",
    "sensitive",
    "allow_na",
    "needs",
    "recall",
    "show_if",
    "translator_note",
    "lint_allow",
)


def items(files: Mapping[str, Cursor], ledger: Ledger) -> dict[str, Item]:
    """All items of all levels, in the levels' and the files' order."""
    found: dict[str, Item] = {}
    for level, cursor in files.items():
        for name, entry in cursor.records().items():
            fields = entry.fields(_NEEDED, _OPTIONAL)
            ledger.enter_question("item", name, entry)
            ledger.allow("item", name, fields)
            found.setdefault(name, _item(name, level, fields))
    return found


def _item(name: str, level: str, fields: Fields) -> Item:
    return Item(
        id=name,
        level=level,
        construct=fields["construct"].text(),
        text=fields["text"].text(),
        scale=fields["scale"].text(),
        hint=fields.text_or_none("hint"),
        why=fields.text_or_none("why"),
        meaning=fields.text_or_none("meaning"),
        reverse=fields.flag("reverse"),
        pulse_core=fields.flag("pulse_core"),
        sensitive=fields.flag("sensitive"),
        allow_na=fields.flag("allow_na"),
        needs=fields["needs"].name() if "needs" in fields else None,
        recall=fields.text_or_none("recall"),
        show_if=_condition(fields["show_if"]) if "show_if" in fields else None,
        translator_note=fields.text_or_none("translator_note"),
        refs=fields["refs"].texts(),
    )


def _condition(cursor: Cursor) -> Condition:
    fields = cursor.fields((), ("all", "any", "wave_at_least"))
    wave = fields["wave_at_least"].integer(1, LAST_WAVE) if "wave_at_least" in fields else None
    return Condition(all=_terms(fields["all"]), any=_terms(fields["any"]), wave_at_least=wave)


def _terms(cursor: Cursor) -> tuple[Term, ...]:
    terms = []
    for entry in cursor.items():
        parts = entry.items()
        if len(parts) != 3:
            entry.note(
                "wrong_type", what=cursor.what, wanted="[item, op, value]", found="another list"
            )
            continue
        item, op, value = parts
        terms.append(
            Term(item.text(), cast(Operator, op.one_of(OPERATORS)), value.number_or_text())
        )
    return tuple(terms)
