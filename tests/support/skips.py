"""A pytest plugin: skipped tests are named and counted, and in CI they fail the run.

`./porchlight test` loads it (`-p tests.support.skips`). A test that is left out silently reads
like one that passed; where CI=true nothing may be left out.
"""

from __future__ import annotations

import os

import pytest


class SkipReport:
    """Collects what was skipped (or expected to fail) while a session runs."""

    def __init__(self, *, forbidden: bool) -> None:
        self.forbidden = forbidden
        self.skipped: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.skipped.append(report.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped:
            self.skipped.append(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.forbidden and self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.skipped:
            return
        verdict = ", which fails the run: CI=true" if self.forbidden else ""
        terminalreporter.section(f"{len(self.skipped)} skipped{verdict}")
        for name in self.skipped:
            terminalreporter.line(name)


def pytest_configure(config: pytest.Config) -> None:
    forbidden = os.environ.get("CI") == "true"
    config.pluginmanager.register(SkipReport(forbidden=forbidden), "porchlight-skips")
