"""Sheets that are typed twice, and the figure of agreement.

K6  The first five of a sitting are typed twice, later ones by a lot that stays with the sheet.
    Where two typings differ, the paper decides.
K7  The figure of agreement: boxes only, five sheets or more at a time, never in an act that seals,
    once however often it is sent; told in bands.
"""

from __future__ import annotations

from survey.db import db, transaction
from survey.responses.paper.services import add_agreement
from survey.responses.paper.sitting import FIRST_TWICE, Sitting
from survey.waves.agreement import agreement_words
from survey.waves.models import KeyingAgreement
from tests.factories.paper import Keyer, hidden
from tests.factories.surveys import box_of, sealed_answers
from tests.factories.waves import Fieldwork
from tests.features.responses.paper.keying import AGAIN, DIFFER, SHEET, WORDS, by_lot, draw_of
from tests.support.pages import heading_of, words_of

BOXES = 10
"""Of the pulse: all questions but the open one."""


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
