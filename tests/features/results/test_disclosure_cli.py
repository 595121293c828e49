"""`flask disclosure audit`.

C1 allow ends with 0 and refuse with 1; standard output is the JSON and nothing else
C2 a file that cannot be used ends with 2, one sentence on standard error, nothing on output
C3 "-" reads standard input; the time limit is a number of seconds
C4 the solver's own chatter stays out of the JSON, in a process of its own
C5 a program without settings ends with 2, which is no answer
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from tests.architecture.source import ROOT


def _content(least: int) -> dict[str, Any]:
    return {
        "variables": [{"name": "EN", "lb": 0, "ub": 26}, {"name": "OT", "lb": 0, "ub": 4}],
        "constraints": [{"terms": {"EN": 1, "OT": 1}, "lo": 6, "hi": 6, "source": "question 1"}],
        "targets": [
            {
                "name": "yes among other languages",
                "terms": {"OT": 1},
                "protect": {"kind": "width", "min_width": least},
            }
        ],
    }


def _audit(app: Flask, *words: str, stdin: bytes | None = None) -> Result:
    return app.test_cli_runner().invoke(args=["disclosure", "audit", *words], input=stdin)


@pytest.mark.parametrize(("least", "decision", "status"), [(4, "allow", 0), (5, "refuse", 1)])
def test_c1_decision(app: Flask, tmp_path: Path, least: int, decision: str, status: int) -> None:
    file = tmp_path / "question.json"
    file.write_text(json.dumps(_content(least)), encoding="utf-8")
    result = _audit(app, str(file))
    target = {
        "name": "yes among other languages",
        "lo": 0,
        "hi": 4,
        "status": "proven",
        "safe": status == 0,
    }
    assert result.exit_code == status
    assert result.stderr == ""
    expected = {"decision": decision, "targets": [target], "infeasible": False}
    assert json.loads(result.stdout) == expected


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "The file is not JSON: line 1, column 2: "),
        (b"{}", 'the file: "variables" is missing.'),
        (b"\xff", "The file is not UTF-8 text: byte 0 cannot be read."),
        (b"[" * 99_999, "The file is nested too deeply."),
        (b'{"variables": [], "constraints": [], "targets": 1}', "targets: must be a list"),
    ],
)
def test_c2_unusable(app: Flask, tmp_path: Path, data: bytes, said: str) -> None:
    file = tmp_path / "question.json"
    file.write_bytes(data)
    result = _audit(app, str(file))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(said)
    assert len(result.stderr.splitlines()) == 1


def test_c2_no_file(app: Flask, tmp_path: Path) -> None:
    missing = _audit(app, str(tmp_path / "nothing.json"))
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert missing.stderr.endswith("nothing.json: No such file or directory.\n")
    folder = _audit(app, str(tmp_path))
    assert (folder.exit_code, folder.stdout) == (2, "")
    assert "Is a directory" in folder.stderr


def test_c3_standard_input_and_time(app: Flask) -> None:
    data = json.dumps(_content(4)).encode()
    assert _audit(app, "-", "--time-limit", "5", stdin=data).exit_code == 0
    for wrong in ("-1", "nan", "soon"):
        result = _audit(app, "-", "--time-limit", wrong, stdin=data)
        assert (result.exit_code, result.stdout) == (2, "")
    out_of_time = _audit(app, "-", "--time-limit", "0", stdin=data)
    assert out_of_time.exit_code == 1
    assert json.loads(out_of_time.stdout)["targets"][0]["status"] == "undecided"


CHATTY = """
import ctypes, sys
from survey.core.disclosure.attacker.solver import Model
quiet = Model.minimise
def chatty(self, *words, **named):
    ctypes.CDLL(None).puts(b"the solver's own doubts")
    return quiet(self, *words, **named)
Model.minimise = chatty
from app import app
app.cli.main(args=["disclosure", "audit", "-"], standalone_mode=True)
"""


def test_c4_nothing_but_json() -> None:
    data = json.dumps(_content(4)).encode()
    environment = {**os.environ, "PORCHLIGHT_MODE": "demo", "FLASK_APP": "app.py"}
    run = subprocess.run(
        [sys.executable, "-c", CHATTY], cwd=ROOT, input=data, capture_output=True, env=environment
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert json.loads(run.stdout)["decision"] == "allow"


def test_c5_without_settings_does_not_say_refuse(tmp_path: Path) -> None:
    """Exit status 1 is an answer of the audit; a program that cannot start has another."""
    bare = {name: held for name, held in os.environ.items() if not name.startswith("PORCHLIGHT_")}
    started = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "disclosure", "audit", str(tmp_path)],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert started.returncode == 2
    assert started.stderr.startswith("Porchlight cannot start.")
    assert started.stdout == ""
