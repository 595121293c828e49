"""Every screen in every state, in English, Arabic, Chinese and one more language in turn.

The requirements R1 to R7 stand in `looking.py`; what is walked through stands in `walks.py`.

W1  On each stop of each walk nothing is wrong; English is looked at in the dark as well.
W2  Without its script the survey is one plain form, and nothing is wrong with it either.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPhone
from tests.browser.languages import TURNS, tag_of
from tests.browser.looking import look
from tests.browser.town import Town
from tests.browser.walks import WALKS, Walk, without_script

OLD_BROWSER = "delete Element.prototype.replaceChildren"
"""Too old for our script. One with scripts turned off would not run axe-core either."""


@pytest.mark.timeout(180)
@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("walk", WALKS, ids=[walk.__name__ for walk in WALKS])
def test_every_state(visitor: NewPhone, town: Town, walk: Walk, turn: str) -> None:
    """W1"""
    _walk(visitor(locale=tag_of(turn)), town, walk, turn)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("turn", TURNS)
def test_every_state_without_script(visitor: NewPhone, town: Town, turn: str) -> None:
    """W2"""
    page = visitor(locale=tag_of(turn))
    page.add_init_script(OLD_BROWSER)
    _walk(page, town, without_script, turn)


def _walk(page: Page, town: Town, walk: Walk, turn: str) -> None:
    colours = ("dark",) if turn == "en" else ()
    tag = tag_of(turn)
    found = [
        f"{name} in {tag}: {one}"
        for name in walk(page, town, tag)
        for one in look(page, colours=colours)
    ]
    assert "\n".join(found) == ""
