"""Photos as files named by their hash: complete and verified, or not there at all."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

from litestar.concurrency import sync_to_thread

from inspector.central import refusals
from inspector.sync import wire

_SHA256 = re.compile(r"[0-9a-f]{64}")


def _keep_name(folder: Path) -> None:
    """A photo that the centre has said to keep must be found after a power cut: POSIX
    keeps names in the folders, which have to reach the disk too."""
    if os.name != "posix":
        return
    for one in (folder, folder.parent):
        opened = os.open(one, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


class BlobFolder:
    """A two-level folder of files, so that no directory grows without end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise refusals.unreadable()
        return self._folder / sha256[:2] / sha256

    async def keep(self, sha256: str, stream: AsyncIterator[bytes]) -> int:
        """Write what arrives beside the final name, then move it there in one step."""
        final = self.path(sha256)
        final.parent.mkdir(parents=True, exist_ok=True)
        part = final.with_name(f".{sha256}.{uuid4().hex}.part")
        digest = hashlib.sha256()
        size = 0
        try:
            with part.open("wb") as file:
                async for chunk in stream:
                    size += len(chunk)
                    if size > wire.MOST_BLOB:
                        raise refusals.too_large()
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                await sync_to_thread(os.fsync, file.fileno())
            if digest.hexdigest() != sha256:
                raise refusals.wrong_hash()
            part.replace(final)
            await sync_to_thread(_keep_name, final.parent)
        finally:
            part.unlink(missing_ok=True)
        return size
