"""Everything that a network does to a request becomes words with advice."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from centres import RawDevice, free_port, http_answer, says
from inspector.sync import wire
from inspector.sync.transport import Link, Overloaded, RefusedByCentre, Unanswered
from inspector.trouble import Trouble

HELLO = wire.Hello(1, 1, 1, bytes(16), 1, 1_700_000_000_000)
Saying = Callable[[bytes], str]


@pytest.fixture
def saying() -> Iterator[Saying]:
    with ExitStack() as stack:
        yield lambda answer: stack.enter_context(says(answer))


def _trouble(address: str, timeout: float = 5.0) -> Trouble:
    with Link(address, timeout=timeout) as link, pytest.raises(Trouble) as caught:
        link.hello()
    assert caught.value.advice
    return caught.value


def test_an_answer_arrives(saying: Saying) -> None:
    with Link(saying(http_answer(wire.encode(HELLO)))) as link:
        assert link.hello() == HELLO


def test_nobody_there() -> None:
    assert "连不上" in _trouble(f"http://127.0.0.1:{free_port()}").what


@pytest.mark.parametrize(
    "address", ["", "centre", "ftp://centre", "http://[::1", "http://a:b"]
)
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(Trouble, match="写法不对"):
        Link(address).hello()


def test_a_login_page_instead_of_the_centre(saying: Saying) -> None:
    page = http_answer("<html>请登录</html>".encode(), kind="text/html")
    assert "上网登录页" in _trouble(saying(page)).what


def test_a_redirect_is_not_followed(saying: Saying) -> None:
    moved = http_answer(
        b"", "302 Found", "Location: http://127.0.0.1:1/login", kind="text/html"
    )
    assert "302" in _trouble(saying(moved)).what


def test_a_busy_centre_names_its_time(saying: Saying) -> None:
    trouble = _trouble(saying(http_answer(b"", "503 Busy", "Retry-After: 7")))
    assert isinstance(trouble, Overloaded)
    assert trouble.seconds == 7


@pytest.mark.parametrize(("said", "seconds"), [("999999", 60), ("soon", 2)])
def test_a_wait_has_bounds(saying: Saying, said: str, seconds: int) -> None:
    trouble = _trouble(saying(http_answer(b"", "429 Slow", f"Retry-After: {said}")))
    assert isinstance(trouble, Overloaded)
    assert trouble.seconds == seconds


def test_a_refusal_speaks_in_the_centre_s_words(saying: Saying) -> None:
    body = wire.encode(wire.Problem("fork", "重号。", "请联系管理员。", 5))
    trouble = _trouble(saying(http_answer(body, "409 Conflict")))
    assert isinstance(trouble, RefusedByCentre)
    assert (trouble.code, trouble.need_from, trouble.what) == ("fork", 5, "重号。")


def test_a_refusal_without_words(saying: Saying) -> None:
    trouble = _trouble(saying(http_answer(b"", "500 Oh")))
    assert isinstance(trouble, RefusedByCentre)
    assert trouble.code == "unreadable"


def test_an_answer_cut_short(saying: Saying) -> None:
    whole = http_answer(wire.encode(HELLO))
    assert isinstance(_trouble(saying(whole[:-3])), Unanswered)


def test_an_answer_that_is_garbage_inside(saying: Saying) -> None:
    assert isinstance(_trouble(saying(http_answer(b"garbage"))), Unanswered)


def test_an_answer_without_end(saying: Saying) -> None:
    endless = http_answer(bytes(wire.MOST_BODY + 1))
    assert "大得不正常" in _trouble(saying(endless)).what


def test_no_http_at_all(saying: Saying) -> None:
    assert isinstance(_trouble(saying(b"SSH-2.0-OpenSSH\r\n")), Unanswered)


def test_silence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        assert isinstance(_trouble(address, timeout=0.2), Unanswered)


def test_a_server_that_speaks_no_tls(saying: Saying) -> None:
    address = saying(b"HTTP/1.1 400 Bad\r\n\r\n").replace("http://", "https://")
    assert "加密连接" in _trouble(address).what


def test_a_file_travels_to_the_centre(centre: str, tmp_path: Path) -> None:
    content = bytes(range(256)) * 4_000
    digest = hashlib.sha256(content).hexdigest()
    file = tmp_path / "photo"
    file.write_bytes(content)
    with RawDevice(centre) as device:
        assert not device.link.has_blob(digest)
        device.link.put_blob(digest, file)
        assert device.link.has_blob(digest)
        with pytest.raises(RefusedByCentre, match="损坏"):
            device.link.put_blob("0" * 64, file)
        with pytest.raises(RefusedByCentre):
            device.link.put_blob("..%2f..%2fetc", file)
        with pytest.raises(Trouble, match="读不出"):
            device.link.put_blob(digest, tmp_path / "none")
