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
    # Whatever passes the stricter rule for AAA, which is looked at, passes this one.
    "color-contrast",
}
COVERED: Final = {
    # An open menu covers a part of what lies below; nobody presses that before closing it.
    "target-size",
}
CONTRAST: Final = ("color-contrast-enhanced", "link-in-text-block")
"""What can change with the colours of a page alone."""

_RUN: Final = """async ({ only, never }) => {
  const run = values => axe.run({ runOnly: { type: "rule", values }, resultTypes: ["violations"] });
  const rules = only.length ? only : axe.getRules().map(rule => rule.ruleId);
  const { violations } = await run(rules.filter(rule => !never.includes(rule)));
  const [x, y] = [scrollX, scrollY];
  for (const one of violations.filter(one => one.id === "target-size")) {
    const small = [];
    for (const node of one.nodes) {
      // A bar that stays may lie over the half of what people scroll to before they press it.
      document.querySelector(node.target[0]).scrollIntoView({ block: "center" });
      const again = await run(["target-size"]);
      const still = again.violations.flatMap(one => one.nodes.map(node => node.target[0]));
      if (still.includes(node.target[0])) small.push(node);
    }
    one.nodes = small;
  }
  scrollTo(x, y);
  return violations.filter(one => one.nodes.length).map(
    one => `${one.id} (${one.impact}): ${one.nodes[0].html.slice(0, 160)}`);
}"""


def violations(page: Page, *, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds wrong with the page as it stands: rule, impact, and the first place.

    rules: only these, for a page that was looked at before.
    """
    has_axe, menu_open = page.evaluate("['axe' in window, !!document.querySelector('.lang[open]')]")
    if not has_axe:
        page.evaluate(_source())
    found: list[str] = page.evaluate(
        _RUN, {"only": rules, "never": sorted(NOT_FOR_US | (COVERED if menu_open else set()))}
    )
    return found


@cache
def _source() -> str:
    folder = Path(axe_playwright_python.__file__).parent
    return next(folder.rglob("axe.min.js")).read_text(encoding="utf-8")
