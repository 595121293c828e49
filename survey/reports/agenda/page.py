"""Everything that the agenda's two pages show, already in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.addresses import public_address
from survey.reports.agenda.findings import Finding, findings
from survey.reports.agenda.fitting import Fit
from survey.reports.agenda.lines import Line
from survey.reports.agenda.meeting import (
    OTHER_LINES,
    PROMISES,
    Part,
    rules,
    talk_about,
    time_plan,
    who_is_missing,
)
from survey.reports.precision import range_meaning
from survey.reports.questions import lean_groups
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording
from survey.web.locales import apart


@dataclass(frozen=True, slots=True)
class Agenda:
    """Both pages. `notes` stand below the findings, numbered from 1 as the lines name them."""

    title: str
    place: str
    when: str
    kind: str
    runner: str
    rules: tuple[str, ...]
    plan: tuple[Part, ...]
    findings: tuple[Finding, ...]
    talk_about: str
    notes: tuple[str, ...]
    range_meaning: str
    missing: tuple[str, ...]
    promises: int
    other_lines: int
    neutral: str
    contact: str
    results_address: str
    results_address_text: str
    promise_address: str
    promise_address_text: str


def agenda(document: ReleaseDocument, tag: str, fit: Fit) -> Agenda:
    """Put a release into words for a check-in, in the language that Flask-Babel has.

    fit: how much may stand on the front.
    """
    wording = Wording(document, tag)
    rows = {row.id: row for group in lean_groups(document, wording) for row in group.rows}
    found, notes = _numbered(findings(document, wording, rows, fit))
    results = public_address(
        "reports.public_results", slug=document.place.slug, tag=tag, number=document.wave.number
    )
    promise = public_address("waves.promise", text=document.promise.short)
    return Agenda(
        title=_("%(place)s: agenda for the check-in", place=apart(document.place.name)),
        place=document.place.name,
        when=words.month(document.wave.closes_on),
        kind=_(
            "%(title)s, wave %(number)s",
            title=wording.title(),
            number=words.number(document.wave.number),
        ),
        runner=document.promise.runner,
        rules=rules(document),
        plan=time_plan(),
        findings=found,
        talk_about=talk_about(len(found)),
        notes=notes,
        range_meaning=range_meaning(document) if notes else "",
        missing=who_is_missing(document, wording),
        promises=PROMISES,
        other_lines=OTHER_LINES,
        neutral=words.neutral(),
        contact=apart(document.promise.contact),
        results_address=results,
        results_address_text=results.partition("://")[2],
        promise_address=promise,
        promise_address_text=promise.partition("://")[2],
    )


def _numbered(found: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Take the notes out of the lines, which keep their numbers; the same note stands once."""
    notes: dict[str, int] = {}
    numbered = tuple(replace(one, lines=tuple(_with_numbers(one.lines, notes))) for one in found)
    return numbered, tuple(notes)


def _with_numbers(lines: Iterable[Line], notes: dict[str, int]) -> Iterator[Line]:
    for line in lines:
        if not line.note:
            yield line
            continue
        number = notes.setdefault(line.note, len(notes) + 1)
        yield replace(line, note=words.number(number))
