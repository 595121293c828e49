"""Translations as PO and XLIFF files, written and read by translate-toolkit.

A file holds one entry for each text: the wording key (msgctxt in PO, the unit's id in XLIFF), the
English source, the note for translators, and what residents read now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from translate.storage import pypo, xliff

from survey.core.bank.review import DRAFT, find_wording_fault
from survey.core.errors import SurveyError
from survey.questionnaires.reviewing import Line
from survey.web.locales import DEFAULT, Language

PO: Final = "po"
XLIFF: Final = "xlf"
MEDIA_TYPES: Final = {PO: "text/x-gettext-translation", XLIFF: "application/xliff+xml"}
LARGEST_FILE_BYTES: Final = 900_000


@dataclass(frozen=True, slots=True)
class Change:
    """A text that a file would change."""

    key: str
    source: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry of a file that cannot be taken over; `code` is that of a sentence."""

    key: str
    source: str
    code: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a file says, beside what is there. same: how many texts it leaves as they are."""

    changes: tuple[Change, ...]
    refused: tuple[Refused, ...]
    same: int


def write_file(kind: str, lines: Sequence[Line], language: Language) -> bytes:
    """Return a file of texts in a language. kind: "po" or "xlf"."""
    return _write_po(lines, language) if kind == PO else _write_xliff(lines, language)


def compare_file(data: bytes, lines: Sequence[Line]) -> Comparison:
    """Read a file that came back, and say what it would change. Nothing is stored.

    Entries without a translation count for nothing. Raises SurveyError "file_empty",
    "file_too_large", "file_unreadable".
    """
    if not data.strip():
        raise SurveyError("input", "file_empty")
    if len(data) > LARGEST_FILE_BYTES:
        raise SurveyError("input", "file_too_large")
    known = {line.wording.key: line for line in lines}
    changes, refused, same = [], [], 0
    for key, source, text in _entries(data):
        fault = _fault(key, source, text, known)
        if fault is not None:
            refused.append(Refused(key, source, fault))
        elif text == known[key].text:
            same += 1
        else:
            changes.append(Change(key, source, known[key].text, text))
    return Comparison(tuple(changes), tuple(refused), same)


def _fault(key: str, source: str, text: str, known: Mapping[str, Line]) -> str | None:
    if key not in known:
        return "unknown_wording"
    if source != known[key].wording.source:
        return "wording_of_other_source"
    return find_wording_fault(source, text)


def _write_po(lines: Sequence[Line], language: Language) -> bytes:
    store: Any = pypo.pofile()
    store.updateheader(
        add=True,
        Project_Id_Version="Porchlight",
        Language=language.locale,
        PO_Revision_Date=None,
        Last_Translator="",
        Language_Team="",
        X_Generator=None,
    )
    for line in lines:
        unit = store.addsourceunit(line.wording.source)
        unit.setcontext(line.wording.key)
        unit.target = line.text
        _note(unit, line)
    return bytes(store)


def _write_xliff(lines: Sequence[Line], language: Language) -> bytes:
    store: Any = xliff.xlifffile()
    store.setsourcelanguage(DEFAULT.tag)
    store.settargetlanguage(language.tag)
    for line in lines:
        unit = store.addsourceunit(line.wording.source)
        unit.setid(line.wording.key)
        unit.target = line.text
        _note(unit, line)
        unit.set_state_n(unit.S_NEEDS_REVIEW if line.state == DRAFT else unit.S_TRANSLATED)
    return bytes(store)


def _note(unit: Any, line: Line) -> None:
    if line.wording.note:
        unit.addnote(line.wording.note, origin="developer")


def _entries(data: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield key, source and translation of every entry that has one."""
    is_xml = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    # A document type can name other files and grow without end; no translation needs one.
    if is_xml and b"<!DOCTYPE" in data:
        raise SurveyError("input", "file_unreadable")
    try:
        reader: Any = xliff.xlifffile if is_xml else pypo.pofile
        store = reader.parsestring(data)
        units = [unit for unit in store.units if not unit.isheader() and unit.target]
    # What is wrong with XML comes as a SyntaxError.
    except (SyntaxError, ValueError, AttributeError, KeyError, AssertionError) as error:
        raise SurveyError("input", "file_unreadable") from error
    for unit in units:
        key = unit.xmlelement.get("id", "") if is_xml else unit.getcontext()
        yield key, str(unit.source or ""), str(unit.target).strip()
