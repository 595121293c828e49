"""What messages say, in the language that is in use: read by residents, and by whoever looks over
their shoulder. No sentence tells what kind of homes these are.
"""

from __future__ import annotations

from flask_babel import gettext as _

from survey.messages.telling import Told
from survey.waves import words
from survey.web.locales import apart


def subject(told: Told, contact: str) -> str:
    """The first thing that is read, and perhaps the only one."""
    if contact == "invitation":
        return _("How is it to live at %(place)s? The neighbor survey", place=told.place)
    if contact == "last_days":
        return _("Last days of the neighbor survey at %(place)s", place=told.place)
    return _("Reminder: the neighbor survey at %(place)s", place=told.place)


def opening(told: Told, contact: str) -> list[str]:
    """The paragraphs before the links."""
    days = _(
        "You can answer from %(first)s to %(last)s. It is your choice.",
        first=words.day(told.opens_on),
        last=words.day(told.closes_on),
    )
    if contact == "invitation":
        asked = _(
            "%(runner)s asks every adult who lives at %(place)s how it is to live there. "
            "It takes a few minutes.",
            runner=told.runner,
            place=told.place,
        )
        return [asked, days]
    again = (
        _("The survey about living at %(place)s ends soon.", place=told.place)
        if contact == "last_days"
        else _("A while ago we asked you how it is to live at %(place)s.", place=told.place)
    )
    thanks = _("If you have answered, thank you: there is nothing left to do.")
    return [again, thanks, everybody(), days]


def everybody() -> str:
    """Why somebody who has answered is written to again."""
    return _("We cannot see who has answered, so this message goes to every home.")


def before_links(count: int, *, codes: bool) -> str:
    """What stands above the links."""
    if not codes:
        return _("The survey is here:")
    if count == 1:
        return _("Your link:")
    return _("One link for each adult in your home:")


def no_list() -> str:
    """What stands below links with codes."""
    return _("No list says who has used a code.")


def before_promise() -> str:
    """What stands before the address of the promise."""
    return _("What is promised, and how anyone can check it:")


def questions(told: Told) -> str:
    """Whom residents can ask."""
    return _(
        "Questions? Ask %(runner)s: %(contact)s",
        runner=apart(told.runner),
        contact=apart(told.contact),
    )


def also_in(name: str) -> str:
    """Said in another of the wave's languages. name: its own, as within a sentence."""
    return _(
        "This survey is also in %(language)s. Choose it at the top of the page.", language=name
    )


def why_you(told: Told) -> str:
    """Why somebody gets e-mails."""
    return _(
        "You get this because your e-mail address is on the list of homes at %(place)s.",
        place=told.place,
    )


def before_leaving() -> str:
    """What stands before the address at which no more can be asked for."""
    return _("No more e-mails like this:")


def text_opening(told: Told, contact: str) -> str:
    """The first sentence of a text message; without the place where its name tells too much."""
    last = words.day(told.closes_on)
    if not told.names_place:
        names = {
            "invitation": _("Neighbor survey, until %(day)s.", day=last),
            "last_days": _("Last days of the neighbor survey: until %(day)s.", day=last),
        }
        return names.get(contact) or _("Reminder: neighbor survey, until %(day)s.", day=last)
    names = {
        "invitation": _("Neighbor survey at %(place)s, until %(day)s.", place=told.place, day=last),
        "last_days": _(
            "Last days of the neighbor survey at %(place)s: until %(day)s.",
            place=told.place,
            day=last,
        ),
    }
    return names.get(contact) or _(
        "Reminder: neighbor survey at %(place)s, until %(day)s.", place=told.place, day=last
    )


def text_thanks() -> str:
    """For everybody who gets a second text message."""
    return _("If you have answered: thank you.")


def text_links() -> str:
    """Above several links of a text message."""
    return _("One link for each adult:")


def text_stop() -> str:
    """How to get no more, where the gateway listens to it. The word is the gateways' own."""
    return _("Reply STOP to get no more.")
