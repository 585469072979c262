"""现场核查记录表: from its content to pages of operations, and from those to PDF."""

from __future__ import annotations

from dataclasses import replace

from inspector.domain.sheet import SheetContent, content_sha256
from inspector.reports import wording
from inspector.reports.fonts import Fonts
from inspector.reports.form import Form
from inspector.reports.operations import Document
from inspector.reports.page import Furniture, pages
from inspector.reports.pdf import write_pdf
from inspector.reports.room import room_strips
from inspector.reports.setting import Typesetter
from inspector.reports.signing import signature_strips
from inspector.reports.style import Style
from inspector.reports.summary import (
    TITLE,
    instruments,
    marks_of,
    summary_strips,
    title_strips,
    visit_strips,
)
from inspector.reports.table import Strip, kept, space

_DIGITS = 16
_GROUP = 4
_COMPANY = 45.0
"""How much of the sheet, in points, must share a page with the signatures."""


def render_sheet(content: SheetContent, fonts: Fonts) -> bytes:
    """The sheet as PDF; `MissingGlyphs` where a name could not be printed."""
    return write_pdf(lay_out_sheet(content, fonts, Style()), fonts)


def lay_out_sheet(content: SheetContent, fonts: Fonts, style: Style) -> Document:
    """The sheet as operations, for any writer of files."""
    setter = Typesetter(fonts, hang=style.pad_x - 1)
    form = Form(style, setter)
    digest = content_sha256(content)
    unit = content.inspection.unit or content.unit.name
    furniture = Furniture(
        left=f"{content.county.name}　{unit}",
        right=f"编号 {content.inspection.number}",
        mark=f"内容校验 {_grouped(digest)}　制表 {wording.minute(content.made)}",
        notes=f"判定标准：{content.policy}",
        watermark="练习" if content.inspection.practice else "",
    )
    strips = _accompanied(_body(content, form), signature_strips(content, digest, form))
    return Document(
        width=style.width,
        height=style.height,
        pages=pages(strips, furniture, style, setter),
        title=f"{TITLE} {content.inspection.number}",
        subject=f"{content.inspection.number} SHA-256 {digest}",
        author=unit,
    )


def _grouped(digest: str) -> str:
    short = digest[:_DIGITS]
    return " ".join(short[at : at + _GROUP] for at in range(0, len(short), _GROUP))


def _body(content: SheetContent, form: Form) -> list[Strip]:
    gap = form.style.gap
    strips = [
        *title_strips(form),
        *visit_strips(content, form),
        space(gap),
        *_heading("一、核查汇总", form),
        *summary_strips(content, form),
        space(gap),
    ]
    marks = marks_of(instruments(content))
    for number, room in enumerate(content.rooms, start=1):
        if number == 1:
            strips += _heading("二、逐间核查记录", form)
        strips += [*room_strips(number, room, marks, form), space(gap)]
    return strips


def _heading(text: str, form: Form) -> list[Strip]:
    style = form.style
    lines = form.setter.paragraph(text, style.heading, style.measure)
    strips = [Strip(line.height, tuple(line.moved(style.left, 0))) for line in lines]
    return kept([*strips, space(style.pad_y)])


def _accompanied(body: list[Strip], signatures: list[Strip]) -> list[Strip]:
    """The end of the body tied to the signatures: they are never alone on a page."""
    tied, height = len(body), 0.0
    while tied > 0 and height < _COMPANY:
        tied -= 1
        height += body[tied].height
    return [
        *body[:tied],
        *(replace(strip, keep=True) for strip in body[tied:]),
        *signatures,
    ]
