"""The statistical methods by their names, as the second disclosure rules apply them.

What the first rules did is not known in this detail, so nothing is said of releases by them.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from survey.core.disclosure.spreads import TOGETHER
from survey.reports import words
from survey.reports.precision import FIRST_RULES, Fact, follows_from_shares
from survey.reports.reading import ReleaseDocument
from survey.web.joining import in_a_row


def interval_facts(document: ReleaseDocument) -> list[Fact]:
    """Return how each kind of range and test was worked out; empty where no figure is shown."""
    if not document.shows_figures or document.method.rules == FIRST_RULES:
        return []
    facts = [
        Fact(_("Ranges of shares"), _of_shares(document)),
        Fact(_("Ranges of scores"), in_a_row(*_of_scores(document))),
    ]
    ends = [score.certain_low for score in document.levels]
    ends += [item.certain_low for item in document.items]
    if any(end is not None for end in ends):
        facts.append(Fact(_("Ends if the others had answered"), _certain()))
    if document.change:
        facts.append(Fact(_("Tests of changes"), in_a_row(*_of_changes(document))))
    if document.gaps:
        facts.append(Fact(_("Tests of differences between groups"), _of_gaps()))
    facts.append(Fact(_("What is not released"), _no_p_values()))
    return facts


def levels_test(document: ReleaseDocument) -> str:
    """Name the test of the levels' changes; empty for the first rules."""
    if document.method.rules == FIRST_RULES:
        return ""
    return _("Welch’s t; p-values adjusted together by Holm’s method, at 0.05.")


def items_test(document: ReleaseDocument, *, own: bool) -> str:
    """Name the test of the changes of the bank's questions, or of own ones."""
    if document.method.rules == FIRST_RULES:
        return ""
    if _is_mixed(document, own=own):
        return _(
            "Newcombe’s interval and the pooled z; p-values adjusted together by the method of "
            "Benjamini and Yekutieli, at 0.10, since some questions are worded in reverse."
        )
    return _(
        "Newcombe’s interval and the pooled z; p-values adjusted together by the method of "
        "Benjamini and Hochberg, at 0.10."
    )


def _is_mixed(document: ReleaseDocument, *, own: bool) -> bool:
    """Whether a family holds questions worded in reverse and others, hidden ones included."""
    compared = document.change.items if document.change else {}
    family = [item for item in document.items if item.id in compared and item.own is own]
    return len({item.reverse for item in family}) > 1


def _of_shares(document: ReleaseDocument) -> str:
    method = document.method
    if method.weighted and method.finite_population:
        return _(
            "Wilson’s interval for weighted shares at %(level)s, with Kish’s design effect and the "
            "finite population.",
            level=words.percent(95),
        )
    if method.weighted:
        return _(
            "Wilson’s interval for weighted shares at %(level)s, with Kish’s design effect.",
            level=words.percent(95),
        )
    if method.finite_population:
        return _(
            "The exact hypergeometric interval at %(level)s, for a finite population.",
            level=words.percent(95),
        )
    return _(
        "Wilson’s interval at %(level)s, without a finite population.", level=words.percent(95)
    )


def _of_scores(document: ReleaseDocument) -> Iterator[str]:
    yield _variance(document)
    if follows_from_shares(document):
        yield _(
            "How far scores lie apart is not measured: it is worked out from the printed shares of "
            "their questions, as if any two questions were correlated by %(correlation)s.",
            correlation=words.decimal(TOGETHER),
        )


def _variance(document: ReleaseDocument) -> str:
    if document.method.weighted:
        return _(
            "From the t distribution, with the variance of a weighted mean; from fewer than 30 "
            "answers, with the largest variance that the mean allows."
        )
    if document.method.finite_population:
        return _(
            "From the t distribution, with the variance for a finite population; from fewer than "
            "30 answers, with the largest variance that the mean allows."
        )
    return _(
        "From the t distribution; from fewer than 30 answers, with the largest variance that the "
        "mean allows."
    )


def _certain() -> str:
    return _(
        "Worst-case bounds after Manski: everyone who did not answer counts once as lowest and "
        "once as highest, from the figures as they are printed."
    )


def _of_changes(document: ReleaseDocument) -> Iterator[str]:
    yield _(
        "All changes are worked out from the printed figures of the two releases, rounded to the "
        "side that makes them less sure."
    )
    yield _(
        "“The same” is said only where two one-sided tests at 0.05 hold that the change lies "
        "within %(points)s points.",
        points=words.number(words.NO_CHANGE_POINTS),
    )
    if document.change and document.change.trends:
        yield _(
            "Over three and more waves: a linear contrast of the scores by the day each wave "
            "closed, adjusted by Holm’s method."
        )


def _of_gaps() -> str:
    return _(
        "Newcombe’s interval and the pooled z, all differences of the release adjusted together "
        "by the method of Benjamini and Yekutieli, at 0.10."
    )


def _no_p_values() -> str:
    return _(
        "No p-values, standard deviations or numbers of answers in groups: together with the "
        "figures they could tell what one person said."
    )
