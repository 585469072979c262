"""Pages as pictures, signatures and all, for the preview on screen (paper facts, 5)."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

from inspector.trouble import Trouble

_POINTS_PER_INCH = 72
SCREEN_DPI = 110


def page_images(file: Path, dpi: int = SCREEN_DPI) -> list[bytes]:
    """Every page of a PDF as PNG bytes; `Trouble` where the file is no PDF."""
    try:
        document = pypdfium2.PdfDocument(file)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise Trouble(f"“{file.name}”不能显示。", "请重新生成记录表。") from error
    try:
        document.init_forms()
        return [_image(document[n], dpi) for n in range(len(document))]
    finally:
        document.close()


def page_count(data: bytes) -> int:
    """How many pages a PDF in memory has."""
    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def _image(page: pypdfium2.PdfPage, dpi: int) -> bytes:
    picture = page.render(scale=dpi / _POINTS_PER_INCH, may_draw_forms=True).to_pil()
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
