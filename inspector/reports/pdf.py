"""A document of operations as PDF: equal documents give equal bytes."""

from __future__ import annotations

from io import BytesIO
from threading import Lock

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from inspector.reports.canvas import Pen
from inspector.reports.fonts import Fonts, MissingGlyphs
from inspector.reports.operations import Document, Face, Text

rl_config.useA85 = 0  # binary streams: a quarter smaller, and every reader takes them

_ONE_AT_A_TIME = Lock()
"""reportlab keeps its fonts in one registry for the whole process."""


def write_pdf(document: Document, fonts: Fonts) -> bytes:
    """All pages, or `MissingGlyphs` with every character that would have been a hole."""
    _refuse_holes(document, fonts)
    with _ONE_AT_A_TIME:
        fonts.register()
        return _written(document, fonts)


def _refuse_holes(document: Document, fonts: Fonts) -> None:
    texts = [op.text for page in document.pages for op in page if isinstance(op, Text)]
    if missing := fonts.missing("".join({*texts, document.title})):
        raise MissingGlyphs(missing)


def _written(document: Document, fonts: Fonts) -> bytes:
    out = BytesIO()
    canvas = Canvas(
        out,
        pagesize=(document.width, document.height),
        pageCompression=1,
        invariant=1,
        # The default, Helvetica, would be named in the file and not embedded.
        initialFontName=fonts.by_face[Face.SANS].fontName,  # type: ignore[arg-type] # a stub's slip
        lang="zh-CN",
    )
    canvas.setTitle(document.title)
    canvas.setSubject(document.subject)
    canvas.setAuthor(document.author)
    canvas.setCreator("Inspector")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    pen = Pen(canvas, document, fonts)
    for page in document.pages:
        pen.page(page)
    canvas.save()
    return out.getvalue()
