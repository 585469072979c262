"""The run of all checks: what it runs, what it promises, and what it says at the end."""

import sys
from pathlib import Path

import pytest

import checks
from checks import Promise, Result


def test_every_promise_is_between_one_and_a_hundred_and_named_once() -> None:
    assert all(0 < promise.percent <= 100 for promise in checks.PROMISES)
    names = [promise.files for promise in checks.PROMISES]
    assert len(names) == len(set(names))


def test_a_promise_without_code_is_left_out(tmp_path: Path) -> None:
    full = tmp_path / "inspector" / "domain" / "deep"
    empty = tmp_path / "inspector" / "planning"
    for folder in (full, empty):
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text('"""Only words."""\n', encoding="utf-8")
    (full / "area.py").write_text("SIZE = 1\n", encoding="utf-8")
    promises = [
        Promise(100, "inspector/domain/*"),
        Promise(100, "inspector/domain/deep/area.py"),
        Promise(95, "inspector/planning/*"),
        Promise(95, "inspector/sync/*"),
        Promise(100, "inspector/sync/merge.py"),
    ]
    assert checks.due(promises, tmp_path) == promises[:2]


def test_the_whole_suite_uses_both_cores_and_measures_coverage() -> None:
    command = checks.pytest_command([], fast=False)
    assert command[:3] == ["pytest", "-n", "2"]
    assert "--cov" in command


def test_fast_leaves_out_slow_tests_and_coverage() -> None:
    command = checks.pytest_command([], fast=True)
    assert command[-2:] == ["-m", "not slow"]
    assert "--cov" not in command


def test_chosen_tests_run_as_asked_for() -> None:
    command = checks.pytest_command(["tests/domain", "-x"], fast=False)
    assert command == ["pytest", "tests/domain", "-x"]


def test_a_step_reports_the_exit_code() -> None:
    result = checks.step("three", [sys.executable, "-c", "raise SystemExit(3)"])
    assert (result.name, result.code) == ("three", 3)


def test_a_missing_tool_fails_its_step(capfd: pytest.CaptureFixture[str]) -> None:
    assert checks.step("none", ["no-such-tool"]).code == 127
    assert "no-such-tool" in capfd.readouterr().out


def test_a_tool_out_of_reach_fails_its_step(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A PATH that names a folder of another user's answers so, not "not found"."""
    tool = tmp_path / "tool"
    tool.write_text("", "utf-8")
    tool.chmod(0o644)
    assert checks.step("shut", [str(tool)]).code == 127
    assert str(tool) in capfd.readouterr().out


def test_a_step_that_hangs_is_ended(capfd: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    assert checks.step("hang", command, limit=0.2).code == 124
    assert "took too long" in capfd.readouterr().out


def test_the_last_line_counts_and_failures_are_named() -> None:
    text = checks.summary([Result("mypy", 0, 1.0), Result("pytest", 1, 2.0)])
    lines = text.splitlines()
    assert lines[-1] == "checks: 1 passed, 1 failed"
    assert any("pytest" in line and "FAILED (1)" in line for line in lines)


def test_one_failure_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    fine = ("fine", (sys.executable, "-c", "pass"))
    bad = ("bad", (sys.executable, "-c", "raise SystemExit(1)"))
    monkeypatch.setattr(checks, "STATIC", (bad, fine))
    assert checks.main(["check"]) == 1
    monkeypatch.setattr(checks, "STATIC", (fine, fine))
    assert checks.main(["check"]) == 0
