"""The guard stops whatever leaves the machine and nothing else."""

import asyncio
import socket
import urllib.request
from pathlib import Path

import pytest

import loopback


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.9.9.9", "::1", "localhost", b"localhost", None, "", "0.0.0.0"],
)
def test_this_machine_is_allowed(host: object) -> None:
    assert loopback.is_loopback(host)


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "192.0.2.1", "2001:db8::1", "fe80::1%eth0", "example.org", b"a.b"]
)
def test_every_other_machine_is_refused(host: object) -> None:
    assert not loopback.is_loopback(host)


def test_a_connection_outwards_raises() -> None:
    with socket.socket() as opened, pytest.raises(loopback.Outside, match=r"192\.0\.2\.1"):
        opened.connect(("192.0.2.1", 80))


def test_a_datagram_outwards_raises() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened,
        pytest.raises(loopback.Outside),
    ):
        opened.sendto(b"x", ("192.0.2.1", 9))


def test_a_name_is_not_even_looked_up() -> None:
    with pytest.raises(loopback.Outside, match="example"):
        urllib.request.urlopen("http://example.org/")


def test_asyncio_is_guarded_too() -> None:
    with pytest.raises(loopback.Outside):
        asyncio.run(asyncio.open_connection("192.0.2.1", 80))


def test_loopback_carries_bytes() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with (
            socket.create_connection(("localhost", port)) as near,
            server.accept()[0] as far,
        ):
            near.sendall(b"room")
            assert far.recv(4) == b"room"


def test_unix_sockets_are_untouched(tmp_path: Path) -> None:
    path = str(tmp_path / "bus")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as near:
        server.bind(path)
        server.listen()
        near.connect(path)
        near.sendall(b"bus")
        with server.accept()[0] as far:
            assert far.recv(3) == b"bus"
