"""What every message of a wave tells: taken from its promise, once for a mailing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.headerregistry import Address
from typing import Final

from flask import current_app

from survey.core.promise.document import short_hash
from survey.settings import Settings
from survey.waves.models import Wave
from survey.waves.promise import effective_promise

EXAMPLE_CODE: Final = "ABCD-EFGH-JKLM"
"""As long as every code, and nobody's."""

_TELLING: Final = re.compile(
    r"\b(affordable|subsid\w*|low[ -]income|mixed[ -]income|section 8|voucher\w*|lihtc|hud|"
    r"public housing|housing authority|supportive|shelter\w*|transitional|workforce)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The place, who runs the survey, its days and languages.

    names_place: whether the place's name may stand in a text message, which strangers see on a
    locked screen. address: of the page for codes, or of the survey itself (codes: which of both).
    reply_to: the runner's contact where it is an e-mail address.
    """

    wave_id: str
    place: str
    names_place: bool
    runner: str
    contact: str
    reply_to: str
    opens_on: str
    closes_on: str
    tags: tuple[str, ...]
    codes: bool
    address: str
    promise_address: str
    base_url: str

    def link(self, code: str, tag: str = "") -> str:
        """Where one adult answers. The code is a fragment: no server is told it."""
        asked = f"?lang={tag}" if tag else ""
        if self.codes:
            return f"{self.address}{asked}#{code}"
        return f"{self.address}/{tag}" if tag else self.address

    def language_for(self, wanted: str | None) -> str:
        """The language in which a home is written to."""
        if wanted in self.tags:
            return str(wanted)
        return "en" if "en" in self.tags else self.tags[0]


def tell(wave: Wave) -> Told:
    """What a wave's messages tell."""
    settings: Settings = current_app.extensions["settings"]
    promise = effective_promise(wave)
    runner, days = promise["runner"], promise["wave"]
    place = _line(promise["property"]["name"])
    codes = wave.access == "codes"
    base = settings.base_url
    return Told(
        wave_id=wave.id,
        place=place,
        names_place=not name_tells(place),
        runner=_line(runner["name"]),
        contact=_line(runner["contact"]),
        reply_to=_mail_address(runner["contact"]),
        opens_on=days["opens_on"],
        closes_on=days["closes_on"],
        tags=tuple(promise["languages"]),
        codes=codes,
        address=f"{base}/c" if codes else f"{base}/s/{wave.slug}",
        promise_address=f"{base}/promise/{short_hash(wave.promise_hash)}",
        base_url=base,
    )


def name_tells(name: str) -> bool:
    """Whether a name says to a stranger what kind of homes these are."""
    return _TELLING.search(name) is not None


def _line(text: str) -> str:
    return " ".join(text.split())


def _mail_address(text: str) -> str:
    """The text where it is an e-mail address in plain letters, else ""."""
    address = text.strip()
    if not address.isascii() or " " in address or "." not in address.partition("@")[2]:
        return ""
    try:
        return Address(addr_spec=address).addr_spec
    except (ValueError, IndexError):
        return ""
