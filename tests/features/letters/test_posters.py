"""Posters and table tents: read back as a phone sees them.

B1  A poster's square leads to the page for codes, or to the survey with an open link, in its
    language; it holds no code and names the letter where there is one.
B2  A tent has every language on both halves, one of them upside down; each half reads by itself.
B3  One page each, in fifteen languages and with the longest names.
B4  The page can be kept by the browser; a language or a paper that is not there is no page.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from survey.communities.models import Property
from survey.letters.posters import render_poster, render_tent
from survey.web.locales import LANGUAGES
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.features.letters.reading import CODE, pages_of, squares_in
from tests.features.letters.test_sheets import HOST, make_long_property
from tests.support.frozen_clock import FrozenClock

TAGS = ["en", "es", "zh-Hans", "ar"]


def test_b1_codes(greta: FlaskClient, wave: Fieldwork, tmp_path: Path) -> None:
    reply = greta.get(f"/staff/waves/{wave.wave_id}/posters/en?paper=letter")
    assert reply.headers["Cache-Control"] == "private, max-age=3600"
    (words,) = pages_of(reply.data)
    assert "Your letter has your code." in words
    assert CODE.findall(words) == []
    assert squares_in(reply.data, tmp_path) == [f"{HOST}/c?lang=en"]


def test_b1_b2_open_link(place: Property, frozen_clock: FrozenClock, tmp_path: Path) -> None:
    work = launch_wave_for_tests(frozen_clock(), place=place, access="link", cuts=(), min_group=5)
    poster = render_poster(work.wave, place, "ar", "a4")
    (words,) = pages_of(poster)
    assert f"127.0.0.1:8000/s/{work.slug}" in words.replace("\n", "")
    assert squares_in(poster, tmp_path) == [f"{HOST}/s/{work.slug}/ar"]
    tent = render_tent(work.wave, place, "a4")
    assert len(pages_of(tent)) == 1
    wanted = sorted(2 * [f"{HOST}/s/{work.slug}/{tag}" for tag in TAGS])
    assert squares_in(tent, tmp_path) == wanted


def test_b3_long_names(frozen_clock: FrozenClock, app: object, tmp_path: Path) -> None:
    place = make_long_property()
    work = launch_wave_for_tests(frozen_clock(), place=place, languages=list(LANGUAGES), cuts=())
    assert len(pages_of(render_poster(work.wave, place, "ru", "letter"))) == 1
    tent = render_tent(work.wave, place, "letter")
    (words,) = pages_of(tent)
    assert words.count("Soomaali") == 2
    wanted = sorted(2 * [f"{HOST}/c?lang={tag}" for tag in LANGUAGES])
    assert squares_in(tent, tmp_path) == wanted


@pytest.mark.parametrize(
    "rest",
    [
        "posters/ko",
        "posters/en?paper=a3",
        "tent?paper=b",
        "posters/x",
        "letters/test?language=ko",
        "letters/test?shape=banner",
    ],
)
def test_b4_not_there(greta: FlaskClient, wave: Fieldwork, rest: str) -> None:
    assert greta.get(f"/staff/waves/{wave.wave_id}/{rest}").status_code == 404
