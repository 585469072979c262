"""The words of the command line itself, in the person's language: Chinese first."""

from __future__ import annotations

import gettext
import os

from inspector.places import resources


def speak() -> None:
    """Bind click's own messages to our catalogue, unless the person asked for English."""
    wanted = os.environ.get("INSPECTOR_LANG") or os.environ.get("LANGUAGE") or ""
    if not wanted.startswith("en"):
        os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain("messages", str(resources() / "locale"))
