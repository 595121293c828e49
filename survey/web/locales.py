"""Languages: which ones Porchlight speaks, how each is written, and which one a page is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Flask, g, has_request_context
from flask_babel import Babel, force_locale, refresh
from werkzeug.datastructures import LanguageAccept

from survey.core.directions import direction_of, runs_along
from survey.web.haitian import speak_haitian
from survey.web.joining import in_a_row
from survey.web.locale_names import keep_names_apart

__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "STAFF_LANGUAGES",
    "Language",
    "best_language",
    "current_language",
    "force_locale",
    "use_language",
]


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its BCP 47 tag, gettext locale, direction and own name.

    name: as it stands by itself, in a menu or a table. within: as it stands in the middle of a
    sentence, where that differs: many languages write their own names without a capital there.
    for_staff: whether the pages behind the sign-in are translated as well.
    """

    tag: str
    locale: str
    direction: str
    name: str
    english_name: str
    for_staff: bool = False
    within: str = ""

    @property
    def name_in_sentence(self) -> str:
        """Its own name in the middle of a sentence."""
        return self.within or self.name


LANGUAGES: dict[str, Language] = {
    language.tag: language
    for language in (
        Language("en", "en", "ltr", "English", "English", for_staff=True),
        Language("es", "es", "ltr", "Español", "Spanish", for_staff=True, within="español"),
        Language("zh-Hans", "zh_Hans", "ltr", "简体中文", "Chinese, Simplified", for_staff=True),
        Language("zh-Hant", "zh_Hant", "ltr", "繁體中文", "Chinese, Traditional"),
        Language("vi", "vi", "ltr", "Tiếng Việt", "Vietnamese", within="tiếng Việt"),
        Language("ar", "ar", "rtl", "العربية", "Arabic", for_staff=True),
        Language("fil", "fil", "ltr", "Filipino", "Filipino"),
        Language("ko", "ko", "ltr", "한국어", "Korean"),
        Language("ru", "ru", "ltr", "Русский", "Russian", within="русский"),
        Language("ht", "ht", "ltr", "Kreyòl ayisyen", "Haitian Creole", within="kreyòl ayisyen"),
        Language(
            "pt-BR",
            "pt_BR",
            "ltr",
            "Português (Brasil)",
            "Portuguese, Brazil",
            within="português (Brasil)",
        ),
        Language("fr", "fr", "ltr", "Français", "French", within="français"),
        Language("am", "am", "ltr", "አማርኛ", "Amharic"),
        Language("so", "so", "ltr", "Soomaali", "Somali"),
        Language("fa", "fa", "rtl", "فارسی", "Persian"),
    )
}
DEFAULT = LANGUAGES["en"]
STAFF_LANGUAGES = {tag: language for tag, language in LANGUAGES.items() if language.for_staff}
ALSO_ASKED_AS: Final = {
    "zh-hans": ("zh", "zh-cn", "zh-sg"),
    "zh-hant": ("zh-tw", "zh-hk", "zh-mo"),
    "fil": ("tl", "tl-ph"),
    "pt-br": ("pt", "pt-pt"),
    "fa": ("prs", "prs-af"),
}
"""What browsers ask for, in small letters, that one of our languages answers as well."""

# The plural rule is that of the domain that is read last, so it is the one every language has:
# a language without the other would get the rule of English.
INTERFACE_DOMAINS = ("staff", "messages")


def init_app(app: Flask, translations: Path) -> None:
    """Bind Flask-Babel, and tell each template its language."""
    # Flask-Babel takes the two lists side by side, so the one folder is named for each domain.
    folders = ";".join([str(translations)] * len(INTERFACE_DOMAINS))
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", folders)
    app.config.setdefault("BABEL_DOMAIN", ";".join(INTERFACE_DOMAINS))
    keep_names_apart(language.locale for language in LANGUAGES.values())
    speak_haitian()
    Babel(app, locale_selector=lambda: current_language().locale)
    app.context_processor(lambda: {"language": current_language(), "languages": LANGUAGES})
    app.add_template_filter(apart)
    app.add_template_filter(in_line)
    app.add_template_filter(left_to_right)
    app.add_template_filter(other_way)
    app.add_template_global(in_a_row)


def current_language() -> Language:
    """Return the language that this request's page is written in."""
    if not has_request_context():
        return DEFAULT
    language: Language = g.get("language", DEFAULT)
    return language


def use_language(language: Language) -> None:
    """Write the rest of this request's page in `language`."""
    g.language = language
    refresh()


def best_language(
    accept: LanguageAccept, offered: Sequence[str], default: Language = DEFAULT
) -> Language:
    """Return the offered language that the reader's browser asks for first.

    Chinese without a script is taken as Simplified; a region falls back to its language.
    """
    for wanted, _quality in accept:
        for tag in offered:
            if _matches(wanted.lower(), tag.lower()):
                return LANGUAGES[tag]
    return LANGUAGES[default.tag if default.tag in offered else offered[0]]


def _matches(wanted: str, tag: str) -> bool:
    if wanted == tag or wanted.startswith(tag + "-"):
        return True
    return wanted in ALSO_ASKED_AS.get(tag, ())


def apart(text: str) -> str:
    """Text that keeps its own direction in a sentence without markup; nothing stays nothing.

    After Arabic letters a telephone number's groups would change places.
    """
    return f"\u2068{text}\u2069" if text else ""


def set_apart(text: str, direction: str) -> str:
    """The same, only where the text does not run along with a line of this direction."""
    return text if runs_along(text, direction) else apart(text)


def in_line(text: str) -> str:
    """The same for a name on the page that is written now: "101 Main St." begins with 101."""
    return set_apart(text, current_language().direction)


def other_way(text: str) -> str:
    """Which way a text runs by its first letter, if that is not the way of the page; else nothing.

    A number has no letter, and stays where the page's numbers stand.
    """
    way = direction_of([text])
    with_letters = any(sign.isalpha() for sign in text)
    return way if with_letters and way != current_language().direction else ""


def left_to_right(text: str) -> str:
    """A number in groups, kept in its order where no markup can do it; nothing stays nothing.

    A right-to-left line would turn "4706-d5a8" around, though both halves are read as written.
    """
    return f"\u2066{text}\u2069" if text else ""
