"""Which places make a figure together, and what is said where they make none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from survey.core.bank.model import Item
from survey.core.bank.wording import option_key
from survey.core.disclosure.benchmarks import (
    FEWEST_PROPERTIES,
    FEWEST_RESPONDENTS,
    LARGEST_PERCENT,
)
from survey.core.disclosure.pools import Pooled, PoolRefused, Printed, pool
from survey.core.disclosure.tabling import SHOWN
from survey.questionnaires.bank import get_bank
from survey.questionnaires.wording import translate
from survey.reports import drawings, words
from survey.reports.drawings import Drawing
from survey.reports.portfolio.queries import Figure, Newest, list_figures
from survey.reports.portfolio.reading import Figures, Portfolio
from survey.reports.reading import CORE_LEVELS
from survey.reports.wording import level_name

TOGETHER_DAYS: Final = 366
"""Waves that closed longer than this before the last one tell of another time."""

FEWEST_PERCENT: Final = 5
MOST_PERCENT: Final = 95


@dataclass(frozen=True, slots=True)
class PoolRow:
    """One figure of several places: words and a drawing, or the sentence why there is none.

    refusal: the code of that sentence.
    """

    name: str
    label: str
    answers: str
    figure: str
    range: str
    places: str
    drawing: Drawing | None
    refused: str
    refusal: PoolRefused | None
    found: Pooled | None


def level_pools(portfolio: Portfolio) -> list[PoolRow]:
    """The three levels over all the chosen places."""
    return [_level(portfolio, level_id) for level_id in CORE_LEVELS]


def question_pools(portfolio: Portfolio, tag: str) -> list[PoolRow]:
    """The core questions that enough of the places have asked, in the bank's order. One query."""
    core = {name: item for name, item in get_bank().items.items() if item.pulse_core}
    held = list_figures(list(portfolio.newest), "question", list(core))
    rows = []
    for name, item in core.items():
        found = _pool(portfolio, held, name)
        if isinstance(found, Pooled):
            question = translate(name, item.text, tag), _answers(item, tag)
            rows.append(_row(name, question, found, portfolio, percents=True))
    return rows


def _answers(item: Item, tag: str) -> str:
    """The answers that count as high, in words."""
    scale = get_bank().scales[item.scale]
    turn = scale.values[0] + scale.values[-1]
    high = sorted(turn - value if item.reverse else value for value in scale.favorable)
    if not scale.points:
        return words.span(high[0], high[-1])
    labels = {point.value: point.label for point in scale.points}
    key = f"scale.{scale.id}"
    said = [translate(option_key(key, value), labels[value], tag) for value in high]
    return words.either([words.quoted(text) for text in said])


def _level(portfolio: Portfolio, level_id: str) -> PoolRow:
    found = _pool(portfolio, portfolio.levels, level_id)
    return _row(level_id, (level_name(level_id), ""), found, portfolio, percents=False)


def _pool(portfolio: Portfolio, held: Figures, name: str) -> Pooled | PoolRefused:
    pairs = [
        (figure, newest)
        for newest in _recent(portfolio)
        if (figure := held.get((newest.property_id, name))) is not None
    ]
    return pool([_printed(figure, newest) for figure, newest in list_alike(pairs)])


def _recent(portfolio: Portfolio) -> list[Newest]:
    latest = portfolio.latest_on
    if latest is None:
        return []
    since = latest - timedelta(days=TOGETHER_DAYS)
    return [
        portfolio.newest[place.id]
        for place in portfolio.released
        if portfolio.newest[place.id].closes_on >= since
    ]


def list_alike(pairs: Iterable[tuple[Figure, Newest]]) -> list[tuple[Figure, Newest]]:
    """Those that are shown and made of the same questions: of those that most places asked."""
    shown = [
        pair
        for pair in pairs
        if pair[0].state == SHOWN and pair[0].low is not None and pair[0].high is not None
    ]
    asked = Counter(figure.made_of for figure, _newest in shown)
    if not asked:
        return []
    usual = max(asked, key=lambda made_of: (asked[made_of], made_of))
    return [pair for pair in shown if pair[0].made_of == usual]


def _printed(figure: Figure, newest: Newest) -> Printed:
    assert figure.figure is not None
    assert figure.low is not None
    assert figure.high is not None
    whole = figure.figure.isdecimal()
    return Printed(
        figure=int(figure.figure) if whole else figure.figure,
        low=figure.low,
        high=figure.high,
        adults=newest.adults,
        respondents=newest.respondents,
    )


def _row(
    name: str,
    said: tuple[str, str],
    found: Pooled | PoolRefused,
    portfolio: Portfolio,
    *,
    percents: bool,
) -> PoolRow:
    if not isinstance(found, Pooled):
        return PoolRow(name, *said, "", "", "", None, _REFUSED[found](), found, None)
    return PoolRow(
        name=name,
        label=said[0],
        answers=said[1],
        figure=_percent(found.figure) if percents else _score(found.figure),
        range=(words.percent_span if percents else words.span)(found.low, found.high),
        places=places_sentence(found.places, len(portfolio.places)),
        drawing=_drawing(found, percents=percents),
        refused="",
        refusal=None,
        found=found,
    )


def _percent(figure: int) -> str:
    """As everywhere the extremes stay open ends."""
    if figure < FEWEST_PERCENT:
        return words.percent(f"<{FEWEST_PERCENT}")
    return words.percent(f">{MOST_PERCENT}" if figure > MOST_PERCENT else figure)


def _score(figure: int) -> str:
    """A score at an end may be further out, as those that it is worked out from."""
    if figure <= FEWEST_PERCENT:
        return words.score(FEWEST_PERCENT, "less")
    return words.score(MOST_PERCENT, "more") if figure >= MOST_PERCENT else words.number(figure)


def _drawing(found: Pooled, *, percents: bool) -> Drawing:
    if percents:
        title = _(
            "%(percent)s; between %(low)s and %(high)s",
            percent=_percent(found.figure),
            low=words.percent(found.low),
            high=words.percent(found.high),
        )
    else:
        title = _(
            "%(score)s on a scale from 0 to 100; between %(low)s and %(high)s",
            score=_score(found.figure),
            low=words.number(found.low),
            high=words.number(found.high),
        )
    return drawings.score(title, found.figure, found.low, found.high)


def places_sentence(count: int, of: int) -> str:
    """From how many of the places; which ones show nothing stands in the table itself."""
    return ngettext(
        "from %(count)s of %(places)s place",
        "from %(count)s of %(places)s places",
        of,
        count=words.number(count),
        places=words.number(of),
    )


def pool_notes(rows: Sequence[PoolRow]) -> list[str]:
    """What a figure of several places is, and what it is not; empty where there is none."""
    if not any(row.found for row in rows):
        return []
    return [
        _(
            "Worked out from the printed figures of the places and from nothing else. Each place "
            "counts by the number of adults who live there."
        ),
        _(
            "The range holds what each place’s range allows and that its figures are rounded. "
            "These figures describe these places and no others."
        ),
        _(
            "A place is left out where its figure is not shown, where other questions were asked, "
            "or where its last survey closed more than a year before the latest one."
        ),
    ]


def refusal_sentence(refused: PoolRefused) -> str:
    """Say why there is no figure of several places."""
    return _REFUSED[refused]()


def pool_limits() -> list[str]:
    """What a figure of several places takes."""
    return [
        _REFUSED["too_few_places"](),
        _REFUSED["too_few_respondents"](),
        _(
            "None of the places may have more than %(percent)s of the adults.",
            percent=words.percent(LARGEST_PERCENT),
        ),
    ]


_REFUSED: Final[Mapping[PoolRefused, Callable[[], str]]] = {
    "too_few_places": lambda: ngettext(
        "A figure of several places takes at least %(places)s place with a figure to show.",
        "A figure of several places takes at least %(places)s places with a figure to show.",
        FEWEST_PROPERTIES,
        places=words.number(FEWEST_PROPERTIES),
    ),
    "one_place": lambda: _(
        "No figure of several places: one place has more than %(percent)s of the adults.",
        percent=words.percent(LARGEST_PERCENT),
    ),
    "too_few_respondents": lambda: ngettext(
        "A figure of several places takes at least %(people)s person who answered.",
        "A figure of several places takes at least %(people)s people who answered.",
        FEWEST_RESPONDENTS,
        people=words.number(FEWEST_RESPONDENTS),
    ),
}
