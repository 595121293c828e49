"""How a home is reached, sealed for the database under the list's key.

The key lies in the key store. Destroying it ends every copy of the contacts, in backups too.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from survey.core.errors import SurveyError
from survey.keys.sealing import seal, unseal


@dataclass(frozen=True, slots=True)
class Contact:
    """What is known of how to reach a home; each part may be empty.

    name: to whom it is addressed. address: its postal lines. email and phone: one or several;
    phones in E.164.
    """

    name: str = ""
    address: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.name or self.address or self.email or self.phone)

    def __repr__(self) -> str:
        """Nothing of it: a contact in a log line or a trace would be kept where it must not be."""
        return "Contact(...)"


def seal_contact(contact: Contact, key: bytes, *, property_id: int, number: int) -> bytes:
    """A contact for the database, bound to its home: moved to another row it cannot be read."""
    told = json.dumps(asdict(contact), ensure_ascii=False, separators=(",", ":")).encode()
    return seal(told, key, _place(property_id, number))


def open_contact(sealed: bytes, key: bytes, *, property_id: int, number: int) -> Contact:
    """A contact from the database. Raises SurveyError "contact_unreadable"."""
    try:
        told = json.loads(unseal(sealed, key, _place(property_id, number)))
    except ValueError as error:  # unreadable, or no JSON
        raise SurveyError("missing", "contact_unreadable") from error
    return Contact(
        name=told["name"],
        address=tuple(told["address"]),
        email=tuple(told["email"]),
        phone=tuple(told["phone"]),
    )


def _place(property_id: int, number: int) -> str:
    return f"porchlight contact v1|{property_id}|{number}"
