"""The public promise page: anybody can read what was sealed, and check it.

PP1  Short or full number, with or without dashes, in any case, leads to the promise.
PP2  The downloaded document hashes to the number that the page shows.
PP3  The page says the frozen values and wording, in each of the wave's languages.
PP4  Tightenings stand there, and the values shown are the stricter ones.
PP5  Once closed, the count and hash of the sealed answers stand there.
PP6  An unknown number gets a kind page; a language that the wave lacks is not there.
PP7  Wording that changes in the bank after launch changes nothing here.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient

from survey.core.promise.document import short_hash
from survey.db import transaction
from survey.waves.promise import sealed_promise
from survey.waves.services import tighten_promise
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.backends import ONE_DATABASE
from tests.support.frozen_clock import FrozenClock


@pytest.fixture
def made(client: FlaskClient, frozen_clock: FrozenClock) -> Fieldwork:
    """An open wave."""
    return launch_wave_for_tests(frozen_clock())


def read(client: FlaskClient, made: Fieldwork, tag: str = "en") -> str:
    """The promise page as text."""
    answer = client.get(f"/promise/{short_hash(made.wave.promise_hash)}/{tag}")
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def test_every_way_to_write_the_number(client: FlaskClient, made: Fieldwork) -> None:
    """PP1"""
    full = made.wave.promise_hash
    short = short_hash(full)
    assert (len(short), short.count("-"), short.replace("-", "")) == (29, 5, full[:24])
    for text in (short, full[:24], full, full.upper(), short.upper(), short.replace("-", " ")):
        answer = client.get(f"/promise/{text}")
        assert (answer.status_code, short in answer.get_data(as_text=True)) == (200, True)


def test_document_hashes_to_the_number(client: FlaskClient, made: Fieldwork) -> None:
    """PP2"""
    short = short_hash(made.wave.promise_hash)
    answer = client.get(f"/promise/{short}.json")
    digest = hashlib.sha256(answer.data).hexdigest()
    assert digest == made.wave.promise_hash
    assert short == "-".join(digest[at : at + 4] for at in range(0, 24, 4))
    assert digest in read(client, made)
    assert answer.mimetype == "application/json"
    assert f"porchlight-promise-{short}.json" in answer.headers["Content-Disposition"]
    assert json.loads(answer.data) == sealed_promise(made.wave)


def test_one_changed_letter_changes_the_number(client: FlaskClient, made: Fieldwork) -> None:
    """PP2: so that the check above can fail."""
    data = client.get(f"/promise/{made.wave.promise_hash}.json").data
    changed = data.replace(b'"min_group":10', b'"min_group":11')
    assert changed != data
    assert hashlib.sha256(changed).hexdigest() != made.wave.promise_hash


def test_says_what_was_sealed(client: FlaskClient, made: Fieldwork) -> None:
    """PP3"""
    page = read(client, made)
    for words in (
        "Hearth Research is not your landlord.",
        "10 people. We show nothing about a smaller group.",
        "Type of home: Full-price homes and Lower-cost homes.",
        "From August 3, 2026 to August 24, 2026. Results follow by September 21, 2026.",
        "destroyed unopened on October 5, 2026",
        "All 180 adults who live here, in 120 homes.",
        made.wave.public_key.hex(),
        "The survey is not closed yet.",
    ):
        assert words in _bare(page)


def _bare(page: str) -> str:
    for mark in ("<bdi>", "</bdi>", "<b>", "</b>"):
        page = page.replace(mark, "")
    return page


@ONE_DATABASE
@pytest.mark.parametrize(
    ("tag", "direction"), [("en", "ltr"), ("es", "ltr"), ("zh-Hans", "ltr"), ("ar", "rtl")]
)
def test_each_language(client: FlaskClient, made: Fieldwork, tag: str, direction: str) -> None:
    """PP3"""
    page = read(client, made, tag)
    assert f'<html lang="{tag}" dir="{direction}">' in page
    wording = sealed_promise(made.wave)["wording"][tag]
    for item in sealed_promise(made.wave)["questionnaire"]["content"]["items"]:
        assert wording[item["id"]] in page
    assert wording["consent.change"] in page
    assert (wording["consent.not_reviewed"] in page) == (tag != "en")


def test_language_of_the_reader(client: FlaskClient, made: Fieldwork) -> None:
    """PP3"""
    answer = client.get(
        f"/promise/{made.wave.promise_hash}", headers={"Accept-Language": "ar-EG,en;q=0.5"}
    )
    assert '<html lang="ar" dir="rtl">' in answer.get_data(as_text=True)


def test_tightenings(client: FlaskClient, made: Fieldwork, frozen_clock: FrozenClock) -> None:
    """PP4: told with the day that it was at the property, in the evening too."""
    assert "Made stricter since" not in read(client, made)
    frozen_clock.set(datetime(2026, 8, 6, 2, tzinfo=UTC))  # ten in the evening of the day before
    with transaction():
        tighten_promise(
            wave=made.wave, change={"min_group": 15, "cuts": []}, actor=None, now=frozen_clock()
        )
    page = _bare(read(client, made))
    assert "Made stricter since" in page
    assert "August 5, 2026: The smallest group shown is 15 people." in page
    assert "15 people. We show nothing about a smaller group." in page
    assert "None. Results are about everybody together." in page
    digest = hashlib.sha256(client.get(f"/promise/{made.wave.promise_hash}.json").data).hexdigest()
    assert digest == made.wave.promise_hash


def test_count_and_hash_at_closing(client: FlaskClient, made: Fieldwork) -> None:
    """PP5"""
    with transaction():
        wave = made.wave
        wave.state, wave.envelope_count, wave.envelope_digest = "closed", 93, "ab" * 32
    page = read(client, made)
    assert "When the survey closed, 93 sealed answers were in the box." in page
    assert "ab" * 32 in page


def test_cancelled(client: FlaskClient, made: Fieldwork) -> None:
    """PP5"""
    with transaction():
        made.wave.state = "cancelled"
    assert "This survey was cancelled." in read(client, made)


@ONE_DATABASE
@pytest.mark.parametrize(
    "text", ["0" * 24, "0" * 64, "7f3a", "x" * 24, "0" * 30, "%25", "0" * 23 + "%", "0000-"]
)
def test_unknown_number(client: FlaskClient, made: Fieldwork, text: str) -> None:
    """PP6"""
    answer = client.get(f"/promise/{text}")
    assert answer.status_code == 404
    assert "No promise has this number." in answer.get_data(as_text=True)
    assert client.get(f"/promise/{text}.json").status_code == 404


def test_unknown_language(client: FlaskClient, frozen_clock: FrozenClock) -> None:
    """PP6"""
    made = launch_wave_for_tests(frozen_clock(), languages=["en", "es"])
    number = made.wave.promise_hash
    assert client.get(f"/promise/{number}/es").status_code == 200
    assert client.get(f"/promise/{number}/ar").status_code == 404
    assert client.get(f"/promise/{number}/tlh").status_code == 404


def test_wording_is_frozen(
    client: FlaskClient, made: Fieldwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PP7"""
    before = read(client, made, "es")
    monkeypatch.setattr(
        "survey.questionnaires.wording.translate", lambda _key, _source, _tag: "Otra cosa."
    )
    assert read(client, made, "es") == before
