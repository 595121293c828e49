"""Walks through every screen in every state: `for name in walk: look(page)`.

Each walk is a generator that yields the name of a state while its page stands in it, and goes on
when it is asked for the next. Tests look at each stop, and so does whoever takes pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from playwright.sync_api import Page

from tests.browser.town import BROKEN, Town
from tests.browser.walking import answer, begin, go_to

Walk = Callable[[Page, Town, str], Iterator[str]]

IDLE_MS: Final = 42_000
"""Long enough for the warning of a shared tablet."""

WRONG_CODE: Final = "ABCD-EFGH-JKLM"


def answering(page: Page, town: Town, tag: str) -> Iterator[str]:
    """From the promise through each kind of question to the thank-you, and back to nothing."""
    page.goto(f"/s/{town.short.slug}/{tag}")
    yield "promise"
    begin(page)
    yield "question"
    answer(page)
    page.locator(".shown summary").first.click()
    yield "question-answered"
    page.click(".lang summary")
    yield "languages"
    page.click(".lang summary")
    for name, section in (
        ("ladder", "out_lad_01"),
        ("list", "ctx_spa_01"),
        ("unsaid", "per_sti_02"),
    ):
        go_to(page, section)
        answer(page)
        yield name
    go_to(page, "opn_01")
    yield "open"
    page.fill(".shown textarea", "w" * 450)
    yield "open-nearly-full"
    page.fill(".shown textarea", "w" * 510)
    yield "open-too-long"
    yield from _finishing(page)


def _finishing(page: Page) -> Iterator[str]:
    go_to(page, "dem_ten")
    yield "about-you"
    go_to(page, "check")
    yield "check"
    page.click("#next")
    yield "mistakes"
    page.click("#trouble a")
    yield "mistake"
    page.fill(".shown textarea", "A bench by the pond.")
    page.click("#next")
    page.context.set_offline(True)
    page.click("#next")
    page.locator("#waits").wait_for()
    yield "waiting"
    page.context.set_offline(False)
    page.locator("#receipt:not(:empty)").wait_for()
    yield "thanks"


def finishing_later(page: Page, town: Town, tag: str) -> Iterator[str]:
    """Answers that stay on the phone by choice, found again, and removed."""
    page.goto(f"/s/{town.short.slug}/{tag}")
    begin(page)
    answer(page)
    page.click("#later")
    yield "later"
    page.click("#keep-here")
    yield "later-kept"
    page.goto(f"/s/{town.short.slug}/{tag}")
    page.locator("#begun-here").wait_for()
    yield "begun-here"
    page.click("#no-later")
    yield "removed"


def with_a_code(page: Page, town: Town, tag: str) -> Iterator[str]:
    """A code that is typed, wrong at first; and one that turns out wrong after waiting."""
    page.goto(f"/c?lang={tag}")
    yield "code-page"
    page.fill("#code", "abcd")
    page.click(".next")
    page.locator("#code[aria-invalid]").wait_for()
    yield "code-page-wrong"
    page.goto(f"/s/{town.coded.slug}/{tag}")
    yield "promise-with-code"
    begin(page)
    yield "code"
    page.fill("#code", "abcd")
    page.click("#next")
    page.locator("#e-code:not(:empty)").wait_for()
    yield "code-wrong"
    page.context.set_offline(True)
    page.fill("#code", WRONG_CODE)
    page.click("#next")
    go_to(page, "check")
    page.click("#next")
    page.locator("#waits").wait_for()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("#again-code").wait_for()
    yield "waiting-wrong-code"
    page.click("#unwait")


def on_a_shared_tablet(page: Page, town: Town, tag: str) -> Iterator[str]:
    """A tablet in the lobby: its promise, its warning, and its thank-you."""
    page.clock.install()
    page.goto(f"/s/{town.short.slug}/kiosk/{tag}")
    yield "tablet"
    begin(page)
    page.clock.run_for(IDLE_MS)
    page.locator("#idle").wait_for()
    yield "tablet-idle"
    page.click("#stay")
    go_to(page, "check")
    page.click("#next")
    page.locator("#next-person").wait_for()
    yield "tablet-thanks"


def taking_back(page: Page, town: Town, tag: str) -> Iterator[str]:
    """Answers that are taken back with the receipt."""
    page.goto(f"/s/{town.short.slug}/{tag}")
    begin(page)
    go_to(page, "check")
    page.click("#next")
    page.locator("#receipt:not(:empty)").wait_for()
    receipt = page.locator("#receipt").inner_text()
    page.goto(f"/s/{town.short.slug}/withdraw?lang={tag}")
    yield "take-back"
    page.fill("#receipt", "ABCD")
    page.click("button.next")
    page.locator("#receipt-problem").wait_for()
    yield "take-back-wrong"
    page.fill("#receipt", receipt)
    page.click("button.next")
    page.locator("#receipt").wait_for(state="detached")
    yield "taken-back"


def around_the_town(page: Page, town: Town, tag: str) -> Iterator[str]:
    """Pages that are only read: surveys that rest, what went wrong, promises and results."""
    for name, path in (
        ("front", f"/?lang={tag}"),
        ("not-open-yet", f"/s/{town.upcoming.slug}/{tag}"),
        ("closed", f"/s/{town.closed.slug}/{tag}"),
        ("called-off", f"/s/{town.cancelled.slug}/{tag}"),
        ("unknown-survey", f"/s/nothing/{tag}"),
        ("nothing-here", "/nothing"),
        ("broken", BROKEN),
        ("promise-page", f"/promise/{town.promise}/{tag}"),
        ("results", f"/r/{town.results}/{tag}"),
        ("results-too-few", f"/r/{town.too_few}/{tag}"),
        ("results-none", f"/r/{town.quiet}/{tag}"),
    ):
        page.goto(path)
        yield name
    page.evaluate(f"localStorage['porchlight:waiting:{town.closed.slug}'] = '[]'")
    page.goto(f"/s/{town.closed.slug}/{tag}")
    page.locator("#erased").wait_for()
    yield "closed-erased"


def without_script(page: Page, town: Town, tag: str) -> Iterator[str]:
    """The plain form: a mistake, the check, the thank-you. For a phone that runs no script."""
    page.goto(f"/s/{town.short.slug}/{tag}")
    yield "plain-form"
    page.fill("textarea", "w" * 510)
    page.click("#next")
    page.locator(".sum").wait_for()
    yield "plain-mistakes"
    page.fill("textarea", "A bench by the pond.")
    page.click("#next")
    page.locator("textarea").wait_for(state="detached")
    yield "plain-check"
    page.click("button.next")
    page.locator("#receipt").wait_for()
    yield "plain-thanks"


WALKS: Final[tuple[Walk, ...]] = (
    answering,
    finishing_later,
    with_a_code,
    taking_back,
    around_the_town,
    on_a_shared_tablet,
)
"""In this order on one phone; the last stops the phone's clock. without_script needs its own."""
