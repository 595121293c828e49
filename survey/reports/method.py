"""The method box: who was asked, how, by whom, and how far the figures carry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from babel import Locale
from flask_babel import gettext as _
from flask_babel import ngettext

from survey.reports import words
from survey.reports.moved_in import who_moved_in
from survey.reports.precision import Fact, figure_facts
from survey.reports.reading import CORE_LEVELS, ReleaseDocument
from survey.reports.wording import Wording
from survey.web.joining import in_a_row

MANAGING: Final = frozenset({"administrator", "manager"})
"""Roles of those who let homes, or name those who do."""


def method_facts(document: ReleaseDocument, wording: Wording) -> list[Fact]:
    """Return everything a reader needs to judge the figures."""
    facts = [
        Fact(_("Who was asked"), _asked(document)),
        Fact(_("When"), when_asked(document)),
        Fact(_("How"), in_a_row(_way(document), mode_sentence(document))),
        *keying_facts(document),
        Fact(_("Languages"), _languages(document)),
        Fact(_("Response"), response_sentence(document)),
        Fact(_("Who ran it"), _runner(document)),
        Fact(_("Who held the key"), _custody(document)),
    ]
    if not_asked := _not_asked(document, wording):
        facts.append(Fact(_("Not asked"), not_asked))
    if not document.too_few:
        facts += figure_facts(document, wording)
    facts.append(Fact(_("Smallest group shown"), _smallest_group(document)))
    if destroyed := document.promise.answers_destroyed_on:
        text = _("The answers themselves are destroyed by %(day)s.", day=words.day(destroyed))
        facts.append(Fact(_("What is kept"), text))
    facts.append(Fact(_("Made with"), f"Porchlight {document.software}"))
    return facts


def when_asked(document: ReleaseDocument) -> str:
    """Say between which days answers were taken, and whether that was other than planned."""
    days = words.days(document.wave.opens_on, document.wave.ended_on)
    moved = in_a_row(extended_sentence(document), early_sentence(document))
    return _("%(days)s. %(extended)s", days=days, extended=moved) if moved else days


def early_sentence(document: ReleaseDocument) -> str:
    """Say that the wave was closed before its last day; empty where it was not."""
    closed_on = document.wave.closed_on
    if closed_on is None:
        return ""
    return _("The survey was closed on %(day)s, before its last day.", day=words.day(closed_on))


def extended_sentence(document: ReleaseDocument) -> str:
    """Say that fieldwork was extended; empty where it was not."""
    planned = document.wave.extended_from
    if planned is None:
        return ""
    return _(
        "Fieldwork was extended from %(planned)s to %(last)s.",
        planned=words.day(planned),
        last=words.day(document.wave.closes_on),
    )


def mode_sentence(document: ReleaseDocument) -> str:
    """Say in one coarse word how people answered; empty where the release does not tell."""
    sentences = {
        "own": _("Of all answers, two thirds or more came from a person’s own device."),
        "kiosk": _("Of all answers, two thirds or more were given on a shared tablet."),
        "interviewer": _("Of all answers, two thirds or more were told to an interviewer."),
        "paper": _("Of all answers, two thirds or more were written on paper."),
        "mixed": _("Answers came in several ways, and none of these made up two thirds."),
    }
    return sentences.get(document.wave.mode_mix or "", "")


def keying_facts(document: ReleaseDocument) -> list[Fact]:
    """Say how well paper was typed in; nothing where the release does not tell."""
    keying = document.wave.keying
    if keying is None:
        return []
    told = _(
        "Some sheets of paper were typed in twice. Of at least %(answers)s answers that were "
        "compared, %(percent)s or more were the same. Differences were looked up on the paper.",
        answers=words.number(keying.compared),
        percent=words.percent(keying.agreed),
    )
    return [Fact(_("Paper typed twice"), told)]


def response_sentence(document: ReleaseDocument) -> str:
    """Say who answered: in steps of five points, and exactly where that was released."""
    return in_a_row(*_response(document))


def _response(document: ReleaseDocument) -> Iterator[str]:
    if document.too_few:
        yield _("Too few people answered to show figures.")
        return
    if document.response.respondents is not None:
        yield ngettext(
            "%(people)s person answered.",
            "%(people)s people answered.",
            document.response.respondents,
            people=words.number(document.response.respondents),
        )
    if document.response.rate is not None:
        share = words.first_upper(words.rate(document.response.rate))
        yield (
            _("%(share)s of the adults who moved in, in steps of five.", share=share)
            if document.wave.moves_in
            else _("%(share)s of the adults who live here, in steps of five.", share=share)
        )
        if document.response.respondents is None:
            yield _("From %(percent)s on, the exact number is not told.", percent=words.percent(90))
        else:
            yield _(
                "The exact number is told only because fewer than %(percent)s answered.",
                percent=words.percent(90),
            )
    yield _("No page or list shows who answered.")


def _asked(document: ReleaseDocument) -> str:
    if document.wave.moves_in:
        return who_moved_in(document)
    return _(
        "All adults who live here: %(adults)s adults in %(homes)s homes.",
        adults=words.number(document.place.adults),
        homes=words.number(document.place.homes),
    )


def _way(document: ReleaseDocument) -> str:
    if document.promise.limited_to_one:
        codes = _(
            "With one-time codes, one for each adult. Nothing says that a code was used; "
            "sending again replaces the earlier answers."
        )
        return in_a_row(codes, *_who_held_codes(document))
    return _(
        "With an open link. Answers were not limited to one for each adult, so nobody can say "
        "how many of the adults who live here they stand for."
    )


def _who_held_codes(document: ReleaseDocument) -> list[str]:
    """Whoever printed the letters could have answered in somebody's place: so it is said."""
    promise, organization = document.promise, document.place.organization
    if not promise.code_roles:
        return [_staff_had_codes(organization)] if promise.codes_listed else []
    roles = set(promise.code_roles)
    told = []
    if roles & MANAGING:
        told.append(_managers_had_codes(organization))
    if "sender" in roles:
        told.append(_("Letters with codes were printed or sent by somebody who does only that."))
    if roles - MANAGING - {"sender"}:
        told.append(_("Whoever runs the server had a list of the codes."))
    told.append(_("Whoever has a code can send answers with it, but cannot see any."))
    return told


def _managers_had_codes(organization: str) -> str:
    return _(
        "Letters with codes were printed or sent by those who manage this place for "
        "%(organization)s.",
        organization=words.within(organization),
    )


def _staff_had_codes(organization: str) -> str:
    return _(
        "Staff of %(organization)s had the letters with the codes. Whoever has a code can "
        "send answers with it, but cannot see any.",
        organization=words.within(organization),
    )


def _languages(document: ReleaseDocument) -> str:
    names = words.every([language_name(tag) for tag in document.promise.languages])
    drafts = document.promise.not_reviewed
    if not drafts:
        return names
    return _(
        "%(languages)s. Not yet reviewed by a fluent person: %(drafts)s.",
        languages=words.first_upper(names),
        drafts=words.every([language_name(tag) for tag in drafts]),
    )


def language_name(tag: str) -> str:
    """Return a language's name in the page's language, with its script where two would be alike."""
    whole: str | None = words.locale().languages.get(tag.replace("-", "_"))
    return whole or Locale.parse(tag, sep="-").get_language_name(words.locale()) or tag


def _runner(document: ReleaseDocument) -> str:
    promise = document.promise
    if promise.runner_is_landlord:
        return _("%(runner)s, which is the landlord here.", runner=words.within(promise.runner))
    return _("%(runner)s, which is not the landlord here.", runner=words.within(promise.runner))


def _custody(document: ReleaseDocument) -> str:
    promise = document.promise
    if promise.custody == "custodian":
        return _(
            "Until the survey closed, only %(custodian)s could open the answers. The key was "
            "destroyed when they were opened.",
            custodian=words.within(promise.custodian),
        )
    return _(
        "Until the survey closed, %(runner)s held the key and promised not to use it. It was "
        "destroyed when the answers were opened.",
        runner=words.within(promise.runner),
    )


def _not_asked(document: ReleaseDocument, wording: Wording) -> str:
    names = [
        words.quoted(wording.level(level_id))
        for level_id in CORE_LEVELS
        if (score := document.level(level_id)) is not None and score.state == "not_asked"
    ]
    return _("No questions were asked on %(levels)s.", levels=words.every(names)) if names else ""


def _smallest_group(document: ReleaseDocument) -> str:
    return ngettext(
        "%(people)s person, and no figure from which a smaller group could be worked out.",
        "%(people)s people, and no figure from which a smaller group could be worked out.",
        document.promise.min_group,
        people=words.number(document.promise.min_group),
    )
