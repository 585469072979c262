"""A draft tells what keeps it out from what is only worth knowing."""

from __future__ import annotations

from inspector.domain.drafts import Fault, LedgerDraft, Severity
from inspector.domain.ink import Ink, InkPoint, Stroke

REFUSED = Fault("房间", 7, "F", "-3", "面积应为正数")
NOTE = Fault("房间", 8, "F", "", "没有面积", Severity.NOTE)


def test_faults_are_told_apart() -> None:
    draft = LedgerDraft("a.xlsx", "0" * 64, "云溪县", "", faults=(NOTE, REFUSED, NOTE))
    assert draft.refused == (REFUSED,)
    assert draft.notes == (NOTE, NOTE)


def test_ink_without_a_point_is_empty_however_many_strokes() -> None:
    assert Ink((), 100, 100).is_empty
    assert Ink((Stroke(()), Stroke(())), 100, 100).is_empty
    assert not Ink((Stroke(()), Stroke((InkPoint(0, 0, 0, 0),))), 100, 100).is_empty
