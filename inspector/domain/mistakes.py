"""What probably happened to a wrong reading, and the value that was perhaps meant.

A value is offered only where it agrees with what the other readings predict; a reading
is never changed by the program, only taken again by a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

_MM = 1000


class Mistake(Enum):
    """The usual gross errors of laser readings, the first ones with a value to offer."""

    SWAPPED = "swapped"
    FACTOR = "factor"
    REFERENCE = "reference"
    DIGIT = "digit"
    NEIGHBOUR = "neighbour"
    SHORT = "short"
    LONG = "long"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Mapping[Mistake, str] = {
    Mistake.SWAPPED: "相邻两位数字颠倒",
    Mistake.FACTOR: "小数点或单位错位",
    Mistake.REFERENCE: "测量基准边(前端或后端)设错",
    Mistake.DIGIT: "有一位数字差一",
    Mistake.NEIGHBOUR: "与另一处读数相同，可能量错了位置",
    Mistake.SHORT: "偏短，可能被家具、窗帘或踢脚挡住",
    Mistake.LONG: "偏长，可能穿过门洞、玻璃，或没有垂直对准",
}


@dataclass(frozen=True, slots=True)
class Guess:
    """`micrometres` is None where only the kind of mistake can be told."""

    mistake: Mistake
    micrometres: int | None


def explain(
    read_um: int,
    predicted_um: int,
    tolerance_um: int,
    others_um: Sequence[int],
    body_um: int,
) -> Guess:
    """The pattern whose value comes nearest to the prediction, within the tolerance."""
    fitting = [
        (abs(value - predicted_um), order, Guess(mistake, value))
        for order, (mistake, value) in enumerate(_values(read_um, body_um))
        if abs(value - predicted_um) <= tolerance_um
    ]
    if fitting:
        return min(fitting, key=lambda found: found[:2])[2]
    if any(abs(read_um - other) <= tolerance_um for other in others_um):
        return Guess(Mistake.NEIGHBOUR, None)
    return Guess(Mistake.SHORT if read_um < predicted_um else Mistake.LONG, None)


def _values(read_um: int, body_um: int) -> Iterator[tuple[Mistake, int]]:
    """What the reading would be without each kind of mistake."""
    mm, rest = divmod(read_um, _MM)
    digits = str(mm)
    for at in range(len(digits) - 1):
        swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        yield Mistake.SWAPPED, int(swapped) * _MM + rest
    for factor in (10, 100, 1000):
        yield Mistake.FACTOR, read_um * factor
        yield Mistake.FACTOR, read_um // factor
    if body_um:
        yield Mistake.REFERENCE, read_um + body_um
        yield Mistake.REFERENCE, read_um - body_um
    for step in (10, 100, 1000):
        yield Mistake.DIGIT, read_um + step * _MM
        yield Mistake.DIGIT, read_um - step * _MM
