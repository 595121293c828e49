"""The recovery sheet does what it says: with the passphrase it brings a lost key back.

R1  After the key store is lost, sheet and passphrase let the wave be opened again.
R2  Neither without the other: a wrong passphrase, a mistyped line, another wave's sheet.
R3  Only a closed wave with a custodian whose secrets are gone.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from survey.core.errors import SurveyError
from survey.core.sealing.errors import WrongPassphrase
from survey.db import transaction
from survey.keys.store import get_key_store
from survey.responses.services import close_ballot_box, open_ballot_box
from survey.waves.services import restore_key
from tests.factories.waves import PASSPHRASE, Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock


def launch(now: FrozenClock) -> Fieldwork:
    """A wave whose key a custodian holds."""
    return launch_wave_for_tests(
        now(), custody="custodian", custodian_name="Council", passphrase=PASSPHRASE
    )


@pytest.fixture
def lost(app: Flask, frozen_clock: FrozenClock) -> Fieldwork:
    """A closed wave after a fire in the key store."""
    made = launch(frozen_clock)
    with transaction():
        close_ballot_box(wave=made.wave, now=frozen_clock())
    get_key_store().destroy(made.wave_id)
    return made


def run(app: Flask, made: Fieldwork, folder: Path, sheet: str, passphrase: str) -> Result:
    """The command, with the sheet typed into a file."""
    typed = folder / "sheet.txt"
    typed.write_text(sheet, encoding="utf-8")
    return app.test_cli_runner().invoke(
        args=["waves", "restore-key", made.slug, str(typed), "--passphrase", passphrase]
    )


def test_sheet_and_passphrase(
    app: Flask, lost: Fieldwork, tmp_path: Path, frozen_clock: FrozenClock
) -> None:
    """R1"""
    with pytest.raises(SurveyError, match="secrets_gone"), transaction():
        open_ballot_box(wave=lost.wave, passphrase=PASSPHRASE, now=frozen_clock())
    result = run(app, lost, tmp_path, (lost.recovery or "").lower(), PASSPHRASE)
    assert (result.exit_code, result.stdout) == (
        0,
        "The key is back. Open the wave with its passphrase.\n",
    )
    with transaction():
        open_ballot_box(wave=lost.wave, passphrase=PASSPHRASE, now=frozen_clock())
    assert lost.wave.state == "opened"


def test_wrong_passphrase(lost: Fieldwork, frozen_clock: FrozenClock) -> None:
    """R2"""
    with pytest.raises(WrongPassphrase), transaction():
        restore_key(
            wave=lost.wave,
            sheet=lost.recovery or "",
            passphrase="three lanterns on the stair",
            key_store=get_key_store(),
            actor=None,
            now=frozen_clock(),
        )
    assert not get_key_store().has(lost.wave_id)


def test_mistyped_lines(app: Flask, lost: Fieldwork, tmp_path: Path) -> None:
    """R2"""
    lines = (lost.recovery or "").splitlines()
    lines[2] = lines[2].replace(lines[2][-4:], "2222")
    result = run(app, lost, tmp_path, "\n".join(lines), PASSPHRASE)
    assert result.exit_code == 1
    assert "Look at these lines of the sheet again: 3." in result.stderr
    assert not get_key_store().has(lost.wave_id)


def test_sheet_of_another_wave(
    app: Flask, lost: Fieldwork, tmp_path: Path, frozen_clock: FrozenClock
) -> None:
    """R2"""
    other = launch(frozen_clock)
    result = run(app, lost, tmp_path, other.recovery or "", PASSPHRASE)
    assert (result.exit_code, get_key_store().has(lost.wave_id)) == (1, False)
    assert "sheet_of_another_wave" in result.stderr


def test_only_where_it_is_needed(app: Flask, tmp_path: Path, frozen_clock: FrozenClock) -> None:
    """R3"""
    made = launch(frozen_clock)
    sheet = made.recovery or ""
    assert "wave_not_closed" in run(app, made, tmp_path, sheet, PASSPHRASE).stderr
    with transaction():
        close_ballot_box(wave=made.wave, now=frozen_clock())
    assert "secrets_still_there" in run(app, made, tmp_path, sheet, PASSPHRASE).stderr
    plain = launch_wave_for_tests(frozen_clock())
    assert "no_custodian" in run(app, plain, tmp_path, sheet, PASSPHRASE).stderr
