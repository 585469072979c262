"""Bodies that arrive whole, cut, swollen or foreign."""

from __future__ import annotations

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from inspector.sync import wire

HELLO = wire.Hello(1, 1, 1, bytes(16), 1, 1_700_000_000_000)
PROBLEM = wire.Problem("fork", "不行", "请联系管理员。", 7)


@pytest.mark.parametrize("message", [HELLO, PROBLEM])
def test_what_is_sent_is_what_arrives(message: wire.Message) -> None:
    assert wire.decode(wire.encode(message), type(message)) == message


def test_a_body_cut_anywhere_is_refused() -> None:
    whole = wire.encode(HELLO)
    for length in range(len(whole)):
        with pytest.raises(wire.Unreadable):
            wire.decode(whole[:length], wire.Hello)


def test_bytes_behind_a_body_are_refused() -> None:
    with pytest.raises(wire.Unreadable):
        wire.decode(wire.encode(HELLO) + b"x", wire.Hello)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(200_000_000))
    assert len(bomb) < 20_000
    with pytest.raises(wire.Unreadable, match="announced"):
        wire.decode(bomb, wire.Hello)


def test_a_bomb_that_hides_its_size_is_refused() -> None:
    compressor = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    bomb = compressor.compress(bytes(200_000_000)) + compressor.flush()
    with pytest.raises(wire.Unreadable):
        wire.decode(bomb, wire.Hello)


def test_a_message_of_another_kind_is_refused() -> None:
    with pytest.raises(wire.Unreadable):
        wire.decode(wire.encode(PROBLEM), wire.Push)


def test_a_later_version_may_append_fields() -> None:
    longer = [*msgspec.msgpack.decode(msgspec.msgpack.encode(HELLO)), "new"]
    body = zstandard.ZstdCompressor().compress(msgspec.msgpack.encode(longer))
    assert wire.decode(body, wire.Hello) == HELLO


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    with pytest.raises(wire.Unreadable):
        wire.decode(data, wire.Push)


@given(st.binary(max_size=200))
def test_no_content_does_more_than_be_refused(data: bytes) -> None:
    with pytest.raises(wire.Unreadable):
        wire.decode(zstandard.ZstdCompressor().compress(data), wire.Push)
