"""The faults of a draft as rows: what keeps the ledger out first."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector.domain.drafts import Fault, LedgerDraft, Severity
from inspector.ui.widgets.lines import Column

_TONES = {Severity.REFUSED: "over", Severity.NOTE: "undecided"}
_SIGNS = {Severity.REFUSED: "▲", Severity.NOTE: "◆"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("FaultsModel", text)


def columns() -> tuple[Column[Fault], ...]:
    return (
        Column(
            _tr("级别"),
            lambda fault: f"{_SIGNS[fault.severity]} {fault.severity.label}",
            tone=lambda fault: _TONES[fault.severity],
        ),
        Column(_tr("表"), lambda fault: fault.sheet or _tr("整个文件")),
        Column(_tr("行"), lambda fault: str(fault.row) if fault.row else "—", figure=True),
        Column(_tr("列"), lambda fault: fault.column or "—", figure=True),
        Column(_tr("读到"), lambda fault: fault.read or _tr("（空白）")),
        Column(_tr("应为"), lambda fault: fault.expected),
    )


SEVERITY = 0


def rows_of(draft: LedgerDraft) -> tuple[Fault, ...]:
    return (*draft.refused, *draft.notes)
