"""How many frames a second each codec reads, beside a bare `struct.unpack` of them.

The frames are the collected vectors that say a distance. Both loops run over the same list
in the same process, a round of one after a round of the other, and the best round counts:
what another program took from the machine is no cost of the codec. The ratio is what can be
compared between machines. Meters send a few frames a second, so any of this is plenty; a
codec that is far slower than its neighbours searches where it need not.
"""

from __future__ import annotations

import argparse
import json
import struct
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector.devices.codecs import FAMILIES
from inspector.devices.codecs.contract import Codec, Family
from inspector.devices.events import Reading
from inspector.devices.vectors import decoded

VECTORS = Path(__file__).parents[1] / "tests" / "devices" / "vectors"


@dataclass(frozen=True, slots=True)
class Speed:
    """Frames a second."""

    codec: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.bare / self.codec


def makers(family: Family, device: Mapping[str, Any]) -> Callable[[], Codec]:
    """Logged in already, where a family wants that: it is frames that are measured."""
    keyed, keys = family.keyed, device.get("crypto")
    return (lambda: keyed(keys)) if keyed is not None and keys else family.make


def frames(family: Family, device: Mapping[str, Any]) -> list[bytes]:
    """Those that come by the characteristic of distances and say one."""
    heard = [
        bytes.fromhex(vector["hex"])
        for vector in device["vectors"]
        if vector["direction"] == "device_to_host"
    ]
    make = makers(family, device)

    def says(data: bytes) -> bool:
        codec = make()
        events = codec.receive(family.distance, data) + codec.finish()
        return any(isinstance(event, Reading) for event in events)

    return [data for data in heard if says(data)] or [
        data for data in heard if data and decoded(family, data, family.distance)
    ]


def seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measured(family: Family, device: Mapping[str, Any], count: int, rounds: int) -> Speed:
    known = frames(family, device)
    fed = known * (count // len(known) + 1)
    layouts = [f"<{len(data)}B" for data in fed]
    make, place = makers(family, device), family.distance

    def read() -> None:
        receive = make().receive
        for data in fed:
            receive(place, data)

    def bare() -> None:
        unpack = struct.unpack
        for layout, data in zip(layouts, fed, strict=True):
            unpack(layout, data)

    times = [(seconds(read), seconds(bare)) for _ in range(rounds)]
    best_read, best_bare = map(min, zip(*times, strict=True))
    return Speed(len(fed) / best_read, len(fed) / best_bare)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=20_000, help="in a round")
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    text = (VECTORS / "rangefinder-vectors.json").read_text(encoding="utf-8")
    devices = {device["family"]: device for device in json.loads(text)["devices"]}
    print(f"{arguments.rounds} rounds, Python {sys.version.split()[0]}")
    print(f"{'family':24}{'frames/s':>12}{'bare/s':>14}{'ratio':>8}")
    for family in FAMILIES:
        device = devices.get(family.name)
        if device is None or not frames(family, device):
            print(f"{family.name:24}{'no frames collected':>34}")
            continue
        speed = measured(family, device, arguments.frames, arguments.rounds)
        figures = f"{speed.codec:12,.0f}{speed.bare:14,.0f}{speed.ratio:8.1f}"
        print(f"{family.name:24}{figures}")


if __name__ == "__main__":
    main()
