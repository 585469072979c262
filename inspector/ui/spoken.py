"""A length as it is called out on site: micrometres to clips, 4.327 m to 四米三二七.

How a surveyor reads a tape to the one who writes, and what follows from it:

- The number is the one on the meter: whole millimetres, rounded half up, once.
- Metres are counted (十二米, 一百零二米), what follows is spelled, always three digits:
  十二米零四五. So nobody wonders whether 四米三 was 4.300 or 4.003.
- Three noughts are 整: 五米整. It is how it is said, and it cannot be half heard.
- Below a metre the nought is said, as it stands on the meter: 零米八七三.
- Two metres are 两米; 二 everywhere else (十二米, 二十米, 二百米).
- One is 一, not the 幺 of telephone numbers: it stands between Han words here, and those
  who learned to measure in offices do not all say 幺.
"""

from __future__ import annotations

HAN = {
    "ling": "零",
    "yi": "一",
    "er": "二",
    "san": "三",
    "si": "四",
    "wu": "五",
    "liu": "六",
    "qi": "七",
    "ba": "八",
    "jiu": "九",
    "shi": "十",
    "bai": "百",
    "liang": "两",
    "mi": "米",
    "zheng": "整",
}
"""Every clip by the name of its file, with what is heard."""

_DIGITS = tuple(HAN)[:10]
_LONGEST_M = 1000


def clips(micrometres: int) -> tuple[str, ...]:
    """What to play, in order; nothing for what no rangefinder measures."""
    metres, rest = divmod((micrometres + 500) // 1000, 1000)
    if not 0 <= metres < _LONGEST_M:
        return ()
    return (*_counted(metres), "mi", *_spelled(rest))


def _counted(metres: int) -> tuple[str, ...]:
    if metres == 2:  # noqa: PLR2004 (两米)
        return ("liang",)
    hundreds, rest = divmod(metres, 100)
    tens, ones = divmod(rest, 10)
    said = [_DIGITS[hundreds], "bai"] if hundreds else []
    if tens:
        leading = tens == 1 and not hundreds  # 十二, but 一百一十二
        said += ["shi"] if leading else [_DIGITS[tens], "shi"]
    elif hundreds and ones:
        said.append("ling")
    if ones or not said:
        said.append(_DIGITS[ones])
    return tuple(said)


def _spelled(millimetres: int) -> tuple[str, ...]:
    if not millimetres:
        return ("zheng",)
    return tuple(_DIGITS[int(digit)] for digit in f"{millimetres:03d}")
