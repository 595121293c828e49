"""Texts for proposals and papers: the finding, the method, the limits, and how to cite it.

Whole sentences from one release; no sentence says more than the report before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from survey.reports import words
from survey.reports.comparing import cautions
from survey.reports.headline import headline
from survey.reports.levels import lead_item, people_sentence, score_text, shown_levels
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One text to be taken over as it stands. `hidden`: it says that nothing may be shown."""

    name: str
    sentences: tuple[str, ...]
    hidden: bool = False


def text_blocks(document: ReleaseDocument, wording: Wording, address: str) -> list[TextBlock]:
    """Return the finding, the method in three sentences, the limits, and the citation."""
    finding = tuple(_finding(document, wording))
    blocks = [
        TextBlock(_("The finding"), finding, not document.shows_figures),
        TextBlock(_("The method in three sentences"), tuple(_method(document))),
        TextBlock(_("The limits"), tuple(_limits(document, wording))),
        TextBlock(_("How to cite this release"), (citation(document, wording, address),)),
    ]
    return [block for block in blocks if block.sentences]


def citation(document: ReleaseDocument, wording: Wording, address: str) -> str:
    """Return one reference to a release: author, year, title, edition, where, and its hash."""
    return _(
        "%(runner)s (%(year)s). %(title)s, %(place)s, wave %(number)s, %(days)s: released survey "
        "results. Porchlight %(software)s. %(address)s. SHA-256 %(hash)s.",
        runner=words.within(document.promise.runner),
        year=str(document.wave.closes_on.year),
        title=wording.title(),
        place=words.within(document.place.name),
        number=words.number(document.wave.number),
        days=words.days(document.wave.opens_on, document.wave.ended_on),
        software=document.software,
        address=words.within(address),
        hash=words.within(document.sha256),
    )


def _finding(document: ReleaseDocument, wording: Wording) -> Iterator[str]:
    """What the report says first, then one figure in people for each level."""
    first = headline(document, wording)
    yield from (sentence for sentence in (first.finding, first.more) if sentence)
    for score in shown_levels(document):
        item = lead_item(document, score)
        if item is not None:
            yield _(
                "%(people)s: %(question)s",
                people=people_sentence(item, wording),
                question=wording.question(item.id),
            )


def _method(document: ReleaseDocument) -> Iterator[str]:
    yield _asked(document)
    yield _answered(document)
    yield _shown(document)


def _asked(document: ReleaseDocument) -> str:
    languages = len(document.promise.languages)
    said = {
        "days": words.days(document.wave.opens_on, document.wave.ended_on),
        "adults": words.number(document.place.adults),
        "place": words.within(document.place.name),
        "languages": words.number(languages),
        "runner": words.within(document.promise.runner),
    }
    if document.wave.moves_in:
        return ngettext(
            "%(runner)s asked all adults who moved in at %(place)s (%(days)s; adults: %(adults)s) "
            "in %(languages)s language, with one-time codes, one for each adult.",
            "%(runner)s asked all adults who moved in at %(place)s (%(days)s; adults: %(adults)s) "
            "in %(languages)s languages, with one-time codes, one for each adult.",
            languages,
            **said,
        )
    if document.promise.limited_to_one:
        return ngettext(
            "%(runner)s asked all adults who live at %(place)s (%(days)s; adults on the list: "
            "%(adults)s) in %(languages)s language, with one-time codes, one for each adult.",
            "%(runner)s asked all adults who live at %(place)s (%(days)s; adults on the list: "
            "%(adults)s) in %(languages)s languages, with one-time codes, one for each adult.",
            languages,
            **said,
        )
    return ngettext(
        "%(runner)s asked all adults who live at %(place)s (%(days)s; adults on the list: "
        "%(adults)s) in %(languages)s language, with an open link that did not limit answers to "
        "one for each adult.",
        "%(runner)s asked all adults who live at %(place)s (%(days)s; adults on the list: "
        "%(adults)s) in %(languages)s languages, with an open link that did not limit answers to "
        "one for each adult.",
        languages,
        **said,
    )


def _answered(document: ReleaseDocument) -> str:
    response = document.response
    if document.wave.moves_in and response.rate is not None:
        return _(
            "Of the adults who moved in, %(share)s answered, in steps of five points.",
            share=words.rate(response.rate),
        )
    if response.rate is not None and response.respondents is not None:
        return ngettext(
            "%(people)s person answered, %(share)s of the adults who live there in steps of five "
            "points.",
            "%(people)s people answered, %(share)s of the adults who live there in steps of five "
            "points.",
            response.respondents,
            people=words.number(response.respondents),
            share=words.rate(response.rate),
        )
    if response.rate is not None:
        return _(
            "Of the adults who live there, %(share)s answered; the exact number is not told.",
            share=words.rate(response.rate),
        )
    if response.respondents is not None:
        return ngettext(
            "%(people)s person answered; which share of the adults that is, nobody can say.",
            "%(people)s people answered; which share of the adults that is, nobody can say.",
            response.respondents,
            people=words.number(response.respondents),
        )
    return _("How many answered is not told.")


def _shown(document: ReleaseDocument) -> str:
    people = document.promise.min_group
    if document.method.weighted:
        return ngettext(
            "Figures are weighted to the adults who live there and stand with their %(level)s "
            "ranges, and nothing is shown of a group of fewer than %(people)s person.",
            "Figures are weighted to the adults who live there and stand with their %(level)s "
            "ranges, and nothing is shown of a group of fewer than %(people)s people.",
            people,
            level=words.percent(95),
            people=words.number(people),
        )
    return ngettext(
        "Figures are not weighted and stand with their %(level)s ranges, and nothing is shown of a "
        "group of fewer than %(people)s person.",
        "Figures are not weighted and stand with their %(level)s ranges, and nothing is shown of a "
        "group of fewer than %(people)s people.",
        people,
        level=words.percent(95),
        people=words.number(people),
    )


def _limits(document: ReleaseDocument, wording: Wording) -> Iterator[str]:
    if not document.shows_figures:
        return
    if document.promise.limited_to_one:
        yield _("The ranges hold if those who answered are like those who did not.")
    else:
        yield _("Nobody can say whether those who answered are like other people who live there.")
    yield from _ends(document, wording)
    if document.change is not None:
        yield _("Different people may have answered each time; a change does not tell its cause.")
    yield from cautions(document)
    if document.withheld:
        yield _(
            "Some figures are not shown, so that nobody’s answer can be worked out; nothing "
            "follows from which these are."
        )
    yield _("The figures are about this one place and say nothing of other places.")


def _ends(document: ReleaseDocument, wording: Wording) -> Iterator[str]:
    """Between which scores each level lies for all adults, where that is known."""
    for score in shown_levels(document):
        if score.score is None or score.certain_low is None or score.certain_high is None:
            continue
        yield _(
            "“%(level)s” stands at %(score)s of 100; whatever those who did not answer think, it "
            "lies between %(low)s and %(high)s for all adults.",
            level=wording.level(score.id),
            score=score_text(score),
            low=words.number(score.certain_low),
            high=words.number(score.certain_high),
        )
