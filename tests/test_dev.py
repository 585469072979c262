"""The entry script: what it would install, what it says, and when it does nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

import dev
from dev import Need, Stamp, Work

NEEDS = [
    Need("always", "libegl1", "libEGL.so.1"),
    Need("x11", "libxcb-cursor0", "libxcb-cursor.so.0"),
    Need("test", "dbus-daemon", "dbus-daemon"),
]


def nothing_found(_sought: str) -> bool:
    return False


def test_the_help_names_every_command() -> None:
    done = subprocess.run(
        [sys.executable, str(dev.ROOT / "dev.py"), "--help"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert all(
        f"dev.py {name}" in done.stdout for name in ("run", "test", "check", "setup")
    )


def test_an_unknown_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["fly"]) == 2
    assert "fly" in capsys.readouterr().out


def test_an_old_python_is_told_so_in_both_languages() -> None:
    text = (dev.ROOT / "dev.py").read_text(encoding="utf-8")
    old = "import sys; sys.version_info = (3, 10)\n"
    done = subprocess.run(
        [sys.executable, "-c", old + text],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert (
        done.stderr.strip()
        == "需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed"
    )


# What the system lacks


def test_the_list_of_needs_is_whole_and_each_kind_is_known() -> None:
    needs = dev.read_needs(dev.NEEDS.read_text(encoding="utf-8"))
    assert {need.when for need in needs} == {"always", "x11", "wayland", "test"}
    assert len({need.sought for need in needs}) == len(needs)


def test_comments_and_empty_lines_are_no_needs() -> None:
    text = "# words\n\nalways  libegl1  libEGL.so.1  # why\n"
    assert dev.read_needs(text) == NEEDS[:1]


@pytest.mark.parametrize(
    ("command", "environ", "kinds"),
    [
        ("setup", {"DISPLAY": ":0"}, {"always"}),
        ("test", {"DISPLAY": ":0"}, {"always", "test"}),
        ("run", {}, {"always"}),
        ("run", {"DISPLAY": ":0"}, {"always", "x11"}),
        ("run", {"WAYLAND_DISPLAY": "wayland-0"}, {"always", "wayland"}),
    ],
)
def test_only_what_the_command_uses_is_asked_for(
    command: str, environ: dict[str, str], kinds: set[str]
) -> None:
    assert dev.occasions(command, environ) == kinds


def test_what_is_found_is_not_missing() -> None:
    lacking = dev.missing(NEEDS, {"always", "test"}, lambda sought: sought == "dbus-daemon")
    assert lacking == NEEDS[:1]


def test_a_library_counts_when_it_can_be_opened() -> None:
    assert not dev.present("libno-such-thing.so.7")
    assert not dev.present("no-such-program")
    assert dev.present(Path(sys.executable).name) or dev.present(sys.executable)


def test_one_sentence_says_what_to_install() -> None:
    twice = [*NEEDS[:1], Need("always", "libegl1", "libEGL2.so"), *NEEDS[2:]]
    sentence = dev.please_install(twice)
    assert sentence.endswith("sudo apt-get install libegl1 dbus-daemon")
    assert "libEGL.so.1、libEGL2.so、dbus-daemon" in sentence
    assert "\n" not in sentence


def test_who_may_not_install_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    needs = tmp_path / "needs.txt"
    needs.write_text("always libnone1 libno-such-thing.so.7\n", encoding="utf-8")
    monkeypatch.setattr(dev, "NEEDS", needs)
    monkeypatch.setattr(dev, "LOG", tmp_path / "build" / "setup.log")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert dev.main(["setup"]) == 3
    assert "libnone1" in capsys.readouterr().out


# When the environment is made


WANTED = Stamp("python 3.11 /checkout", "abc")


@pytest.mark.parametrize(
    ("found", "work"),
    [
        (None, Work.UPDATE),
        ("python 3.11 /checkout\nabc", Work.NOTHING),
        ("python 3.11 /checkout\nold", Work.UPDATE),
        ("python 3.12 /checkout\nabc", Work.REBUILD),
        ("python 3.11 /elsewhere\nabc", Work.REBUILD),
        (dev.UNFINISHED, Work.REBUILD),
        ("", Work.REBUILD),
    ],
)
def test_a_stamp_says_how_much_is_to_be_done(found: str | None, work: Work) -> None:
    assert dev.work_for(found, WANTED) is work


def test_a_stamp_changes_with_each_of_its_parts() -> None:
    parts = [b"lock", b"project"]
    stamp = dev.stamp_of("3.11", Path("/a"), parts)
    assert stamp == dev.stamp_of("3.11", Path("/a"), parts)
    others = [
        dev.stamp_of("3.12", Path("/a"), parts),
        dev.stamp_of("3.11", Path("/b"), parts),
        dev.stamp_of("3.11", Path("/a"), [b"loc", b"kproject"]),
    ]
    assert stamp not in others


@pytest.fixture
def environment_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like a finished environment of this Python."""
    venv = tmp_path / ".venv"
    venv.mkdir()
    for constant, name in (("PYTHON", "python"), ("INSPECTOR", "inspector")):
        (venv / name).touch()
        monkeypatch.setattr(dev, constant, venv / name)
    monkeypatch.setattr(dev, "VENV", venv)
    monkeypatch.setattr(dev, "STAMP", venv / "set-up")
    version = ".".join(str(part) for part in sys.version_info[:3])
    (venv / "pyvenv.cfg").write_text(
        f"home = /usr\nversion = {version}\n", encoding="utf-8"
    )
    (venv / "set-up").write_text("\n".join(WANTED), encoding="utf-8")
    return venv


def test_a_finished_environment_is_left_alone(environment_in: Path) -> None:
    assert environment_in.exists()
    assert dev.work_to_do(WANTED) is Work.NOTHING


def test_an_environment_that_lost_its_python_is_made_anew(environment_in: Path) -> None:
    (environment_in / "python").unlink()
    assert dev.work_to_do(WANTED) is Work.REBUILD


def test_an_environment_that_lost_the_command_gets_it_back(environment_in: Path) -> None:
    (environment_in / "inspector").unlink()
    assert dev.work_to_do(WANTED) is Work.UPDATE


def test_an_environment_made_by_hand_is_filled_up(environment_in: Path) -> None:
    (environment_in / "set-up").unlink()
    assert dev.work_to_do(WANTED) is Work.UPDATE


def test_an_environment_of_another_python_is_made_anew(environment_in: Path) -> None:
    (environment_in / "set-up").unlink()
    (environment_in / "pyvenv.cfg").write_text("version = 3.6.15\n", encoding="utf-8")
    assert dev.work_to_do(WANTED) is Work.REBUILD


def test_an_emptied_environment_heals_when_interrupted_at_once(
    environment_in: Path,
) -> None:
    dev.clear()
    assert list(environment_in.iterdir()) == []
    assert dev.work_to_do(WANTED) is Work.REBUILD


# What goes wrong


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ERROR: [Errno 28] No space left on device", "disk is full"),
        ("after connection broken by 'NewConnectionError(...)'", "check the network"),
        ("E: Temporary failure resolving 'a.b'", "check the network"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "lock file"),
        ("PermissionError: [Errno 13] Permission denied: 'x'", "no permission"),
        ("ERROR: something else", "otherwise"),
    ],
)
def test_each_cause_has_its_sentence(text: str, word: str) -> None:
    sentence = dev.sentence_for(text, "otherwise")
    assert word in sentence
    assert "\n" not in sentence


def test_only_the_last_installers_words_are_judged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = tmp_path / "build" / "setup.log"
    monkeypatch.setattr(dev, "LOG", log)
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    shout = "raise SystemExit('No space left on device')"
    assert not dev.logged([sys.executable, "-c", shout])
    assert "disk is full" in dev.cause("otherwise")
    assert dev.logged([sys.executable, "-c", "print('fine')"])
    assert dev.cause("otherwise") == "otherwise"


# What is started


@pytest.mark.parametrize(
    ("platform", "environ", "shown"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_display_is_recognised(
    platform: str, environ: dict[str, str], *, shown: bool
) -> None:
    assert dev.has_display(platform, environ) is shown


def test_tools_start_as_in_the_activated_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    environ = dev.environment()
    assert "PYTHONPATH" not in environ
    assert environ["PATH"].startswith(str(dev.SCRIPTS))
    assert environ["VIRTUAL_ENV"] == str(dev.VENV)
