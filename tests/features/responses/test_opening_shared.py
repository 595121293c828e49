"""Reading a large box with several processes.

1. The same is read as by one process: answers, groups, comments, and what could not be read.
2. The processes are gone afterwards, however the reading ended.
3. The key stands in no command line and no environment; no database and no web is loaded there.
4. Where one dies, nothing is written, and opening again succeeds; where none starts, this process
   reads the box by itself. A small box starts none.
5. No more is taken from the database than is being read.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator, Iterator
from dataclasses import asdict
from typing import Any

import psutil
import pytest

from survey.core.errors import SurveyError
from survey.core.sealing.envelopes import Slip, seal_answers, seal_slip, sealed_size
from survey.core.sealing.errors import SealingError
from survey.core.sealing.hpke import generate_opening_key
from survey.core.sealing.padding import padded_size
from survey.db import transaction
from survey.keys.store import get_key_store
from survey.responses.queries import count_envelopes, count_opened, iterate_envelopes
from survey.responses.reading import Readings, Recipe, Sealed
from survey.responses.recoding import Cut
from survey.responses.services import Opening, close_ballot_box, open_ballot_box, opening, unsealing
from survey.responses.services.unsealing import read_envelopes
from tests.factories.answer_sets import answers_of
from tests.factories.ballot_boxes import Box, pulse
from tests.features.responses.conftest import Send
from tests.support.backends import BOTH_DATABASES
from tests.support.doomed import unsealers
from tests.support.frozen_clock import FrozenClock

pytestmark = BOTH_DATABASES

WAVE = "w1"
KEY, PUBLIC = generate_opening_key()
SIZE = padded_size(pulse())
CUTS = (
    Cut("stratum", frozenset({"full_price"})),
    Cut("dem_ten", frozenset({"full_price", "lower_cost"})),
)
RECIPE = Recipe(WAVE, 1, pulse(), CUTS)


def _sealed(home: int, **more: object) -> Sealed:
    slip = Slip("full_price" if home % 2 else None, "link", "en", "0" * 16, "server")
    answers: dict[str, Any] = answers_of(home) | more
    return (
        seal_answers(PUBLIC, answers, size=SIZE, wave_id=WAVE),
        seal_slip(PUBLIC, slip, wave_id=WAVE),
    )


def _box() -> list[Sealed]:
    """Thirty envelopes, of which two do not open, one slip does not, and one answer is no point."""
    box = [_sealed(home) for home in range(27)]
    box += [(bytes(sealed_size(SIZE)), box[0][1]), (b"", b"")]
    return [*box, (box[1][0], bytes(593)), _sealed(30, per_bel_01=99)]


BOX = _box()


def _comparable(found: Readings) -> dict[str, Any]:
    return {
        name: sorted(value) if isinstance(value, list) else value
        for name, value in asdict(found).items()
    }


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every box count as large, in small batches, with two processors."""
    monkeypatch.setattr(unsealing, "LARGE", 1)
    monkeypatch.setattr(unsealing, "BATCH", 4)
    monkeypatch.setattr(unsealing, "_processors", lambda: 2)


def test_the_same_is_read(shared: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """1 and 2."""
    several = read_envelopes(RECIPE, KEY, BOX, count=len(BOX))
    assert unsealers() == []
    monkeypatch.setattr(unsealing, "_processors", lambda: 1)
    alone = read_envelopes(RECIPE, KEY, BOX, count=len(BOX))
    assert _comparable(several) == _comparable(alone)
    assert (len(alone.rows), alone.blanked, alone.unreadable) == (29, 2, 2)
    assert {groups for _, groups in alone.rows} >= {("full_price", "lower_cost")}


def test_what_the_processes_know(shared: None) -> None:
    """2, 3 and 5."""
    seen: list[psutil.Process] = []
    taken = 0

    def box() -> Iterator[Sealed]:
        nonlocal taken
        for taken, envelope in enumerate(BOX, start=1):
            if taken == 12:  # two batches are being read, and a third is about to be
                seen.extend(unsealers())
                told = [word for one in seen for word in (*one.cmdline(), *one.environ().values())]
                assert not [word for word in told if KEY.hex() in word or str(KEY) in word]
                raise MemoryError
            yield envelope

    with pytest.raises(MemoryError):
        read_envelopes(RECIPE, KEY, box(), count=len(BOX))
    assert (len(seen), taken) == (2, 12)
    assert not any(one.is_running() for one in seen)


def test_what_the_processes_load() -> None:
    """3."""
    program = "import sys, survey.responses.unsealer; print(*sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    loaded = set(said.stdout.split())
    assert "survey.responses.reading" in loaded
    assert not loaded & {"flask", "sqlalchemy", "survey.db", "survey.keys", "survey.settings"}


def test_a_process_dies(
    shared: None,
    box: Box,
    send: Send,
    frozen_clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """4."""
    for home in range(12):
        send(box, home)
    with transaction():
        close_ballot_box(wave=box.wave, now=frozen_clock())

    def deadly(wave_id: str) -> Generator[tuple[bytes, bytes, bytes], None, None]:
        for number, envelope in enumerate(iterate_envelopes(wave_id)):
            if number == 6:
                for process in unsealers():
                    process.kill()
            yield envelope

    def open_it() -> Opening:
        with transaction():
            return open_ballot_box(wave=box.wave, passphrase=None, now=frozen_clock())

    with monkeypatch.context() as patch:
        patch.setattr(opening, "iterate_envelopes", deadly)
        with pytest.raises(SurveyError, match="opening_interrupted"):
            open_it()
    assert (box.wave.state, count_envelopes(box.wave_id)) == ("closed", 12)
    assert (count_opened(box.wave_id), unsealers()) == (0, [])
    assert get_key_store().has(box.wave_id)
    assert open_it() == Opening(12, 0, 0)
    assert (count_opened(box.wave_id), unsealers()) == (12, [])


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/false"])
def test_none_starts(shared: None, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """4."""
    monkeypatch.setattr(sys, "executable", program)
    assert len(read_envelopes(RECIPE, KEY, iter(BOX), count=len(BOX)).rows) == 29


def test_a_small_box(monkeypatch: pytest.MonkeyPatch) -> None:
    """4."""
    monkeypatch.setattr(unsealing, "_processors", lambda: 2)
    monkeypatch.delattr(unsealing, "_unsealers")
    assert len(read_envelopes(RECIPE, KEY, BOX, count=unsealing.LARGE - 1).rows) == 29


def test_no_key(shared: None) -> None:
    """4. A key that is none is refused before anything is started."""
    with pytest.raises(SealingError, match="private_key_length"):
        read_envelopes(RECIPE, KEY[1:], BOX, count=len(BOX))
