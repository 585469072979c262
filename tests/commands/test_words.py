"""What the command line says of itself: in Chinese, or in English to who asks for it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.commands.running import environment, run

COMMANDS = (
    (),
    ("window",),
    ("demo",),
    ("ledger",),
    ("ledger", "import"),
    ("ledger", "rooms"),
    ("devices",),
    ("devices", "list"),
    ("devices", "find"),
    ("devices", "capture"),
    ("devices", "replay"),
    ("devices", "vectors"),
    ("devices", "decode"),
    ("sync",),
    ("central",),
    ("central", "serve"),
)
_NAMES = re.compile(
    r"--?[a-zA-Z-]+|https?://\S+|postgresql://\S+|inspector( [a-z]+)*|[\d.]+"
    r"|summary\.json"
)
_PRODUCTS = {"Excel", "JSON", "PDF", "SQLite", "Ctrl", "C"}


@pytest.mark.parametrize("command", COMMANDS, ids="-".join)
def test_help_is_in_chinese(command: tuple[str, ...]) -> None:
    told = run(*command, "--help")

    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("用法：")
    assert "显示本说明后退出。" in told.stdout
    listed = re.sub(r"(?m)^  (?:[a-z]+(?=  )|--?\w.*?(?=\s))", "", told.stdout)
    words = set(re.findall(r"[A-Za-z]+", _NAMES.sub("", listed)))
    assert words <= _PRODUCTS | {"ledger", "serial", "x"}


@pytest.mark.parametrize("wish", ["INSPECTOR_LANG", "LANGUAGE"])
def test_who_asks_for_english_gets_the_library_s_own_words(wish: str) -> None:
    told = run("ledger", "import", "--help", **{wish: "en"})

    assert told.returncode == 0
    assert told.stdout.startswith("Usage: inspector ledger import [OPTIONS] FILE\n")
    assert "--ledger DIRECTORY" in told.stdout
    assert "Show this message and exit." in told.stdout
    assert "[required]" in told.stdout
    assert "Commands:" in run("--help", **{wish: "en"}).stdout


def test_the_wish_for_the_program_goes_before_that_for_all_programs() -> None:
    told = run("--help", LANGUAGE="en_GB", INSPECTOR_LANG="zh_CN")
    assert told.stdout.startswith("用法：")


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_a_line_for_scripts(option: str) -> None:
    told = run(option)
    assert told.returncode == 0
    assert re.fullmatch(r"inspector \d+\.\d+\.\d+\n", told.stdout)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--wrong",), "错误：没有选项 --wrong。"),
        (("nonsense",), "错误：没有命令 nonsense。"),
        (("ledger", "import", "没有.xlsx"), "文件“没有.xlsx”不存在。"),
        (("ledger", "rooms"), "错误：缺少选项 '--ledger'"),
        (("central", "serve", "--port", "八千"), "八千 不是有效的整数。"),
    ],
)
def test_a_wrong_use_is_told_in_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    told = run(*words)

    assert (told.returncode, told.stdout) == (2, "")
    assert sentence in told.stderr
    assert "--help”查看用法。" in told.stderr
    assert "Traceback" not in told.stderr


def test_help_costs_no_window_no_server_and_no_database() -> None:
    """Seen from inside the process that printed it."""
    look = (
        "import sys\n"
        "sys.argv = ['inspector', '--help']\n"
        "from inspector.__main__ import main\n"
        "try:\n"
        "    main()\n"
        "except SystemExit:\n"
        "    heavy = {'PySide6', 'litestar', 'sqlalchemy', 'uvicorn', 'reportlab'}\n"
        "    print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", look],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=environment(),
        timeout=60,
    )
    assert told.stdout.startswith("用法：")
    assert told.stderr == "[]\n"


def test_the_central_store_never_loads_a_window() -> None:
    look = (
        "import sys, inspector.commands.central, inspector.commands.sync\n"
        "print('PySide6' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", look],
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=60,
    )
    assert told.stdout == "False\n"
