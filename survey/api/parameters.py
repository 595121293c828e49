"""The parameters that operations share: what each takes, and how its text is read."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from survey.api.operations import Parameter
from survey.web.locales import DEFAULT, LANGUAGES

DEFAULT_LIMIT: Final = 20
MOST: Final = 100
LARGEST_ID: Final = 2**31 - 1
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SLUG: Final = re.compile(r"[a-z0-9-]{1,80}")
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


def _read_limit(text: str) -> int:
    if _NUMBER.fullmatch(text) and 1 <= int(text) <= MOST:
        return int(text)
    raise ValueError(f"Give a whole number from 1 to {MOST}.")


def _read_day(text: str) -> date:
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError("Give a day like this: 2026-10-05.")


def _read_slug(text: str) -> str:
    if _SLUG.fullmatch(text):
        return text
    raise ValueError("Give a slug, as in the list of properties: small letters, digits and -.")


def _read_number(text: str) -> int:
    if _NUMBER.fullmatch(text):
        return int(text)
    raise ValueError("Take the cursor from `next_cursor` of the page before, as it stands there.")


def _read_language(text: str) -> str:
    if text in LANGUAGES:
        return text
    raise ValueError(f"Give one of: {', '.join(LANGUAGES)}.")


LIMIT: Final = Parameter(
    name="limit",
    about="How many entries a page holds at most.",
    schema={"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT},
    read=_read_limit,
    default=DEFAULT_LIMIT,
)
RELEASE_CURSOR: Final = Parameter(
    name="cursor",
    about="Where the page begins: `next_cursor` of the page before. It stays good for ever, also "
    "to ask later for what has been added since.",
    schema={"type": "string", "pattern": "^[0-9]{1,9}$"},
    read=_read_number,
    default=0,
)
PROPERTY_CURSOR: Final = Parameter(
    name="cursor",
    about="Where the page begins: `next_cursor` of the page before.",
    schema={"type": "string", "pattern": "^[a-z0-9-]{1,80}$"},
    read=_read_slug,
    default="",
)
OF_PROPERTY: Final = Parameter(
    name="property",
    about="Only releases of the property with this slug.",
    schema={"type": "string", "pattern": "^[a-z0-9-]{1,80}$"},
    read=_read_slug,
)
SINCE: Final = Parameter(
    name="since",
    about="Only releases made on this day (UTC) or later.",
    schema={"type": "string", "format": "date"},
    read=_read_day,
)
LANG: Final = Parameter(
    name="lang",
    about="The language of the labels.",
    schema={"type": "string", "enum": list(LANGUAGES), "default": DEFAULT.tag},
    read=_read_language,
    default=DEFAULT.tag,
)
SLUG: Final = Parameter(
    name="slug",
    about="The property's slug, as in its public address.",
    schema={"type": "string", "pattern": "^[a-z0-9-]{1,80}$"},
    place="path",
)
RELEASE_ID: Final = Parameter(
    name="release_id",
    about="The release's number.",
    schema={"type": "integer", "minimum": 1, "maximum": LARGEST_ID},
    place="path",
    converter=f"int(max={LARGEST_ID}):",
)
ITEM_ID: Final = Parameter(
    name="item_id",
    about="The id of a question that people answered in their own words.",
    schema={"type": "string", "pattern": "^[a-z0-9_]{1,40}$"},
    place="path",
)
