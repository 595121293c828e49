"""The method box on figures: weights, ranges, what is rounded, what a clear change is, the check.

Releases by the first version of the disclosure rules are told as they were made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.comparing import level_trends
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording
from survey.web.joining import in_a_row
from survey.web.locales import left_to_right

FIRST_RULES: Final = "1"
LARGE_DESIGN_EFFECT: Final = 1.5


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the method box."""

    name: str
    text: str


def figure_facts(document: ReleaseDocument, wording: Wording) -> Iterator[Fact]:
    """Yield what a reader needs to judge figures; only the check where none is shown."""
    if document.shows_figures:
        yield Fact(_("Weights"), in_a_row(*_weights(document, wording)))
        yield Fact(_("Ranges"), in_a_row(*_ranges(document)))
        yield Fact(_("If the others had answered"), _certain(document))
        yield Fact(_("Small numbers"), in_a_row(*_small_numbers(document)))
        if document.change:
            yield Fact(_("Changes"), in_a_row(*_changes(document)))
        yield Fact(_("Reliability"), _reliability())
    if kept := kept_sentence(document):
        yield Fact(_("Figures by group"), kept)
    yield Fact(_("The check"), in_a_row(*_check(document)))


def range_note(document: ReleaseDocument) -> str:
    """Say in one sentence what a range is, for the foot of a table."""
    level = words.percent(95)
    if document.promise.limited_to_one:
        return _(
            "Pale bands are %(level)s ranges, if those who answered are like those who did not.",
            level=level,
        )
    return _(
        "Pale bands are %(level)s ranges, if those who answered are like other people here.",
        level=level,
    )


def range_meaning(document: ReleaseDocument) -> str:
    """Say what a range is, after its name."""
    if document.promise.limited_to_one:
        return _(
            "Where the figure for all adults here would lie in 95 of 100 cases, if those who "
            "answered are like those who did not."
        )
    return _(
        "Where the figure would lie in 95 of 100 cases, if those who answered are like other "
        "people here."
    )


def scale_note(document: ReleaseDocument) -> str:
    """Say for residents what a score and its range are."""
    if document.promise.limited_to_one:
        return _(
            "0 is the lowest and 100 the highest. The range says how sure we are, if those who "
            "answered are like those who did not."
        )
    return _(
        "0 is the lowest and 100 the highest. The range says how sure we are, if those who "
        "answered are like other people here."
    )


def kept_sentence(document: ReleaseDocument) -> str:
    """Say how much of the promised figures by group is shown; empty where none were promised."""
    if document.method.kept is None:
        return ""
    return _(
        "Of the figures by group that were promised, %(percent)s are shown.",
        percent=words.percent(round(document.method.kept * 100)),
    )


def _is_first(document: ReleaseDocument) -> bool:
    return document.method.rules == FIRST_RULES


def _weights(document: ReleaseDocument, wording: Wording) -> Iterator[str]:
    method = document.method
    if not method.weighted:
        yield _UNWEIGHTED.get(method.weighting, _not_weighted)()
        return
    labels = {cut.id: wording.cut(cut) for cut in document.cuts}
    names = [words.quoted(labels.get(name, name)) for name in method.weighted_by]
    yield _(
        "Weighted by %(names)s, so that each group counts for its share of the adults here. Only "
        "weighted figures are shown, nowhere unweighted ones beside them.",
        names=words.every(names),
    )
    if method.design_effect is None:
        return
    effect = words.decimal(method.design_effect)
    yield _(
        "The design effect is %(effect)s: ranges are as wide as if %(effect)s times fewer people "
        "had answered.",
        effect=effect,
    )
    if method.design_effect > LARGE_DESIGN_EFFECT:
        yield _("That is much: the weights change the figures strongly.")


def _not_weighted() -> str:
    return _("Not weighted.")


def _fewest() -> str:
    # Whether nobody of a group answered, or only a few, or nearly all, is nobody's business.
    return _(
        "Not weighted: too few people answered, in all or in one of the groups, or the weights "
        "would have told who answered."
    )


_SCORES_TO_THE_END: Final = (FIRST_RULES, "2", "3")
"""By these rules a score was printed up to the ends of its scale, or not at all."""

_AS_COUNTED: Final = (*_SCORES_TO_THE_END, "4")
"""By these rules shares were those of all who answered, however many had."""

_UNWEIGHTED: Final[Mapping[str, Callable[[], str]]] = {
    "no_frame_groups": lambda: _(
        "Not weighted: there is no count of the adults by group that the answers could be brought "
        "in line with."
    ),
    "few_answers": _fewest,
    "empty_class": _fewest,
    "margins_close": lambda: _(
        "Not weighted, because there was no need: the groups answered in about the shares that "
        "they have among the adults here."
    ),
    "not_feasible": lambda: _(
        "Not weighted: some answers would have had to count more than three times as much as on "
        "average, or less than a third."
    ),
    "not_converged": lambda: _(
        "Not weighted: no weights could be worked out that bring all groups in line."
    ),
    "not_known": lambda: _(
        "Not weighted: these results were made before figures could be weighted."
    ),
}


def _ranges(document: ReleaseDocument) -> Iterator[str]:
    yield range_meaning(document)
    yield _finite(document)
    if document.method.base == "band":
        yield _(
            "Since the exact number of answers is not told, ranges are worked out as if just "
            "%(percent)s had answered, the lower edge of what is told.",
            percent=words.percent(90),
        )
    if not _is_first(document):
        yield _("A score from fewer than 30 answers has the widest range that such a score allows.")


def _finite(document: ReleaseDocument) -> str:
    if document.method.finite_population:
        return _(
            "They count how many adults live here (a finite population): the more of them "
            "answered, the narrower the range."
        )
    if document.promise.limited_to_one:
        return _(
            "They do not count how many adults live here (no finite population), because that "
            "number does not fit the number of answers."
        )
    return _(
        "They do not count how many adults live here (no finite population), because answers were "
        "not limited to one for each adult."
    )


def _certain(document: ReleaseDocument) -> str:
    ends = [score.certain_low for score in document.levels]
    ends += [item.certain_low for item in document.items]
    if any(end is not None for end in ends):
        return _(
            "Ranges rest on the thought that the others are alike. These ends do not: whatever "
            "everyone who did not answer thinks, the figure for all adults lies between them."
        )
    if _is_first(document):
        return _("Not given: these results were made before this was worked out.")
    if not document.promise.limited_to_one:
        return _(
            "Not given: with an open link nobody knows how many of the adults here did not answer."
        )
    return _("Not given for these figures.")


def _small_numbers(document: ReleaseDocument) -> Iterator[str]:
    if _is_first(document):
        yield _(
            "Shares under %(fewest)s and over %(most)s are not told more exactly, so that “all” "
            "and “none” are never shown. With fewer than 30 answers, answers are put together in "
            "three bands.",
            fewest=words.percent(words.FEWEST),
            most=words.percent(words.MOST),
        )
        return
    yield _(
        "Shares near the ends are told as “%(fewest)s” or “%(most)s”, and less exactly where "
        "fewer answered, such as “%(fewer)s”. So “all” and “none” are never shown, and a few "
        "people who answered otherwise are always possible.",
        fewest=words.percent("<5"),
        most=words.percent(">95"),
        fewer=words.percent("<10"),
    )
    if document.method.rules not in _SCORES_TO_THE_END:
        yield _(
            "Scores stop there as well: %(last)s may stand for any score up to %(highest)s. Where "
            "nearly all gave one kind of answer to a question, its score may stop a little sooner.",
            last=words.quoted(words.score(95, "more")),
            highest=words.number(100),
        )
    if _is_of_fewer(document):
        yield _(
            "Shares of everybody together, and scores, are told as if just %(percent)s of the "
            "adults had answered, because exact ones would say how many did. So they may be off by "
            "one person.",
            percent=words.percent(90),
        )
    yield _("With fewer than 30 answers, answers are put together in three bands.")


def follows_from_shares(document: ReleaseDocument) -> bool:
    """Whether ranges of scores are worked out from printed shares: not by older rules."""
    return document.method.rules not in _SCORES_TO_THE_END


def _is_of_fewer(document: ReleaseDocument) -> bool:
    """Whether shares are those of nine in ten adults: not by older rules, nor with weights."""
    method = document.method
    return method.base == "band" and not method.weighted and method.rules not in _AS_COUNTED


def _changes(document: ReleaseDocument) -> Iterator[str]:
    if _is_first(document):
        yield _(
            "Called clear when the range leaves out zero and the change is at least 5 points for "
            "a level, or 8 points for a question. Different people may have answered each time."
        )
        return
    yield _(
        "Called clear when the range leaves out zero, the change is at least 5 points, and it "
        "also stands out among everything that was tested beside it."
    )
    yield _(
        "For the levels, the chance of even one false “clear” is kept to 5 in 100 (Holm’s method)."
    )
    yield _(
        "For the questions, about one in ten of those called clear may be chance (false-discovery "
        "rate 0.10): they are for exploring."
    )
    if level_trends(document):
        yield _("Levels over three and more waves are judged in the same way.")
    yield _(
        "Changes are tested without counting how many adults live here, because the question is "
        "whether there is more behind them than chance. Different people may have answered each "
        "time."
    )


def _reliability() -> str:
    return _(
        "How well the questions of a level fit together is not shown for one place: it takes more "
        "answers than one place has, and such a figure could give answers away."
    )


def _check(document: ReleaseDocument) -> Iterator[str]:
    if _is_first(document):
        yield _("Made by version 1 of the disclosure rules.")
        return
    yield _(
        "Before release, every figure was attacked together with everything that had been "
        "published of this place: could anybody work out what one person said? All that is shown "
        "here passed."
    )
    yield _("Version %(version)s of the disclosure rules.", version=document.method.rules)
    if document.method.reference:
        number = left_to_right(document.method.reference)
        yield _("Number of the check: %(reference)s.", reference=number)
