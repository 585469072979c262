"""Records on their way and receipts: the columns of their tables."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector.db.device import Receipt
from inspector.ui.syncing import words
from inspector.ui.syncing.reading import Entry
from inspector.ui.widgets.lines import Column


def _tr(text: str) -> str:
    return QCoreApplication.translate("SyncingModel", text)


def queued_columns() -> tuple[Column[Entry], ...]:
    return (
        Column(_tr("序号"), lambda e: str(e.mutation.cmid), 64, figure=True),
        Column(_tr("事项"), words.action, 132),
        Column(_tr("内容"), words.content, 184),
        Column(_tr("人员"), lambda e: e.mutation.person, 96),
        Column(_tr("时间"), words.at, 170),
        Column(_tr("状态"), lambda e: e.mutation.state.label),
    )


def answered_columns() -> tuple[Column[Entry], ...]:
    """The same with the centre's reason, for what it did not simply take."""
    return (
        *queued_columns()[:5],
        Column(_tr("中心的说明"), lambda e: e.mutation.result or e.mutation.state.label),
    )


def receipt_columns() -> tuple[Column[Receipt], ...]:
    return (
        Column(_tr("时间"), words.receipt_at, 138),
        Column(_tr("回执编号"), words.receipt_number, 98),
        Column(_tr("记录"), lambda r: str(r.records), 72, figure=True),
        Column(_tr("操作"), lambda r: str(r.sent), 58, figure=True),
        Column(_tr("接受"), lambda r: str(r.applied), 58, figure=True),
        Column(_tr("需确认"), lambda r: str(r.conflicts), 66, figure=True),
        Column(_tr("未接受"), lambda r: str(r.rejected), 66, figure=True),
        Column(_tr("取回"), lambda r: str(r.pulled), 58, figure=True),
        Column(_tr("照片"), lambda r: str(r.photos_sent), 50, figure=True),
        Column(
            _tr("结果"),
            lambda r: words.receipt_state(r)[0],
            tone=lambda r: words.receipt_state(r)[1],
        ),
    )
