"""Between launch and closing: the plan, letters, messages, people who move in."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

FIELDWORK: Final[dict[str, LazyString]] = {
    # Plans
    "asked_too_often": _l(
        "Homes here are asked at most %(most)s times in twelve months, across all surveys, as the "
        "plan says. Choose a later first day, or change the plan."
    ),
    "plan_asks_everybody": _l(
        "A plan asks everybody who lives here, again and again. Launch the questions for people "
        "who move in by hand: that survey is open for a year."
    ),
    "plan_exists": _l("This property has a plan already."),
    "plan_moved_on": _l("This wave of the plan is launched or over already."),
    "plan_day_too_soon": _l("Choose a day from %(day)s on, so that letters can be there in time."),
    "plan_day_too_near": _l(
        "That is too near to another wave. Leave at least %(days)s days between two first days."
    ),
    "no_such_plan": _l("There is no such plan, or you may not see it."),
    # Letters
    "no_such_door": _l(
        "No home is called “%(door)s”. Write it as its door says it, as on the list of homes."
    ),
    "letters_gone": _l("This file is deleted, and nothing is left of it. Have it made again."),
    "letters_not_made": _l("The letters are still being made. Wait a little, then look again."),
    # Messages
    "no_such_mailing": _l("There is no such message, or you may not see it."),
    "mailing_sent": _l("This message has gone out to every home already."),
    "send_after_closing": _l("The survey is closed by then. Choose an earlier day."),
    "too_many_tests": _l("You sent %(most)s tests within an hour. Wait a little."),
    "messages_wave_over": _l("This survey takes no answers any more, so no message goes out."),
    "messages_no_channel": _l("Nothing is set up by which this message could go out."),
    "messages_key_lost": _l(
        "The key by which those are known who asked for no more messages is missing on the "
        "server, or is another one. Nothing goes out until it is back, so that nobody is "
        "written to against their will. Whoever runs the server puts the copy of messages.key "
        "back, as deploy/README.md says."
    ),
    "messages_key_fits": _l("The key of messages is there, and it is the right one."),
    "messages_no_home_list": _l("There is no list of homes that messages could go to."),
    "messages_no_contacts": _l(
        "The list of homes has no addresses, or they were destroyed on their day."
    ),
    "messages_codes_before_list": _l(
        "This wave was launched before there was a list of homes, so nobody can say which code "
        "belongs to which door."
    ),
    "messages_codes_at_move_in": _l(
        "This wave asks only people who move in. Their codes are printed when they do: no message "
        "goes out, since one in the week after somebody moved in would tell who it is for."
    ),
    "messages_nobody": _l("No home on the list has an address of this kind."),
    # People who move in
    "move_in_needs_codes": _l("Only with codes can people who move in be asked, and nobody else."),
    "move_in_has_no_cuts": _l("Few move in, so that no breakdown can be made."),
    "move_in_not_on_paper": _l(
        "Few move in at a time: whoever types in a sheet of paper would know whose it is."
    ),
    "move_in_not_in_study": _l(
        "A study is of answers of everybody, so those of people who move in are not used for one."
    ),
    "not_move_in": _l("This wave asks everybody, and its codes are made already."),
    "codes_at_move_in": _l(
        "This wave asks only people who move in. Their codes are printed when they do, and nothing "
        "goes to every home."
    ),
    "adults_out_of_range": _l("Write a number of adults from 1 to %(most)s."),
    "hand_out_differs": _l(
        "This form has made hand-out %(number)s already, for another number of adults. For "
        "another household, load the page again."
    ),
    "no_codes_left": _l(
        "So many have moved in that no codes are left in this wave. Close it, and launch the next "
        "one."
    ),
    "hand_out_lost": _l("Load the page again: a part of it was lost on the way."),
    "no_such_hand_out": _l("There is no hand-out %(number)s in this wave."),
    "no_codes": _l("This wave has an open link, and no codes."),
}
