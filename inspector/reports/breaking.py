"""Where a Chinese line may end: GB/T 15834-2011 clause 5.1, and figures kept whole.

Pure: the caller says how wide text is. Nothing is trimmed: the lines put together
are the text again, and a blank at a line's end simply does not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

Measure = Callable[[str], float]

STOPS = "，。、；：！？"
CLOSERS = "”’）】》〉」』〕］｝〗〞"
OPENERS = "“‘（【《〈「『〔［｛〖〝"
JOINERS = "－–—～·‧・•"
SEPARATORS = "/／"

NO_START = frozenset(
    STOPS + CLOSERS + JOINERS + SEPARATORS + "%‰℃°′″²³㎡,.;:!?)]}>％．，﹐﹑﹒﹔﹕々〻ー"
)
NO_END = frozenset(OPENERS + SEPARATORS + "([{<￥¥＄$£€№＃§±")
HANGING = frozenset("，。、；：")
"""Marks whose ink lies in the left half of their square, so that they may hang out."""

_UNIT = (
    r"(?:㎡|m²|m³|℃|°|%|‰|％|平方米|平方毫米|平方公里|毫米|厘米|公里|米|万元|亿元"
    r"|(?:mm²|mm|cm|km|ms|m|s|kB|MB)(?![A-Za-z])"
    r"|[年月日时分秒间人层室号级条款项页个次名处栋幢楼套份张万亿元倍天周寸])"
)
_FIGURE = r"\d+(?:[.,:/×xX*~～–\-]\d+)*"
_QUANTITY = (
    rf"(?:第\s?)?(?:±\s?|[+\-−＋－])?{_FIGURE}(?:\s?±\s?{_FIGURE})?"
    rf"(?:\s?{_UNIT}|(?![A-Za-z0-9À-ɏ]))"
)
_WORD = r"[A-Za-z0-9À-ɏ]+(?:[-_./'@:&+#=][A-Za-z0-9À-ɏ]+)*"
_ATOM = re.compile(rf"{_QUANTITY}|{_WORD}|—{{2,}}|…+|⋯+|.", re.DOTALL)


def break_lines(
    text: str, width: float, measure: Measure, *, hang: float = 0.0
) -> tuple[str, ...]:
    """Fill lines of `width`; a line feed always ends one (and is dropped).

    `hang` is the room right of the line that a hanging mark's ink may use. Only a
    cluster wider than a whole line is cut within, as late as possible.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _filled(paragraph, width, measure, hang)
    return tuple(lines)


def clusters(text: str) -> tuple[str, ...]:
    """The pieces of a text that no line end may enter; together they are the text."""
    pieces: list[str] = []
    for atom in _ATOM.findall(text):
        if pieces and not _may_break(pieces[-1], atom):
            pieces[-1] += atom
        else:
            pieces.append(atom)
    return tuple(pieces)


def _may_break(before: str, after: str) -> bool:
    if after == " " or _starts_no_line(after):
        return False
    return before.rstrip(" ")[-1:] not in NO_END


def _starts_no_line(atom: str) -> bool:
    """A dash of two squares (破折号) may start a line, the joiner of one may not."""
    first = atom[0]
    if len(atom) > 1 and first == "—":
        return False
    return first in NO_START or unicodedata.category(first) in {"Mn", "Me", "Mc", "Cf"}


def _filled(text: str, width: float, measure: Measure, hang: float) -> Iterator[str]:
    line, used = "", 0.0
    for cluster in clusters(text):
        if line and not _fits(used, cluster, width, measure, hang):
            yield line
            line, used = "", 0.0
        for piece in _pieces(cluster, width, measure, hang):
            if line and piece is not cluster:
                yield line
                line, used = "", 0.0
            line += piece
            used += measure(piece)
    yield line


def _fits(used: float, cluster: str, width: float, measure: Measure, hang: float) -> bool:
    shown = cluster.rstrip(" ")
    needed = used + measure(shown)
    if shown[-1:] in HANGING:
        return needed <= width + hang + measure(shown[-1]) / 2
    return needed <= width


def _pieces(cluster: str, width: float, measure: Measure, hang: float) -> Iterator[str]:
    """The cluster itself, or, where no line could hold it, cuts as long as a line."""
    if _fits(0.0, cluster, width, measure, hang):
        yield cluster
        return
    piece, used = "", 0.0
    for character in cluster:
        advance = measure(character)
        if piece and character != " " and used + advance > width:
            yield piece
            piece, used = "", 0.0
        piece += character
        used += advance
    yield piece
