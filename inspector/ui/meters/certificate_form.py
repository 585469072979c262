"""What stands on a 检定证书, copied off the paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from inspector.domain.meters import Certificate
from inspector.ui import theme
from inspector.ui.meters import words

_FIELD = 220


class CertificateForm(QDialog):
    """`certificate` after it was accepted."""

    def __init__(
        self, meter: str, known: Certificate | None, today: date, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("登记检定证书"))
        self.certificate: Certificate | None = None
        self.number = QLineEdit(known.number if known else "")
        self.issued = _day(known.issued if known else today)
        self.until = _day(known.valid_until if known else _year_on(today))
        self.correction = QLineEdit(
            words.millimetres(known.correction_um) if known else "0"
        )
        self.uncertainty = QLineEdit(
            words.millimetres(known.uncertainty_um) if known else ""
        )
        self.trouble = QLabel()
        self.buttons = QDialogButtonBox()
        self._lay_out(meter)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self, meter: str) -> None:
        heading = QLabel(meter)
        theme.set_role(heading, "strong")
        theme.set_role(self.trouble, "strong", "over")
        self.trouble.setWordWrap(True)
        self.uncertainty.setPlaceholderText(self.tr("证书未给出的可不填"))
        fields = QFormLayout()
        fields.setHorizontalSpacing(theme.SPACE.l)
        fields.setVerticalSpacing(theme.SPACE.s)
        for word, field in (
            (self.tr("证书编号(&N)"), self.number),
            (self.tr("发证日期(&I)"), self.issued),
            (self.tr("有效期至(&U)"), self.until),
            (self.tr("修正值（毫米，加在读数上）(&C)"), self.correction),
            (self.tr("扩展不确定度（毫米，k = 2）(&D)"), self.uncertainty),
        ):
            field.setMinimumWidth(theme.current().px(_FIELD))
            fields.addRow(word, field)
            fields.labelForField(field).setMinimumHeight(theme.TARGET.input)
        box = QDialogButtonBox.ButtonRole
        keep = self.buttons.addButton(self.tr("登记(&S)"), box.AcceptRole)
        self.buttons.addButton(self.tr("取消"), box.RejectRole)
        keep.setDefault(True)
        theme.set_role(keep, "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.SPACE.xl,) * 4)
        column.setSpacing(theme.SPACE.m)
        for part in (heading, self.trouble):
            column.addWidget(part)
        column.insertLayout(1, fields)
        column.addWidget(self.buttons)
        self.trouble.hide()

    def _accept(self) -> None:
        correction = _micrometres(self.correction.text())
        uncertainty = _micrometres(self.uncertainty.text() or "0")
        if correction is None or uncertainty is None:
            self.trouble.setText(self.tr("修正值和不确定度请填毫米数，例如 0.3。"))
            self.trouble.show()
            return
        self.certificate = Certificate(
            self.number.text(),
            _date(self.issued),
            _date(self.until),
            correction,
            uncertainty,
        )
        self.accept()


def _day(day: date) -> QDateEdit:
    field = QDateEdit(QDate(day.year, day.month, day.day))
    field.setDisplayFormat("yyyy-MM-dd")
    field.setCalendarPopup(True)
    field.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return field


def _date(field: QDateEdit) -> date:
    day = field.date()
    return date(day.year(), day.month(), day.day())


def _year_on(day: date) -> date:
    """A meter is verified every year: the paper says until when."""
    return date(day.year + 1, day.month, min(day.day, 28))


def _micrometres(text: str) -> int | None:
    try:
        found = Decimal(text.strip().replace("−", "-")) * 1000
    except InvalidOperation:
        return None
    return int(found) if found.is_finite() and found == int(found) else None
