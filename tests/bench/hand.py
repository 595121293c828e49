"""A hand on the real pages, and what it costs by the keystroke-level model (Card, Moran, Newell).

Communications of the ACM 23 (1980), pages 396 to 410. What is counted is what a person does who
knows no page: who reads every visible word of every page, once, and thinks before each press. Of
the last page counts what says that it is done. The times are the model's, not the browser's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page

KEY: Final = 0.28
"""Seconds: a key, or the mouse's button, of an average typist."""
POINT: Final = 1.1
HOME: Final = 0.4
"""The hand from the mouse to the keys, or back."""
THINK: Final = 1.35
WORDS_A_MINUTE: Final = 240

_WORDS: Final = """(within) => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true })
    && !one.closest("option, script, style, noscript, .hid");
  const said = [];
  for (const part of document.querySelectorAll(within)) {
    const chosen = [...part.querySelectorAll("select")].filter(seen);
    said.push(...chosen.map((one) => one.selectedOptions[0]?.text ?? ""));
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (seen(texts.currentNode.parentElement)) said.push(texts.currentNode.data);
    }
  }
  return said.join(" ").split(/\\s+/u).filter(Boolean).length;
}"""


@dataclass(slots=True)
class Effort:
    """What a road took. flicks: screenfuls that the page had to be moved."""

    screens: int = 0
    presses: int = 0
    fields: int = 0
    keys: int = 0
    moves: int = 0
    flicks: int = 0
    words: int = 0

    @property
    def acting(self) -> float:
        """Seconds of a person who has been here before, and reads nothing."""
        return (
            self.presses * (THINK + POINT + KEY)
            + self.fields * (THINK + POINT + KEY)
            + self.keys * KEY
            + self.moves * HOME
            + self.flicks * POINT
        )

    @property
    def seconds(self) -> float:
        """Seconds of a person who reads every word first."""
        return self.acting + self.words * 60 / WORDS_A_MINUTE


class Hand:
    """Presses, types and reads on one page, and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.effort = Effort()
        self._on_keys = False

    def begin(self) -> None:
        """Count anew, from the page as it stands: it has to be read."""
        self.effort = Effort()
        self._read("main")

    def press(self, *names: str, last: str = "") -> None:
        """Press the button or link with the first of these names that is there.

        last: where the next page says that it is done; nothing else of it has to be read.
        """
        self._click(self._find(names))
        self.page.wait_for_load_state()
        refused = self.page.locator(".problems").count() > 0
        self._read(".problems" if refused else last or "main")

    def tick(self, name: str) -> None:
        """Tick a box."""
        self._click(self.page.get_by_label(name))

    def type(self, label: str, text: str) -> None:
        """Click into a field, and type."""
        field = self.page.get_by_label(label, exact=True).first
        self._reach(field)
        self._move(on_keys=False)
        self._move(on_keys=True)
        self.effort.fields += 1
        self.effort.keys += len(text)
        field.fill(text)

    def choose(self, file: Path) -> None:
        """Choose a file: a press here, and two in the system's own window."""
        field = self.page.locator("input[type=file]")
        self._reach(field)
        self._move(on_keys=False)
        self.effort.presses += 3
        field.set_input_files(file)

    def sees(self, name: str) -> bool:
        """Whether a button or link of this name is in sight, or further down the page."""
        return self._named(name).count() > 0

    def _find(self, names: Sequence[str]) -> Locator:
        for name in names:
            if self.sees(name):
                return self._named(name).first
        raise AssertionError(f"none of {names} is on {self.page.url}")

    def _named(self, name: str) -> Locator:
        button = self.page.get_by_role("button", name=name)
        return button.or_(self.page.get_by_role("link", name=name))

    def _click(self, what: Locator) -> None:
        self._reach(what)
        self._move(on_keys=False)
        self.effort.presses += 1
        what.click()

    def _reach(self, what: Locator) -> None:
        """Move the page until this is in the window."""
        box, window = what.bounding_box(), self.page.viewport_size
        assert box is not None, "what is pressed can be seen"
        assert window is not None
        below = box["y"] + box["height"] - window["height"]
        away = max(below, -box["y"], 0)
        self.effort.flicks += math.ceil(away / window["height"])
        what.scroll_into_view_if_needed()

    def _move(self, *, on_keys: bool) -> None:
        self.effort.moves += self._on_keys is not on_keys
        self._on_keys = on_keys

    def _read(self, within: str) -> None:
        self.effort.screens += 1
        self.effort.words += int(self.page.evaluate(_WORDS, within))
