"""axe-core over a page: WCAG 2.0 to 2.2, A and AA, and best practice."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    folder = Path(axe_playwright_python.__file__).parent
    return next(folder.rglob("axe.min.js")).read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands: rule and the first place of each."""
    page.evaluate(_source())
    found = page.evaluate(
        "tags => axe.run({runOnly: tags}).then(all => all.violations.map("
        "one => one.id + ': ' + one.nodes[0].html.slice(0, 120)))",
        TAGS,
    )
    return list(found)
