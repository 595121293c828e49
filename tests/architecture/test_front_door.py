"""The front door and what it starts the tests with.

F1  Every command is named by the help; another word ends with status 2 and the help.
F2  A port that is no number is refused before anything is done.
F3  A skipped test is named and counted; in CI it fails the run, elsewhere it does not.
F4  The PostgreSQL for tests gives back its command's status, and leaves nothing behind.
F5  A server that is there already is used as it is.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

POSTGRES = ROOT / "tests" / "support" / "postgres.sh"


def call(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**kept, **environment},
        check=False,
        capture_output=True,
        text=True,
    )


def test_help_names_every_command() -> None:
    """F1"""
    script = (ROOT / "porchlight").read_text(encoding="utf-8")
    cases = script[script.index("case $command in") :]
    commands = re.findall(r"^    ([a-z]+)\)", cases, re.MULTILINE)
    assert commands == ["run", "test", "check", "bench", "screens", "lock"]
    result = call("./porchlight", "help")
    assert result.returncode == 0
    assert re.findall(r"^\./porchlight (\w+)", result.stdout, re.MULTILINE) == commands


def test_another_word() -> None:
    """F1"""
    result = call("./porchlight", "serve")
    assert result.returncode == 2
    assert result.stdout == ""
    assert "./porchlight run" in result.stderr


@pytest.mark.parametrize("port", ["", "abc", "80a", "-1"])
def test_ports_are_numbers(port: str) -> None:
    """F2"""
    result = call("./porchlight", "run", "--port", port)
    assert result.returncode == 1
    assert result.stderr.startswith("--port takes a number")


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_skipped_tests_are_named(ci: str, status: int, tmp_path: Path) -> None:
    """F3"""
    (tmp_path / "test_two.py").write_text(
        "import pytest\n"
        "def test_done(): assert True\n"
        "@pytest.mark.skipif(True, reason='no browser')\n"
        "def test_left_out(): assert False\n",
        encoding="utf-8",
    )
    options = ["-p", "tests.support.skips", "-c", os.devnull, "--rootdir", str(tmp_path)]
    result = call(sys.executable, "-m", "pytest", *options, str(tmp_path), CI=ci)
    assert result.returncode == status, result.stdout
    assert "1 skipped" in result.stdout
    assert "test_two.py::test_left_out" in result.stdout


def test_postgresql_comes_and_goes() -> None:
    """F4"""
    assert shutil.which("psql"), "PostgreSQL is not installed: ./porchlight test installs it"
    script = 'echo "$TEST_DATABASE_URL"; psql -qtAX -c "SELECT 1 + 1" "$PLAIN" || exit 1; exit 7'
    plain = 'PLAIN=$(echo "$TEST_DATABASE_URL" | sed "s/+psycopg//"); '
    result = call(POSTGRES, "sh", "-c", plain + script)
    assert result.returncode == 7, result.stderr
    address, two = result.stdout.split()
    assert two == "2"
    folder = Path(address.partition("host=")[2])
    assert folder.parent == Path("/tmp")  # noqa: S108 # sockets need a short path
    assert not folder.exists()


def test_a_given_server_is_used() -> None:
    """F5"""
    given = "postgresql+psycopg://someone@elsewhere/database"
    result = call(POSTGRES, "sh", "-c", 'echo "$TEST_DATABASE_URL"', TEST_DATABASE_URL=given)
    assert result.stdout.strip() == given
