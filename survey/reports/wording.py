"""The wording of one release in one language: names of questions, answers, groups and levels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.reading import Cut, GroupFacts, ItemResult, ReleaseDocument
from survey.web.locales import DEFAULT, LANGUAGES, set_apart

TITLE_PREFIX: Final = "template."


@dataclass(frozen=True, slots=True)
class Wording:
    """Looks words up as residents read them, and in English where a language lacks them."""

    document: ReleaseDocument
    tag: str

    def find(self, key: str) -> str | None:
        """Return the wording of a key, None when neither language has it."""
        own, english = (
            self.document.wording.get(tag, {}).get(key) for tag in (self.tag, DEFAULT.tag)
        )
        return own or (set_apart(english, LANGUAGES[self.tag].direction) if english else None)

    def question(self, item_id: str) -> str:
        """Return a question as it was asked."""
        return self.find(item_id) or item_id

    def level(self, level_id: str) -> str:
        """Return a level's name for people."""
        return self.find(f"level.{level_id}") or level_name(level_id)

    def index(self, index_id: str) -> str:
        """Return an index's name; its code where the release does not spell it out."""
        return self.find(f"index.{index_id}") or index_id

    def title(self) -> str:
        """Return the questionnaire's title, translated where it is one of the bank's.

        It may have been kept in the language of whoever launched the wave.
        """
        title = self.document.wave.title
        for texts in self.document.wording.values():
            for key, text in texts.items():
                if key.startswith(TITLE_PREFIX) and text == title:
                    return self.find(key) or title
        return title

    def answer(self, item: ItemResult, value: str) -> str:
        """Return one answer's words; a ladder's step is its number."""
        return self.find(f"scale.{item.scale}.{value}") or value.replace("_", " ")

    def favorable(self, item: ItemResult) -> str:
        """Return the answers that count as high, in words; empty where they are not told."""
        if not item.favorable:
            return ""
        if item.kind == "ladder":
            return words.span(min(item.favorable), max(item.favorable))
        named = [self.answer(item, str(value)) for value in item.favorable]
        return words.either([words.quoted(text) for text in named])

    def cut(self, cut: Cut) -> str:
        """Return what a breakdown goes by."""
        if cut.id == "stratum":
            return _("Type of home")
        return self.find(cut.id) or _("Another breakdown")

    def group(self, cut: Cut, group: GroupFacts) -> str:
        """Return a group's name."""
        if group.label:
            return group.label
        found = self.find(f"{cut.id}:{group.id}") or self.find(f"{cut.id}.{group.id}")
        return found or group.id.replace("_", " ")


def level_name(level_id: str) -> str:
    """Return a level's name for people, whatever the release."""
    return _LEVEL_NAMES[level_id]()


_LEVEL_NAMES: Final[Mapping[str, Callable[[], str]]] = {
    "perceptual": lambda: _("Feeling at home"),
    "relational": lambda: _("Knowing one another"),
    "structural": lambda: _("Having a say"),
    "outcome": lambda: _("All in all"),
    "context": lambda: _("Life here"),
}
