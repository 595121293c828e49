"""What is wrong with a page as it stands, for anybody who has to use it: one line for each thing.

R1  axe-core finds nothing, by any rule of any impact; in the dark, by any rule about colours.
R2  Nothing stands beside the window: at 320 px, which is also 1280 px enlarged to 400 %, and with
    letters twice as large.
R3  Whatever is pressed is at least 44 px high and wide, an option at least 48 px high.
R4  Nothing is smaller than 14 px.
R5  What is read later stands further down.
R6  Letters of a script stand only where the page names a language that is written in it.
R7  The title begins with the heading that is shown, or says "Error:" first.
R8  This device draws each letter: none is the box of a missing one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.support import Translations
from playwright.sync_api import Page

from survey.web.locales import LANGUAGES
from tests.browser.axe import CONTRAST, violations
from tests.browser.hosting import NARROW

LEAST: Final[dict[str, Any]] = {"option": 48, "other": 44, "letter": 14}
"""Pixels."""

SCRIPTS: Final = {
    r"\p{Script=Arabic}": ["ar", "fa"],
    r"\p{Script=Han}": ["zh"],
    r"\p{Script=Hangul}": ["ko"],
    r"\p{Script=Ethiopic}": ["am"],
    r"\p{Script=Cyrillic}": ["ru"],
}
"""Letters, and the languages that are written in them."""

TWICE: Final = "200%"

_FOLDER: Final = Path(__file__).parent
_RULER: Final = (_FOLDER / "ruler.js").read_text(encoding="utf-8")
_GLYPHS: Final = (_FOLDER / "glyphs.js").read_text(encoding="utf-8")


def look(page: Page, *, colours: tuple[str, ...] = ()) -> list[str]:
    """Look at the page in every way, and leave it as it was. colours: ("dark",) to look so too."""
    before = page.viewport_size
    assert before is not None
    found = violations(page)
    for scheme in colours:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # "dark" or "light"
        found += [f"{scheme}: {one}" for one in violations(page, rules=CONTRAST)]
        page.emulate_media(color_scheme="null")
    found += _wrong_title(page)
    page.set_viewport_size(NARROW)
    found += measure(page)
    page.set_viewport_size(before)
    return found + enlarge(page)


def measure(page: Page) -> list[str]:
    """R2 to R6, in the window as it is."""
    found: list[str] = page.evaluate(_RULER, {**LEAST, "languages": SCRIPTS})
    return found


def enlarge(page: Page) -> list[str]:
    """R2 with letters twice as large; as large as before afterwards."""
    page.evaluate("size => { document.documentElement.style.fontSize = size }", TWICE)
    wider: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.evaluate("document.documentElement.removeAttribute('style')")
    return [f"{wider} px wider than the window at {TWICE}"] if wider > 0 else []


def no_sideways_scroll(page: Page) -> bool:
    """Whether the page is no wider than its window."""
    fits: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return fits


def find_missing_glyphs(page: Page) -> list[str]:
    """R8, for every letter of the page, shown or not."""
    drawn: dict[str, Any] = page.evaluate(_GLYPHS)
    assert drawn["count"] > 0
    missing: list[str] = drawn["missing"]
    return missing


_HEADINGS: Final = """() => [...document.querySelectorAll("h1, h2[aria-level='1']")]
  .filter(one => one.checkVisibility({ visibilityProperty: true }))
  .map(one => one.innerText)
"""


def _wrong_title(page: Page) -> list[str]:
    title = page.title()
    if title.startswith(_errors()):
        return []
    heading: list[str] = page.evaluate(_HEADINGS)
    # A lead stands in the heading's element, but is no part of the title.
    fits = len(heading) == 1 and heading[0].rpartition("\n")[2].strip() in title
    return [] if fits else [f"the title {title!r} is not of the heading {heading}"]


@cache
def _errors() -> tuple[str, ...]:
    return tuple(
        Translations.load("translations", [one.locale], "messages").gettext("Error:")
        for one in LANGUAGES.values()
    )
