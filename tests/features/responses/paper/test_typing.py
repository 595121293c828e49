"""What is typed, as it is read; sheets with and without codes.

K9  What cannot be read is told at its field; what does not apply is told, then left out.
K10 Without codes each sheet is its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from flask.testing import FlaskClient

from tests.factories.paper import Keyer, hidden
from tests.factories.surveys import box_of, launch_items, sealed_answers
from tests.factories.waves import Fieldwork
from tests.features.responses.paper.keying import (
    SHEET,
    keyer_at,
    past_the_first,
    sheet_by_lot,
    slips,
)
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import words_of

WRONG: tuple[tuple[Mapping[str, str], str], ...] = (
    ({"per_bel_01": "6"}, "Type a number from 1 to 5."),
    ({"per_bel_01": "x"}, "Type a number from 1 to 5."),
    ({"per_bel_01": "2 3"}, "Type one number only."),
    ({"opn_01": "W" * 501}, "There is room for 500 letters, and this has 501."),
    ({"code": "ABCD"}, "If it stands there so, put the sheet aside."),
    ({"code": ""}, "Put a sheet without a code aside."),
    ({"per_bel_01": "", "out_sat_01": "-"}, "Nothing is typed."),
)


def test_wrong_input(hana: Keyer, work: Fieldwork) -> None:
    """K9: with everything that was typed still there."""
    for typed, sentence in WRONG:
        sent = {"code": work.codes[0], **SHEET, **typed}
        reply = hana.send(hana.take(), **sent)
        assert reply.status_code == 400, typed
        assert sentence in words_of(reply)
        page = reply.get_data(as_text=True)
        kept = [f'value="{one}"' in page or f">{one}</textarea>" in page for one in sent.values()]
        assert all(kept), typed
    assert box_of(work) == []


def test_enter_without_a_script_seals_nothing(hana: Keyer, work: Fieldwork) -> None:
    """K9: the page comes back as it is, in the next empty field."""
    reply = hana.send(hana.take(), "look", code=work.codes[0], out_sat_01="٤")
    assert reply.status_code == 200
    page = reply.get_data(as_text=True)
    focused = page[: page.index(" autofocus")].rpartition('id="')[2]
    assert focused.startswith("q-per_bel_01")
    assert hana.key(code=work.codes[0], out_sat_01="٤").status_code == 303
    assert sealed_answers(work) == [{"out_sat_01": 4}]


def test_what_does_not_apply_is_told_then_left_out(
    client: FlaskClient, app: Flask, frozen_clock: FrozenClock
) -> None:
    """K9, K10: why others treated one worse applies only to whom that happened."""
    items = ("rel_dis_01", "rel_dis_02", "rel_dis_05", "per_bel_01")
    work = launch_items(frozen_clock(), *items, paper=True)
    keyer = keyer_at(client, work)
    past_the_first(keyer)
    page = keyer.take()
    page["sheet"] = sheet_by_lot(work, twice=False)
    sheet = {"rel_dis_01": "1", "rel_dis_02": "1", "rel_dis_05": "2 4", "per_bel_01": "5"}
    told = keyer.send(page, **sheet)
    assert "Question 3 does not apply after the other answers." in words_of(told)
    assert box_of(work) == []
    mended = keyer.send(hidden(told), **{**sheet, "rel_dis_02": "3"})
    assert mended.status_code == 303
    (answers,) = sealed_answers(work)
    assert len(answers["rel_dis_05"]) == 2
    page["sheet"] = sheet_by_lot(work, twice=False)
    told = keyer.send(page, **sheet)
    assert keyer.send(hidden(told), **sheet).status_code == 303
    assert {"rel_dis_01": 1, "rel_dis_02": 1, "per_bel_01": 5} in sealed_answers(work)


def test_sheets_without_codes(client: FlaskClient, app: Flask, frozen_clock: FrozenClock) -> None:
    """K10: two sheets are two answer sets, one sheet pressed twice is one; no field for a code."""
    work = launch_items(frozen_clock(), "per_bel_01", "per_val_01", paper=True)
    keyer = keyer_at(client, work)
    assert 'name="code"' not in client.get(keyer.address).get_data(as_text=True)
    page = keyer.take()
    asked = hidden(keyer.send(page, per_bel_01="2"))
    keyer.send(asked, per_bel_01="2")
    keyer.send(asked, per_bel_01="2")
    keyer.key(per_bel_01="2")
    assert sealed_answers(work) == [{"per_bel_01": 2}, {"per_bel_01": 2}]
    assert {(slip.mode, slip.stratum) for slip in slips(work)} == {("paper", None)}
