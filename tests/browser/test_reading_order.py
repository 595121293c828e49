"""What a screen reader is told of each screen, and in which order (the accessibility tree).

T1  A question: where one is, the question as the group's name and heading, its answers, the folded
    notes, the buttons; hints and what to change are read with the field.
T2  Every screen reads the same in Arabic, Chinese and one more language: the same roles in the
    same order, with the same states.
"""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPhone
from tests.browser.languages import TURNS, tag_of
from tests.browser.outline import outline
from tests.browser.town import Town
from tests.browser.walks import answering

TOP: Final = [
    'link "Skip to the page"',
    "banner",
    'link "Exit this page"',
    "group",
    'DisclosureTriangle "Choose your language: English"',
    'link "Exit this page"',
    "main",
    'button "Back"',
    'button "Finish later"',
]
BELONGING: Final = "How much does this community feel like it is yours too?"
SPACES: Final = "In the past month, which shared spaces here did you use?"
WISH: Final = "What is one thing that would help you feel more at home here?"
SHORTER: Final = (
    "Make your text shorter. Letters too many: 10. It has 510, and there is room for 500."
)

EXPECTED: Final = {
    "question-answered": [
        'StaticText "Feeling at home"',
        'StaticText "Question 1 of 6"',
        f'group "{BELONGING}"',
        f'heading "{BELONGING}"',
        'radio "Not at all"',
        'radio "A little" checked',
        'radio "Some"',
        'radio "Quite a lot"',
        'radio "Very much"',
        "group",
        'DisclosureTriangle "Why we ask this" expanded',
        'StaticText "A place works well when everyone who lives there feels they have a part '
        'in it."',
        'button "Clear"',
        'button "Next"',
    ],
    "list": [
        'StaticText "Life here"',
        'StaticText "Question 3 of 6"',
        f'group "{SPACES}" (You can choose more than one.)',
        f'heading "{SPACES}"',
        'StaticText "You can choose more than one."',
        'checkbox "Lobby or halls"',
        'checkbox "Laundry room" checked',
        *(f'checkbox "{space}"' for space in ("Community room", "Gym", "Playground")),
        *(f'checkbox "{space}"' for space in ("Garden or yard", "Pool", "Mail area", "Other")),
        'checkbox "None of these"',
        "group",
        'DisclosureTriangle "Why we ask this"',
        'button "Clear"',
        'button "Next"',
    ],
    "mistake": [
        'StaticText "In your own words"',
        'StaticText "Question 5 of 6"',
        f'heading "{WISH}"',
        'StaticText "Do not write names or home numbers."',
        f'StaticText "{SHORTER}"',
        f'textbox "{WISH}" (Do not write names or home numbers. {SHORTER} '
        "Letters too many: 10) invalid",
        'StaticText "Letters too many: 10"',
        'StaticText "In danger now? Call"',
        'link "911"',
        'StaticText "."',
        "group",
        'DisclosureTriangle "Why we ask this"',
        "group",
        'DisclosureTriangle "Who will read this"',
        'button "Clear"',
        'button "Next"',
    ],
}


@pytest.mark.timeout(120)
def test_read_in_order(visitor: NewPhone, town: Town) -> None:
    """T1, T2"""
    read = {turn: _read(visitor(locale=tag_of(turn)), town, tag_of(turn)) for turn in TURNS}
    for name, lines in EXPECTED.items():
        assert read["en"][name] == TOP + lines, name
    for turn in TURNS:
        for name, lines in read[turn].items():
            assert _bare(lines) == _bare(read["en"][name]), (tag_of(turn), name)


def _read(page: Page, town: Town, tag: str) -> dict[str, list[str]]:
    # What somebody has typed themselves is read too, but is no part of the page.
    return {
        name: [line for line in outline(page) if "wwww" not in line]
        for name in answering(page, town, tag)
    }


def _bare(lines: list[str]) -> list[str]:
    """Roles and states without words; sentences are split where numbers stand, so not those."""
    state = re.compile(r' (?:checked|expanded|invalid|disabled)\b(?=[^")]*$)')
    return [
        line.split(" ")[0] + "".join(state.findall(line))
        for line in lines
        if not line.startswith("StaticText")
    ]
