"""/genuine: where a resident checks a letter or a text.

G1  The promise's number and the survey's addresses lead to the survey, however they are typed.
G2  A code is never looked up, not even a true one, and is not repeated on the page.
G3  Another site's address is not ours, whatever it looks like.
G4  The page is there in every language, without a cookie, and what is typed is in no address.
"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from survey.core.promise.document import short_hash
from survey.letters import genuine
from survey.web.locales import LANGUAGES
from tests.factories.waves import Fieldwork

YES, CODE_TITLE, FOREIGN, UNKNOWN = (
    "Yes, this survey is genuine",
    "That looks like your code",
    "This is not our address",
    "We do not know this",
)


def check(client: FlaskClient, given: str) -> str:
    reply = client.post("/genuine", data={"given": given})
    assert reply.status_code == 200
    assert "Set-Cookie" not in reply.headers
    return reply.get_data(as_text=True)


def test_g1_known(client: FlaskClient, wave: Fieldwork) -> None:
    short = short_hash(wave.wave.promise_hash)
    for given in (
        short,
        short.upper().replace("-", " "),
        wave.wave.promise_hash,
        f"127.0.0.1:8000/promise/{short}",
        f"http://127.0.0.1:8000/s/{wave.slug}",
        f" HTTP://127.0.0.1:8000/s/{wave.slug}/es ",
    ):
        page = check(client, given)
        assert f"<h1>{YES}</h1>" in page, given
        assert "Maple Court" in page
        assert "Hearth Research, which is not the landlord here." in page
        assert "From August 3, 2026 to August 24, 2026." in page
        assert "It is open now." in page
    assert "Yes, this address is ours" in check(client, "127.0.0.1:8000/c")


def test_g2_a_code(client: FlaskClient, wave: Fieldwork, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(genuine, "find_wave_by_slug", asked.append)
    code = wave.codes[0]
    for given in (code, code.lower().replace("-", ""), f"127.0.0.1:8000/c#{code}"):
        page = check(client, given)
        assert f"<h1>{CODE_TITLE}</h1>" in page
        assert code[:4] not in page.upper().replace("CODE", "")
        assert "Maple Court" not in page
    assert asked == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("survey-prizes.example.com/s/maple", FOREIGN),
        ("https://127.0.0.1:8000.evil.example/c", FOREIGN),
        ("https://127.0.0.1:8000@evil.example/c", FOREIGN),
        ("127.0.0.1:8000/s/nothing", UNKNOWN),
        ("0000-0000-0000-0000-0000-0000", UNKNOWN),
        ("https://[", UNKNOWN),
        ("my letter", UNKNOWN),
        ("", "Nothing was typed"),
        ("x" * 100_000, UNKNOWN),
    ],
)
def test_g3_not_ours(client: FlaskClient, wave: Fieldwork, given: str, said: str) -> None:
    page = check(client, given)
    assert f"<h1>{said}</h1>" in page
    assert "Maple Court" not in page


def test_g4_languages(client: FlaskClient) -> None:
    for tag, language in LANGUAGES.items():
        page = client.get(f"/genuine?lang={tag}").get_data(as_text=True)
        assert f'<html lang="{tag}" dir="{language.direction}">' in page
        assert 'method="post"' in page
        assert "<script" not in page
