"""Files of vectors: the collected one, and files that are none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inspector.devices.codecs import named
from inspector.devices.collection import check_file
from inspector.devices.vectors import fed
from inspector.trouble import Trouble

COLLECTED = Path(__file__).parent / "vectors" / "rangefinder-vectors.json"
VECTOR = {
    "id": "v",
    "direction": "device_to_host",
    "hex": "6ea33140",
    "expect": {"kind": "distance", "m": 2.7756},
}
CLASSIC = "leica_disto_classic"


def write(tmp_path: Path, *vectors: object, **device: object) -> Path:
    whole: dict[str, object] = {"family": CLASSIC, "vectors": list(vectors)} | device
    return dumped(tmp_path, {"format": "rangefinder-vectors/1", "devices": [whole]})


def dumped(tmp_path: Path, what: object) -> Path:
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps(what), encoding="utf-8")
    return file


def test_every_collected_vector_is_held_against_its_codec() -> None:
    devices = json.loads(COLLECTED.read_text(encoding="utf-8"))["devices"]
    ids = {device["family"]: [v["id"] for v in device["vectors"]] for device in devices}
    checked = check_file(COLLECTED)
    assert [each.id for each in checked] == [id_ for each in ids.values() for id_ in each]
    agree = {each.id for each in checked if each.ok}
    assert agree >= {*ids[CLASSIC], *ids["leica_disto_basic"], *ids["bosch_mt_ble"]}


def test_what_differs_is_said(tmp_path: Path) -> None:
    wrong = VECTOR | {"id": "w", "expect": {"kind": "distance", "m": 2.7}}
    strange = VECTOR | {"id": "s", "expect": {"kind": "dance"}}
    good, *bad = check_file(write(tmp_path, VECTOR, wrong, strange))
    assert (good.ok, good.why) == (True, "")
    assert good.events[0]["m"] == 2.7756
    assert not any(each.ok for each in bad)
    assert bad[0].why == "m 应当是 2.7，却是 2.7756"


def test_a_family_that_nobody_knows_is_said(tmp_path: Path) -> None:
    [checked] = check_file(write(tmp_path, VECTOR, family="sundial"))
    assert (checked.ok, checked.events) == (False, ())
    assert "sundial" in checked.why


def test_without_an_expectation_it_is_only_decoded(tmp_path: Path) -> None:
    bare = {key: VECTOR[key] for key in ("id", "hex")}
    [checked] = check_file(write(tmp_path, bare))
    assert checked.events[0]["m"] == 2.7756
    assert (checked.ok, checked.why) == (False, "没有 expect，无从核对")


def test_keys_that_are_none_spoil_only_their_vector(tmp_path: Path) -> None:
    file = write(tmp_path, VECTOR, family="xiaomi_hoto_mjac", crypto={"token": "zz"})
    [checked] = check_file(file)
    assert not checked.ok
    assert "本身有误" in checked.why


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"id": 7}, "缺少 id"),
        ({"hex": None}, "缺少 hex"),
        ({"hex": "6ea3314"}, "hex 不是十六进制"),
        ({"direction": []}, "direction"),
        ({"characteristic": 7}, "characteristic"),
        ({"expect": {}}, "expect"),
        ({"expect": {"kind": []}}, "expect"),
        ({"expect": []}, "expect"),
    ],
    ids=str,
)
def test_a_spoilt_vector_is_named(tmp_path: Path, change: dict[str, Any], why: str) -> None:
    with pytest.raises(Trouble, match=f"{CLASSIC} 的第 2 条：.*{why}"):
        check_file(write(tmp_path, VECTOR, VECTOR | change))


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ([], "缺少 format"),
        ({"format": "rangefinder-capture/1"}, "缺少 format"),
        ({"format": "rangefinder-vectors/1"}, "devices 应为列表"),
        ({"format": "rangefinder-vectors/1", "devices": ["x"]}, "没有 family"),
        ({"format": "rangefinder-vectors/1", "devices": [{"family": 7}]}, "没有 family"),
        ({"format": "rangefinder-vectors/1", "devices": [{"family": "x"}]}, "没有 vectors"),
    ],
    ids=str,
)
def test_what_is_no_such_file_is_trouble(tmp_path: Path, what: object, why: str) -> None:
    with pytest.raises(Trouble, match=why):
        check_file(dumped(tmp_path, what))


def test_a_vector_is_an_object(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="不是对象"):
        check_file(write(tmp_path, "6ea33140"))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "JSON"),
        (b'{"format":', "JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"[" * 100_000, "JSON"),
        (b'{"n":' + b"9" * 5000 + b"}", "JSON"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_garbage_is_trouble(tmp_path: Path, data: bytes, why: str) -> None:
    file = tmp_path / "vectors.json"
    file.write_bytes(data)
    with pytest.raises(Trouble, match=why):
        check_file(file)


def test_a_file_that_cannot_be_read_or_is_too_large_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="读不了"):
        check_file(tmp_path / "none")
    with (tmp_path / "large").open("wb") as large:
        large.truncate(64 * 1024 * 1024 + 1)
    with pytest.raises(Trouble, match="太大"):
        check_file(tmp_path / "large")


def test_several_messages_go_through_one_codec() -> None:
    family = named("bosch_mt_ble")
    assert family is not None
    frame = bytes.fromhex("c0551004086f08da1bdc3f0000000000000000cc")
    whole = fed(family, [frame])
    assert fed(family, [frame[:7], frame[7:]]) == whole
    assert [fact["kind"] for fact in whole] == ["status", "distance"]
    assert fed(family, [b"\x50"], "00002a19-...") == [{"kind": "status", "soc": 80}]
