"""Two keyers with accounts of their own, and one keyer with two pages, at the same sheet.

K11 Each types a sheet twice alone; the other's typing is compared with nobody's, and both are told
    the same. With codes what is typed last stands, by an open link each typing is an answer set:
    the page on which a sitting begins says which.
K12 A sheet that is sent once more: whether it was sealed or left is told, and it is sealed once.
K13 A sheet that is sent after its sitting has ended is not sealed, and that is said.
"""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.factories.paper import Keyer, hidden
from tests.factories.surveys import box_of, sealed_answers
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.features.responses.paper.keying import AGAIN, SHEET, keyer_at
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import heading_of, words_of

OTHER = {**SHEET, "per_bel_01": "5"}
SEALED = "The sheet is sealed. Put it aside and take the next one."


def both_type(app: Flask, one: Keyer, work: Fieldwork, **code: str) -> list[str]:
    """One keyer types a sheet, another types it otherwise; what each is told."""
    told = []
    with app.app_context():  # each request knows anew who asks
        other = keyer_at(app.test_client(), work)
    for keyer, sheet in ((one, SHEET), (other, OTHER)):
        with app.app_context():
            asked = keyer.send(keyer.take(), **code, **sheet)
            assert heading_of(asked) == AGAIN  # not to be compared with what another one typed
        with app.app_context():
            assert keyer.send(hidden(asked), **sheet).status_code == 303
        with app.app_context():
            told.append(words_of(keyer.client.get(keyer.address)))
    return told


def test_the_last_typing_stands(app: Flask, hana: Keyer, work: Fieldwork) -> None:
    """K11: with codes."""
    told = both_type(app, hana, work, code=work.codes[0])
    assert [SEALED in words for words in told] == [True, True]
    assert sealed_answers(work) == [{"out_sat_01": 4, "per_bel_01": 5}]
    said = words_of(hana.client.get(f"/staff/paper/{work.wave_id}"))
    assert "what was typed last counts" in said
    assert "count twice" not in said


def test_each_typing_counts_by_an_open_link(
    app: Flask, client: FlaskClient, frozen_clock: FrozenClock, people: Everybody
) -> None:
    """K11"""
    work = launch_wave_for_tests(
        frozen_clock(), place=people.maple, access="link", cuts=("dem_ten",), paper=True
    )
    hana = Keyer(sign_in(client, people.hana), work)
    hana.begin()
    assert len(both_type(app, hana, work)) == 2
    assert len(box_of(work)) == 2
    said = words_of(client.get(f"/staff/paper/{work.wave_id}"))
    assert "it would count twice" in said
    assert "what was typed last counts" not in said


@pytest.mark.parametrize(
    ("act", "told", "sealed"),
    [
        ("seal", "That sheet is sealed already.", 1),
        ("clear", "That sheet was left, and nothing of it is sealed.", 0),
    ],
)
def test_sent_once_more(hana: Keyer, work: Fieldwork, act: str, told: str, sealed: int) -> None:
    """K12: the page as the browser keeps it, by Back and by a second press."""
    asked = hidden(hana.send(hana.take(), code=work.codes[0], **SHEET))
    assert hana.send(asked, act=act, **SHEET).status_code == 303
    hana.take()  # what was told after the first press is read
    assert hana.send(asked, act="seal", **SHEET).status_code == 303
    assert told in words_of(hana.client.get(hana.address))
    assert len(box_of(work)) == sealed


def test_sent_after_the_end(hana: Keyer, work: Fieldwork) -> None:
    """K13: another tab has stopped typing in; beginning again says nothing more of it."""
    page = hana.take()
    hana.client.post(f"/staff/paper/{work.wave_id}/end")
    hana.client.get("/staff/paper")
    reply = hana.send(page, code=work.codes[0], **SHEET)
    assert heading_of(reply) == "Type in sheets"
    assert "What was sent just now is not sealed" in words_of(reply)
    assert box_of(work) == []
    hana.begin()
    assert "is not sealed" not in words_of(hana.client.get(hana.address))
