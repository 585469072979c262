"""Asking for a file by the system's own dialog; screens take these as callables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.places import documents

AskOpen = Callable[[QWidget], Path | None]
AskSave = Callable[[QWidget, str], Path | None]

_EXCEL = "Excel (*.xlsx *.xlsm *.xls)"


def ask_workbook(parent: QWidget) -> Path | None:
    """A ledger to import; None when the person thought better of it."""
    title = QCoreApplication.translate("files", "选择办公用房台账")
    found, _ = QFileDialog.getOpenFileName(parent, title, str(documents()), _EXCEL)
    return Path(found) if found else None


def ask_target(parent: QWidget, name: str) -> Path | None:
    """Where to put a workbook that the program writes."""
    title = QCoreApplication.translate("files", "导出到")
    offered = str(documents() / name)
    found, _ = QFileDialog.getSaveFileName(parent, title, offered, "Excel (*.xlsx)")
    return Path(found).with_suffix(".xlsx") if found else None
