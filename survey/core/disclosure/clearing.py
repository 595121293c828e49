"""The one road from a tabulation to figures: propose, attack, hide more, until nothing is found.

`protect` proposes by the primary rules. The attacker then reads what would be printed, as any
reader could, together with everything printed before. As long as it finds anything, or cannot
rule it out, more is hidden: in the end the property's own figures alone, or none at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from survey.core.analysis.tabulation import Tabulation
from survey.core.bank.model import is_own
from survey.core.bank.questionnaire import Questionnaire
from survey.core.canonical import canonical_json
from survey.core.disclosure.alignment import same_people
from survey.core.disclosure.attacker.release import audit_release
from survey.core.disclosure.comparison import compare_releases
from survey.core.disclosure.document import figures_document
from survey.core.disclosure.gaps import gaps_of
from survey.core.disclosure.lasting import LISTS, told_before
from survey.core.disclosure.plan import NOTHING_MORE, Plan
from survey.core.disclosure.protect import protect
from survey.core.disclosure.released import Released, ReleasedCut, ReleasedItem
from survey.core.disclosure.repair import kept_share, repaired
from survey.core.disclosure.rules import INSIDERS, Rules
from survey.core.disclosure.upgrading import upgrade
from survey.core.disclosure.weighting import UNWEIGHTED, Weighting, choose_weighting

Document = dict[str, Any]
Progress = Callable[[int, int], None]

RULES_VERSION: Final = "6"
REFERENCE_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Cleared:
    """What passed, and how it came about.

    plan: what was hidden on top of the primary rules. attempts: how many proposals were
    attacked. Neither belongs into the document, for what was refused is an answer.
    """

    document: Document
    plan: Plan
    attempts: int


def clear(
    tabulation: Tabulation,
    questionnaire: Questionnaire,
    rules: Rules,
    *,
    header: Mapping[str, Any],
    earlier: Sequence[Mapping[str, Any]] = (),
    progress: Progress | None = None,
) -> Cleared:
    """The release document of a wave, schema 2, which the attacker could not undo.

    `header`: the keys schema, software, property, wave, promise and wording of the document.
    `earlier`: everything released of this property before, of any schema, in the order in which
    it was released; of the same wave (a correction) as well as of others. All of it is in the
    attacker's hands; compared is only what asked the same kind of people. `progress` is called
    with (items done, items in all) of the proposal that is being attacked.

    The same arguments always give the same document.
    """
    printed = [upgrade(document) for document in earlier]
    alike = [document for document in earlier if same_people(header, document)]
    line = _waves_before(header, alike)
    before = line[0] if line else None
    comparable = [upgrade(document) for document in alike]
    waves_before = [upgrade(document) for document in line]
    chosen = choose_weighting(tabulation, rules)
    own = [table.id for table in tabulation.items if table.kind in LISTS and is_own(table.id)]
    told = told_before(header, own, printed)

    def write(released: Released, plan: Plan) -> Document:
        method = _method(
            released,
            tabulation.respondents,
            rules,
            chosen if plan.weighted else UNWEIGHTED,
            participation=plan.participation,
        )
        return _document(released, header, before, comparable, method)

    plan, attempts = NOTHING_MORE, 0
    while True:
        attempts += 1
        weights = chosen.weights if plan.weighted else None
        released = protect(
            tabulation,
            questionnaire,
            rules,
            weights=weights,
            before=waves_before,
            told=told,
            plan=plan,
        )
        document = write(released, plan)
        if released.status == "too_few":
            return Cleared(document, plan, attempts)
        findings = audit_release(
            document,
            truth=tabulation,
            earlier=printed,
            weights=weights,
            progress=progress,
        )
        if not findings:
            return Cleared(document, plan, attempts)
        more = repaired(
            plan,
            findings,
            released,
            _shown_scores(tabulation, released),
            weighted=weights is not None,
        )
        if more is None:
            silent = replace(plan, participation=False, weighted=False)
            return Cleared(write(_nothing(released), silent), plan, attempts)
        assert more.hides_more_than(plan), "every repair hides more, so that this ends"
        plan = more


def _shown_scores(tabulation: Tabulation, released: Released) -> dict[str, tuple[str, ...]]:
    """The items of each score that is shown, by its id; a level shows its composite."""
    indices = {index.id for index in released.indices if index.state == "shown"}
    levels = {level.id for level in released.levels if level.state == "shown"}
    return {
        table.id: tuple(table.items)
        for table in tabulation.scores
        if (table.level in levels if table.composite else table.id in indices)
    }


def _waves_before(
    header: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The releases with figures of earlier waves, the latest wave first; of one, the last made."""
    number = header["wave"]["number"]
    held = [
        document
        for document in earlier
        if document["status"] == "released" and document["wave"]["number"] < number
    ]
    return sorted(held, key=lambda one: int(one["wave"]["number"]))[::-1]


def _method(
    released: Released,
    respondents: int,
    rules: Rules,
    weighting: Weighting,
    *,
    participation: bool,
) -> Document:
    """By which rules; the design effect says who answered, and goes where that may not be said."""
    finite = rules.frame_for(respondents) is not None
    return {
        "rules": RULES_VERSION,
        "insiders": INSIDERS,
        "finite_population": finite,
        "base": "band" if finite and rules.is_near_complete(respondents) else "answered",
        "weighting": weighting.as_document(with_design_effect=participation),
        "kept": kept_share(released),
        "reference": None,
    }


def _document(
    released: Released,
    header: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    comparable: Sequence[Document],
    method: Document,
) -> Document:
    """Everything that is printed, the reference last: it follows from all the rest."""
    document: Document = {
        **header,
        "before": None if before is None else _named(before),
        "method": method,
        **figures_document(released),
        "importance": None,
    }
    previous = None if before is None else upgrade(before)
    document["change"] = compare_releases(previous, document, earlier=comparable[::-1])
    document["gaps"] = gaps_of(document)
    document["method"] = method | {"reference": _reference(document)}
    return document


def _named(before: Mapping[str, Any]) -> Document:
    """An earlier release by its wave's number and the hash of its body."""
    return {"number": before["wave"]["number"], "sha256": _sha256(before)}


def _reference(document: Mapping[str, Any]) -> str:
    """A number to name this check by, in groups of four digits."""
    digits = _sha256(document)[:REFERENCE_DIGITS]
    return "-".join(digits[at : at + 4] for at in range(0, REFERENCE_DIGITS, 4))


def _sha256(document: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()


def _nothing(released: Released) -> Released:
    """The last resort: nobody's answer can be worked out of no figure."""
    return replace(
        released,
        respondents=None,
        rate=None,
        participation=(),
        levels=tuple(
            level if level.state == "not_asked" else replace(level, state="hidden", score=None)
            for level in released.levels
        ),
        indices=tuple(replace(index, state="hidden", score=None) for index in released.indices),
        items=tuple(_hidden(item) for item in released.items),
        cuts=tuple(
            ReleasedCut(cut.id, tuple((group, "hidden") for group, _ in cut.groups), ())
            for cut in released.cuts
        ),
    )


def _hidden(item: ReleasedItem) -> ReleasedItem:
    """The facts of an item without any figure."""
    return ReleasedItem(
        id=item.id,
        level=item.level,
        kind=item.kind,
        scale=item.scale,
        reverse=item.reverse,
        favorable=item.favorable,
        state="hidden",
        asked_after=item.asked_after,
    )
