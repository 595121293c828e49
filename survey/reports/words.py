"""Figures in words: people out of ten, percents, ranges, verdicts and days, in the page's language.

Every function speaks the language that Flask-Babel has at the moment (`use_language` in a
request, `force_locale` outside). Digits are Western in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from survey.reports.reading import Difference, Percent, Verdict, is_low_end, open_end
from survey.web.locales import set_apart

MINUS: Final = "\u2212"
LEFT_TO_RIGHT: Final = "\u200e"
FEWEST: Final = 5

NO_CHANGE_POINTS: Final = 5
"""How far a change may lie from nothing where it is called the same (SCHEMA.md)."""
MOST: Final = 95
ONE_IN_TEN: Final = 10


def locale() -> Locale:
    """Return the locale of the page; English where none is set."""
    return get_locale() or Locale("en")


def number(value: int) -> str:
    """Write a whole number; a negative one with a true minus that stays before its digits."""
    return _signed(value, "#,##0")


def score(value: int, stands_for: str = "") -> str:
    """Write a score; the last one that is printed as "95 or more", or "5 or less"."""
    if stands_for == "more":
        return _("%(score)s or more", score=number(value))
    if stands_for == "less":
        return _("%(score)s or less", score=number(value))
    return number(value)


def signed(value: int) -> str:
    """Write a difference with its sign: "+3", "−2", "0"."""
    return _signed(value, "+#,##0;-#,##0" if value else "0")


def minutes(count: int) -> str:
    """Write a time with its unit, as short as the language has it: "25 min"."""
    return format_unit(count, "duration-minute", length="short", locale=locale())


def _signed(value: int, pattern: str) -> str:
    return _written(value, pattern, locale())


@lru_cache(maxsize=4096)
def _written(value: int, pattern: str, language: Locale) -> str:
    """Kept, because tables say the same few numbers hundreds of times."""
    text = format_decimal(value, format=pattern, locale=language).replace("-", MINUS)
    rtl = language.text_direction == "rtl" and not text[0].isdigit()
    # A sign before digits would move behind them in a right-to-left line.
    return LEFT_TO_RIGHT + text.lstrip(LEFT_TO_RIGHT) if rtl else text


def percent(share: Percent) -> str:
    """Write a percent; open ends as "under 5%" and "over 90%", never 0 or 100."""
    edge = open_end(share)
    if edge is None:
        return _whole_percent(int(share))
    if is_low_end(share):
        return _("under %(percent)s", percent=_whole_percent(edge))
    return _("over %(percent)s", percent=_whole_percent(edge))


def _whole_percent(value: int) -> str:
    text = format_percent(value / 100, locale=locale())
    # After Arabic letters the sign would move before the digits, and stand behind them elsewhere.
    return LEFT_TO_RIGHT + text if locale().text_direction == "rtl" else text


def in_ten(share: Percent) -> str:
    """Say a share in people: "6 in 10", "fewer than 1 in 10", "nearly all"."""
    edge = open_end(share)
    if edge is None and ONE_IN_TEN <= int(share) < MOST:
        return _("%(count)s in 10", count=tens(share))
    if edge is None:
        return _fewer_than(ONE_IN_TEN) if int(share) < ONE_IN_TEN else _more_than(MOST)
    if is_low_end(share):
        return _fewer_than(edge)
    return _("nearly all") if edge >= MOST else _more_than(edge)


def _fewer_than(edge: int) -> str:
    return _("fewer than %(count)s in 10", count=max(-(-edge // ONE_IN_TEN), 1))


def _more_than(edge: int) -> str:
    return _("more than %(count)s in 10", count=edge // ONE_IN_TEN)


def tens(share: Percent) -> int:
    """Return the people out of ten that are drawn for a share, 0 to 10."""
    edge = open_end(share)
    if edge is not None and edge >= MOST:
        return 10
    if edge is not None and edge <= ONE_IN_TEN:
        return 0
    if edge is not None:
        return edge // 20 if is_low_end(share) else min((100 + edge + 10) // 20, 9)
    return 0 if int(share) < ONE_IN_TEN else min((int(share) + 5) // 10, 9)


def span(low: int, high: int) -> str:
    """Write a range: "58 to 66"."""
    return _("%(low)s to %(high)s", low=number(low), high=number(high))


def percent_span(low: int, high: int) -> str:
    """Write a range of percents: "41% to 57%"."""
    return _("%(low)s to %(high)s", low=_whole_percent(low), high=_whole_percent(high))


def decimal(value: float) -> str:
    """Write a number with one decimal: "1.2"."""
    return format_decimal(value, format="0.0", locale=locale())


def rate(step: str) -> str:
    """Say a response rate that is known in steps of five points."""
    if step == "<5":
        return _("under %(percent)s", percent=_whole_percent(FEWEST))
    if step.endswith("+"):
        return _("%(percent)s or more", percent=_whole_percent(int(step[:-1])))
    return _("about %(percent)s", percent=_whole_percent(int(step)))


def verdict(found: Verdict) -> str:
    """Return the verdict's fixed phrase."""
    phrases: dict[Verdict, Callable[[], str]] = {
        "clear_rise": lambda: _("clear rise"),
        "clear_fall": lambda: _("clear fall"),
        "no_clear_change": lambda: _("no clear change"),
        "too_few_to_tell": lambda: _("too few to tell"),
    }
    return phrases[found]()


def change_verdict(change: Difference) -> str:
    """Return the verdict's phrase; where a test says that nothing has changed, say that instead."""
    if change.no_change:
        return _("the same, to within %(points)s points", points=number(NO_CHANGE_POINTS))
    return verdict(change.verdict)


def is_clear(change: Difference) -> bool:
    """Whether a change may be called a rise or a fall."""
    return change.verdict in {"clear_rise", "clear_fall"}


def change_range(change: Difference) -> str:
    """Write a change with its range: "+3 (−2 to 8)"; empty where it has no figures."""
    if change.difference is None:
        return ""
    if change.low is None or change.high is None:
        return signed(change.difference)
    return _(
        "%(change)s (%(low)s to %(high)s)",
        change=signed(change.difference),
        low=number(change.low),
        high=number(change.high),
    )


def clear_from(points: int) -> str:
    """Say the smallest change that would have been called clear."""
    return ngettext(
        "clear from %(points)s point", "clear from %(points)s points", points, points=number(points)
    )


def neutral() -> str:
    """Return the one sentence for every figure that is not shown, whatever the reason."""
    return _("Not shown, so that nobody’s answer can be worked out.")


def day(value: date) -> str:
    """Write a day: "August 24, 2026"."""
    return format_date(value, "long", locale=locale())


def month(value: date) -> str:
    """Write a month: "August 2026"."""
    return format_skeleton("yMMMM", value, locale=locale())


def days(first: date, last: date) -> str:
    """Write a stretch of days: "Aug 3 – 24, 2026"."""
    return format_interval(first, last, "yMMMd", locale=locale())


def months(first: date, last: date) -> str:
    """Write a stretch of months: "May – Aug 2026"; one month as it is."""
    if (first.year, first.month) == (last.year, last.month):
        return month(first)
    by_difference = locale().interval_formats.get("yMMM", {})
    if first.year == last.year and len(by_difference.get("M", ())) == 1:
        # Babel takes Persian's "LLL تا MMM y" for one date, and says the first month twice.
        both = locale().interval_formats[None]
        begin = format_skeleton("MMM", first, locale=locale())
        return str(both).format(begin, format_skeleton("yMMM", last, locale=locale()))
    return format_interval(first, last, "yMMM", locale=locale())


def every(parts: Sequence[str]) -> str:
    """Join names: "A, B and C"."""
    return format_list(list(parts), locale=locale())


def either(parts: Sequence[str]) -> str:
    """Join alternatives: "A, B or C"."""
    return format_list(list(parts), style="or", locale=locale())


def quoted(text: str) -> str:
    """Put somebody's words in the language's quotation marks."""
    return _("“%(text)s”", text=within(text))


def within(name: str) -> str:
    """A name in a sentence, kept apart where it is written the other way than the sentence."""
    return set_apart(name, locale().text_direction)


def first_upper(text: str) -> str:
    """Begin with a capital letter, where the script has them."""
    return text[:1].upper() + text[1:]
