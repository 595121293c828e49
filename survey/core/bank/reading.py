"""Reading the bank's folder: every file parsed and checked, every problem reported at once."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from survey.core.bank import parsing
from survey.core.bank.findings import BankError, Finding, Place
from survey.core.bank.integrity import check_integrity
from survey.core.bank.model import Bank
from survey.core.bank.parsing import Ledger
from survey.core.bank.source import Cursor, parse

BANK_FILE: Final = "bank.yaml"
SCALES_FILE: Final = "scales.yaml"
ITEMS_FOLDER: Final = "items"
DEMOGRAPHICS_FILE: Final = "demographics.yaml"
INDICES_FILE: Final = "indices.yaml"
TEMPLATES_FOLDER: Final = "questionnaires"
CONSENT_FILE: Final = "consent.yaml"
REFERENCES_FILE: Final = "references.yaml"


@dataclass(frozen=True, slots=True)
class Reading:
    """A bank together with where each of its parts stands and what the lint may pass over."""

    bank: Bank
    ledger: Ledger


def shipped_folder() -> Traversable:
    """The bank that comes with Porchlight."""
    return files("survey.core.bank").joinpath("data")


def read_bank(folder: Traversable | None = None) -> Bank:
    """The bank in a folder (the shipped one by default). Raises BankError with every problem."""
    return read_with_places(folder or shipped_folder()).bank


def read_with_places(folder: Traversable) -> Reading:
    """The bank in a folder, and the lines of its parts. Raises BankError with every problem."""
    reader = _Reader(folder)
    bank = reader.bank()
    if not reader.found:
        reader.found.extend(check_integrity(bank, reader.ledger))
    if reader.found:
        raise BankError(reader.found)
    return Reading(bank, reader.ledger)


class _Reader:
    """One pass over a folder; what is wrong gathers in `found`."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        self.found: list[Finding] = []
        self.ledger = Ledger()

    def bank(self) -> Bank:
        """All files as one bank; only to be used when nothing was found to be wrong."""
        head = self._open(BANK_FILE).fields(("bank", "labels", "levels", "constructs"))
        meta = head["bank"].fields(("id", "version", "language", "status", "licence_suggestion"))
        levels = parsing.levels(head["levels"])
        return Bank(
            id=meta["id"].text(),
            version=meta["version"].text(),
            language=meta["language"].text(),
            status=meta["status"].text(),
            licence_suggestion=meta["licence_suggestion"].text(),
            labels=parsing.labels(head["labels"]),
            levels=levels,
            constructs=parsing.constructs(head["constructs"], self.ledger),
            scales=parsing.scales(self._open(SCALES_FILE), self.ledger),
            items=parsing.items(
                {level: self._open(f"{ITEMS_FOLDER}/{level}.yaml") for level in levels},
                self.ledger,
            ),
            demographics=parsing.demographics(
                self._open(DEMOGRAPHICS_FILE), head["labels"], self.ledger
            ),
            indices=parsing.indices(self._open(INDICES_FILE), self.ledger),
            templates=parsing.templates(self._open_all(TEMPLATES_FOLDER), self.ledger),
            consent=parsing.consent(self._open(CONSENT_FILE), self.ledger),
            refs=parsing.references(self._open(REFERENCES_FILE), self.ledger),
        )

    def _open(self, name: str) -> Cursor:
        file = self._folder.joinpath(*name.split("/"))
        try:
            text = file.read_text(encoding="utf-8")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return self._unreadable(name, "missing_file")
        except UnicodeDecodeError:
            return self._unreadable(name, "not_text")
        return parse(text, name, self.found)

    def _open_all(self, name: str) -> list[Cursor]:
        folder = self._folder.joinpath(name)
        if not folder.is_dir():
            return [self._unreadable(name, "missing_file")]
        names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
        return [self._open(f"{name}/{file}") for file in names]

    def _unreadable(self, name: str, code: str) -> Cursor:
        place = Place(name, 1)
        self.found.append(Finding(place, code))
        return Cursor(None, name, place, self.found)
