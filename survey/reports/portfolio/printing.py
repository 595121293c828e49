"""The portfolio on paper: which places moved, figures of all of them, and how they were made."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from survey.core.version import VERSION
from survey.pdf.papers import check_paper
from survey.pdf.rendering import EmbeddedFile, render
from survey.reports import words
from survey.reports.portfolio.changing import Moves, level_changes
from survey.reports.portfolio.choosing import Choice, told
from survey.reports.portfolio.figures import portfolio_csv
from survey.reports.portfolio.method import method_facts
from survey.reports.portfolio.page import owners_of
from survey.reports.portfolio.pooling import PoolRow, level_pools, pool_notes, question_pools
from survey.reports.portfolio.reading import Portfolio
from survey.reports.portfolio.table import (
    PlaceRow,
    VerdictRow,
    finding,
    place_rows,
    some_hidden,
    verdict_heads,
    verdict_rows,
)
from survey.reports.precision import Fact
from survey.reports.summary import STYLES
from survey.web.locales import LANGUAGES, apart

FILE_NAME: Final = "portfolio.csv"


@dataclass(frozen=True, slots=True)
class PrintedPortfolio:
    """Everything the portfolio's PDF shows, already in words."""

    title: str
    owners: str
    cover: list[Fact]
    chosen: list[tuple[str, str]]
    finding: str
    rows: list[PlaceRow]
    several_owners: bool
    some_hidden: bool
    neutral: str
    verdict_heads: list[str]
    verdicts: list[VerdictRow]
    pools: list[PoolRow]
    questions: list[PoolRow]
    percent_ends: list[str]
    pool_notes: list[str]
    moves: Moves
    method: list[Fact]


@dataclass(frozen=True, slots=True)
class Composed:
    """What a portfolio's PDF is made from: its page, and the table that travels in it."""

    html: str
    attached: EmbeddedFile

    @property
    def sha256(self) -> str:
        """The hash of what the PDF will say."""
        return hashlib.sha256(self.html.encode() + self.attached.content).hexdigest()


def compose_portfolio(
    portfolio: Portfolio, choices: Sequence[Choice], tag: str, paper: str, today: date
) -> Composed:
    """Put these places on a page. Needs an application context.

    tag: one of LANGUAGES; paper: one of PAPERS; today: what the attached table is dated by where
    nothing is released.
    """
    with force_locale(LANGUAGES[tag].locale):
        page = printed_portfolio(portfolio, choices, tag)
        figures = portfolio_csv(portfolio, [*page.pools, *page.questions], page.moves)
        description = _("The released figures as a table")
    attached = EmbeddedFile(FILE_NAME, description, figures, portfolio.latest_on or today)
    return Composed(portfolio_html(page, tag, paper), attached)


def render_portfolio(composed: Composed) -> bytes:
    """Return the PDF. The same input gives the same bytes."""
    return render(composed.html, stylesheets=STYLES, attachments=[composed.attached])


def portfolio_html(page: PrintedPortfolio, tag: str, paper: str) -> str:
    """Return the page that the PDF is made from. Raises KeyError for an unknown language."""
    check_paper(paper)
    language = LANGUAGES[tag]
    with force_locale(language.locale):
        return render_template(
            "pdf/portfolio.html", page=page, reader=language, paper=paper, software=VERSION
        )


def printed_portfolio(
    portfolio: Portfolio, choices: Sequence[Choice], tag: str
) -> PrintedPortfolio:
    """Put the places into words, in the language that Flask-Babel has at the moment."""
    rows = place_rows(portfolio, portfolio.places)
    pools, moves = level_pools(portfolio), level_changes(portfolio)
    owners = owners_of(portfolio.places)
    return PrintedPortfolio(
        title=_("%(owners)s: portfolio", owners=apart(owners)) if owners else _("Portfolio"),
        owners=owners or _("Portfolio"),
        cover=_cover(portfolio),
        chosen=told(choices),
        finding=finding(portfolio),
        rows=rows,
        several_owners=len({place.organization_id for place in portfolio.places}) > 1,
        some_hidden=some_hidden(rows),
        neutral=words.neutral(),
        verdict_heads=verdict_heads(),
        verdicts=verdict_rows(portfolio),
        pools=pools,
        questions=question_pools(portfolio, tag),
        percent_ends=[words.percent(end) for end in (0, 50, 100)],
        pool_notes=pool_notes(pools),
        moves=moves,
        method=method_facts(portfolio, pools, moves),
    )


def _cover(portfolio: Portfolio) -> list[Fact]:
    facts = [
        Fact(_("Places"), words.number(len(portfolio.places))),
        Fact(_("With results"), words.number(len(portfolio.newest))),
    ]
    days = [one.closes_on for one in portfolio.newest.values()]
    if days:
        facts.append(Fact(_("Surveys closed"), words.months(min(days), max(days))))
    return facts
