"""The benchmark's baseline starts behind a server with the configuration that ours has."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.journeys.server import ROOT


def test_baseline_starts_and_looks_after_no_jobs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of its processes runs the configuration's hook when it has loaded the baseline."""
    (tmp_path / "body").write_bytes(b"a document")
    settings = {"BARE_BODY": str(tmp_path / "body"), "BARE_ETAG": "etag", "PORCHLIGHT_MODE": "demo"}
    for name, value in {**settings, "DATABASE_URL": f"sqlite:///{tmp_path / 'bare'}"}.items():
        monkeypatch.setenv(name, value)
    bare = runpy.run_module("tests.bench.bare")
    deployed = runpy.run_path(str(ROOT / "deploy" / "gunicorn.conf.py"))
    assert deployed["post_worker_init"](SimpleNamespace(wsgi=bare["app"])) is None
    assert bare["app"].test_client().get("/s/any").data == b"a document"
