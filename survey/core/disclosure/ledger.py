"""The ledger of everything that was ever printed, as a chain of hashes (disclosure.md 8.6).

Pure: what an entry says, what its hash covers, and how a chain is looked over. Storing it is
the business of survey/results/ledger.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from survey.core.canonical import canonical_json, content_hash
from survey.core.disclosure.statements import statements_of

FIRST_HASH: Final = "0" * 64
"""What stands before the first entry."""

Fault = Literal["altered", "missing", "unlinked"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one release said of one subject.

    position: from 1 without gaps over the whole ledger. release: the SHA-256 of the release's
    body. statements: canonical JSON. made_at: when it left, in UTC. previous_hash and hash: 64
    hexadecimal digits; the hash covers every other field.
    """

    position: int
    wave_id: str
    property_id: int
    release: str
    subject: str
    statements: str
    made_at: datetime
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Where a chain does not hold.

    altered: an entry is not what its hash stands for. missing: there is no entry at this
    position. unlinked: an entry does not follow on the one before it.
    """

    position: int
    fault: Fault


def chain(
    document: Mapping[str, Any],
    *,
    after: tuple[int, str],
    wave_id: str,
    property_id: int,
    release: str,
    made_at: datetime,
) -> tuple[Entry, ...]:
    """The entries that a release adds to the ledger, one for each subject.

    `after` is the last entry's position and hash: (0, FIRST_HASH) for an empty ledger.
    """
    position, previous = after
    entries = []
    for subject, said in statements_of(document).items():
        position += 1
        fields: dict[str, Any] = {
            "position": position,
            "wave_id": wave_id,
            "property_id": property_id,
            "release": release,
            "subject": subject,
            "statements": canonical_json([statement.written() for statement in said]),
            "made_at": made_at,
            "previous_hash": previous,
        }
        previous = hash_of(fields)
        entries.append(Entry(**fields, hash=previous))
    return tuple(entries)


def hash_of(fields: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of all fields of an entry but its own hash."""
    made_at: datetime = fields["made_at"]
    covered = {name: value for name, value in fields.items() if name != "hash"}
    covered["made_at"] = made_at.astimezone(UTC).isoformat(timespec="microseconds")
    return content_hash(covered)


def faults_of(entries: Iterable[Entry]) -> tuple[Broken, ...]:
    """Everything that is wrong with a chain, read by position from its first entry."""
    found: list[Broken] = []
    position, previous = 0, FIRST_HASH
    for entry in entries:
        found += [Broken(gone, "missing") for gone in range(position + 1, entry.position)]
        if entry.previous_hash != previous:
            found.append(Broken(entry.position, "unlinked"))
        if hash_of(_fields(entry)) != entry.hash:
            found.append(Broken(entry.position, "altered"))
        position, previous = entry.position, entry.hash
    return tuple(found)


def _fields(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in Entry.__slots__}
