"""`inspector devices`: rangefinders without the window."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from fake_bluez import FakeBluez, Radio, bluetooth
from inspector.commands.main import inspector
from inspector.devices.codecs import FAMILIES, UNKNOWN
from inspector.trouble import Trouble
from peripherals import LeicaDisto
from pty_meter import PtyMeter, pty_meter
from tests.commands.running import environment, run

COLLECTED = (
    Path(__file__).parent.parent / "devices" / "vectors" / "rangefinder-vectors.json"
)
BOSCH = "c0551004086f08da1bdc3f0000000000000000cc"
CLASSIC = "leica_disto_classic"
PATIENCE_S = 60


@pytest.fixture(autouse=True)
def _no_system_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test talks to the real Bluetooth of the machine it runs on."""
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus")


@pytest.fixture
def disto() -> LeicaDisto:
    return LeicaDisto()


@pytest.fixture
def bus_directory() -> Iterator[Path]:
    """Short, since the path of a socket may have no more than 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="bus-") as directory:
        yield Path(directory)


@pytest.fixture
def bluez(bus_directory: Path, disto: LeicaDisto) -> Iterator[FakeBluez]:
    with bluetooth(bus_directory, disto) as bluez:
        yield bluez


@pytest.fixture
def meter() -> Iterator[PtyMeter]:
    with pty_meter() as meter:
        yield meter


def call(*words: str | Path) -> Result:
    """In this process, so that a bug shows its place."""
    told = ["devices", *map(str, words)]
    return CliRunner().invoke(inspector, told, catch_exceptions=False)


def facts(*words: str | Path) -> Any:
    told = call(*words, "--json")
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


# Codecs


def test_every_family_is_listed() -> None:
    told = facts("list")
    assert [each["name"] for each in told] == [family.name for family in FAMILIES]
    assert told[0] == {
        "name": "leica_disto_basic",
        "label": "Leica DISTO",
        "carrier": "radio",
        "experimental": False,
        "can": ["trigger", "laser", "tilt", "counter", "battery"],
        "remark": "",
    }
    rows = call("list").output.splitlines()
    assert len(rows) == len(FAMILIES)
    assert rows[1].split("\t")[:4] == [CLASSIC, "Leica DISTO", "蓝牙", "正式"]


@pytest.mark.parametrize(
    "words",
    [
        [BOSCH],
        [BOSCH.upper()],
        ["C0 55 10 04 08 6f 08 da 1b dc 3f 00 00 00 00 00 00 00 00 cc"],
        ["c0:55:10:04:08:6f:08:da:1b:dc:3f:00:00:00:00:00:00:00:00:cc"],
        [f"0x{BOSCH}"],
        ["0xC0 0x55 0x10 0x04 " + BOSCH[8:]],
        [BOSCH[:9] + " " + BOSCH[9:], "--characteristic", ""],
        [BOSCH[:10], BOSCH[10:]],
        [BOSCH, "--characteristic", "02A6C0D1-0451-4000-B000-FB3210111989"],
    ],
    ids=str,
)
def test_bytes_are_decoded_however_they_are_written(words: list[str]) -> None:
    status, distance = facts("decode", "bosch_mt_ble", *words)
    assert status["kind"] == "status"
    assert (distance["kind"], distance["m"], distance["uid"]) == ("distance", 1.7196, 2159)


def test_messages_in_turn_go_to_one_codec() -> None:
    told = call("decode", CLASSIC, "6ea33140", "0000803f")
    assert [event["m"] for event in json.loads(told.stdout)] == [2.7756, 1.0]
    assert len(told.stdout.splitlines()) == 2


def test_one_message_finds_its_characteristic_by_itself() -> None:
    [unit] = facts("decode", CLASSIC, "6400")
    assert unit == {"kind": "status", "code": 100, "must_reject_as_length": True}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["decode", "sundial", "00"],
            f"没有测距仪类别“sundial”。可用的有：{FAMILIES[0].name}",
        ),
        (["decode", CLASSIC, "6ea3314"], "“6ea3314”不是十六进制字节"),
        (["decode", CLASSIC, "0x"], "“0x”不是十六进制字节"),
        (["decode", CLASSIC, "三米"], "应为成对的 0-9、A-F"),
        (["decode", CLASSIC], "请写出测距仪类别和至少一段字节"),
        (["decode"], "或用 --file 指定文件"),
        (["decode", CLASSIC, "--file", str(COLLECTED)], "不能同时写"),
    ],
    ids=str,
)
def test_a_wrong_use_is_told_with_what_is_right(words: list[str], sentence: str) -> None:
    told = call(*words)
    assert (told.exit_code, told.stdout) == (2, "")
    assert sentence in told.stderr


def test_a_wrong_use_is_told_in_chinese_throughout() -> None:
    told = run("devices", "decode", CLASSIC, "0x")
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("用法：")
    assert "'十六进制...' 的值不对：“0x”不是十六进制字节。" in told.stderr


def test_the_family_that_takes_everything_can_be_named() -> None:
    [junk] = facts("decode", UNKNOWN.name, "00")
    assert junk["kind"] == "reject"


def write(tmp_path: Path, *vectors: dict[str, Any]) -> Path:
    file = tmp_path / "vectors.json"
    device = {"family": CLASSIC, "vectors": vectors}
    whole = {"format": "rangefinder-vectors/1", "devices": [device]}
    file.write_text(json.dumps(whole), encoding="utf-8")
    return file


def vector(name: str, metres: float) -> dict[str, Any]:
    expect = {"kind": "distance", "m": metres}
    return {"id": name, "direction": "device_to_host", "hex": "6ea33140", "expect": expect}


def test_a_file_that_agrees_ends_with_0(tmp_path: Path) -> None:
    [told] = facts("decode", "--file", write(tmp_path, vector("a", 2.7756)))
    assert set(told) == {"id", "events", "ok", "why"}
    assert (told["id"], told["ok"], told["why"]) == ("a", True, "")
    assert told["events"][0]["m"] == 2.7756


def test_a_file_that_does_not_ends_with_1(tmp_path: Path) -> None:
    told = call("decode", "--file", write(tmp_path, vector("a", 2.7756), vector("b", 2)))
    assert told.exit_code == 1
    good, bad, sum_ = told.output.splitlines()
    assert good == "相符\ta\t读数 2.7756 米 mm_display=2776"
    assert bad == "不符\tb\tm 应当是 2，却是 2.7756"
    assert sum_ == "共 2 条，相符 1 条，不符 1 条。"


def test_a_file_that_is_none_is_told_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "坏.json"
    file.write_text("{", encoding="utf-8")
    told = run("devices", "decode", "--file", file, "--json")
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("文件“坏.json”不是测距仪测试数据：不是完整的 JSON。 请")
    missing = run("devices", "decode", "--file", tmp_path / "没有.json")
    assert missing.returncode == 2
    assert "不存在" in missing.stderr


def test_the_collected_file_is_held_against_the_codecs() -> None:
    told = json.loads(call("decode", "--file", COLLECTED, "--json").stdout)
    assert len(told) > 100
    assert all(each["ok"] for each in told if each["id"].startswith("leica-"))


# Meters


def test_a_search_lists_what_is_near_in_order(bluez: FakeBluez, disto: LeicaDisto) -> None:
    told = facts("find", "--seconds", "0.3")
    assert told["trouble"] is None
    assert told["found"][0] == {
        "address": disto.address,
        "name": disto.name,
        "family": "leica_disto_basic",
        "carrier": "radio",
        "support": "supported",
        "label": "支持",
        "rssi": disto.rssi,
        "advice": "",
    }
    assert "keyboard:" in {each["address"] for each in told["found"]}
    row = call("find", "--seconds", "0.3").output.splitlines()[0].split("\t")
    assert row[:4] == ["支持", "蓝牙", disto.address, disto.name]


@pytest.mark.parametrize(
    ("radio", "sentence"),
    [
        (Radio.OFF, "蓝牙已关闭。请在系统设置里打开蓝牙。"),
        (Radio.NO_ADAPTER, "无蓝牙。本机没有可用的蓝牙"),
        (Radio.NO_DAEMON, "蓝牙服务未运行。请启动"),
    ],
)
@pytest.mark.parametrize("command", ["find", "capture"])
def test_without_bluetooth_it_is_said_why(
    bus_directory: Path, tmp_path: Path, radio: Radio, sentence: str, command: str
) -> None:
    out = tmp_path / "capture"
    words = {
        "find": ["find", "--seconds", "0.1"],
        "capture": ["capture", "AA:BB:CC:00:00:01", "--out", str(out)],
    }
    with bluetooth(bus_directory, radio=radio):
        told = call(*words[command])
    assert told.exit_code == 3
    assert sentence in told.stderr
    assert not out.exists()


def test_without_a_bus_too() -> None:
    told = call("find", "--seconds", "0.1", "--json")
    assert told.exit_code == 3
    assert json.loads(told.stdout)["trouble"]["state"] == "no_bus"
    assert told.stderr.startswith("系统总线不可用。请")


def test_a_port_that_is_not_there_leaves_no_file(tmp_path: Path) -> None:
    out = tmp_path / "capture"
    told = call("capture", "serial:/dev/no-such-port", "--out", out)
    assert told.exit_code == 3
    assert "打不开串口。请" in told.stderr
    assert not out.exists()


@pytest.mark.slow
def test_a_meter_that_is_nowhere_leaves_no_file(bluez: FakeBluez, tmp_path: Path) -> None:
    out = tmp_path / "capture"
    told = call("capture", "AA:BB:CC:00:00:99", "--out", out, "--seconds", "1")
    assert told.exit_code == 1
    assert "没有连上，没有记录" in told.stderr
    assert not out.exists()


def test_a_capture_is_never_written_over(meter: PtyMeter, tmp_path: Path) -> None:
    out = tmp_path / "capture"
    out.write_text("evidence", encoding="utf-8")
    told = run("devices", "capture", f"serial:{meter.device}", "--out", out)
    assert told.returncode == 2
    assert "已经存在" in told.stderr
    assert out.read_text(encoding="utf-8") == "evidence"


def test_a_meter_is_captured_replayed_and_made_vectors_of(
    bluez: FakeBluez, disto: LeicaDisto, tmp_path: Path
) -> None:
    disto.stored_m = 9.5
    out, vectors = tmp_path / "capture", tmp_path / "vectors.json"
    with captured(disto.address.lower(), "--out", out) as told:
        until(told, "订阅\t3ab10102")
        bluez.call(disto.press)
        until(told, "收到\t3ab10101-f831-4395-b29d-570977d5bf94\t6e a3 31 40")

    events = facts("replay", out)
    lengths = [e["m"] for e in events if e["kind"] in {"distance", "stored"}]
    assert lengths == [9.5, 2.7756]
    lines = call("replay", out, "--speed", "1000").output
    assert "\t2.7756 米\tmm_display=2776\n" in lines
    assert "连接\t已连接\n" in lines

    written = call("vectors", out, "--out", vectors)
    assert written.exit_code == 0
    assert "逐条核对" in written.output
    assert all(each["ok"] for each in facts("decode", "--file", vectors))
    with pytest.raises(Trouble, match="已经存在"):
        call("vectors", out, "--out", vectors)
    with pytest.raises(Trouble, match="不能写文件"):
        call("vectors", out, "--out", tmp_path / "no" / "vectors")


def test_a_serial_port_is_captured_as_it_comes(meter: PtyMeter, tmp_path: Path) -> None:
    out = tmp_path / "capture"
    with captured(f"serial:{meter.device}", "--out", out) as told:
        until(told, "订阅\tserial")
        meter.says(b"\x07")
        until(told, "收到\tserial\t07")
    header, *lines = out.read_text(encoding="utf-8").splitlines()
    assert json.loads(header)["family"] == UNKNOWN.name
    assert [json.loads(line)["do"] for line in lines][-1] == "closed"


def test_a_capture_ends_by_itself_after_its_seconds(
    meter: PtyMeter, tmp_path: Path
) -> None:
    out = tmp_path / "capture"
    address = f"serial:{meter.device}@115200"
    asked = ("--seconds", "0.5", "--family", UNKNOWN.name, "--with-address")
    told = call("capture", address, "--out", out, *asked)
    assert told.exit_code == 0, told.stderr
    assert f"行，保存在 {out}。" in told.output
    assert (
        meter.device
        in json.loads(out.read_text(encoding="utf-8").splitlines()[0])["address"]
    )


def test_a_port_that_vanishes_is_in_the_capture(meter: PtyMeter, tmp_path: Path) -> None:
    out = tmp_path / "capture"
    port, family = f"serial:{meter.device}", "jrt_uart_module"
    with captured(port, "--out", out, "--family", family) as told:
        until(told, "订阅\tserial")
        meter.vanish()
        until(told, "断开")
    assert "dropped" in out.read_text(encoding="utf-8")


def test_a_broken_recording_is_told_in_a_sentence(tmp_path: Path) -> None:
    bad = tmp_path / "capture"
    bad.write_text("garbage\n", encoding="utf-8")
    for command in (("replay", bad), ("vectors", bad, "--out", tmp_path / "v")):
        told = run("devices", *command)
        assert (told.returncode, told.stdout) == (2, "")
        assert told.stderr.startswith("文件“capture”不是测距仪原始数据记录：第一行")


def test_a_recording_that_was_cut_off_is_played_up_to_there(tmp_path: Path) -> None:
    cut = tmp_path / "capture"
    lines = [
        '{"format":"rangefinder-capture/1","family":"","name":"DISTO"}',
        '{"us":0,"do":"opened","characteristics":["2a00"]}',
        '{"us":1,"do":"hea',
    ]
    cut.write_text("\n".join(lines), encoding="utf-8")
    told = call("replay", cut)
    assert told.exit_code == 1
    assert "不支持这台测距仪" in told.output
    assert "末尾不完整" in told.stderr
    named = call("replay", cut, "--family", UNKNOWN.name)
    assert "连接\t已连接" in named.output


def test_no_window_is_loaded_for_any_of_it() -> None:
    look = (
        "import sys\n"
        "import inspector.commands.devices\n"
        "from inspector.commands.meters import captures, decoding\n"
        "light = {'bleak', 'serial'} & set(sys.modules)\n"
        "from inspector.commands.meters import radio\n"
        "heavy = {'PySide6', 'sqlalchemy', 'reportlab', 'numpy'} & set(sys.modules)\n"
        "print(sorted(light | heavy))"
    )
    told = subprocess.run(
        [sys.executable, "-c", look],
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
    )
    assert told.stdout == "[]\n"


# A capture as a person runs it

_AT_A_TERMINAL = (
    "import signal, sys\n"
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "sys.argv = ['inspector', *sys.argv[1:]]\n"
    "from inspector.__main__ import main\n"
    "main()"
)
"""A test run in the background would hand down that Ctrl+C is to be ignored."""


@contextmanager
def captured(*words: str | Path) -> Iterator[subprocess.Popen[str]]:
    """Ended by Ctrl+C when the block ends; nothing must be lost by that."""
    given = ["devices", "capture", *map(str, words), "--seconds", str(PATIENCE_S)]
    with subprocess.Popen(
        [sys.executable, "-c", _AT_A_TERMINAL, *given],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(PYTHONUNBUFFERED="1"),
    ) as told:
        try:
            yield told
            told.send_signal(signal.SIGINT)
            said, complaint = told.communicate(timeout=PATIENCE_S)
        finally:
            told.kill()
    assert told.returncode == 0, complaint
    assert "行，保存在" in said


def until(told: subprocess.Popen[str], said: str) -> None:
    assert told.stdout is not None
    heard = []
    for line in told.stdout:
        heard.append(line)
        if line.startswith(said):
            return
    raise AssertionError((heard, told.stderr.read() if told.stderr else ""))
