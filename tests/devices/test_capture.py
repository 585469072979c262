"""Files of raw traffic read back: sound, cut off, and hostile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.devices.capture import (
    LARGEST_BYTES,
    LONGEST_US,
    Capture,
    Header,
    line_of,
    offered,
    read_capture,
)
from inspector.devices.codecs import bosch, leica
from inspector.devices.events import LinkState
from inspector.devices.traffic import Direction, Traffic
from inspector.trouble import Trouble

HEADER = Header("bosch_mt_ble", "GLM", "0.1.0").line()
D = Direction
LINES = (
    Traffic(0, D.OPENED, offered=(bosch.FRAMES,)),
    Traffic(1, D.SUBSCRIBED, bosch.FRAMES),
    Traffic(2, D.WRITTEN, bosch.FRAMES, bosch.AUTO_SYNC, response=True),
    Traffic(2, D.REFUSED, bosch.FRAMES, bosch.AUTO_SYNC, refused=D.WRITTEN),
    Traffic(3, D.HEARD, bosch.FRAMES, b"\x01\x02"),
    Traffic(4, D.READ, "2a19", b""),
    Traffic(5, D.DROPPED),
    Traffic(6, D.CLOSED),
    Traffic(7, D.REFUSED, refused=D.OPENED, state=LinkState.NO_PORT),
    Traffic(8, D.CLOSED),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "记录.jsonl"


def write(file: Path, *lines: str, end: str = "\n") -> Path:
    file.write_text("\n".join(lines) + end, encoding="utf-8")
    return file


def sound() -> list[str]:
    return [HEADER, *(line_of(line, 0) for line in LINES)]


def test_what_was_written_is_read(file: Path) -> None:
    capture = read_capture(write(file, *sound()))
    assert capture.links == (LINES[:8], LINES[8:])
    assert capture.header == Header("bosch_mt_ble", "GLM", "0.1.0")
    assert (capture.torn, capture.ends_us) == (False, 8)
    assert offered(capture.links[0]) == {bosch.FRAMES}


def test_an_address_is_kept_where_it_was_asked_for(file: Path) -> None:
    header = Header("", "", "", "AA:BB")
    capture = read_capture(write(file, header.line()))
    assert capture == Capture(header, (), torn=False)
    assert capture.ends_us == 0


def test_a_file_that_was_cut_off_is_read_up_to_there(file: Path) -> None:
    whole = "\n".join(sound())
    for length in range(len(HEADER), len(whole), 3):
        capture = read_capture(write(file, whole[:length], end=""))
        kept = [line for link in capture.links for line in link]
        assert kept == list(LINES[: len(kept)])
    assert capture.torn


def test_without_an_end_of_line_the_last_one_counts_all_the_same(file: Path) -> None:
    assert not read_capture(write(file, *sound(), end="")).torn


@pytest.mark.parametrize(
    "first",
    [
        "",
        "garbage",
        "[]",
        "null",
        '{"format":"rangefinder-capture/2"}',
        '{"format":"rangefinder-vectors/1"}',
        '{"format":"rangefinder-capture/1","family":7}',
        '{"format":"rangefinder-capture/1","name":[]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_recording_is_trouble(file: Path, first: str) -> None:
    with pytest.raises(Trouble, match="不是测距仪原始数据记录") as trouble:
        read_capture(write(file, first))
    assert trouble.value.advice


HEARD = {"us": 1, "do": "heard", "at": "x", "hex": "00"}


@pytest.mark.parametrize(
    "change",
    [
        {"us": -1},
        {"us": True},
        {"us": "1"},
        {"us": 1.5},
        {"us": LONGEST_US + 1},
        {"do": "sung"},
        {"do": []},
        {"do": None},
        {"at": 7},
        {"hex": "0"},
        {"hex": "zz"},
        {"hex": 7},
        {"hex": "00" * 100_000},
        {"do": "refused"},
        {"what": "heard"},
        {"do": "refused", "what": {}},
        {"do": "opened", "characteristics": "x"},
        {"do": "opened", "characteristics": [1]},
        {"do": "refused", "what": "opened", "state": "SLEEPY"},
        {"do": "refused", "what": "opened", "state": []},
    ],
    ids=str,
)
def test_a_line_that_is_not_ours_is_named(file: Path, change: dict[str, object]) -> None:
    bad = json.dumps(HEARD | change)
    with pytest.raises(Trouble, match="第 3 行读不懂"):
        read_capture(write(file, HEADER, json.dumps(HEARD), bad, json.dumps(HEARD)))


def test_time_does_not_run_backwards(file: Path) -> None:
    lines = [json.dumps(HEARD | {"us": us}) for us in (5, 6, 6, 4)]
    with pytest.raises(Trouble, match="第 5 行的时间早于上一行"):
        read_capture(write(file, HEADER, *lines))


def test_traffic_before_the_first_opening_is_no_link(file: Path) -> None:
    early = json.dumps(HEARD | {"us": 0})
    capture = read_capture(write(file, HEADER, early, *sound()[1:]))
    assert capture.links == (LINES[:8], LINES[8:])


def test_a_file_too_large_is_not_read(file: Path) -> None:
    with file.open("wb") as large:
        large.truncate(2 * LARGEST_BYTES + 1)
    with pytest.raises(Trouble, match="太大"):
        read_capture(file)


def test_a_file_that_cannot_be_read_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="读不了"):
        read_capture(tmp_path / "none")
    with pytest.raises(Trouble, match="读不了"):
        read_capture(tmp_path)


@given(st.lists(st.binary(max_size=60), max_size=8), st.booleans())
def test_no_bytes_at_all_crash_it(
    tmp_path_factory: pytest.TempPathFactory,
    chunks: list[bytes],
    headed: bool,  # noqa: FBT001  # hypothesis passes it by place
) -> None:
    file = tmp_path_factory.getbasetemp() / "hostile"
    file.write_bytes(b"\n".join([HEADER.encode()] * headed + chunks))
    try:
        capture = read_capture(file)
    except Trouble:
        return
    assert all(link[0].direction is D.OPENED for link in capture.links)


def test_whose_recording_it_is_shows_in_its_characteristics() -> None:
    def family(name: str, *characteristics: str) -> object:
        header = Header(name, "", "")
        return Capture(header, (), torn=False).family(frozenset(characteristics))

    assert family("leica_disto_basic", leica.DISTANCE) is leica.CLASSIC
    assert family("leica_disto_basic", leica.DISTANCE, leica.PACKET) is leica.BASIC
    assert family("leica_disto_classic", leica.DISTANCE, leica.PACKET) is leica.CLASSIC
    assert family("", bosch.FRAMES) is bosch.MT
    assert family("", "2a00") is None
