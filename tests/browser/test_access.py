"""The whole survey for everybody: by keyboard, with one hand, with a device's own colours.

How each screen looks is tested in `test_screens.py`.

E1  Every kind of question is answered, changed and sent with the keyboard alone; at each press of
    Tab the focus can be seen, and nothing lies over it.
E2  With forced colours the native marks come back; nothing moves, whoever asks for that or not.
E3  The main button stands at the same place on every question, within reach of a thumb; and no
    finger is needed for what cannot be undone.
E4  Text is at least 18 px on 28 px lines, questions from 24 to 26 px.
E5  What the bar of buttons half covers is measured where it can be scrolled to.
"""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import NewPhone
from tests.browser.hosting import PHONE
from tests.browser.town import Town
from tests.browser.walking import answer, begin, go_to, heading
from tests.browser.walks import answering
from tests.factories.surveys import count_sent
from tests.factories.waves import Fieldwork

MOST_TABS: Final = 60

SEEN: Final = """() => {
  const one = document.activeElement;
  const mark = one.matches(".opt input") ? one.nextElementSibling : one;
  const box = mark.getBoundingClientRect();
  const inside = document.elementFromPoint(
    Math.min(innerWidth - 1, Math.max(0, box.left + box.width / 2)),
    Math.min(innerHeight - 1, Math.max(0, box.top + Math.min(box.height, innerHeight) / 2)));
  const look = getComputedStyle(mark);
  return { outlined: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
    on_top: Boolean(inside) && (mark.contains(inside) || inside.contains(mark)) };
}"""


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus; what had it meanwhile could be seen."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN) == {"outlined": True, "on_top": True}, page.evaluate(
            "document.activeElement.outerHTML.slice(0, 200)"
        )
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was never reached")


def test_keyboard_only(visitor: NewPhone, town: Town) -> None:
    """E1"""
    phone = visitor(locale="en-US")
    phone.goto(f"/s/{town.short.slug}/en")
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("link", name="Skip to the page")).to_be_focused()
    phone.keyboard.press("Tab")
    expect(phone.locator(".skip.exit-now")).to_be_focused()
    _tab_to(phone, "#next")
    phone.keyboard.press("Enter")
    for kind in ("radio", "radio", "checkbox", "radio", "text", "radio"):
        expect(heading(phone)).to_be_focused()
        _answer_by_keys(phone, kind)
    expect(heading(phone)).to_have_text("Check your answers")
    _tab_to(phone, "#answers a[href='#q-ctx_spa_01']")
    phone.keyboard.press("Enter")
    expect(phone.locator("#q-ctx_spa_01")).to_be_visible()
    _tab_to(phone, "#next")
    phone.keyboard.press("Enter")
    expect(heading(phone)).to_have_text("Check your answers")
    expect(phone.locator("#answers dd:has-text('You skipped this')")).to_have_count(0)
    _tab_to(phone, "#next")
    phone.keyboard.press("Enter")
    expect(phone.locator("#receipt")).not_to_be_empty()


def _answer_by_keys(phone: Page, kind: str) -> None:
    if kind == "text":
        _tab_to(phone, ".shown textarea")
        phone.keyboard.type("Benches")
        _tab_to(phone, "#next")
        phone.keyboard.press("Enter")
        return
    _tab_to(phone, f".shown [type={kind}]")
    phone.keyboard.press("Space")
    if kind == "radio":
        phone.keyboard.press("ArrowDown")
    expect(phone.locator(".shown input:checked")).to_have_count(1)
    phone.keyboard.press("Enter")


def test_a_devices_own_colours(visitor: NewPhone, town: Town) -> None:
    """E2"""
    phone = visitor(locale="en-US", forced_colors="active", reduced_motion="reduce")
    phone.goto(f"/s/{town.short.slug}/en")
    begin(phone)
    answer(phone)
    mark = phone.locator(".shown input").first
    assert mark.evaluate("mark => getComputedStyle(mark).appearance") == "auto"
    edge = "button => getComputedStyle(button).borderTopStyle"
    assert phone.locator("#next").evaluate(edge) == "solid"
    moving = (
        "all => all.filter(one => { const look = getComputedStyle(one);"
        "return look.animationName !== 'none' || parseFloat(look.transitionDuration) > 0; }).length"
    )
    assert phone.locator("body *").evaluate_all(moving) == 0
    phone.emulate_media(reduced_motion="no-preference")
    assert phone.locator("body *").evaluate_all(moving) == 0


def test_one_hand_and_easy_letters(visitor: NewPhone, town: Town) -> None:
    """E3, E4"""
    phone = visitor(locale="en-US")
    places = set()
    size = "words => [getComputedStyle(words).fontSize, getComputedStyle(words).lineHeight]"
    for name in answering(phone, town, "en"):
        if name in {"promise", "languages", "waiting", "thanks"}:
            continue
        box = phone.locator("#next").bounding_box()
        assert box is not None
        places.add((round(box["y"]), round(box["y"] + box["height"])))
        assert phone.locator(".shown :is(.opt span, .hint):visible").first.evaluate(size) == [
            "18px",
            "28px",
        ]
        letters = float(heading(phone).evaluate(size)[0].removesuffix("px"))
        assert 24 <= letters <= 26, name
    [(top, bottom)] = places
    assert PHONE["height"] / 2 < top < bottom <= PHONE["height"]


def test_nothing_is_sent_by_accident(phone: Page, link_wave: Fieldwork) -> None:
    """E3: Enter in the last question leads to the check, not past it."""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    go_to(phone, "dem_ten")
    answer(phone)
    phone.keyboard.press("Enter")
    expect(heading(phone)).to_have_text("Check your answers")
    assert count_sent(link_wave) == 0


BAR = """<!doctype html><html lang="en"><title>Bar</title><meta name="viewport" content="width=320">
<style>body {{ margin: 0; font-size: 16px }} main {{ height: 2000px; padding-top: {top}px }}
button {{ display: block; width: 100%; height: {high}px; padding: 0 }} .on {{ height: 48px }}
footer {{ position: sticky; bottom: 0; height: 60px; background: #fff; color: #000 }}</style>
<main><h1>Bar</h1><button>One</button><button>Two</button></main>
<footer><button class="on">On</button></footer>"""


@pytest.mark.parametrize(("high", "found"), [(48, False), (12, True)])
def test_what_the_bar_covers_is_looked_at_apart(phone: Page, high: int, found: bool) -> None:
    """E5"""
    small = set()
    for top in range(640, 720, 8):
        phone.set_content(BAR.format(top=top, high=high))
        small |= set(violations(phone, rules=("target-size",)))
        assert phone.evaluate("scrollY") == 0
    assert bool(small) == found
