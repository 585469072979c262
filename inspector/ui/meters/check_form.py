"""核对已知长度: the same known length read at least twice, before the day's first room."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.domain.meters import FEWEST_SHOWN
from inspector.ui import theme
from inspector.ui.meters import words

_WIDE = 440
_LONGEST_UM = 300_000_000


class CheckForm(QDialog):
    """Readings come in through `add`, from the meter's own button or the one here."""

    measure_wanted = Signal()

    def __init__(self, meter: str, known_um: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("核对已知长度"))
        self.shown_um: list[int] = []
        self._meter = meter
        self.length = QLineEdit(words.metres(known_um) if known_um else "")
        self.readings = QLabel()
        self.measure = QPushButton(self.tr("测量(&M)"))
        self.again = QPushButton(self.tr("重新开始(&R)"))
        self.buttons = QDialogButtonBox()
        box = QDialogButtonBox.ButtonRole
        self.keep = self.buttons.addButton(self.tr("保存核对(&S)"), box.AcceptRole)
        self.buttons.addButton(self.tr("取消"), box.RejectRole)
        self._lay_out()
        self.length.textChanged.connect(self._show)
        self.measure.clicked.connect(self.measure_wanted)
        self.again.clicked.connect(self._begin_again)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._show()

    @property
    def known_um(self) -> int | None:
        """The length that is known, in whole micrometres; None while it is no length."""
        try:
            metres = Decimal(self.length.text().strip())
        except InvalidOperation:
            return None
        if not metres.is_finite():
            return None
        found = int(metres * 1_000_000)
        return found if 0 < found <= _LONGEST_UM else None

    def add(self, micrometres: int) -> None:
        self.shown_um.append(micrometres)
        self._show()

    def _lay_out(self) -> None:
        heading = QLabel(self._meter)
        how = QLabel(
            self.tr("选一段用钢卷尺量准的长度，例如一面墙或一个检验台，从同一点测两次。")
        )
        theme.set_role(heading, "strong")
        theme.set_role(how, "muted")
        theme.set_role(self.readings, "title")
        theme.set_role(self.keep, "primary")
        how.setWordWrap(True)
        self.readings.setWordWrap(True)
        self.length.setPlaceholderText(self.tr("例如 3.000"))
        label = QLabel(self.tr("已知长度（米）(&L)"))
        label.setBuddy(self.length)
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.m)
        line.addWidget(label)
        line.addWidget(self.length, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE.s)
        for button in (self.measure, self.again):
            button.setAutoDefault(False)  # Enter keeps the check, it does not measure
            buttons.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.SPACE.xl,) * 4)
        column.setSpacing(theme.SPACE.m)
        for part in (heading, how, line, self.readings, buttons, self.buttons):
            if isinstance(part, QWidget):
                column.addWidget(part)
            else:
                column.addLayout(part)
        self.setMinimumWidth(theme.current().px(_WIDE))

    @Slot()
    def _show(self) -> None:
        known = self.known_um
        lines = [self._line(shown, known) for shown in self.shown_um]
        missing = max(0, FEWEST_SHOWN - len(self.shown_um))
        if missing:
            lines.append(self.tr("还需读数 {0} 次").format(missing))
        self.readings.setText("\n".join(lines))
        self.keep.setEnabled(known is not None and not missing)
        self.adjustSize()

    def _line(self, shown: int, known: int | None) -> str:
        if known is None:
            return f"{words.metres(shown)} m"
        off = words.millimetres(round(shown - known, -2), signed=True)
        return self.tr("{0} m    相差 {1} mm").format(words.metres(shown), off)

    @Slot()
    def _begin_again(self) -> None:
        self.shown_um.clear()
        self._show()
