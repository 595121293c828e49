"""The gate: what a candidate, together with what was published before, gives away."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np

from survey.core.analysis.tabulation import Atom, Tabulation
from survey.core.disclosure.attacker.case import Case, case_of
from survey.core.disclosure.attacker.findings import Finding
from survey.core.disclosure.attacker.learning import Learnt
from survey.core.disclosure.attacker.participation import participation_findings
from survey.core.disclosure.attacker.printed import REST, STRATUM, read_document
from survey.core.disclosure.attacker.proofs import Proofs
from survey.core.disclosure.attacker.targets import Ledger
from survey.core.disclosure.attacker.unit import Exhibit, Spoken, exhibit_of
from survey.core.disclosure.attacker.units import units_of
from survey.core.disclosure.attacker.waves import findings_across
from survey.core.disclosure.attacker.witnesses import close_by_witnesses, may_differ

Document = Mapping[str, Any]
Progress = Callable[[int, int], None]

RELEASED = "released"


def audit_release(
    candidate: Document,
    *,
    truth: Tabulation,
    earlier: Sequence[Document] = (),
    weights: Mapping[Atom, float] | None = None,
    time_limit: float = 10.0,
    progress: Progress | None = None,
) -> tuple[Finding, ...]:
    """Every reason to refuse a candidate; empty when it may be published.

    truth: gives who answered, by class, and the first world; what is inferred comes from the
    documents alone. earlier: all documents published before; those of the same wave count as one
    system with the candidate. weights: by crossing, where the documents use other weights than
    adults by answers in each part of the frame. time_limit: seconds for each solve. progress:
    called with the units done and their number.
    """
    same = [one for one in earlier if _same_wave(one, candidate)]
    others = [one for one in earlier if not _same_wave(one, candidate)]
    documents = [one for one in (*same, candidate) if one["status"] == RELEASED]
    if candidate["status"] != RELEASED:
        return ()
    units = units_of(truth.items, documents)
    readings = [read_document(document, units) for document in documents]
    seed = _seed_of(documents)
    case = case_of(readings, units, truth, weights, seconds=time_limit, seed=seed)
    if case is None:
        return (Finding("undecided", None, (), ()),)
    findings = [*_wrong_scores(case), *findings_across(candidate, others)]
    people = case.roster.people()
    answered = {group: number for (cut, group), number in people.items() if cut == STRATUM}
    respondents = int(case.roster.sizes.sum())
    learnt = [Learnt(reading, answered, respondents) for reading in readings]
    for done, unit in enumerate(units):
        exhibit = exhibit_of(case, unit)
        findings += _findings(case, exhibit)
        for known, spoken in zip(learnt, exhibit.spoken, strict=True):
            known.learn(case, exhibit, spoken)
        if progress is not None:
            progress(done + 1, len(units))
    for reading, known in zip(readings, learnt, strict=True):
        findings += participation_findings(reading, answered, known.numbers)
        findings += known.everybody()
    return tuple(dict.fromkeys(findings))


def _wrong_scores(case: Case) -> Iterator[Finding]:
    if not all(score.agrees(case.weighting, case.roster) for score in case.scores):
        yield Finding("contradiction", None, (), ())


def _findings(case: Case, exhibit: Exhibit) -> Iterator[Finding]:
    """Everything about one unit."""
    if not exhibit.agrees:
        yield Finding("contradiction", exhibit.unit.item, (), ())
        return
    yield from _too_few(case, exhibit)
    ledger = Ledger(case.members, case.people, exhibit.unit.protected, exhibit.truth.answers)
    close_by_witnesses(case, exhibit, ledger)
    proofs = Proofs(case, exhibit, ledger)
    yield from proofs.findings()
    yield from _alike(case, exhibit, proofs)


def _too_few(case: Case, exhibit: Exhibit) -> Iterator[Finding]:
    """P1 and P2 on the answered base: figures of a few, printed or had by subtracting."""
    for spoken in exhibit.spoken:
        smallest = spoken.reading.smallest
        if spoken.own is not None and 0 < int(exhibit.truth.answers.sum()) < smallest:
            yield Finding("exact", exhibit.unit.item, (), ())
        for number in sorted({one.circle for one in spoken.stated} | _bare(case, exhibit, spoken)):
            circle = case.circles[number]
            answered = int(exhibit.truth.inside[number].sum())
            if 0 < answered < smallest:
                group = (circle.cut, circle.group)
                yield Finding("exact", exhibit.unit.item, (circle.cut,), (group,))


def _bare(case: Case, exhibit: Exhibit, spoken: Spoken) -> set[int]:
    """The groups without figures beside others that have some: subtracting gives theirs."""
    reading = spoken.reading
    return {
        number
        for mask in reading.masks[exhibit.unit.key]
        for number, circle in enumerate(case.circles)
        if circle.cut == mask.cut
        and circle.group in mask.groups
        and circle.shown == reading.shown[mask.cut]
    }


def _alike(case: Case, exhibit: Exhibit, proofs: Proofs) -> Iterator[Finding]:
    """P3: groups, and what they leave over, whose answers are provably (nearly) all the same."""
    for spoken in exhibit.spoken:
        told = {one.circle for one in spoken.stated}
        shown = {
            place
            for place, circle in enumerate(case.circles)
            if circle.group != REST and circle.shown == spoken.reading.shown.get(circle.cut)
        }
        masked = {reason.circle for reason in exhibit.variants[0]} & shown
        for number in sorted(told | masked):
            yield from _alike_in(case, exhibit, proofs, number, spoken.outsiders)
        if spoken.own is not None:
            yield from _all_alike(exhibit, proofs, spoken.of_all)


def _all_alike(exhibit: Exhibit, proofs: Proofs, outsiders: int) -> Iterator[Finding]:
    """The same of everybody who answered, by the property's own figures and all others."""
    counts = exhibit.truth.answers.sum(axis=0)
    everybody = np.ones(len(exhibit.truth.answers), dtype=bool)
    for place in exhibit.unit.protected:
        if int(counts.sum()) - int(counts[place]) >= outsiders:
            continue
        kind = proofs.alike(everybody, place, outsiders)
        if kind is not None:
            yield Finding(kind, exhibit.unit.item, (), ())
            return


def _alike_in(
    case: Case, exhibit: Exhibit, proofs: Proofs, number: int, outsiders: int
) -> Iterator[Finding]:
    counts = exhibit.truth.inside[number]
    answered = int(counts.sum())
    for place in exhibit.unit.protected:
        if not answered or answered - int(counts[place]) >= outsiders:
            continue
        if may_differ(case, exhibit, number, place, outsiders):
            continue
        kind = proofs.alike(case.circles[number].members, place, outsiders)
        if kind is not None:
            circle = case.circles[number]
            yield Finding(kind, exhibit.unit.item, (circle.cut,), ((circle.cut, circle.group),))
            return


def _same_wave(one: Document, other: Document) -> bool:
    return bool(one.get("wave", {}).get("id") == other.get("wave", {}).get("id"))


def _seed_of(documents: Sequence[Document]) -> int:
    """The same documents are attacked in the same way."""
    text = json.dumps(documents, sort_keys=True, ensure_ascii=True, default=str)
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big")
