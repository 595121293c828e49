"""Commands.

C1 recompute says equal, differs, or that the answers are gone, each with its exit status
C2 open releases; a custodian's passphrase comes by standard input, a wrong one opens nothing
C3 tidy does what is due, once; it leaves to a custodian what is a custodian's
C4 tidy destroys what was promised to be gone
C5 a wave that breaks keeps no other from it, and is seen all the same
C6 tidy ends contacts and files of homes, and letters that wait: where there are no jobs nobody else
   does
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from survey.accounts.models import Role
from survey.db import Base, db, transaction
from survey.homes.files.reading import read_table
from survey.homes.models import Home, HomeUpload
from survey.homes.services.uploads import keep_upload
from survey.keys.key_files import get_contact_keys
from survey.letters.models import Printing
from survey.letters.rendering import Look
from survey.letters.services import ask_for_printing
from survey.responses.models import Envelope, OpenedAnswer
from survey.responses.services import close_ballot_box
from survey.results.queries import find_release
from tests.factories.accounts import make_person
from tests.factories.homes import make_even_list
from tests.factories.waves import PASSPHRASE, launch_wave_for_tests, make_property
from tests.features.results.conftest import Answer, Finish
from tests.support.frozen_clock import FrozenClock

CUSTODY = {"custody": "custodian", "custodian_name": "Council", "passphrase": PASSPHRASE}


def _run(app: Flask, *words: str, stdin: str | None = None) -> tuple[int, str]:
    """Run `flask ...`; exit status and what was said."""
    result = app.test_cli_runner().invoke(args=list(words), input=stdin)
    db.session.remove()
    return result.exit_code, result.output


def _count(table: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_c1_recompute(
    app: Flask, answer: Answer, finish: Finish, frozen_clock: FrozenClock
) -> None:
    fieldwork = answer(30)
    sha256 = finish(fieldwork).sha256
    assert _run(app, "results", "recompute", fieldwork.wave_id) == (0, "Equal, byte for byte.\n")
    assert sha256 in _run(app, "results", "list")[1]
    with transaction():
        row = db.session.scalars(select(OpenedAnswer).limit(1)).one()
        db.session.delete(row)
    assert _run(app, "results", "recompute", fieldwork.slug)[0] == 1
    frozen_clock.forward(days=31)
    assert _run(app, "waves", "tidy")[0] == 0
    status, said = _run(app, "results", "recompute", fieldwork.wave_id)
    assert (status, "destroyed" in said) == (3, True)
    assert _run(app, "results", "recompute", "nothing")[0] == 1


def test_c2_open_by_a_custodian(app: Flask, answer: Answer, frozen_clock: FrozenClock) -> None:
    fieldwork = answer(20, **CUSTODY)
    command = ("waves", "open", fieldwork.wave_id, "--passphrase-stdin")
    assert _run(app, *command, stdin=f"{PASSPHRASE}\n")[0] == 1  # still open
    frozen_clock.set(fieldwork.wave.closes_at)
    with transaction():
        close_ballot_box(wave=fieldwork.wave, now=frozen_clock())
    status, said = _run(app, *command, stdin="four lanterns on the roof\n")
    assert (status, "wrong_passphrase" in said) == (1, True)
    assert fieldwork.wave.state == "closed"
    status, said = _run(app, *command, stdin=f"{PASSPHRASE}\n")
    assert (status, "20 answer sets opened" in said) == (0, True)
    release = find_release(fieldwork.wave_id)
    assert release is not None
    assert release.sha256 in said


def test_c3_tidy(app: Flask, answer: Answer, frozen_clock: FrozenClock) -> None:
    own, other = answer(20), answer(20, **CUSTODY)
    assert _run(app, "waves", "tidy")[0] == 0
    assert (own.wave.state, other.wave.state) == ("open", "open")
    frozen_clock.set(own.wave.closes_at)
    status, said = _run(app, "waves", "tidy")
    assert status == 0
    assert f"{own.wave_id}: released" in said
    assert f"{other.wave_id}: waits for its custodian" in said
    assert (own.wave.state, other.wave.state) == ("released", "closed")
    assert _run(app, "waves", "tidy") == (0, f"{other.wave_id}: waits for its custodian\n")


@pytest.mark.parametrize("custody", [{}, CUSTODY])
def test_c4_tidy_destroys_what_is_due(
    app: Flask, answer: Answer, frozen_clock: FrozenClock, custody: dict[str, str]
) -> None:
    fieldwork = answer(12, **custody)
    assert _count(Envelope) == 12
    frozen_clock.forward(days=49 + 14)  # the last day for anything unopened
    _run(app, "waves", "tidy")
    assert fieldwork.wave.state == "cancelled"
    assert (_count(Envelope), _count(OpenedAnswer)) == (0, 0)
    assert find_release(fieldwork.wave_id) is None
    assert _run(app, "waves", "tidy") == (0, "")


def test_c4_tidy_destroys_opened_answers(
    app: Flask, answer: Answer, finish: Finish, frozen_clock: FrozenClock
) -> None:
    fieldwork = answer(12)
    finish(fieldwork)
    frozen_clock.forward(days=29)
    _run(app, "waves", "tidy")
    assert _count(OpenedAnswer) == 12
    frozen_clock.forward(days=1)
    assert _run(app, "waves", "tidy")[1] == f"{fieldwork.wave_id}: answers destroyed\n"
    assert _count(OpenedAnswer) == 0


def test_c5_one_wave_breaks(
    app: Flask, answer: Answer, finish: Finish, frozen_clock: FrozenClock
) -> None:
    kept = answer(12)
    finish(kept)
    broken = answer(12)
    frozen_clock.forward(days=30)
    with transaction():
        close_ballot_box(wave=broken.wave, now=frozen_clock())
    folder: Path = app.extensions["settings"].key_store_dir
    (folder / f"{broken.wave_id}.secrets").write_text("{")
    assert _count(OpenedAnswer) == 12
    status, said = _run(app, "waves", "tidy")
    assert f"{kept.wave_id}: answers destroyed" in said
    assert f"{broken.wave_id}: not done: KeyStoreUnsafe" in said
    assert (status, _count(OpenedAnswer), _count(Envelope)) == (1, 0, 12)


def test_c6_contacts_and_letters(app: Flask, frozen_clock: FrozenClock) -> None:
    with transaction():
        place = make_property(strata=(("flats", "Flats", 12, 12), ("houses", "Houses", 12, 12)))
        make_even_list(place).contacts_end_on = frozen_clock().date() + timedelta(days=2)
    fieldwork = launch_wave_for_tests(frozen_clock(), place=place, cuts=())
    person = make_person("Sam", organization=place.organization, role=Role.SENDER)
    file = b"Unit,Adults\n1,2\n"
    with transaction():
        table = read_table(file)
        keep_upload(place=place, data=file, table=table, actor=person, now=frozen_clock())
        ask_for_printing(
            wave=fieldwork.wave,
            look=Look("slips", "a4"),
            contact="invitation",
            sorted_by="doors",
            actor=person,
            now=frozen_clock(),
        )
    assert len(get_contact_keys().list()) == 2
    frozen_clock.forward(days=2)
    assert _run(app, "waves", "tidy")[0] == 0
    assert get_contact_keys().list() == []
    assert db.session.scalars(select(Home.contact).distinct()).all() == [None]
    assert [_count(table) for table in (HomeUpload, Printing)] == [0, 0]
