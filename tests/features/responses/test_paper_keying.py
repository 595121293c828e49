"""Typing in answers from paper: attacks first.

The burglar has the database, its log and its files at any moment; the keyer has a browser, and may
leave sheets, press twice, go back and send again.

K1  Nothing that is typed stands in the database or its files, also between the first and the second
    typing of a sheet; what the page carries says nothing and has one length.
K2  Sealing a sheet writes one envelope and nothing else: no row, no counter, no act; on PostgreSQL
    no transaction joins a keyer or a moment to it. That somebody typed in is known by day, once.
K3  A code's sheet takes the place of what was sent before by whatever way, and the other way round;
    pressing twice seals once. Whether a code was used is not told.
K4  Nobody types in who manages, administers or sends there; nobody may hold such roles together.
    A promise without paper, and a survey that is not open, take no sheet.
K5  Mode, language and sealer stand in the slip; after the opening nothing says "paper".
K6  The first five of a sitting are typed twice, later ones by a lot that stays with the sheet.
    Where two typings differ, the paper decides.
K7  The figure of agreement: boxes only, five sheets or more at a time, never in an act that seals,
    once however often it is sent; told in bands.
K8  A sheet that was sealed or left is never shown again; what another page, language or sitting
    locked does not open.
K9  What cannot be read is told at its field; what does not apply is told, then left out.
K10 Without codes each sheet is its own.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from secrets import token_urlsafe
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from survey.accounts.access import may_key
from survey.accounts.models import AuditEvent, Membership, MembershipProperty, Person, Role
from survey.accounts.services import change_membership
from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.core.sealing.envelopes import Slip, open_slip
from survey.db import Base, db, transaction
from survey.keys.store import get_key_store
from survey.responses.paper.services import add_agreement, draw_sheet
from survey.responses.paper.sitting import FIRST_TWICE, ONE_IN, Sitting
from survey.responses.services import close_ballot_box, open_ballot_box, seal_response
from survey.waves.agreement import agreement_words
from survey.waves.models import KeyingAgreement
from tests.factories.accounts import make_person, sign_in
from tests.factories.everybody import Everybody, make_everybody
from tests.factories.paper import Keyer, hidden
from tests.factories.surveys import box_of, launch_items, sealed_answers
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.burglary import break_in, mark_log
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import heading_of, words_of

WORDS = "Quenchfeather wants a bench by the pond."
SHEET = {"out_sat_01": "4", "per_bel_01": "2"}
ANSWERS = {"out_sat_01": 4, "per_bel_01": 2}
BOXES = 10
"""Of the pulse: all questions but the open one."""
AGAIN = "Type the same sheet once more"
DIFFER = "Look at the sheet: these differ"


@pytest.fixture
def people(app: Flask) -> Everybody:
    """Everybody of Hearth Homes."""
    return make_everybody()


@pytest.fixture
def work(people: Everybody, frozen_clock: FrozenClock) -> Fieldwork:
    """An open wave with codes at Maple Court that promised paper."""
    return launch_wave_for_tests(frozen_clock(), place=people.maple, paper=True)


@pytest.fixture
def hana(client: FlaskClient, people: Everybody, work: Fieldwork) -> Keyer:
    """The keyer, who has begun."""
    keyer = Keyer(sign_in(client, people.hana), work)
    assert keyer.begin().status_code == 303
    return keyer


def slips(work: Fieldwork) -> list[Slip]:
    """What the server added to each envelope."""
    key = get_key_store().get(work.wave_id).opening_key
    assert key is not None
    db.session.rollback()
    return [open_slip(key, slip, wave_id=work.wave_id) for _slot, _answers, slip in box_of(work)]


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


def draw_of(work: Fieldwork, code: str) -> int:
    """The lot of a code's sheet."""
    return draw_sheet(work.wave, code, "")


def by_lot(work: Fieldwork, *, twice: bool) -> str:
    """A code whose sheet is, or is not, typed twice after the first five."""
    return next(code for code in work.codes if (draw_of(work, code) % ONE_IN == 0) == twice)


def past_the_first(keyer: Keyer) -> None:
    """Make the cookie one of a keyer who has typed the first five already."""
    with keyer.client.session_transaction("/staff") as session:
        session["keying"] = {**session["keying"], "typed": FIRST_TWICE}


# K1, K2: what a thief finds


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


def resident(work: Fieldwork, code: str, **answers: Any) -> None:
    """A resident sends on the web."""
    seal_response(
        wave=work.wave,
        code=code,
        submission_id=None,
        answers=answers or {"per_bel_01": 5},
        language="es",
        mode="code",
        now=work.wave.opens_at,
    )


# K3: one code, one answer set


def test_one_code_counts_once(hana: Keyer, work: Fieldwork) -> None:
    """K3: paper after the web, paper twice, the web after paper."""
    code = work.codes[0]
    resident(work, code)
    replies = [hana.key(code=code, **SHEET)]
    assert sealed_answers(work) == [ANSWERS]
    replies.append(hana.key(code=code, out_sat_01="1"))
    assert sealed_answers(work) == [{"out_sat_01": 1}]
    resident(work, code)
    assert sealed_answers(work) == [{"per_bel_01": 5}]
    replies.append(hana.key(code=work.codes[1], **SHEET))
    # What the keyer is told is the same for a code that was used and one that was not.
    told = [words_of(hana.client.get(reply.headers["Location"])) for reply in replies[-1:]]
    assert "The sheet is sealed. Put it aside and take the next one." in told[0]
    assert {reply.status_code for reply in replies} == {303}


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


# K4: who, and when


def test_nobody_else_types_in(app: Flask, people: Everybody, work: Fieldwork) -> None:
    """K4: administrator, manager, evaluator, steward, redactor, sender, stranger."""
    sent = {"sheet": "a" * 32, "q-per_bel_01": "3", "code": work.codes[0], "act": "seal"}
    for name in ("alice", "bob", "charlie", "dana", "faye", "greta", "eve"):
        keyer = Keyer(sign_in(app.test_client(), people.named(name)), work)
        assert keyer.client.get(keyer.address).status_code == 404, name
        assert keyer.begin().status_code == 404, name
        assert keyer.client.post(keyer.address, data=sent).status_code == 404, name
    assert box_of(work) == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER, Role.SENDER])
def test_a_keyer_who_is_more_is_none(people: Everybody, role: Role) -> None:
    """K4: not even where a row of the database says both; the service refuses to write it."""
    assert may_key(people.hana, people.maple)
    with transaction():
        hana = db.session.get_one(Person, people.hana.id)
        hana.memberships.append(
            Membership(
                organization_id=people.hearth.id,
                role=role,
                properties=[MembershipProperty(property_id=people.maple.id)],
            )
        )
    hana = db.session.get_one(Person, people.hana.id)
    assert not may_key(hana, people.maple)
    with pytest.raises(SurveyError) as refused, transaction():
        change_membership(
            membership=next(one for one in hana.memberships if one.role == Role.KEYER),
            role=Role.KEYER,
            property_ids=[people.maple.id],
            actor=people.alice,
            now=people.alice.created_at,
        )
    expected = "keyer_sends" if role == Role.SENDER else "keyer_manages"
    assert refused.value.code == expected


def test_no_paper_without_the_promise(
    client: FlaskClient, people: Everybody, frozen_clock: FrozenClock
) -> None:
    """K4: and such a wave is in no list; sheets of it cannot be printed either."""
    work = launch_wave_for_tests(frozen_clock(), place=people.maple)
    keyer = Keyer(sign_in(client, people.hana), work)
    assert keyer.begin().status_code == 403
    assert client.get(keyer.address).status_code == 403
    assert work.wave_id not in client.get("/staff/paper").get_data(as_text=True)
    client.post("/staff/sign-out")
    sign_in(client, people.greta)
    assert client.get(f"/staff/waves/{work.wave_id}/paper").status_code == 403


def test_only_while_the_survey_is_open(
    hana: Keyer, work: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """K4: what is sent after the last day is told of, and sealed nowhere."""
    page = hana.take()
    frozen_clock.forward(days=40)
    assert hana.begin().headers["Location"].startswith("/staff/sign-in")
    sign_in(hana.client, db.session.get_one(Person, work_keyer(work)))
    assert "takes no answers any more" in words_of(hana.begin())
    assert "takes no answers any more" in words_of(hana.send(page, code=work.codes[0], **SHEET))
    assert box_of(work) == []


def work_keyer(work: Fieldwork) -> int:
    """The keyer's id."""
    return db.session.query(Membership).filter_by(role=Role.KEYER).one().person_id


# K6: typed twice


def test_which_sheets_are_typed_twice(hana: Keyer, work: Fieldwork) -> None:
    """K6: five at first; then the lot, which stays the same when a sheet is begun again."""
    for code in work.codes[:FIRST_TWICE]:
        assert heading_of(hana.send(hana.take(), code=code, **SHEET)) == AGAIN
        assert hana.key(code=code, **SHEET).status_code == 303
    once, twice = by_lot(work, twice=False), by_lot(work, twice=True)
    assert hana.send(hana.take(), code=once, **SHEET).status_code == 303
    for _try in range(3):
        assert heading_of(hana.send(hana.take(), code=twice, **SHEET)) == AGAIN


def test_the_lot_is_about_one_in_ten(work: Fieldwork) -> None:
    """K6: over all codes of the wave; nothing of a code shows in it."""
    sitting = Sitting(work.wave_id, "00", typed=FIRST_TWICE)
    drawn = sum(sitting.is_twice(draw_of(work, code)) for code in work.codes)
    assert len(work.codes) == 180
    assert 5 <= drawn <= 36  # beyond four standard deviations of 18


def test_the_paper_decides_where_two_typings_differ(hana: Keyer, work: Fieldwork) -> None:
    """K6: only what differs is asked, each has to be said, and a third number can be right."""
    typed = {"out_sat_01": "4", "per_bel_01": "2", "per_val_01": "3", "opn_01": WORDS}
    asked = hana.send(hana.take(), code=work.codes[0], **typed)
    differs = hana.send(
        hidden(asked), out_sat_01="4", per_bel_01="1", per_tru_01="5", per_val_01="3"
    )
    assert heading_of(differs) == DIFFER
    page = differs.get_data(as_text=True)
    assert [f'name="q-{name}"' in page for name in ("out_sat_01", "per_bel_01", "per_tru_01")] == [
        False,
        True,
        True,
    ]
    assert "Typed first: 2. Then: 1." in words_of(differs)
    assert "Typed first: -. Then: 5." in words_of(differs)
    silent = hana.send(hidden(differs), per_bel_01="")
    assert silent.status_code == 400
    assert words_of(silent).count("type its number, or a dash") == 4  # at each field, and above
    wrong = hana.send(hidden(silent), per_bel_01="9", per_tru_01="-")
    assert wrong.status_code == 400
    assert box_of(work) == []
    assert hana.send(hidden(wrong), per_bel_01="3", per_tru_01="-").status_code == 303
    assert sealed_answers(work) == [
        {"out_sat_01": 4, "per_bel_01": 3, "per_val_01": 3, "opn_01": WORDS}
    ]


# K7: the figure


def agreement(work: Fieldwork) -> tuple[int, int] | None:
    """The two counters."""
    db.session.rollback()
    found = db.session.get(KeyingAgreement, work.wave_id)
    return (found.compared, found.equal) if found else None


def test_agreement_grows_by_five_sheets_or_more(hana: Keyer, work: Fieldwork) -> None:
    """K7: one of fifty boxes differed; nothing is counted by the act that seals the fifth."""
    for code in work.codes[:4]:
        hana.key(code=code, **SHEET)
        assert agreement(work) is None
    asked = hana.send(hana.take(), code=work.codes[4], **SHEET)
    differs = hana.send(hidden(asked), out_sat_01="4", per_bel_01="3")
    assert hana.send(hidden(differs), per_bel_01="3").status_code == 303
    assert agreement(work) is None
    assert agreement_words(work.wave) == ""
    hana.send(hana.take(), code=by_lot(work, twice=True), **SHEET)
    assert agreement(work) == (5 * BOXES, 5 * BOXES - 1)
    assert "97%" in agreement_words(work.wave)
    assert "97%" in words_of(hana.client.get("/staff/paper"))


def test_agreement_is_lost_rather_than_told_of_few(hana: Keyer, work: Fieldwork) -> None:
    """K7: four sheets and the end of the sitting."""
    for code in work.codes[:4]:
        hana.key(code=code, **SHEET)
    hana.client.post(f"/staff/paper/{work.wave_id}/end")
    hana.begin()
    assert agreement(work) is None


def test_agreement_in_bands(work: Fieldwork) -> None:
    """K7: and a lot that is sent twice is counted once."""
    bands = [(1000, "99%"), (990, "99%"), (989, "97%"), (950, "95%"), (949, "less than 95%")]
    for equal, told in bands:
        for _press in range(2):
            add_agreement(wave_id=work.wave_id, batch="a" * 32, compared=1000, equal=equal)
        assert agreement(work) == (1000, equal)
        assert told in agreement_words(work.wave)
        with transaction():
            db.session.delete(db.session.get_one(KeyingAgreement, work.wave_id))
    for batch in "abb":
        add_agreement(wave_id=work.wave_id, batch=batch * 32, compared=1000, equal=500)
    assert agreement(work) == (2000, 1000)


# K8: back, reload, elsewhere


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


# K9: what cannot be read, and what does not apply


WRONG: tuple[tuple[Mapping[str, str], str], ...] = (
    ({"per_bel_01": "6"}, "Type a number from 1 to 5."),
    ({"per_bel_01": "x"}, "Type a number from 1 to 5."),
    ({"per_bel_01": "2 3"}, "Type one number only."),
    ({"opn_01": "W" * 501}, "There is room for 500 letters, and this has 501."),
    ({"code": "ABCD"}, "We do not know this code."),
    ({"code": ""}, "Type the code from your letter"),
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


def keyer_at(client: FlaskClient, work: Fieldwork) -> Keyer:
    """A keyer at a wave's own place, who has begun."""
    place = db.session.get_one(Property, work.wave.property_id)
    person = make_person(
        "Ines", organization=place.organization, role=Role.KEYER, properties=[place]
    )
    keyer = Keyer(sign_in(client, person), work)
    keyer.begin()
    return keyer


def sheet_by_lot(work: Fieldwork, *, twice: bool) -> str:
    """A page's name that is, or is not, drawn."""
    names = (token_urlsafe(24) for _try in range(1000))
    return next(name for name in names if (draw_sheet(work.wave, "", name) % ONE_IN == 0) == twice)
