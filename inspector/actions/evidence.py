"""取证: photos are kept as they came, byte for byte, under their own hash."""

from __future__ import annotations

import hashlib
import io
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PIL import Image, ImageOps, UnidentifiedImageError

from inspector.actions.changes import Changes
from inspector.actions.filing import write_whole
from inspector.actions.here import Here
from inspector.db import findings
from inspector.domain.inspections import Photo
from inspector.trouble import Trouble

MOST_BYTES = 60_000_000
MOST_PIXELS = 150_000_000
_MEDIA = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
}
"""What is kept as a photo. MPO is a JPEG with a second picture behind it, as many phones
write it."""
_FORMATS = ("JPEG", "PNG", "WEBP")
"""All that Pillow may try; left to itself it would hand an EPS to a PostScript program."""
_NAME = re.compile(r"[0-9a-f]{64}")
_PAPER_PIXELS = 1_000
_PAPER_QUALITY = 82
_UNREADABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError)
"""What Pillow raises for files that are no picture, or only the beginning of one."""
_BAD_NOTES = (*_UNREADABLE, struct.error, TypeError, LookupError, ArithmeticError)
"""What it raises for the camera's notes, when they are damaged."""
Image.MAX_IMAGE_PIXELS = None  # it would only warn; MOST_PIXELS refuses, before decoding


@dataclass(frozen=True, slots=True)
class PhotoKept:
    photo: Photo
    changes: Changes


def keep_photo(
    here: Here, inspection_id: UUID, room_id: UUID, data: bytes, caption: str = ""
) -> PhotoKept:
    """Keep a picture's original bytes on disk first, then what is known of it."""
    media_type = _media_type(data)
    digest = hashlib.sha256(data).hexdigest()
    if not (here.home.files / digest).exists():
        write_whole(here.home.files / digest, data, "照片没有保存。")
    photo = Photo(
        id=here.new_id(),
        inspection_id=inspection_id,
        room_id=room_id,
        sha256=digest,
        size=len(data),
        media_type=media_type,
        caption=caption.strip(),
        at=here.now(),
    )
    with here.ledger.write(here.act("keep_photo")) as session:
        findings.add_photo(session, photo)
    return PhotoKept(photo, Changes(rooms=frozenset({room_id})))


def paper_jpeg(file: Path) -> bytes:
    """The picture as it goes on paper: upright, small, without the camera's notes; empty
    where the file is not here yet (it came from another device) or is damaged."""
    if not _NAME.fullmatch(file.name):
        return b""  # rows come from other devices too: only a hash names an attachment
    try:
        return _small_jpeg(io.BytesIO(file.read_bytes()))[1]
    except (*_UNREADABLE, Trouble):
        return b""


def _media_type(data: bytes) -> str:
    """What the picture is; read to its last byte, so that it can be printed later."""
    if len(data) > MOST_BYTES:
        raise _too_large()
    try:
        media_type = _MEDIA.get(_small_jpeg(io.BytesIO(data))[0])
    except _UNREADABLE as error:
        raise _no_picture() from error
    if media_type is None:
        raise _no_picture()
    return media_type


def _small_jpeg(data: io.BytesIO) -> tuple[str, bytes]:
    """The picture's own format, and the paper form of it."""
    with Image.open(data, formats=_FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise _too_large()
        picture.draft("RGB", (_PAPER_PIXELS, _PAPER_PIXELS))
        upright = _upright(picture).convert("RGB")
        upright.thumbnail((_PAPER_PIXELS, _PAPER_PIXELS))
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=_PAPER_QUALITY)
    return picture.format or "", out.getvalue()


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as the camera's notes say; damaged notes do not cost the picture."""
    try:
        return ImageOps.exif_transpose(picture)
    except _BAD_NOTES:
        return picture


def _no_picture() -> Trouble:
    return Trouble("这个文件不是可用的照片。", "请选择 JPEG、PNG 或 WebP 格式的照片。")


def _too_large() -> Trouble:
    return Trouble("照片太大。", "请把相机的照片尺寸调小，再拍一张。")
