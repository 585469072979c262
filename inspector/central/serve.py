"""Starting the central store: in the foreground, or beside something else for a while."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from inspector.central.app import Centre, clock, make_app
from inspector.central.blobs import BlobFolder
from inspector.db.central import CentralStore, embedded
from inspector.trouble import Trouble

_STARTS_WITHIN = 20.0
_ENDS_WITHIN = 20.0


@dataclass(frozen=True, slots=True)
class Service:
    """Where the centre listens and keeps its data. Without a URL the database is a file
    in the data folder; port 0 takes any free one."""

    data_dir: Path
    secret: str
    url: str | None = None
    host: str = "127.0.0.1"
    port: int = 0


def serve(service: Service) -> None:
    """Serve until interrupted."""
    store = _open(service)
    try:
        with _listening(service) as listening, suppress(KeyboardInterrupt):
            _server(service, store).run(sockets=[listening])
    finally:
        store.close()


@contextmanager
def running(service: Service) -> Iterator[str]:
    """Serve on a thread of this process; yields the address, ends with the block."""
    store = _open(service)
    try:
        with _listening(service) as listening:
            server = _server(service, store)
            thread = threading.Thread(
                target=server.run, kwargs={"sockets": [listening]}, name="central store"
            )
            thread.start()
            try:
                _await_start(server, thread)
                host, port = listening.getsockname()[:2]
                yield f"http://{host}:{port}"
            finally:
                server.should_exit = True
                thread.join(_ENDS_WITHIN)
    finally:
        store.close()


def _open(service: Service) -> CentralStore:
    if not service.secret:
        raise Trouble("没有设定登记口令。", "请用 --secret-file 或环境变量给出登记口令。")
    try:
        service.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(
            f"不能使用数据文件夹“{service.data_dir}”。", "请检查路径和写入权限。"
        ) from error
    return CentralStore.open(service.url or embedded(service.data_dir), clock())


@contextmanager
def _listening(service: Service) -> Iterator[socket.socket]:
    """A bound socket, so that the port is known and taken before anything starts."""
    family = socket.AF_INET6 if ":" in service.host else socket.AF_INET
    # Said to be TCP, or asyncio leaves small answers waiting 40 ms for an acknowledgement.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((service.host, service.port))
        except OSError as error:
            raise Trouble(
                f"不能在 {service.host}:{service.port} 上提供服务。",
                "端口可能已被占用；请换一个端口，或先停止占用它的程序。",
            ) from error
        yield listening


def _server(service: Service, store: CentralStore) -> uvicorn.Server:
    centre = Centre(store, BlobFolder(service.data_dir / "blobs"), service.secret)
    return uvicorn.Server(
        uvicorn.Config(
            make_app(centre),
            log_config=None,
            log_level=logging.WARNING,
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_keep_alive=30,
            timeout_graceful_shutdown=5,
        )
    )


def _await_start(server: uvicorn.Server, thread: threading.Thread) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise Trouble("中心程序没有启动成功。", "请查看日志后重试。")
        time.sleep(0.01)
