"""The bank's wording in each language, from the translation catalogues.

The catalogues are read as people edit them (.po, not the compiled .mo), once per process: a
page never shows wording older than its file at the time the server was started.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel.messages.pofile import read_po

from survey.core.bank.model import Bank
from survey.core.bank.questionnaire import Questionnaire
from survey.core.bank.wording import wording_keys
from survey.web.locales import DEFAULT, LANGUAGES

Corrections = Mapping[str, Mapping[tuple[str, str], str]]
"""Language tag -> (wording key, English source) -> an organization's own wording."""

TRANSLATIONS = Path(__file__).resolve().parent.parent.parent / "translations"


def translate(key: str, source: str, language_tag: str) -> str:
    """Return a text of the bank in a language, or its English source where there is none."""
    return find_translation(key, source, language_tag) or source


def find_translation(key: str, source: str, language_tag: str) -> str | None:
    """Return a text of the bank in a language; None when it is not translated.

    A translation of other English words than `source` does not count: it may say another thing.
    """
    if language_tag == DEFAULT.tag:
        return source
    return _catalogue(language_tag).get((key, source))


def frozen_wording(
    questionnaire: Bank | Questionnaire,
    tags: Iterable[str],
    corrections: Corrections = MappingProxyType({}),
) -> dict[str, dict[str, str]]:
    """Return every text of a questionnaire by language tag and wording key, to be frozen.

    corrections: an organization's own wording, which wins over the shipped one.
    """
    texts = wording_keys(questionnaire)
    return {
        tag: {
            text.key: corrections.get(tag, {}).get((text.key, text.source))
            or translate(text.key, text.source, tag)
            for text in texts
        }
        for tag in tags
    }


def list_untranslated(questionnaire: Bank | Questionnaire, language_tag: str) -> list[str]:
    """Return the wording keys that have no translation in a language."""
    return [
        text.key
        for text in wording_keys(questionnaire)
        if find_translation(text.key, text.source, language_tag) is None
    ]


@cache
def _catalogue(language_tag: str) -> dict[tuple[str, str], str]:
    """Return (key, English source) -> translation; entries marked fuzzy are left out."""
    locale = LANGUAGES[language_tag].locale
    path = TRANSLATIONS / locale / "LC_MESSAGES" / "bank.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalog = read_po(file, locale=locale)
    return {
        (message.context, message.id): message.string
        for message in catalog
        if message.context
        and isinstance(message.id, str)
        and isinstance(message.string, str)
        and message.string
        and not message.fuzzy
    }
