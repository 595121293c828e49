"""The resident's document, as it goes out.

D1  One document per wave and language, with style and script inside, at most 30 KB compressed.
D2  It sets no cookie, asks no other host, and its policy allows nothing but itself.
D3  A phone that has it gets 304; what it has is the same for everybody.
D4  Without a language in the address the browser's wish decides, among the wave's languages.
D5  Names, numbers and days from the promise stand in its sentences, each isolated.
D6  A get writes nothing.
D7  A tightened promise is shown as it stands.
D8  The end of a wave is seen at once where it was ended, and a tenth of a second later at most by
    every other process; nothing can be sent in between.
D9  A wave launched without "Exit this page" has it on none of its pages, but on its tablets.
D10 Whoever may be part of a study reads so before answering, on the page and on paper.
D11 Sentences that set a question up stand apart from it, however a language ends its sentences.
"""

from __future__ import annotations

import gzip
import re
import time
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from survey.db import db, transaction
from survey.responses.paper.printing import Returning, questionnaire_html
from survey.responses.services import close_ballot_box
from survey.waves.known import TRUSTED_SECONDS
from survey.waves.promise import sealed_promise
from survey.waves.services import tighten_promise
from survey.web.locales import LANGUAGES
from tests.factories.surveys import LINK, box_of, launch_annual
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.backends import ONE_DATABASE
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import heading_of, unpacked, words_of

BUDGET_BYTES = 30 * 1024
JSON = "application/json"
ZIPPED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def wave(frozen_clock: FrozenClock) -> Fieldwork:
    """Return an open pulse with an open link."""
    return launch_wave_for_tests(frozen_clock(), **LINK)


def test_first_visit_fits_the_budget(client: FlaskClient, frozen_clock: FrozenClock) -> None:
    """D1, D11"""
    wave = launch_annual(frozen_clock(), languages=list(LANGUAGES))
    for tag in LANGUAGES:
        response = client.get(f"/s/{wave.slug}/{tag}", headers=ZIPPED)
        page = unpacked(response)
        assert len(response.data) <= BUDGET_BYTES, (tag, len(response.data))
        assert page.count('<section class="q"') == 45
        assert page.count('<span class="lead">') == 1, tag
        assert not re.search(r'<(link|script|img)[^>]* (src|href)="(?!data:)', page)


def test_compressed_is_the_same(client: FlaskClient, wave: Fieldwork) -> None:
    """D1"""
    plain = client.get(f"/s/{wave.slug}/en")
    zipped = client.get(f"/s/{wave.slug}/en", headers=ZIPPED)
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(zipped.data) == plain.data


@pytest.mark.parametrize(
    ("said", "packed"),
    [
        ("gzip, deflate, br, zstd", True),
        ("br,GZIP", True),
        ("gzip;q=0.5", True),
        ("*", True),
        ("gzip;q=0, br", False),
        ("x-gzipped, deflate", False),
        ("", False),
    ],
)
def test_packed_for_who_unpacks(
    client: FlaskClient, wave: Fieldwork, said: str, *, packed: bool
) -> None:
    """D1"""
    response = client.get(f"/s/{wave.slug}/en", headers={"Accept-Encoding": said})
    assert ("Content-Encoding" in response.headers) is packed


def test_knows_nobody(client: FlaskClient, wave: Fieldwork) -> None:
    """D2"""
    response = client.get(f"/s/{wave.slug}/en")
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.vary
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_asks_again_and_keeps(client: FlaskClient, wave: Fieldwork) -> None:
    """D3"""
    first = client.get(f"/s/{wave.slug}/en")
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get(f"/s/{wave.slug}/en", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    other = client.get(f"/s/{wave.slug}/es")
    assert other.headers["ETag"] != first.headers["ETag"]
    assert client.get(f"/s/{wave.slug}/en").data == first.data


def test_a_kept_document_ends_with_the_wave(
    client: FlaskClient, wave: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """D3"""
    etag = client.get(f"/s/{wave.slug}/en").headers["ETag"]
    frozen_clock.forward(days=40)
    late = client.get(f"/s/{wave.slug}/en", headers={"If-None-Match": etag})
    assert late.status_code == 200
    assert heading_of(late) == "This survey has closed"


@ONE_DATABASE
@pytest.mark.parametrize(
    ("accept", "tag"),
    [("zh-CN,zh;q=0.9", "zh-Hans"), ("ar-EG", "ar"), ("fr, es;q=0.5", "es"), ("ko", "en")],
)
def test_speaks_the_browsers_language(
    client: FlaskClient, wave: Fieldwork, accept: str, tag: str
) -> None:
    """D4"""
    response = client.get(f"/s/{wave.slug}", headers={"Accept-Language": accept})
    assert f'<html lang="{tag}"' in response.text
    assert "Accept-Language" in response.vary


def test_offers_only_the_waves_languages(client: FlaskClient, frozen_clock: FrozenClock) -> None:
    """D4"""
    wave = launch_wave_for_tests(frozen_clock(), languages=["en", "es"])
    asked = client.get(f"/s/{wave.slug}", headers={"Accept-Language": "ar"})
    assert '<html lang="en"' in asked.text
    assert client.get(f"/s/{wave.slug}/ar").status_code == 404
    assert "العربية" not in asked.text


def test_says_the_promise(client: FlaskClient, wave: Fieldwork) -> None:
    """D5"""
    page = client.get(f"/s/{wave.slug}/en")
    words = words_of(page)
    assert "Hearth Research keeps the answers. Hearth Research is not your landlord." in words
    assert "Hearth Research promises not to use it before the survey closes, on" in words
    assert "August 24, 2026" in words
    assert "10 people. We show nothing about a smaller group." in words
    assert "On November 4, 2026 at the latest." in words
    assert "12 questions" in words
    assert "checked by a fluent person" not in words
    assert '<bdi dir="ltr">612-555-0142</bdi>' in page.text
    assert not re.search(
        r"\{[a-z_]+\}", page.text.split('id="say"')[0].split("</style>")[1].split("</script>")[1]
    )


def test_arabic_isolates_names_and_is_honest(client: FlaskClient, wave: Fieldwork) -> None:
    """D5"""
    page = client.get(f"/s/{wave.slug}/ar").text
    assert 'dir="rtl"' in page
    assert "<bdi>Hearth Research</bdi>" in page
    assert "24 أغسطس 2026" in page
    assert (
        wave.wave.promise.count("لم يراجع هذه الترجمة") == page.count("لم يراجع هذه الترجمة") == 1
    )


def test_names_are_text_and_never_markup(client: FlaskClient, frozen_clock: FrozenClock) -> None:
    """D5"""
    wave = launch_wave_for_tests(frozen_clock(), runner_name="<b>{min_n} & Sons</b>")
    page = client.get(f"/s/{wave.slug}/en").text
    assert "<bdi>&lt;b&gt;{min_n} &amp; Sons&lt;/b&gt;</bdi>" in page


def test_a_get_writes_nothing(client: FlaskClient, wave: Fieldwork) -> None:
    """D6"""
    data = {"out_sat_01": "4", "submission_id": "A" * 32}
    client.get(f"/s/{wave.slug}/en", query_string=data)
    client.get(f"/s/{wave.slug}/withdraw", query_string={"receipt": "ABCD"})
    assert box_of(wave) == []


def test_shows_the_promise_as_it_stands(
    client: FlaskClient, wave: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """D7"""
    assert "10 people." in words_of(client.get(f"/s/{wave.slug}/en"))
    with transaction():
        tighten_promise(wave=wave.wave, change={"min_group": 12}, actor=None, now=frozen_clock())
    assert "12 people." in words_of(client.get(f"/s/{wave.slug}/en"))


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_seen_by_every_process(client: FlaskClient, wave: Fieldwork, state: str) -> None:
    """D8: another process ends the wave; this one hears of it from the database alone."""
    path = f"/s/{wave.slug}/en"
    assert client.get(path).status_code == 200
    with db.engine.begin() as elsewhere:
        elsewhere.execute(text("UPDATE wave SET state = :state"), {"state": state})
    late = client.post(path, data={"submission_id": "A" * 32}, headers={"Accept": JSON})
    assert (late.status_code, late.get_json()["state"]) == (409, state)
    time.sleep(TRUSTED_SECONDS)
    assert heading_of(client.get(path)) != "Neighbor survey"
    assert box_of(wave) == []


def test_seen_at_once_by_the_process_that_ends_it(
    client: FlaskClient, wave: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """D8"""
    path = f"/s/{wave.slug}/en"
    assert client.get(path).status_code == 200
    with transaction():
        close_ballot_box(wave=wave.wave, now=frozen_clock())
    assert heading_of(client.get(path)) == "This survey has closed"


def _pages_of(client: FlaskClient, wave: Fieldwork) -> dict[str, str]:
    """Every page of an open wave, without the script and after it."""
    at = f"/s/{wave.slug}"
    chosen = {"act": "check", "vo_heard": "4"}
    pages = {
        "document": client.get(f"{at}/en"),
        "check": client.post(f"{at}/en", data=chosen),
        "withdraw": client.get(f"{at}/withdraw"),
        "kiosk": client.get(f"{at}/kiosk"),
    }
    with transaction():
        close_ballot_box(wave=wave.wave, now=wave.wave.closes_at)
    pages["closed"] = client.get(f"{at}/en")
    return {name: unpacked(page) for name, page in pages.items()}


@pytest.mark.parametrize("exists", [True, False])
def test_exit_stands_on_every_page_or_on_none(
    client: FlaskClient, frozen_clock: FrozenClock, exists: bool
) -> None:
    """D9"""
    wave = launch_wave_for_tests(frozen_clock(), **LINK, exit_button=exists)
    pages = _pages_of(client, wave)
    assert {name: "weather.com" in page for name, page in pages.items()} == {
        **dict.fromkeys(pages, exists),
        "kiosk": True,
    }
    for name, page in pages.items():
        assert ("Exit this page" in page) is (exists or name == "kiosk"), name


@ONE_DATABASE
@pytest.mark.parametrize("promised", [True, False])
def test_a_study_is_told_before_answering(
    client: FlaskClient, frozen_clock: FrozenClock, promised: bool
) -> None:
    """D10"""
    wave = launch_wave_for_tests(frozen_clock(), **LINK, study=promised)
    told = "They may be used once, together with those of at least four other places"
    assert (told in words_of(client.get(f"/s/{wave.slug}/en"))) is promised
    promise = sealed_promise(wave.wave)
    sheet = questionnaire_html(
        promise,
        promise_hash=wave.wave.promise_hash,
        tag="en",
        paper="letter",
        size="normal",
        returning=Returning("The white box", date(2026, 8, 20)),
    )
    assert (told in sheet) is promised
