"""检定与核对: the certificate that lengths rest on, and the known length of the day."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from inspector.devices.events import Edge
from inspector.domain.meters import (
    CertificateState,
    MeterCheck,
    MeterRecord,
    certificate_state,
)
from inspector.ui import theme
from inspector.ui.meters import words
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.chip import Tag

_TONES = {
    CertificateState.VALID: ("●", "within"),
    CertificateState.EXPIRING: ("◆", "undecided"),
    CertificateState.NONE: ("◆", "undecided"),
    CertificateState.EXPIRED: ("▲", "over"),
}


class RegisterCard(Card):
    certify_wanted = Signal()
    check_wanted = Signal()
    retire_wanted = Signal(bool)
    edge_declared = Signal(str)
    """From which edge this meter is to measure, in the words of its readings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("检定与核对"))
        self.state = Tag("")
        self.advice = QLabel()
        self.certify = QPushButton(self.tr("登记证书(&Z)…"))
        self.check = QPushButton(self.tr("核对已知长度(&K)…"))
        self.retire = QPushButton(self.tr("停用"))
        self.retire.setCheckable(True)
        theme.set_role(self.advice, "muted")
        self.advice.setWordWrap(True)
        self.body.addWidget(self.state)
        self.body.addWidget(self.advice)
        self.number = self.add_row(self.tr("证书编号"))
        self.until = self.add_row(self.tr("有效期至"))
        self.correction = self.add_row(self.tr("修正值"))
        self.uncertainty = self.add_row(self.tr("扩展不确定度（k = 2）"))
        self.last = self.add_row(self.tr("最近核对"))
        self.edge = QComboBox()
        self.edge.setAccessibleName(self.tr("约定的基准边"))
        for edge in Edge:
            self.edge.addItem(self.tr("约定基准边：{0}").format(edge.label), edge.label)
        self.body.addWidget(self.edge)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE.s)
        for button in (self.certify, self.check, self.retire):
            buttons.addWidget(button, 1)
        self.body.addLayout(buttons)
        self.certify.clicked.connect(self.certify_wanted)
        self.check.clicked.connect(self.check_wanted)
        self.retire.clicked.connect(self.retire_wanted)
        self.edge.activated.connect(
            lambda _row: self.edge_declared.emit(str(self.edge.currentData()))
        )
        self.show_none()

    def show_none(self) -> None:
        """No meter, or the practice one, which needs no certificate."""
        self.setVisible(False)

    def show_meter(self, record: MeterRecord, last: MeterCheck | None, today: date) -> None:
        self.setVisible(True)
        known = record.certificate
        state = certificate_state(known, today)
        sign, tone = _TONES[state]
        self.state.say(f"{sign} {state.label}", tone)
        self.advice.setText(state.advice)
        self.advice.setVisible(bool(state.advice))
        none = self.tr("未登记")
        self.number.set_value(known.number if known else none)
        self.until.set_value(f"{known.valid_until:%Y-%m-%d}" if known else none)
        correction = words.millimetres(known.correction_um, signed=True) if known else none
        self.correction.set_value(correction, "mm" if known else "")
        uncertain = known is not None and known.uncertainty_um > 0
        doubt = words.millimetres(known.uncertainty_um) if known and uncertain else none
        self.uncertainty.set_value(doubt, "mm" if uncertain else "")
        self.last.set_value(words.check(last) if last else self.tr("还没有核对过"))
        agreed = record.edge_declared or Edge.REAR.label
        self.edge.setCurrentIndex(self.edge.findData(agreed))
        self.retire.setChecked(record.retired)
        self.retire.setText(self.tr("恢复启用") if record.retired else self.tr("停用"))
