"""What to do now, in words, from the days of fieldwork and the monitor's step alone.

Never from a part of the frame: who is missing is not known here while a wave is open.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, Literal

from flask_babel import gettext as _

from survey.core.planning.phases import Phase

Standing = Literal["unknown", "behind", "reached"]


def standing_of(step: int, target_percent: int, adults: int, *, limited: bool) -> Standing:
    """Whether the band that is shown reaches the target; "unknown" before the first step.

    With an open link the step is a number of answers, and is held against the adults all the same.
    """
    if step == 0:
        return "unknown"
    percent = step if limited else 100 * step // adults
    return "reached" if percent >= target_percent else "behind"


def advise(phase: Phase, standing: Standing, *, codes: bool, latest: date | None) -> list[str]:
    """Two to four sentences. latest: the day until which fieldwork can be extended, if it can."""
    if phase == "before":
        return _before(codes=codes)
    if phase == "over":
        return [_("No more answers are taken. Close the survey, then open the answers.")]
    said = _DURING[phase](standing)
    if phase == "last_days" and standing != "reached" and latest is not None:
        said.append(
            _("If you need more time, you can extend the survey below. No other day moves with it.")
        )
    return said


def who_is_missing() -> list[str]:
    """Why nobody is named, and what to do about it all the same."""
    return [
        _(
            "It is not shown who is missing, not even by type of home. While a survey is open, "
            "such figures could show who has answered."
        ),
        _(
            "So reach everybody again: every home, in every language, on paper and by phone, on "
            "a weekday and on a weekend. Whoever has answered reads a thank-you."
        ),
        _(
            "Once the results are out, they say which types of home answered less often than "
            "others, where that can be told without showing anybody."
        ),
    ]


def _before(*, codes: bool) -> list[str]:
    return [
        _("Print the letters and have them at every home on the first day.")
        if codes
        else _("Put the address where everybody passes: at doors, in the lobby, in messages."),
        _("Say beforehand who asks, why, and what will be done with the answers."),
        _("Ask neighbors who are trusted to pass it on, in each language that is spoken here."),
    ]


def _first_week(standing: Standing) -> list[str]:
    return [
        _("Wait with a verdict: most answers come in the days after each letter or message."),
        _(
            "Prepare the second letter or message now. It goes to every home, about a week after "
            "the first."
        )
        if standing != "reached"
        else _("The target is reached already. Send the second letter or message all the same."),
    ]


def _middle(standing: Standing) -> list[str]:
    if standing == "reached":
        return [
            _("The target is reached. More answers still make smaller changes visible."),
            _("Send the last reminder to every home, and thank those who have answered in it."),
        ]
    return [
        _("Send the next reminder to every home, in another way than the last one."),
        _(
            "Offer a tablet at a table in the lobby or at an event. Neighbors or students help, "
            "not the manager: people answer more freely."
        ),
        _("Give something small to everybody who lives here, such as a cook-out, not to a winner."),
    ]


def _last_days(standing: Standing) -> list[str]:
    said = [
        _("Say the last day in everything that you send or put up, and that it is not too late.")
    ]
    if standing == "reached":
        return [*said, _("Thank everybody, and tell them when the results are out.")]
    return [*said, _("Stand at the door or the laundry with a tablet, on one evening at least.")]


_DURING: Final[dict[str, Callable[[Standing], list[str]]]] = {
    "first_week": _first_week,
    "middle": _middle,
    "last_days": _last_days,
}
