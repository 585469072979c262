"""Tokens of registered meters: kept for their owner alone, and used by the next link."""

from __future__ import annotations

import random
import stat
import sys
from pathlib import Path

import pytest

from inspector.devices.events import DeviceError, Fault, LinkState, Measured
from inspector.devices.practice.hoto import TOKEN, HotoPractice
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.timing import Timing
from inspector.devices.tokens import Tokens
from inspector.trouble import Trouble
from listening import Ear, found_by

QUICK = Timing(pace_percent=1, back_off_ms=(20,), unit_wait_ms=50, open_ms=4000)


def test_what_is_kept_is_there_for_the_next_program(tmp_path: Path) -> None:
    file = tmp_path / "meters.json"
    Tokens(file).keep("AA", b"\x01\x02")
    Tokens(file).keep("BB", b"\x03")
    again = Tokens(file)
    assert (again.of("AA"), again.of("BB"), again.of("CC")) == (b"\x01\x02", b"\x03", None)
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "[]", '{"AA": 3}', '{"AA": "xyz"}', "\xff" * 70_000])
def test_a_file_that_cannot_be_read_knows_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "meters.json"
    file.write_text(text, encoding="utf-8")
    assert Tokens(file).of("AA") is None


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="登记"):
        Tokens(tmp_path / "gone" / "meters.json").keep("AA", b"\x01")


def test_registering_gives_the_token_that_the_next_link_logs_in_with(
    tmp_path: Path,
) -> None:
    practice = HotoPractice(random.Random(1), shot_ms=1, spread_um=0, token=None)
    tokens = Tokens(tmp_path / "meters.json")
    meters = Rangefinders([practice], practice_timing=QUICK, tokens=tokens)
    ear = Ear()
    found = found_by(meters, practice.address)
    meters.connect(found, ear.hear)
    ear.until_state(LinkState.UNREGISTERED)
    assert tokens.of(practice.address) is None

    meters.register(found, ear.hear)
    ear.until(lambda: tokens.of(practice.address) is not None)
    ear.until_state(LinkState.CONNECTED)
    practice.load(3_456_000)
    practice.press()
    assert ear.first(Measured).reading.micrometres == 3_456_000
    meters.close()


def test_a_full_disk_is_said_and_the_meter_works_until_the_end(tmp_path: Path) -> None:
    practice = HotoPractice(random.Random(1), shot_ms=1, spread_um=0, token=None)
    tokens = Tokens(tmp_path / "gone" / "meters.json")
    meters = Rangefinders([practice], practice_timing=QUICK, tokens=tokens)
    ear = Ear()
    meters.register(found_by(meters, practice.address), ear.hear)
    assert ear.first(DeviceError).fault is Fault.NOT_KEPT
    ear.until_state(LinkState.CONNECTED)
    meters.close()


def test_a_known_token_logs_in_by_itself() -> None:
    practice = HotoPractice(random.Random(1), shot_ms=1, spread_um=0)
    tokens = Tokens()
    tokens.keep(practice.address, TOKEN)
    meters = Rangefinders([practice], practice_timing=QUICK, tokens=tokens)
    ear = Ear()
    meters.connect(found_by(meters, practice.address), ear.hear)
    ear.until_state(LinkState.CONNECTED)
    meters.close()
