"""What a workbook was understood to hold, before anything is kept."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inspector.domain.drafts import LedgerDraft, SheetRead
from inspector.sheets.columns import LABELS, Field
from inspector.ui import theme
from inspector.ui.importing import model
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.elide import ElideLabel
from inspector.ui.widgets.lines import LinesModel
from inspector.ui.widgets.notice import Notice, State
from inspector.ui.widgets.rows import Rows

_SIDE = 320
_COLUMNS = (96, 166, 66, 44, 124)
_LEVELS = "／"
"""Between the titles of a header of several lines."""


_BLANK = "（空白）"
"""What the reader of workbooks writes for an empty cell, and parts of it."""


class Preview(QWidget):
    """Left: what would be added and how each sheet was read. Right: what is wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "bar")
        self.faults = LinesModel(model.columns(), self)
        self.table = Rows(self.faults, _COLUMNS)
        self.none = Notice()
        self.whole = QLabel()
        self._counts = Card(self.tr("将要导入"))
        self._sheets = Card(self.tr("读到的工作表"))
        self._made: list[QWidget] = []
        side = QWidget()
        theme.set_role(side, "bar")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, theme.SPACE.xs, 0)
        column.setSpacing(theme.SPACE.m)
        column.addWidget(self._counts)
        column.addWidget(self._sheets)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(side)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumWidth(_SIDE * 3 // 4)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE.m + 2)
        line.addWidget(scroll, 2)
        line.addWidget(self._right(), 5)

    def _right(self) -> QWidget:
        right = QWidget()
        theme.set_role(right, "bar")
        self.verdict = Sentence()
        self._prepare_table()
        self.none.say(State.EMPTY, self.tr("每一行都读懂了，没有需要更正或留意的地方。"))
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.m)
        column.addWidget(self.verdict)
        column.addWidget(self.table, 1)
        column.addWidget(self.whole)
        column.addWidget(self.none, 1)
        return right

    def _prepare_table(self) -> None:
        self.table.setAccessibleName(self.tr("错误清单"))
        self.table.selectionModel().currentRowChanged.connect(self._show_whole)
        self.whole.setWordWrap(True)
        theme.set_role(self.whole, "muted")

    def show_draft(self, draft: LedgerDraft) -> None:
        for widget in self._made:
            widget.hide()
            widget.deleteLater()
        self._made = []
        self._show_counts(draft)
        for sheet in draft.sheets:
            self._show_sheet(sheet)
        for widget in self._made:
            widget.show()  # at once: Qt alone would wait for the next turn of its loop
        self.faults.show(model.rows_of(draft))
        self.table.setVisible(bool(draft.faults))
        self.whole.setVisible(bool(draft.faults))
        self.whole.clear()
        if draft.faults:
            self.table.setCurrentIndex(self.faults.index(0, 0))
        self._counts.set_title(
            self.tr("文件中读到") if draft.refused else self.tr("将要导入")
        )
        self.none.setVisible(not draft.faults)
        self._show_verdict(draft)

    @Slot(QModelIndex)
    def _show_whole(self, current: QModelIndex) -> None:
        """What a column is too narrow for."""
        if current.isValid():
            fault = self.faults.lines[current.row()]
            words = self.tr("读到“{0}”，{1}。") if fault.row else self.tr("{0}，{1}。")
            if not fault.read.strip(_BLANK):
                words = self.tr("{1}。")
            self.whole.setText(words.format(fault.read, fault.expected.rstrip("。")))

    def _show_counts(self, draft: LedgerDraft) -> None:
        county = draft.county_name or self.tr("（文件中没有写明）")
        code = f" {draft.county_code}" if draft.county_code else ""
        self._made.append(self._counts.add_row(self.tr("县区"), county + code))
        parts = (
            (self.tr("单位"), len(draft.units), self.tr("个")),
            (self.tr("院落"), len(draft.courtyards), self.tr("处")),
            (self.tr("楼座"), len(draft.buildings), self.tr("座")),
            (self.tr("人员"), len(draft.people), self.tr("人")),
        )
        for label, number, unit in parts:
            self._made.append(self._counts.add_row(label, str(number), unit))
        self._made.append(self._counts.add_hairline())
        self._made.append(
            self._counts.add_row(self.tr("房间"), str(len(draft.rooms)), self.tr("间"))
        )

    def _show_sheet(self, sheet: SheetRead) -> None:
        name = ElideLabel(sheet.name)
        theme.set_role(name, "strong")
        self._sheets.body.addWidget(name)
        note = self._sheets.add_note("\n".join(self._understood(sheet)))
        self._made += [name, note]

    def _understood(self, sheet: SheetRead) -> list[str]:
        if not sheet.mapping:
            return [self.tr("没有读取：没有找到表头。")]
        first, last = sheet.header_rows[0], sheet.header_rows[-1]
        span = f"{first}" if first == last else f"{first}–{last}"
        titles: dict[str, list[str]] = {}
        for title, field in sheet.mapping:
            titles.setdefault(field, []).append(title)
        return [
            self.tr("表头第 {0} 行，数据 {1} 行").format(span, sheet.rows),
            "、".join(self._column(field, found) for field, found in titles.items()),
        ]

    def _column(self, field: str, titles: list[str]) -> str:
        """A title of the ordinary wording needs no arrow; columns that are kept together
        are counted, not listed."""
        label = LABELS[Field(field)]
        if len(titles) > 1:
            return self.tr("{0}（{1} 列）").format(label, len(titles))
        title = titles[0].rsplit(_LEVELS, 1)[-1]
        ordinary = title.partition("（")[0] == label  # 使用面积（㎡）
        return label if ordinary else f"{title} → {label}"

    def _show_verdict(self, draft: LedgerDraft) -> None:
        refused, notes = len(draft.refused), len(draft.notes)
        if refused:
            self.verdict.say(
                "over",
                self.tr("▲ 不能导入：{0} 处须更正").format(refused),
                self.tr("请在 Excel 中更正后重新选择文件；在此之前不会导入任何内容。"),
            )
        elif notes:
            self.verdict.say(
                "undecided",
                self.tr("◆ 可以导入，有 {0} 处提示").format(notes),
                self.tr("下列提示不妨碍导入，核查时请留意。"),
            )
        else:
            words = self.tr("没有发现需要更正或留意的地方。")
            self.verdict.say("within", self.tr("● 可以导入"), words)


class Sentence(QFrame):
    """Whether the ledger can come in: sign and word first, then what follows from it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = QLabel()
        self.words = QLabel()
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        space = theme.SPACE
        column.setContentsMargins(space.l, space.m, space.l, space.m)
        column.setSpacing(space.xs)
        column.addWidget(self.headline)
        column.addWidget(self.words)

    def say(self, tone: str, headline: str, words: str) -> None:
        theme.set_role(self, "verdict", tone)
        theme.set_role(self.headline, "title", tone)
        theme.set_role(self.words, "reason", tone)
        self.headline.setText(headline)
        self.words.setText(words)
        self.setAccessibleName(headline)
        self.setAccessibleDescription(words)
