"""What belongs beside changes: how small a change chance alone makes, trends, and cautions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from survey.reports import words
from survey.reports.reading import CORE_LEVELS, Difference, ReleaseDocument, Trend
from survey.reports.wording import Wording


def trend_sentence(trend: Trend | None) -> str:
    """Say a level's verdict over three and more waves; empty where there is none."""
    if trend is None:
        return ""
    return ngettext(
        "Over the last %(waves)s wave: %(verdict)s",
        "Over the last %(waves)s waves: %(verdict)s",
        trend.waves,
        waves=words.number(trend.waves),
        verdict=words.verdict(trend.verdict),
    )


def smallest_sentence(changes: Iterable[Difference]) -> str:
    """Say which changes cannot be told from chance; empty where that is not known of any."""
    found = sorted({change.smallest for change in changes if change.smallest is not None})
    if not found:
        return ""
    if len(found) == 1:
        return ngettext(
            "A change under %(points)s point cannot be told from chance here.",
            "A change under %(points)s points cannot be told from chance here.",
            found[0],
            points=words.number(found[0]),
        )
    return _(
        "A change under %(points)s points cannot be told from chance here. For some of the "
        "figures, that is so under %(most)s points.",
        points=words.number(found[0]),
        most=words.number(found[-1]),
    )


def level_changes(document: ReleaseDocument) -> dict[str, Difference]:
    """Return the changes of the levels that are shown."""
    if document.change is None:
        return {}
    shown = {score.id for score in document.levels if score.shown}
    return {name: change for name, change in document.change.levels.items() if name in shown}


def levels_that(document: ReleaseDocument, verdict: str) -> tuple[str, ...]:
    """Return the scored levels whose change has this verdict, in their one order."""
    changes = level_changes(document)
    return tuple(
        level_id
        for level_id in CORE_LEVELS
        if level_id in changes and changes[level_id].verdict == verdict
    )


def item_changes(document: ReleaseDocument) -> dict[str, Difference]:
    """Return the changes of the questions that are shown."""
    if document.change is None:
        return {}
    shown = {item.id for item in document.items if item.shown}
    return {name: change for name, change in document.change.items.items() if name in shown}


def level_trends(document: ReleaseDocument) -> dict[str, Trend]:
    """Return the trends of the levels that are shown."""
    if document.change is None:
        return {}
    shown = {score.id for score in document.levels if score.shown}
    return {name: trend for name, trend in document.change.trends.items() if name in shown}


def clear_trends(document: ReleaseDocument, wording: Wording) -> list[str]:
    """Name the levels that clearly rose or fell over three and more waves, in sentences."""
    named: dict[tuple[str, int], list[str]] = {}
    for name, trend in level_trends(document).items():
        named.setdefault((trend.verdict, trend.waves), []).append(words.quoted(wording.level(name)))
    return [
        _clear_trend(verdict, waves, words.every(levels))
        for (verdict, waves), levels in named.items()
        if verdict in {"clear_rise", "clear_fall"}
    ]


def _clear_trend(verdict: str, waves: int, levels: str) -> str:
    if verdict == "clear_rise":
        return ngettext(
            "Clear rise over the last %(waves)s wave: %(levels)s.",
            "Clear rise over the last %(waves)s waves: %(levels)s.",
            waves,
            waves=words.number(waves),
            levels=levels,
        )
    return ngettext(
        "Clear fall over the last %(waves)s wave: %(levels)s.",
        "Clear fall over the last %(waves)s waves: %(levels)s.",
        waves,
        waves=words.number(waves),
        levels=levels,
    )


def cautions(document: ReleaseDocument) -> list[str]:
    """Say what else may have moved the figures; one sentence for all codes that are unknown.

    Nothing where no change is shown.
    """
    if document.change is None or not (level_changes(document) or item_changes(document)):
        return []
    month = words.month(document.change.since_closes_on)
    sentences = [_CAUTIONS.get(code, _something)(month) for code in document.change.warnings]
    return list(dict.fromkeys(sentences))


def _something(month: str) -> str:
    return _("Something else about the survey was not as in %(month)s.", month=month)


_CAUTIONS: Final[Mapping[str, Callable[[str], str]]] = {
    "response_differs": lambda month: _(
        "Clearly more or fewer people answered than in %(month)s. That alone can move figures.",
        month=month,
    ),
    "mode_differs": lambda month: _(
        "People answered in other ways than in %(month)s, for example more often on paper. That "
        "alone can move figures.",
        month=month,
    ),
    "access_differs": lambda month: _(
        "Who could answer was limited in another way than in %(month)s.", month=month
    ),
    "languages_differ": lambda month: _(
        "The survey came in other languages than in %(month)s.", month=month
    ),
    "weighting_differs": lambda month: _(
        "Figures are weighted now and were not in %(month)s, or the other way round.", month=month
    ),
    "season_differs": lambda month: _(
        "It is another time of the year than in %(month)s. Some things differ by season.",
        month=month,
    ),
    "partly_different_people": lambda month: _(
        "More than a quarter of the residents are new since %(month)s, so these are partly "
        "different people.",
        month=month,
    ),
}
