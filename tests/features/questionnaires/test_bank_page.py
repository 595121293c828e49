"""The page of the question bank.

B1  It shows every question, by level, with its wording in each language.
B2  It can be filtered by level, subject and words in any language.
B3  A missing translation says so; Arabic is written from right to left.
B4  It is fast.
"""

from __future__ import annotations

import time

import pytest
from flask.testing import FlaskClient

from survey.questionnaires import catalog, wording
from survey.questionnaires.bank import get_bank
from survey.web.locales import LANGUAGES
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.support.pages import words_of


def test_every_question_is_shown(client: FlaskClient, everybody: Everybody) -> None:
    """B1, B3"""
    sign_in(client, everybody.dana)
    page = client.get("/staff/bank")
    html, words = page.get_data(as_text=True), words_of(page)
    assert len(get_bank().items) == 98
    assert html.count("<article") == 98
    assert "Questions found: 98" in words
    assert '<dd lang="ar" dir="rtl">' in html
    assert "How much does this community feel like it is yours too?" in words
    assert "¿Qué tanto siente que esta comunidad también es suya?" in words
    assert "1 Not at all · 2 A little · 3 Some · 4 Quite a lot · 5 Very much" in words
    assert words.count("not yet tested") >= 98


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"level": "structural"}, {"structural"}),
        ({"construct": "belonging"}, {"perceptual"}),
        ({"words": "comunidad suya"}, {"perceptual"}),
        ({"level": "open"}, {"open"}),
        ({"level": "open", "construct": "belonging"}, set()),
        ({"words": "xyzzy"}, set()),
    ],
)
def test_looking_for_questions(query: dict[str, str], found: set[str]) -> None:
    """B2"""
    shelves = catalog.find_entries(
        **{"level": "", "construct": "", "words": "", "tag": "en", **query}
    )
    assert {entry.item.level for shelf in shelves for entry in shelf.entries} == found


def test_looking_on_the_page(client: FlaskClient, everybody: Everybody) -> None:
    """B2"""
    sign_in(client, everybody.bob)
    words = words_of(client.get("/staff/bank?level=perceptual&construct=belonging"))
    assert "Questions found: 5" in words
    assert "No question fits." in words_of(client.get("/staff/bank?words=xyzzy"))
    refused = client.get("/staff/bank?level=nonsense")
    assert refused.status_code == 400
    assert "Choose one from the list." in words_of(refused)
    assert "at most 100 characters" in words_of(client.get("/staff/bank?words=" + "x" * 101))


def test_a_missing_translation_says_so(
    client: FlaskClient, everybody: Everybody, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B3"""
    monkeypatch.setattr(wording, "_catalogue", lambda _tag: {})
    catalog._entries.cache_clear()
    sign_in(client, everybody.bob)
    words = words_of(client.get("/staff/bank?construct=belonging"))
    assert words.count("Not translated yet: residents would read English.") == 5 * (
        len(LANGUAGES) - 1
    )
    catalog._entries.cache_clear()


def test_translations_of_other_words_do_not_count() -> None:
    """B3: when the English changed, the old translation may say something else."""
    text = get_bank().items["per_bel_01"].text
    assert wording.find_translation("per_bel_01", text, "es") is not None
    assert wording.find_translation("per_bel_01", "Something else?", "es") is None
    assert wording.translate("per_bel_01", "Something else?", "es") == "Something else?"
    assert wording.find_translation("per_bel_01", text, "en") == text


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag != "en"])
def test_the_whole_bank_is_translated(tag: str) -> None:
    """B1"""
    assert wording.list_untranslated(get_bank(), tag) == []
    frozen = wording.frozen_wording(get_bank(), ["en", tag])
    assert frozen["en"].keys() == frozen[tag].keys()


def test_the_page_is_fast(client: FlaskClient, everybody: Everybody) -> None:
    """B4"""
    sign_in(client, everybody.bob)
    client.get("/staff/bank")
    best = min(_seconds(client) for _round in range(3))
    assert best < 2


def _seconds(client: FlaskClient) -> float:
    start = time.perf_counter()
    assert client.get("/staff/bank").status_code == 200
    return time.perf_counter() - start
