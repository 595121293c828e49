"""Code letters: shown once for printing, to whoever may, and stored nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

import segno
from flask import Response, current_app, make_response, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from forms.waves import LettersForm
from survey import clock
from survey.accounts.access import Right, signed_in
from survey.communities.queries import get_property
from survey.core.promise.document import short_hash
from survey.db import transaction
from survey.settings import Settings
from survey.waves import words
from survey.waves.letters import CodeLetter, list_codes
from survey.waves.models import Wave
from survey.waves.promise import effective_promise
from survey.waves.queries import get_wave_for
from survey.waves.services import record_codes_listed
from survey.waves.views.blueprint import bp
from survey.web.locales import LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class Slip:
    """One code, and the square that leads a phone to it."""

    code: str
    square: Markup


@dataclass(frozen=True, slots=True)
class Letter:
    """One sheet or slip: whose it is, told only on the strip that is torn off, and its codes."""

    home: str
    slips: tuple[Slip, ...]


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a letter says, in one language."""

    language: Language
    title: str
    lines: tuple[str, ...]


@bp.route("/staff/waves/<wave_id>/codes", methods=["GET", "POST"])
def codes(wave_id: str) -> str | Response:
    """Say who should print codes; then show them all, and write down that they were shown."""
    person = signed_in()
    wave = get_wave_for(person, wave_id, Right.MANAGE)
    form = LettersForm(shape="homes", paper="letter")
    form.offer()
    place = get_property(wave.property_id)
    if not form.validate_on_submit():
        possible = wave.access == "codes" and wave.state == "open"
        return render_template(
            "waves/codes.html", wave=wave, place=place, form=form, possible=possible
        )
    with transaction():
        listed = list_codes(wave)
        record_codes_listed(wave=wave, actor=person, way="letters", now=clock.now())
    by_home = form.shape.data == "homes"
    page = render_template(
        "waves/letters.html",
        place=place,
        paper=form.paper.data,
        shape=form.shape.data,
        letters=make_letters(listed, by_home=by_home, address=code_address()),
        greetings=greet(wave),
        address=_typed(code_address()),
        short=short_hash(wave.promise_hash),
        promise_address=_typed(promise_address(wave)),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def code_address() -> str:
    """The page on which a code is typed."""
    settings: Settings = current_app.extensions["settings"]
    return f"{settings.base_url}/c"


def promise_address(wave: Wave) -> str:
    """Where anybody can read a wave's promise."""
    settings: Settings = current_app.extensions["settings"]
    return f"{settings.base_url}/promise/{short_hash(wave.promise_hash)}"


def make_letters(listed: Iterable[CodeLetter], *, by_home: bool, address: str) -> list[Letter]:
    """One letter a home with all its codes, or one slip an adult."""
    homes = groupby(listed, key=lambda one: (one.part, one.home))
    letters: list[Letter] = []
    for (part, home), in_home in homes:
        slips = tuple(Slip(one.code, draw_square(f"{address}#{one.code}")) for one in in_home)
        name = _name_home(part, home)
        letters += [Letter(name, slips)] if by_home else [Letter(name, (slip,)) for slip in slips]
    return letters


def draw_square(text: str) -> Markup:
    """A QR code as inline SVG, without any style or script."""
    drawn = segno.make_qr(text, error="m").svg_inline(
        omitsize=True, svgclass="square", lineclass=None, border=2
    )
    return Markup(drawn)  # noqa: S704  (drawn from numbers: no part of `text` is in it)


def greet(wave: Wave) -> list[Greeting]:
    """The same few sentences in each of the wave's languages."""
    promise = effective_promise(wave)
    place, days = promise["property"]["name"], promise["wave"]
    greetings = []
    for tag in promise["languages"]:
        language = LANGUAGES[tag]
        with force_locale(language.locale):
            greetings.append(
                Greeting(
                    language,
                    _("Your code for the neighbor survey at %(place)s", place=place),
                    (
                        _(
                            "One code is for one adult. Scan the square with a phone, or go to "
                            "the address and type the code."
                        ),
                        _(
                            "You can answer from %(first)s to %(last)s. It is your choice.",
                            first=words.day(days["opens_on"]),
                            last=words.day(days["closes_on"]),
                        ),
                        _("No list says who has used a code."),
                    ),
                )
            )
    return greetings


def _typed(address: str) -> str:
    """An address as people type it."""
    return address.removeprefix("https://").removeprefix("http://")


def _name_home(part: str | None, home: int) -> str:
    if part is None:
        return _("Home %(number)s", number=home)
    return _("%(part)s: home %(number)s", part=part, number=home)
