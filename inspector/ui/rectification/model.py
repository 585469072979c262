"""The findings as a table, the nearest deadline first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QObject

from inspector.domain.findings import FindingLine, Rectification
from inspector.ui.rectification import words
from inspector.ui.widgets.lines import Column, LinesModel

_LAST = date.max


def _tr(text: str) -> str:
    return QCoreApplication.translate("FindingsModel", text)


def columns(today: date) -> tuple[Column[FindingLine], ...]:
    return (
        Column(
            _tr("剩余天数"),
            lambda f: words.days_left(f, today)[0],
            112,
            tone=lambda f: words.days_left(f, today)[1],
        ),
        Column(_tr("单位"), lambda f: f.unit, 132),
        Column(_tr("楼座"), lambda f: f.building, 76),
        Column(_tr("房号"), lambda f: f.room, 62),
        Column(_tr("事项"), lambda f: f.finding.kind.label, 136),
        Column(_tr("实测 ㎡"), words.measured, 76, figure=True),
        Column(_tr("限额 ㎡"), words.limit, 76, figure=True),
        Column(_tr("超出 ㎡"), words.excess, 76, figure=True),
        Column(_tr("分类"), lambda f: f.finding.rectification.label, 124),
        Column(_tr("方式"), words.method, 82),
        Column(_tr("期限"), words.deadline, 102),
        Column(_tr("状态"), lambda f: f.finding.state.label, 76),
    )


LEFT_DAYS, UNIT = 0, 1


class FindingsModel(LinesModel[FindingLine]):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(columns(date.min), parent)
        self._all: Sequence[FindingLine] = ()
        self._class: Rectification | None = None
        self._overdue = False
        self._today = date.min

    def show_at(self, lines: Sequence[FindingLine], today: date) -> None:
        """Whatever has a deadline comes first, the nearest at the top."""
        self._today = today
        self.columns = columns(today)
        self._all = sorted(lines, key=lambda line: line.finding.deadline or _LAST)
        self._sift()

    def keep_to(self, found: Rectification | None, *, overdue: bool = False) -> None:
        self._class, self._overdue = found, overdue
        self._sift()

    def line(self, row: int) -> FindingLine | None:
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def row_of(self, line: FindingLine | None) -> int:
        """-1 where it is not among those shown."""
        wanted = line.finding.id if line else None
        rows = (n for n, each in enumerate(self.lines) if each.finding.id == wanted)
        return next(rows, -1)

    def count(self, found: Rectification | None, *, overdue: bool = False) -> int:
        """Of all findings, however the table is sifted."""
        return sum(self._fits(line, found, overdue=overdue) for line in self._all)

    def _sift(self) -> None:
        self.show(
            [
                line
                for line in self._all
                if self._fits(line, self._class, overdue=self._overdue)
            ]
        )

    def _fits(
        self, line: FindingLine, found: Rectification | None, *, overdue: bool
    ) -> bool:
        of_class = found in {None, line.finding.rectification}
        return of_class and (not overdue or words.is_overdue(line, self._today))
