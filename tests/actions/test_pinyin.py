"""Typing initials finds people, also those with rare characters in their names."""

from __future__ import annotations

import pytest

from inspector.actions.pinyin import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("王珺祎", "wjy"),
        ("云溪县教育局", "yxxjyj"),
        ("阿依古丽·买买提", "ayglmmt"),
        ("A座", "z"),
        ("", ""),
        ("123", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
