"""What a release says at first: whole sentences written from its figures, and no further."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.comparing import clear_trends, item_changes, level_changes, levels_that
from survey.reports.levels import score_text, shown_levels
from survey.reports.reading import ReleaseDocument, Score
from survey.reports.wording import Wording
from survey.web.joining import in_a_row


@dataclass(frozen=True, slots=True)
class Headline:
    """The finding, and what else belongs to it. Both may be empty."""

    finding: str
    more: str


def headline(document: ReleaseDocument, wording: Wording) -> Headline:
    """Say what changed; where nothing is compared or nothing changed, where the levels stand."""
    if not document.shows_figures and not document.too_few:
        return Headline(words.neutral(), "")
    standing = _standing(shown_levels(document), wording)
    changed, trends = _changed(document, wording), clear_trends(document, wording)
    if changed:
        return Headline(in_a_row(*changed), in_a_row(*trends, standing))
    if trends:
        return Headline(in_a_row(*trends), standing)
    return Headline(standing, unchanged(document))


def _changed(document: ReleaseDocument, wording: Wording) -> list[str]:
    """Name the levels that clearly rose or fell, in sentences; empty when none did."""
    if document.change is None:
        return []
    month = words.month(document.change.since_closes_on)
    sentences = []
    if names := _named(document, wording, "clear_rise"):
        sentences.append(
            _("Clear rise since %(month)s: %(levels)s.", month=month, levels=words.every(names))
        )
    if names := _named(document, wording, "clear_fall"):
        sentences.append(
            _("Clear fall since %(month)s: %(levels)s.", month=month, levels=words.every(names))
        )
    return sentences


def _named(document: ReleaseDocument, wording: Wording, verdict: str) -> list[str]:
    return [words.quoted(wording.level(name)) for name in levels_that(document, verdict)]


def unchanged(document: ReleaseDocument) -> str:
    """Say that no level clearly changed; empty when one did or nothing is compared."""
    changes = level_changes(document)
    if document.change is None or not changes:
        return ""
    verdicts = {change.verdict for change in changes.values()}
    month = words.month(document.change.since_closes_on)
    if verdicts & {"clear_rise", "clear_fall"}:
        return ""
    if verdicts == {"too_few_to_tell"}:
        return _("Too few people answered to tell what changed since %(month)s.", month=month)
    return _("No level has clearly changed since %(month)s.", month=month)


def _standing(scores: list[Score], wording: Wording) -> str:
    """Say which level stands highest and lowest, but only where their ranges are apart."""
    if len(scores) < 2:
        return ""
    highest = max(scores, key=lambda score: score.score or 0)
    lowest = min(scores, key=lambda score: score.score or 0)
    if highest.low is None or lowest.high is None or lowest.high >= highest.low:
        return _("The levels stand close together: their ranges overlap.")
    return _(
        "“%(highest)s” stands highest, at %(high_score)s of 100. "
        "“%(lowest)s” stands lowest, at %(low_score)s.",
        highest=wording.level(highest.id),
        high_score=score_text(highest),
        lowest=wording.level(lowest.id),
        low_score=score_text(lowest),
    )


def questions_sentence(document: ReleaseDocument) -> str:
    """Name the questions that clearly rose or fell; else say that none did; else nothing."""
    changes = item_changes(document)
    if document.change is None or not changes:
        return ""
    month = words.month(document.change.since_closes_on)
    rose = [item for item in changes if changes[item].verdict == "clear_rise"]
    fell = [item for item in changes if changes[item].verdict == "clear_fall"]
    if not rose and not fell:
        return _("The answers to no question have clearly changed since %(month)s.", month=month)
    return _(
        "Since %(month)s, clear rises: %(rises)s; clear falls: %(falls)s.",
        month=month,
        rises=words.number(len(rose)),
        falls=words.number(len(fell)),
    )
