"""How long a questionnaire takes: honest minutes, from the length budget of the design.

Source: Pew Research Center counts a stand-alone question as one point, 85 points as 15 minutes.
"""

from __future__ import annotations

import math
from typing import Final

from survey.core.bank.questionnaire import Questionnaire
from survey.core.bank.readability import list_words

SECONDS_A_CLOSED_QUESTION: Final = 10.6
SECONDS_AN_OPEN_QUESTION: Final = 60.0
WORDS_A_MINUTE: Final = 200.0


def estimate_minutes(questionnaire: Questionnaire) -> float:
    """The minutes that an adult who reads well needs for the promise and every question."""
    closed = len(questionnaire.closed_items) + len(questionnaire.demographics)
    seconds = (
        SECONDS_A_CLOSED_QUESTION * closed
        + SECONDS_AN_OPEN_QUESTION * len(questionnaire.open_items)
        + 60 * promise_words(questionnaire) / WORDS_A_MINUTE
    )
    return seconds / 60


def shown_minutes(questionnaire: Questionnaire) -> int:
    """The whole minutes told to residents: rounded up, so that nobody is misled."""
    return math.ceil(estimate_minutes(questionnaire))


def promise_words(questionnaire: Questionnaire) -> int:
    """The words of the promise in its short form: about what people read of its screen."""
    return len(list_words(questionnaire.consent.strings["full"]))
