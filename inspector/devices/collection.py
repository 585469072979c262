"""A file of collected vectors, `rangefinder-vectors/1`: is it one, do our codecs agree?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from inspector.devices.codecs import named
from inspector.devices.plainly import facts
from inspector.devices.vectors import FORMAT, Checked, check, decoded
from inspector.trouble import Trouble

_LARGEST_BYTES = 64 * 1024 * 1024
_HEARD = "device_to_host"
_DIRECTIONS = (_HEARD, "host_to_device")


def check_file(path: Path) -> list[Checked]:
    """Every vector in the order of the file; `Trouble` for what is no such file."""
    return [_checked(device, vector) for device, vector in _vectors(_read(path))]


def _checked(device: Mapping[str, Any], vector: Mapping[str, Any]) -> Checked:
    family = named(device["family"])
    if family is None:
        why = f"不认识的测距仪类别 {device['family']}"
        return Checked(vector["id"], (), ok=False, why=why)
    if "expect" not in vector:
        data, where = bytes.fromhex(vector["hex"]), vector.get("characteristic", "")
        events = tuple(facts(decoded(family, data, where)))
        return Checked(vector["id"], events, ok=False, why="没有 expect，无从核对")
    try:
        return check(device, {"direction": _HEARD, **vector}, family)
    except (KeyError, TypeError, ValueError) as error:  # keys or pieces that are none
        return Checked(vector["id"], (), ok=False, why=f"这条数据本身有误：{error!r}")


def _read(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise _bad(path, "文件太大")
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise Trouble(
            f"读不了文件“{path.name}”：{error.strerror}。", "请检查文件是否存在、能否打开。"
        ) from error
    except UnicodeDecodeError as error:
        raise _bad(path, "不是 UTF-8 文本") from error
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _bad(path, "不是完整的 JSON") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _bad(path, f"缺少 format：{FORMAT}")
    fault = next(_faults(found), "")
    if fault:
        raise _bad(path, fault)
    return found


def _vectors(found: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    for device in found["devices"]:
        for vector in device["vectors"]:
            yield device, vector


def _faults(found: Mapping[str, Any]) -> Iterator[str]:
    """What keeps the vectors from being looked at, each in a few words."""
    devices = found.get("devices")
    listed = devices if isinstance(devices, list) else []
    if listed is not devices:
        yield "devices 应为列表"
    for number, device in enumerate(listed, start=1):
        if not isinstance(device, dict) or not isinstance(device.get("family"), str):
            yield f"第 {number} 个 devices 没有 family"
        elif not isinstance(device.get("vectors"), list):
            yield f"{device['family']} 没有 vectors"
        else:
            for place, vector in enumerate(device["vectors"], start=1):
                fault = _fault(vector)
                if fault:
                    yield f"{device['family']} 的第 {place} 条：{fault}"


def _fault(vector: object) -> str:
    if not isinstance(vector, dict):
        return "不是对象"
    missing = [key for key in ("id", "hex") if not isinstance(vector.get(key), str)]
    if missing:
        return f"缺少 {missing[0]}"
    if vector.get("direction", _HEARD) not in _DIRECTIONS:
        return "direction 应为 device_to_host 或 host_to_device"
    if not isinstance(vector.get("characteristic", ""), str):
        return "characteristic 应为文字"
    expect = vector.get("expect", {"kind": ""})
    if not isinstance(expect, dict) or not isinstance(expect.get("kind"), str):
        return "expect 里没有 kind"
    return "" if _is_hex(vector["hex"]) else "hex 不是十六进制"


def _is_hex(text: str) -> bool:
    try:
        bytes.fromhex(text)
    except ValueError:
        return False
    return True


def _bad(path: Path, why: str) -> Trouble:
    return Trouble(
        f"文件“{path.name}”不是测距仪测试数据：{why}。",
        f"请选择 {FORMAT} 格式的 JSON 文件。",
    )
