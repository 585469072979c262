"""How actions, counts, receipts and refusals read on the page of the exchange."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector.actions.here import CHINA
from inspector.db.device import Receipt
from inspector.reports import wording
from inspector.ui.syncing.reading import Entry

_RECEIPT_DIGITS = 8


def _tr(text: str) -> str:
    return QCoreApplication.translate("SyncingWords", text)


def actions() -> dict[str, str]:
    """Every action's name as the journal keeps it, and as a person would say it."""
    return {
        "import_ledger": _tr("导入台账"),
        "begin_inspection": _tr("开始核查"),
        "answer_check": _tr("回答核对"),
        "keep_reading": _tr("记录读数"),
        "keep_stray": _tr("记录待归位读数"),
        "keep_loose": _tr("记录待归位读数"),
        "place_reading": _tr("读数归位"),
        "withdraw_reading": _tr("撤回读数"),
        "measure_again": _tr("开始复测"),
        "keep_photo": _tr("拍照取证"),
        "decide": _tr("认定"),
        "set_by": _tr("暂存结论"),
        "sign": _tr("签字"),
        "write_sheet": _tr("生成记录表"),
        "meet_meter": _tr("登记测距仪"),
        "keep_certificate": _tr("登记检定证书"),
        "declare_edge": _tr("设定基准边"),
        "retire_meter": _tr("停用或恢复测距仪"),
        "keep_check": _tr("核对测距仪"),
    }


def action(entry: Entry) -> str:
    """An action that a newer program took here is still one."""
    return actions().get(entry.mutation.action, _tr("其他改动"))


def content(entry: Entry) -> str:
    """主楼 305 室 · 5.203 m; the number of rows where an action touched many places."""
    if entry.room:
        lengths = [f"{wording.metres(length)} m" for length in entry.lengths]
        return " · ".join((_tr("{0} 室").format(entry.room), *lengths))
    return _tr("{0} 条").format(entry.rows) if entry.rows > 1 else ""


def at(entry: Entry) -> str:
    return f"{entry.mutation.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


def receipt_number(receipt: Receipt) -> str:
    """The end of its id: enough to read out on the telephone."""
    return receipt.id.hex[-_RECEIPT_DIGITS:].upper()


def receipt_at(receipt: Receipt) -> str:
    return f"{receipt.at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def receipt_state(receipt: Receipt) -> tuple[str, str]:
    """Sign and words, and their tone."""
    if not receipt.finished:
        return _tr("◆ 已停止"), "undecided"
    if receipt.rejected or receipt.conflicts:
        return _tr("◆ 有待处理"), "undecided"
    return _tr("● 已完成"), "within"


def headline(receipt: Receipt) -> tuple[str, str, str]:
    """Tone, headline and sentence of the exchange that has just ended."""
    numbers = _tr(
        "送出 {0} 条记录（{1} 次操作，中心接受 {2} 次），照片 {3} 张，取回 {4} 条。"
    ).format(
        receipt.records,
        receipt.sent,
        receipt.applied,
        receipt.photos_sent,
        receipt.pulled,
    )
    if not receipt.finished:
        advice = _tr("已送到的不会丢失，未送的仍在本机，可随时再次上报。")
        return "undecided", _tr("◆ 已按要求停止"), f"{numbers}{advice}"
    if receipt.rejected or receipt.conflicts:
        left = _tr("其中 {0} 次需确认，{1} 次中心未接受，列在右侧。").format(
            receipt.conflicts, receipt.rejected
        )
        return "undecided", _tr("◆ 已上报，有待处理"), f"{numbers}{left}"
    return "within", _tr("● 上报完成"), numbers
