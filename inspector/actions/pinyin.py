"""Pinyin initials, made when a name is kept, so that typing wjw finds 王珺祎."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin


def initials(name: str) -> str:
    """First letters in lower case; characters that have no reading are left out."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore")
    return "".join(letters).lower()
