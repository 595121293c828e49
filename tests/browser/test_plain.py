"""Without JavaScript the same document is one plain form, and everything can be done with it.

N1  From the form to the check, back to change, and to the receipt.
N2  A mistake is said at the top and at the field; nothing typed is lost.
N3  Another language keeps the answers; Enter in a field does not change the language.
N4  A code is typed on /c.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPhone
from tests.factories.surveys import count_sent
from tests.factories.waves import Fieldwork


@pytest.fixture
def plain(new_phone: NewPhone) -> Page:
    """A phone that runs no script."""
    return new_phone(locale="en-US", java_script_enabled=False)


def test_answers(plain: Page, link_wave: Fieldwork) -> None:
    """N1"""
    plain.goto(f"/s/{link_wave.slug}")
    expect(plain.locator("fieldset")).to_have_count(11)
    for button in ("Back", "Skip", "Next"):
        expect(plain.get_by_role("button", name=button)).to_have_count(0)
    plain.locator("#q-out_sat_01").get_by_label("Happy", exact=True).check()
    plain.get_by_role("button", name="Check my answers").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Check your answers")
    assert count_sent(link_wave) == 0
    plain.locator("button[formaction$='#q-per_bel_01']").click()
    assert plain.url.endswith("#q-per_bel_01")
    plain.locator("#q-per_bel_01").get_by_label("Some").check()
    plain.get_by_role("button", name="Check my answers").click()
    expect(plain.get_by_text("Some", exact=True)).to_be_visible()
    expect(plain.get_by_text("Happy", exact=True)).to_be_visible()
    plain.get_by_role("button", name="Send my answers").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Thank you. Your answers are in.")
    receipt = plain.locator("#receipt").inner_text()
    plain.reload()
    expect(plain.locator("#receipt")).to_have_text(receipt)
    assert count_sent(link_wave) == 1


def test_mistake(plain: Page, link_wave: Fieldwork) -> None:
    """N2"""
    plain.goto(f"/s/{link_wave.slug}/en")
    plain.locator("#q-out_sat_01").get_by_label("Happy", exact=True).check()
    plain.fill("textarea", "w" * 510)
    plain.get_by_role("button", name="Check my answers").click()
    expect(plain).to_have_title("Error: No report will show what you said. - Neighbor survey")
    expect(plain.locator(".sum")).to_be_focused()
    plain.locator(".sum a").click()
    assert plain.url.endswith("#f-opn_01")
    expect(plain.locator("#e-opn_01")).to_contain_text(
        "Make your text shorter. Letters too many: 10."
    )
    expect(plain.locator("textarea")).to_have_value("w" * 510)
    expect(plain.locator("#q-out_sat_01 input[value='4']")).to_be_checked()


def test_another_language(plain: Page, link_wave: Fieldwork) -> None:
    """N3"""
    plain.goto(f"/s/{link_wave.slug}/en")
    plain.locator("#q-out_sat_01").get_by_label("Happy", exact=True).check()
    plain.get_by_role("button", name="العربية").click()
    expect(plain.locator("html")).to_have_attribute("dir", "rtl")
    expect(plain.locator("#q-out_sat_01 input[value='4']")).to_be_checked()
    plain.locator("#q-out_sat_01 input[value='4']").press("Enter")
    expect(plain.locator("html")).to_have_attribute("lang", "ar")
    expect(plain.locator("input[name=submission_id]")).to_have_count(1)


def test_typed_code(plain: Page, code_wave: Fieldwork) -> None:
    """N4"""
    plain.goto("/c")
    plain.fill("#code", code_wave.codes[0])
    plain.get_by_role("button", name="Next").click()
    expect(plain.locator("#code")).to_have_value(code_wave.codes[0])
    plain.get_by_role("button", name="Check my answers").click()
    plain.get_by_role("button", name="Send my answers").click()
    expect(plain.locator("#receipt")).not_to_be_empty()
    assert count_sent(code_wave) == 1
