"""TrueType fonts as reportlab embeds them, with its faulty text map replaced.

reportlab 5.1 writes code points beyond U+FFFF as five hex digits into the ToUnicode map,
so that rare names are copied out as other characters; the map must hold UTF-16BE, in
blocks of at most a hundred (ISO 32000-1, 9.10.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from reportlab.pdfbase import pdfdoc, ttfonts

_BLOCK = 100
_NOTDEF = 0
_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange"""
_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def to_unicode(subset: Sequence[int]) -> str:
    """The map from a subset's codes to the text that they stand for."""
    pairs = ((code, point) for code, point in enumerate(subset) if point != _NOTDEF)
    return "\n".join([_HEAD, *_blocks(pairs), _TAIL])


def _blocks(pairs: Iterator[tuple[int, int]]) -> Iterator[str]:
    while block := list(islice(pairs, _BLOCK)):
        yield f"{len(block)} beginbfchar"
        for code, point in block:
            yield f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        yield "endbfchar"


class EmbeddedFont(ttfonts.TTFont):
    """A font whose text can be copied out of the file as it was put in."""

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:  # noqa: N802 (reportlab's name)
        subsets = tuple(self.state[doc].subsets)
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            tag = ttfonts.SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX
            stream = doc.idToObject["toUnicodeCMap:" + tag.decode("pdfdoc")]
            assert isinstance(stream, pdfdoc.PDFStream)
            stream.content = to_unicode(subset)
