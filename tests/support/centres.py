"""Real central stores and devices for tests: HTTP on loopback, ledgers in real files."""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from inspector.actions.here import Here
from inspector.actions.syncing import CentreAddress, copy_from_central, sync_now
from inspector.db import canonical
from inspector.db.device import Receipt
from inspector.db.tables import CourtyardRow, RoomRow
from inspector.db.triggers import synced_tables
from inspector.domain.mutations import Act, Change, ChangeKind, Fields
from inspector.sync import wire
from inspector.sync.transport import Link
from worlds import Clock, open_here, small_ledger

SECRET = "登记口令-2026"
SHARD = "339900"
ACTION, PERSON, AT = "test", "陈㛃", 1_700_000_000_000


def first_device(folder: Path, rooms: int = 6) -> Here:
    """The device that brings a county's ledger to the centre."""
    return small_ledger(folder, rooms)


def next_device(folder: Path, address: str, seed: int = 2) -> Here:
    """A device that copies the ledger from the centre."""
    here = open_here(folder, Clock(), seed)
    copy_from_central(here, CentreAddress(address, SECRET, f"第{seed}台"))
    return here


def sync(here: Here, address: str) -> Receipt:
    return sync_now(here, CentreAddress(address, SECRET, "测试机"))


def edit_room(here: Here, number: str, **values: object) -> None:
    """An edit of the ledger, as one action of a person."""
    with here.ledger.write(Act("edit_room", here.person, here.now())) as session:
        session.execute(update(RoomRow).where(RoomRow.number == number).values(**values))


def add_courtyard(here: Here, name: str) -> UUID:
    new = here.new_id()
    with here.ledger.write(Act("add_courtyard", here.person, here.now())) as session:
        session.add(CourtyardRow(id=new, name=name, address="人民路"))
    return new


def room(here: Here, number: str) -> dict[str, Any]:
    """A room as it stands in the ledger file."""

    def read(session: Session) -> dict[str, Any]:
        columns = RoomRow.__table__.columns
        row = session.execute(select(*columns).where(RoomRow.number == number)).one()
        return dict(row._mapping)

    return here.ledger.ask(read)


def everything(here: Here) -> dict[str, list[tuple[object, ...]]]:
    """Every synced row of a device, in raw values."""

    def read(session: Session) -> dict[str, list[tuple[object, ...]]]:
        connection = session.connection()
        return {
            table.name: sorted(
                map(tuple, connection.exec_driver_sql(f"SELECT * FROM {table.name}")),
                key=repr,
            )
            for table in synced_tables()
        }

    return here.ledger.ask(read)


def courtyard(row_id: bytes, name: str = "县府大院", address: str = "人民路1号") -> Change:
    return Change(
        "courtyard",
        row_id,
        ChangeKind.INSERT,
        "*",
        None,
        {"id": row_id, "name": name, "address": address},
    )


def change_of(table: str, row_id: bytes, group: str, base: Fields, new: Fields) -> Change:
    return Change(table, row_id, ChangeKind.UPDATE, group, base, new)


@dataclass
class RawDevice:
    """A device without a ledger, which says exactly what a test wants said."""

    address: str
    shard: str = SHARD
    id: bytes = field(default_factory=lambda: uuid4().bytes)
    incarnation: bytes = field(default_factory=lambda: uuid4().bytes)
    cmid: int = 0
    chain: bytes = bytes(32)

    def __post_init__(self) -> None:
        self.link = Link(self.address)

    def __enter__(self) -> RawDevice:
        self.enrol()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.link.__exit__(kind, error, trace)

    def enrol(self, secret: str = SECRET) -> wire.Enrolled:
        enrolled = self.link.enrol(
            wire.Enrol(wire.PROTO, secret, self.id, self.incarnation, "裸机", self.shard)
        )
        self.link.token = enrolled.token
        return enrolled

    def body(
        self, *payloads: bytes, first: int = 0, prev: bytes | None = None
    ) -> wire.Push:
        first = first or self.cmid + 1
        return wire.Push(
            wire.PROTO,
            wire.SCHEMA,
            self.id,
            self.incarnation,
            self.shard,
            first,
            self.chain if prev is None else prev,
            [
                wire.SentMutation(first + n, ACTION, PERSON, AT, payload)
                for n, payload in enumerate(payloads)
            ],
        )

    def push_payloads(self, *payloads: bytes) -> wire.PushAnswer:
        answer = self.link.push(self.body(*payloads))
        for payload in payloads:
            self.cmid += 1
            digest = canonical.digest_of(ACTION, PERSON, AT, payload)
            self.chain = canonical.next_chain(self.chain, digest)
        return answer

    def push(self, *mutations: Sequence[Change]) -> wire.PushAnswer:
        return self.push_payloads(*(canonical.payload_of(m) for m in mutations))

    def pull(
        self, cursor: wire.Checkpoint | None = None, most: int = 5_000
    ) -> wire.PullAnswer:
        start = wire.Checkpoint(bytes(16), 0, self.shard, 0, bytes(32))
        return self.link.pull(wire.Pull(wire.PROTO, wire.SCHEMA, cursor or start, most))


@contextmanager
def stranger(address: str, shard: str = SHARD) -> Iterator[RawDevice]:
    """A device that the centre has not met."""
    device = RawDevice(address, shard)
    with device.link:
        yield device


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def service_process(
    folder: Path, port: int, url: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """The service as a process of its own, which a test may kill."""
    code = (
        "import sys; from pathlib import Path; "
        "from inspector.central.serve import Service, serve; "
        "serve(Service(Path(sys.argv[1]), sys.argv[2], sys.argv[4] or None, "
        "port=int(sys.argv[3])))"
    )
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder), SECRET, str(port), url or ""],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as process:
        try:
            _await_port(port)
            yield process
        finally:
            process.kill()


def _await_port(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as probe:
            probe.sendall(b"GET /v1/health HTTP/1.0\r\n\r\n")
            if probe.recv(64):
                return
        time.sleep(0.05)
    raise TimeoutError(f"nobody listens on {port}")


@contextmanager
def says(answer: bytes) -> Iterator[str]:
    """A server that gives the same bytes to everybody and hangs up."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.05)
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                client, _ = server.accept()
            except TimeoutError:
                continue
            with client:
                client.recv(1_000_000)
                client.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        stop.set()
        thread.join()
        server.close()


def http_answer(body: bytes, status: str = "200 OK", *more: str, kind: str = "") -> bytes:
    head = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind or wire.CONTENT_TYPE}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *more,
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


@contextmanager
def scripted(body: bytes, status: int = 200) -> Iterator[str]:
    """A centre that has one answer to everything."""
    with says(http_answer(body, f"{status} X")) as address:
        yield address


class Cutter:
    """A wire between device and centre that can be cut just before an answer arrives."""

    def __init__(self, address: str) -> None:
        host, port = address.removeprefix("http://").split(":")
        self._target = (host, int(port))
        self._server = socket.create_server(("127.0.0.1", 0))
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self.cut_answers_with = b""
        """An answer to a request with these bytes in it is swallowed, `cuts` times."""
        self.cuts = 0
        self.swallowed = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def __enter__(self) -> Cutter:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join(10)
        self._server.close()

    def _serve(self) -> None:
        self._server.settimeout(0.05)
        while not self._stop.is_set():
            try:
                client, _ = self._server.accept()
            except TimeoutError:
                continue
            with client, socket.create_connection(self._target) as centre:
                self._carry(client, centre)

    def _carry(self, client: socket.socket, centre: socket.socket) -> None:
        """Carry one connection's bytes until somebody closes it."""
        asked = b""
        with selectors.DefaultSelector() as waiting:
            waiting.register(client, selectors.EVENT_READ, centre)
            waiting.register(centre, selectors.EVENT_READ, client)
            while not self._stop.is_set():
                for key, _ in waiting.select(0.05):
                    data = key.fileobj.recv(65_536)  # type: ignore[union-attr]
                    if key.fileobj is client:
                        asked = (
                            data
                            if data.startswith((b"GET", b"POST", b"PUT", b"HEAD"))
                            else asked
                        )
                    elif self._cuts_now(asked):
                        return
                    if not data:
                        return
                    key.data.sendall(data)

    def _cuts_now(self, asked: bytes) -> bool:
        if (
            self.cuts <= 0
            or not self.cut_answers_with
            or self.cut_answers_with not in asked
        ):
            return False
        self.cuts -= 1
        self.swallowed += 1
        return True
