"""Where each named part of the bank stands, and which lint findings it explains away."""

from __future__ import annotations

from dataclasses import dataclass, field

from survey.core.bank.findings import Place
from survey.core.bank.source import Cursor, Fields


@dataclass(slots=True)
class Ledger:
    """places: "kind:id" -> line; allowances: "kind:id" -> lint code -> reason."""

    places: dict[str, Place] = field(default_factory=dict)
    allowances: dict[str, dict[str, str]] = field(default_factory=dict)
    _answers: dict[str, Place] = field(default_factory=dict)

    def enter(self, kind: str, name: str, cursor: Cursor) -> None:
        """Remember where a part stands."""
        self.places[f"{kind}:{name}"] = cursor.place

    def enter_question(self, kind: str, name: str, cursor: Cursor) -> None:
        """Remember a question; its id must be new, since answers are stored under it."""
        if name in self._answers:
            cursor.note("duplicate_id", id=name, first=str(self._answers[name]))
        self._answers.setdefault(name, cursor.place)
        self.enter(kind, name, cursor)

    def allow(self, kind: str, name: str, fields: Fields) -> None:
        """Remember a part's lint_allow: code -> reason."""
        if "lint_allow" in fields:
            entries = fields["lint_allow"].entries()
            self.allowances[f"{kind}:{name}"] = {
                code: reason.text() for code, reason in entries.items()
            }

    def place(self, kind: str, name: str) -> Place:
        """The line of a part. Raises KeyError for one that was never entered."""
        return self.places[f"{kind}:{name}"]
