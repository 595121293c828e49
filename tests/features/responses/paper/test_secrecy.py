"""What typing in leaves behind: attacks first.

The burglar has the database, its log and its files at any moment; the keyer has a browser, and may
leave sheets, press twice, go back and send again. The other numbers stand in the modules beside it.

K1  Nothing that is typed stands in the database or its files, also between the first and the second
    typing of a sheet; what the page carries says nothing and has one length.
K2  Sealing a sheet writes one envelope and nothing else: no row, no counter, no act; on PostgreSQL
    no transaction joins a keyer or a moment to it. That somebody typed in is known by day, once.
K3  A code's sheet takes the place of what was sent before by whatever way, and the other way round;
    pressing twice seals once. Whether a code was used is not told.
K5  Mode, language and sealer stand in the slip; after the opening nothing says "paper".
K8  A sheet that was sealed or left is never shown again; what another page, language or sitting
    locked does not open.
"""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from survey.accounts.models import AuditEvent
from survey.db import Base, db, transaction
from survey.responses.services import close_ballot_box, open_ballot_box
from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody
from tests.factories.paper import Keyer, hidden
from tests.factories.surveys import box_of, sealed_answers
from tests.factories.waves import Fieldwork
from tests.features.responses.paper.keying import (
    AGAIN,
    ANSWERS,
    DIFFER,
    SHEET,
    WORDS,
    past_the_first,
    resident,
    slips,
)
from tests.support.backends import BOTH_DATABASES
from tests.support.burglary import break_in, mark_log
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import heading_of, words_of

pytestmark = BOTH_DATABASES


def everything() -> dict[str, list[str]]:
    """Every row of every table but the envelopes, as text."""
    db.session.rollback()
    names = [table.name for table in Base.metadata.sorted_tables if table.name != "envelope"]
    rows = {
        name: sorted(str(tuple(row)) for row in db.session.execute(text(f"SELECT * FROM {name}")))  # noqa: S608 - our own names
        for name in names
    }
    db.session.rollback()
    return rows


def test_nothing_typed_lies_anywhere(
    hana: Keyer, work: Fieldwork, caplog: pytest.LogCaptureFixture
) -> None:
    """K1: between the two typings, and after the sheet is sealed; nor in any log."""
    caplog.set_level(logging.DEBUG)
    mark, code = mark_log(), work.codes[3]
    before = everything()
    asked = hana.send(hana.take(), code=code, opn_01=WORDS, **SHEET)
    assert heading_of(asked) == AGAIN
    assert everything() == before
    assert box_of(work) == []
    page = asked.get_data(as_text=True)
    assert WORDS not in page
    assert code not in page
    assert hana.send(hidden(asked), **SHEET).status_code == 303
    assert sealed_answers(work) == [{**ANSWERS, "opn_01": WORDS}]
    loot = break_in(mark)
    slot = box_of(work)[0][0]
    assert loot.holds(slot)  # the search finds what is there
    for secret in (WORDS, "Quenchfeather", code, code.replace("-", ""), '"per_bel_01":2'):
        assert not loot.holds(secret.encode()), secret
        assert secret not in caplog.text


def test_what_the_page_carries_has_one_length(hana: Keyer, work: Fieldwork) -> None:
    """K1: however much is typed, and whether once or twice."""
    short = hidden(hana.send(hana.take(), code=work.codes[0], out_sat_01="1"))["carried"]
    long = hana.send(hana.take(), code=work.codes[1], opn_01="W" * 500, **SHEET)
    differs = hana.send(hidden(long), per_bel_01="5")
    assert heading_of(differs) == DIFFER
    assert len({len(short), len(hidden(long)["carried"]), len(hidden(differs)["carried"])}) == 1


def test_a_sealed_sheet_is_one_envelope_and_nothing_else(
    hana: Keyer, work: Fieldwork, people: Everybody
) -> None:
    """K2: seven sheets, typed once or twice, over a day's two sittings."""
    before = everything()
    for code in work.codes[:4]:
        assert hana.key(code=code, **SHEET).status_code == 303
    assert hana.client.post(f"/staff/paper/{work.wave_id}/end").status_code == 303
    hana.begin()
    past_the_first(hana)
    for code in work.codes[4:7]:
        assert hana.key(code=code, **SHEET).status_code == 303
    assert len(box_of(work)) == 7
    assert everything() == before
    acts = db.session.query(AuditEvent).filter_by(action="paper.keying_opened").all()
    assert [(act.actor_id, act.details) for act in acts] == [(people.hana.id, {})]
    assert acts[0].at.isoformat() == "2026-08-03T04:00:00+00:00"  # midnight at Maple Court
    if db.engine.dialect.name == "postgresql":
        alone = db.session.scalars(text("SELECT DISTINCT xmin::text FROM envelope")).all()
        assert len(alone) == 7
        others = {
            xmin
            for table in ("audit_event", "keying_agreement", "wave", "person")
            for xmin in db.session.scalars(text(f"SELECT xmin::text FROM {table}"))  # noqa: S608 - fixed names
        }
        assert not others & set(alone)


def test_the_envelope_is_like_any_other(hana: Keyer, work: Fieldwork) -> None:
    """K5: size and shape of a resident's; the slip alone knows."""
    resident(work, work.codes[0])
    hana.tag = "ar"
    hana.key(code=work.codes[1].lower().replace("-", " "), **SHEET)
    assert len({(len(answers), len(slip)) for _slot, answers, slip in box_of(work)}) == 1
    told = {(slip.mode, slip.language, slip.sealed_by) for slip in slips(work)}
    assert told == {("code", "es", "server"), ("paper", "ar", "server")}
    assert all(slip.stratum for slip in slips(work))


def test_after_the_opening_nothing_says_paper(
    hana: Keyer, work: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """K5"""
    for code in work.codes[:12]:
        hana.key(code=code, **SHEET)
    with transaction():
        close_ballot_box(wave=work.wave, now=frozen_clock())
    with transaction():
        open_ballot_box(wave=work.wave, passphrase=None, now=frozen_clock())
    rows = break_in(mark_log()).tables["opened_answer"].rows
    assert len(rows) == 12
    assert "paper" not in str([(row["answers"], row["groups"]) for row in rows])


def test_one_code_counts_once(hana: Keyer, work: Fieldwork) -> None:
    """K3: paper after the web, paper twice, the web after paper."""
    code = work.codes[0]
    resident(work, code)
    told = [told_after(hana, hana.key(code=code, **SHEET))]
    assert sealed_answers(work) == [ANSWERS]
    told.append(told_after(hana, hana.key(code=code, out_sat_01="1")))
    assert sealed_answers(work) == [{"out_sat_01": 1}]
    resident(work, code)
    assert sealed_answers(work) == [{"per_bel_01": 5}]
    told.append(told_after(hana, hana.key(code=work.codes[1], **SHEET)))
    # What the keyer is told is the same for a code that was used and one that was not.
    assert "The sheet is sealed. Put it aside and take the next one." in told[0]
    assert told == [told[0]] * 3


def told_after(keyer: Keyer, sealed: TestResponse) -> str:
    """What the keyer reads once a sheet is sealed."""
    assert sealed.status_code == 303
    return words_of(keyer.client.get(sealed.headers["Location"]))


def test_a_double_press_seals_once(hana: Keyer, work: Fieldwork) -> None:
    """K3: both presses leave from the same page with the same cookie."""
    asked = hana.send(hana.take(), code=work.codes[0], **SHEET)
    with hana.client.session_transaction("/staff") as session:
        cookie = dict(session["keying"])
    one = hana.send(hidden(asked), **SHEET)
    with hana.client.session_transaction("/staff") as session:
        after = session["keying"]
        session["keying"] = cookie
    two = hana.send(hidden(asked), **SHEET)
    assert [one.status_code, two.status_code] == [303, 303]
    assert sealed_answers(work) == [ANSWERS]
    with hana.client.session_transaction("/staff") as session:
        assert session["keying"] == after


def test_a_sealed_sheet_is_never_shown_again(hana: Keyer, work: Fieldwork) -> None:
    """K8: the first page, the second and a page with a mistake, each sent once more."""
    page = hana.take()
    mistaken = {"code": work.codes[0], "per_bel_01": "77", "opn_01": WORDS}
    told = hana.send(page, **mistaken)
    assert WORDS in told.get_data(as_text=True)
    assert told.headers["Cache-Control"] == "no-store"
    asked = hana.send(page, code=work.codes[0], opn_01=WORDS, **SHEET)
    assert hana.send(hidden(asked), **SHEET).status_code == 303
    for again in (
        hana.send(page, **mistaken),
        hana.send(page, "look", **mistaken),
        hana.send(hidden(asked), per_bel_01="1"),
    ):
        assert again.status_code == 303
        shown = hana.client.get(again.headers["Location"])
        assert WORDS not in shown.get_data(as_text=True)
        assert 'value="77"' not in shown.get_data(as_text=True)
    assert sealed_answers(work) == [{**ANSWERS, "opn_01": WORDS}]


def test_a_sheet_that_was_left_is_gone(hana: Keyer, work: Fieldwork) -> None:
    """K8"""
    page = hana.take()
    assert hana.send(page, "clear", code=work.codes[0], **SHEET).status_code == 303
    assert hana.send(page, code=work.codes[0], **SHEET).status_code == 303
    assert box_of(work) == []


def test_what_is_carried_opens_nowhere_else(
    hana: Keyer, work: Fieldwork, people: Everybody
) -> None:
    """K8: on another sheet, in another language, altered, in another sitting."""
    carried = hidden(hana.send(hana.take(), code=work.codes[0], **SHEET))
    other_sheet = {**carried, "sheet": hana.take()["sheet"]}
    altered = {**hidden(hana.send(hana.take(), code=work.codes[1], **SHEET))}
    altered["carried"] = altered["carried"][:-8] + "AAAAAAA="
    spanish = Keyer(hana.client, work, "es")
    for keyer, page in ((hana, other_sheet), (hana, altered), (spanish, carried)):
        reply = keyer.send(page, **SHEET)
        assert reply.status_code == 303
        shown = words_of(keyer.client.get(reply.headers["Location"]))
        assert "can no longer be read" in shown
    kept = hidden(hana.send(hana.take(), code=work.codes[2], **SHEET))
    hana.client.post("/staff/sign-out")
    sign_in(hana.client, people.hana)
    hana.begin()
    assert hana.send(kept, **SHEET).status_code == 303
    assert box_of(work) == []
