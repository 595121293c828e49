"""When a comment may be offered to the person who releases them: mostly it is held."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey.core.disclosure.comments import Audience, Hold, reasons_to_hold
from survey.core.disclosure.pointing import find_marks

MANY = Audience(
    min_group=10,
    commenters=14,
    answers_in_language=30,
)
NAMES = ("Ngozi Okafor", "Nguyễn Thị Hoa", "王小明", "Al Bo")


def reasons(text: str, audience: Audience = MANY) -> tuple[Hold, ...]:
    """What speaks against showing a comment with these words."""
    return reasons_to_hold(find_marks(text, NAMES), audience)


@pytest.mark.parametrize(
    "text",
    [
        "The laundry room is always broken.",
        "I like my neighbors",
        "Please fix the lights, it took 3 weeks",
        "希望院子里多一些长椅",
        "Needs two more washers and 1 dryer",
    ],
)
def test_a_plain_comment_may_be_offered(text: str) -> None:
    assert reasons(text) == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Ask Mrs. Okafor about it", "name"),
        ("ngozi knows", "name"),
        ("Chị Nguyễn biết", "name"),
        ("问王小明吧", "name"),
        ("Call me at 555-0142 99", "contact"),
        ("(020) 7946 0958", "contact"),
        ("write to me@example.org", "contact"),
        ("The people in 4B are loud", "home"),
        ("apt. 12 smells", "home"),
        ("Unit no 7", "home"),
        ("楼上5号很吵", "home"),
        ("شقة 12", "home"),
        ("Since 2019 it has been so", "date"),
        ("On 3/14 the heat was off", "date"),
        ("3月的时候", "date"),
    ],
)
def test_what_points_at_somebody_is_held(text: str, reason: str) -> None:
    assert reason in reasons(text)


def test_short_names_are_no_reason() -> None:
    assert reasons("also all of us") == ()


def test_few_commenters_or_a_rare_language() -> None:
    assert reasons("Fine", replace(MANY, commenters=9)) == ("too_few_commenters",)
    assert reasons("Fine", replace(MANY, answers_in_language=9)) == ("rare_language",)
    assert reasons("Fine", replace(MANY, commenters=10, answers_in_language=10)) == ()


def test_all_reasons_are_given_and_nothing_is_nothing() -> None:
    few = replace(MANY, commenters=1)
    assert reasons("Okafor in 4B", few) == ("too_few_commenters", "name", "home")
    assert reasons("  ") == ()
