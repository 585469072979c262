"""Every check of the project, one after the other, and what each came to.

"dev.py test" and "dev.py check" start this with the Python of .venv. A check that fails
does not stop the others: one run says everything that is wrong.
"""

import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
STEP_LIMIT = 25 * 60

STATIC = (
    ("ruff check", ("ruff", "check", ".")),
    ("ruff format", ("ruff", "format", "--check", ".")),
    ("mypy", ("mypy",)),
    ("lint-imports", ("lint-imports",)),
)


class Promise(NamedTuple):
    """How much of a storey the tests must reach, branches counted."""

    percent: int
    files: str


# The only place that knows the promises. One whose files do not exist yet is left out.
PROMISES = (
    Promise(100, "inspector/domain/*"),
    Promise(100, "inspector/devices/codecs/*"),
    Promise(100, "inspector/db/types.py"),
    Promise(100, "inspector/sync/merge.py"),
    Promise(95, "inspector/db/*"),
    Promise(95, "inspector/actions/*"),
    Promise(95, "inspector/reports/*"),
    Promise(95, "inspector/sync/*"),
    Promise(95, "inspector/sheets/*"),
    Promise(95, "inspector/planning/*"),
    Promise(95, "inspector/central/*"),
    Promise(80, "inspector/ui/*"),
)


class Result(NamedTuple):
    """What one check came to."""

    name: str
    code: int
    seconds: float


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def step(name: str, command: Sequence[str], limit: float = STEP_LIMIT) -> Result:
    """One check; one that hangs is ended, so that the others still get their turn."""
    say(f"\n── {name}: {' '.join(command)}")
    began = time.monotonic()
    try:
        code = subprocess.run(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False, timeout=limit
        ).returncode
    except OSError as error:  # not found, or out of reach on a PATH of somebody else's
        say(f"无法启动 / cannot start {command[0]}: {error.strerror}")
        code = 127
    except subprocess.TimeoutExpired:
        say(f"超过 {limit / 60:.0f} 分钟，已终止 / took too long and was ended")
        code = 124
    return Result(name, code, time.monotonic() - began)


def pytest_command(chosen: Sequence[str], *, fast: bool) -> list[str]:
    """Chosen tests run in one process; the whole suite uses both cores."""
    marks = ["-m", "not slow"] if fast else []
    if chosen:
        return ["pytest", *marks, *chosen]
    spread = ["pytest", "-n", "2", "--dist", "loadfile", *marks]
    return spread if fast else [*spread, "--cov", "--cov-report="]


def code_files(files: str, root: Path) -> Iterator[Path]:
    """What a promise speaks of, but for the docstring-only package files."""
    folder, _, name = files.rpartition("/")
    search = (root / folder).rglob("*.py") if name == "*" else (root / folder).glob(name)
    return (path for path in search if path.name != "__init__.py")


def due(promises: Iterable[Promise], root: Path) -> list[Promise]:
    """The promises that something exists for."""
    return [promise for promise in promises if any(code_files(promise.files, root))]


def kept(promise: Promise) -> Result:
    """One decimal, so that 94.6 is not rounded up to a promise of 95."""
    report = ("coverage", "report", "--precision=1", "--skip-covered", "--show-missing")
    limits = (f"--include={promise.files}", f"--fail-under={promise.percent}")
    return step(f"coverage {promise.percent} % {promise.files}", (*report, *limits))


def static() -> list[Result]:
    return [step(name, command) for name, command in STATIC]


def everything(arguments: Sequence[str]) -> list[Result]:
    fast = "--fast" in arguments
    chosen = [argument for argument in arguments if argument != "--fast"]
    results = [*static(), step("pytest", pytest_command(chosen, fast=fast))]
    if fast or chosen:
        say("\n只跑了部分测试，不算覆盖率 / a part of the tests: coverage was not asked")
        return results
    return results + [kept(promise) for promise in due(PROMISES, ROOT)]


def summary(results: Sequence[Result]) -> str:
    """The last lines of a run: what ran, what it cost, and what failed."""
    lines = ["", "── 结果 / summary"]
    for name, code, seconds in results:
        word = "通过 passed" if code == 0 else f"未过 FAILED ({code})"
        lines.append(f"  {seconds:7.1f} s  {name}: {word}")
    failed = sum(result.code != 0 for result in results)
    lines.append(f"checks: {len(results) - failed} passed, {failed} failed")
    return "\n".join(lines)


def main(words: Sequence[str]) -> int:
    results = static() if words[:1] == ["check"] else everything(words[1:])
    say(summary(results))
    return int(any(result.code for result in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
