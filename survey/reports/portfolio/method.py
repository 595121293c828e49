"""How the portfolio's figures were made: true of the places that it shows."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.portfolio.changing import Moves
from survey.reports.portfolio.pooling import PoolRow, pool_limits
from survey.reports.portfolio.reading import Portfolio
from survey.reports.precision import FIRST_RULES, Fact
from survey.web.joining import in_a_row


def method_facts(portfolio: Portfolio, pools: Sequence[PoolRow], moves: Moves) -> list[Fact]:
    """What a reader needs to judge the table and the figures of several places."""
    if not portfolio.newest:
        return []
    facts = [
        Fact(
            _("What is shown"),
            _(
                "Of each place its newest released results, and nothing else. Every figure of one "
                "place can be read in that place’s own summary, with how it was checked."
            ),
        ),
        Fact(
            _("Scores"),
            _(
                "A score is the mean of the answers to the questions of a level, from 0 to 100. "
                "The range beside it is a %(level)s range, if those who answered are like the "
                "other people there.",
                level=words.percent(95),
            ),
        ),
        Fact(
            _("No ranking"),
            _(
                "Places stand from A to Z. Places differ in who lives there, so a higher score is "
                "not a better place. Each place is compared with its own survey before."
            ),
        ),
    ]
    if any(one.rules == FIRST_RULES for one in portfolio.newest.values()):
        facts.append(Fact(_("Earlier rules"), _earlier()))
    if any(figure.verdict for figure in portfolio.levels.values()):
        facts.append(Fact(_("Changes"), _changes()))
    if any(row.found for row in pools):
        facts.append(Fact(_("Several places"), _several()))
    if any(row.found for row in moves.rows):
        facts.append(Fact(_("Changes of several places"), _changes_together()))
    return facts


def _changes_together() -> str:
    return in_a_row(
        _(
            "The mean of the places’ printed changes over all adults who live there now, each "
            "place a stratum of its own. Each place’s range is for the question whether "
            "something moved, so it is not narrowed where most adults answered."
        ),
        _(
            "Called clear by the same rule as a change of one place; the levels are tested "
            "beside one another (Holm’s method). The limits for figures of several places "
            "hold for both surveys."
        ),
    )


def _changes() -> str:
    return in_a_row(
        _(
            "Called clear when the range leaves out zero, the change is at least 5 points, "
            "and it also stands out among everything that was tested beside it."
        ),
        _(
            "For the levels, the chance of even one false “clear” is kept to 5 in 100 (Holm’s "
            "method)."
        ),
        _(
            "Each place is tested by itself, so among many places a few clear changes may be "
            "chance."
        ),
    )


def _earlier() -> str:
    return _(
        "Some of these results were made by version 1 of the disclosure rules. They were not "
        "attacked as a whole before they were published, and their changes were not tested beside "
        "one another."
    )


def _several() -> str:
    return in_a_row(
        _(
            "The mean over all adults of the places, each place a stratum of its own (Cochran "
            "1977, Sampling Techniques, sections 5.3 and 5.4), from what the releases print."
        ),
        *pool_limits(),
    )
