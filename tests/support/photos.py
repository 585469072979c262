"""Pictures as phones and cameras make them, drawn here."""

from __future__ import annotations

import io

from PIL import Image

UPRIGHT_BY_TURNING = 6
"""EXIF orientation: the camera was held upright, the sensor's row is the picture's side."""


def picture(
    form: str = "JPEG", size: tuple[int, int] = (640, 480), orientation: int = 1
) -> bytes:
    made = Image.linear_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    made.save(out, form, exif=exif)
    return out.getvalue()
