"""axe-core over a page: every rule that it has, of every standard and every impact."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import axe_playwright_python
from playwright.sync_api import Page

NOT_FOR_US: Final = {
    # An experimental guess: a bold paragraph above another one is taken for a heading. Ours are
    # a receipt, the number of a promise, and links that look like buttons.
    "p-as-heading",
}
COVERED: Final = {
    # An open menu covers a part of what lies below; nobody presses that before closing it.
    "target-size",
}
CONTRAST: Final = ("color-contrast", "color-contrast-enhanced", "link-in-text-block")
"""What can change with the colours of a page alone."""

_RUN: Final = """rules => axe.run({
  runOnly: { type: "rule", values: rules }, resultTypes: ["violations"],
}).then(all => all.violations.map(
  one => `${one.id} (${one.impact}): ${one.nodes[0].html.slice(0, 160)}`))
"""


def violations(page: Page, *, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds wrong with the page as it stands: rule, impact, and the first place.

    rules: only these, for a page that was looked at before.
    """
    left_out = NOT_FOR_US | (COVERED if page.locator(".lang[open]").count() else set())
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    known: list[str] = page.evaluate("axe.getRules().map(rule => rule.ruleId)")
    found: list[str] = page.evaluate(
        _RUN, [rule for rule in rules or known if rule not in left_out]
    )
    return found


@cache
def _source() -> str:
    folder = Path(axe_playwright_python.__file__).parent
    return next(folder.rglob("axe.min.js")).read_text(encoding="utf-8")
