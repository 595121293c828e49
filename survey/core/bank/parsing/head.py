"""bank.yaml, consent.yaml and references.yaml."""

from __future__ import annotations

from typing import Final

from survey.core.bank.model import NOT_APPLICABLE, PREFER_NOT, Consent, Construct, LevelText
from survey.core.bank.parsing.ledger import Ledger
from survey.core.bank.source import Cursor

CONSENT_KEYS: Final = (
    "title",
    "subtitle",
    "length",
    "who_q",
    "who_landlord",
    "who_not_landlord",
    "key_server",
    "key_custodian",
    "see_q",
    "see",
    "small_q",
    "small",
    "destroy_q",
    "destroy",
    "change_q",
    "change",
    "ask_q",
    "ask",
    "names",
    "comments",
    "danger",
    "here",
    "staff",
    "demographics_intro",
    "codes_limit",
    "link_limit",
    "not_reviewed",
    "start",
    "full",
)
"""Every sentence that the resident's pages take from the bank."""


def labels(cursor: Cursor) -> dict[str, str]:
    """The two special answers' labels."""
    fields = cursor.fields((NOT_APPLICABLE, PREFER_NOT))
    return {name: fields[name].text() for name in (NOT_APPLICABLE, PREFER_NOT)}


def levels(cursor: Cursor) -> dict[str, LevelText]:
    """The levels, in reporting order."""
    found = {}
    for name, entry in cursor.records().items():
        fields = entry.fields(("label", "about"))
        found[name] = LevelText(id=name, label=fields["label"].text(), about=fields["about"].text())
    return found


def constructs(cursor: Cursor, ledger: Ledger) -> dict[str, Construct]:
    """The constructs, with the sentence that says why we ask."""
    found = {}
    for name, entry in cursor.records().items():
        fields = entry.fields(("level", "label", "why"))
        ledger.enter("construct", name, entry)
        found[name] = Construct(
            id=name,
            level=fields["level"].text(),
            label=fields["label"].text(),
            why=fields["why"].text(),
        )
    return found


def consent(cursor: Cursor, ledger: Ledger) -> Consent:
    """The promise screen: every key is there, and no other."""
    fields = cursor.fields(CONSENT_KEYS)
    for name in fields:
        ledger.enter("consent", name, fields[name])
    return Consent({name: fields[name].text() for name in CONSENT_KEYS})


def references(cursor: Cursor, ledger: Ledger) -> dict[str, str]:
    """The list of sources."""
    found = {}
    for name, entry in cursor.entries().items():
        ledger.enter("reference", name, entry)
        found[name] = entry.text()
    return found
