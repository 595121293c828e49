"""How residents walk through the survey in a browser, and staff come in: steps of many tests."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Locator, Page, expect

from survey.accounts.models import Person
from tests.factories.accounts import PASSWORD

ATTEMPTS: Final = 200
ASK_AGAIN_MS: Final = 50


def heading(page: Page) -> Locator:
    """The heading of the screen that is shown."""
    return page.locator("h1:visible, h2[aria-level='1']:visible")


def begin(page: Page) -> None:
    """From the promise to the first screen."""
    page.click("#next")


def answer(page: Page) -> str:
    """Answer the question that is shown, with its second choice or some words; what was chosen."""
    words = page.locator(".shown textarea")
    if words.count():
        words.fill("A bench by the pond.")
        return "A bench by the pond."
    row = page.locator(".shown .opt").nth(1)
    row.click()
    return row.inner_text()


def answer_all(page: Page) -> int:
    """Answer every question up to the check; how many there were."""
    count = 0
    while page.locator("#q-check.shown").count() == 0:
        answer(page)
        page.click("#next")
        count += 1
        assert count < 100
    return count


def send(page: Page) -> str:
    """Send from the check; the receipt."""
    page.click("#next")
    expect(page.locator("#receipt")).not_to_be_empty()
    return page.locator("#receipt").inner_text()


def storage(page: Page) -> str:
    """Everything that this tab keeps, as text."""
    kept: str = page.evaluate("JSON.stringify(Object.assign({}, sessionStorage))")
    return kept


def go_to(page: Page, screen: str) -> None:
    """On with Next to this screen: the id of a question, or "check"."""
    for _screen in range(100):
        if page.locator(f"#q-{screen}.shown").count():
            return
        page.click("#next")
    raise AssertionError(f"{screen} never came")


def until(page: Page, condition: str) -> None:
    """Wait until an expression is true in the page, asked anew each time.

    Playwright's own waiting evaluates text inside of the page, which our policy forbids as soon as
    it has to ask twice.
    """
    for _attempt in range(ATTEMPTS):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(ASK_AGAIN_MS)
    raise AssertionError(f"never true: {condition}")


def sign_in(page: Page, person: Person) -> None:
    """Come in as one of the staff, on any page of a fresh phone."""
    page.goto("/staff/sign-in")
    page.fill("input[name=email]", person.email)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff")
