"""One person's place to sign: by hand, or a refusal with its reason; sealed when kept."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from inspector.domain.ink import Ink
from inspector.domain.inspections import Role
from inspector.ui import theme
from inspector.ui.signing import words
from inspector.ui.signing.reading import Place
from inspector.ui.widgets import ink as paper
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.chip import Tag
from inspector.ui.widgets.elide import ElideLabel

_SEALED_HIGH = 76
_UNBOUND = 16_777_215
_BLANK = Ink((), paper.WIDTH, paper.HEIGHT)


class SignatureCard(Card):
    confirmed = Signal(object)
    """This card: its `role`, `name` and `ink` are to be kept."""
    refused = Signal(object)
    """This card: its person would not sign, for `reason`."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._place = place
        self._again = False
        self.role: Role = place.role
        self.field = paper.InkField(self.tr("{0}在此签字").format(place.role.label))
        self.given_name = QLineEdit(place.name)
        self.fixed_name = ElideLabel(place.name)
        self.state = Tag("")
        self.reason = QLineEdit()
        self.said = QLabel()
        self.undo = self._tool("undo", self.tr("撤销一笔"))
        self.clear = self._tool("delete", self.tr("清除"))
        self.refuse = QPushButton(self.tr("拒签"))
        self.confirm = QPushButton(self.tr("确认签字"))
        self.back = QPushButton(self.tr("返回"))
        self.keep_refusal = QPushButton(self.tr("登记拒签"))
        self.sign_again = QPushButton(self.tr("重新签字"))
        self._lay_out()
        self._connect()
        self.show_place(place)

    def _tool(self, icon: str, name: str) -> QToolButton:
        button = QToolButton()
        theme.set_icon(button, icon)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _lay_out(self) -> None:
        role = QLabel(self.role.label)
        theme.set_role(role, "h2")
        theme.set_role(self.fixed_name, "strong")
        theme.set_role(self.refuse, "quiet")
        theme.set_role(self.said, "muted")
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.given_name.setPlaceholderText(self.tr("签字人姓名"))
        self.given_name.setAccessibleName(self.tr("{0}姓名").format(self.role.label))
        self.reason.setPlaceholderText(self.tr("拒签原因（必填）"))
        self.reason.setAccessibleName(self.tr("拒签原因"))
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE.s)
        head.addWidget(role)
        head.addWidget(self.fixed_name, 1)
        head.addWidget(self.state)
        self.body.addLayout(head)
        for widget in (self.given_name, self.field, self.said, self.reason):
            self.body.addWidget(widget)
        self._writing = _line(self.undo, self.clear, self.refuse, None, self.confirm)
        self._refusing = _line(self.back, None, self.keep_refusal)
        self._stale = _line(None, self.sign_again)
        for row in (self._writing, self._refusing, self._stale):
            self.body.addWidget(row)

    def _connect(self) -> None:
        self.undo.clicked.connect(self.field.undo_stroke)
        self.clear.clicked.connect(self.field.clear)
        self.field.changed.connect(self._show_buttons)
        self.given_name.textChanged.connect(self._show_buttons)
        self.reason.textChanged.connect(self._show_buttons)
        self.confirm.clicked.connect(self._confirm)
        self.refuse.clicked.connect(self._begin_refusal)
        self.back.clicked.connect(self._end_refusal)
        self.keep_refusal.clicked.connect(self._keep_refusal)
        self.sign_again.clicked.connect(self._begin_again)

    @property
    def name(self) -> str:
        return self.given_name.text().strip()

    @property
    def ink(self) -> Ink:
        return self.field.ink()

    @property
    def settled(self) -> bool:
        return self._place.settled

    def show_place(self, place: Place) -> None:
        """What is kept; strokes that wait for their confirmation stay as they are."""
        if place.signature != self._place.signature or place.settled:
            self._again = False
        if place.name != self._place.name or place.signature is not None:
            self.given_name.setText(place.name)
            self.fixed_name.setText(place.name)
        fresh = place.signature is not None and not self._again
        self._place = place
        if fresh and place.signature is not None:
            self.field.show_ink(place.signature.ink or _BLANK)
        self._refusal(asked=False)

    @Slot()
    def _begin_again(self) -> None:
        self._again = True
        self.field.show_ink(_BLANK, sealed=False)
        self._refusal(asked=False)
        self.field.setFocus()

    @Slot()
    def _confirm(self) -> None:
        self.confirmed.emit(self)

    @Slot()
    def _begin_refusal(self) -> None:
        self._refusal(asked=True)
        self.reason.setFocus()

    @Slot()
    def _end_refusal(self) -> None:
        self._refusal(asked=False)

    @Slot()
    def _keep_refusal(self) -> None:
        self.refused.emit(self)

    def _refusal(self, *, asked: bool) -> None:
        """Show the parts that this state needs: open, refusing, sealed, or out of date."""
        place, signature = self._place, self._place.signature
        open_ = signature is None or self._again
        text, tone = words.place_state(place)
        self.state.say(text, tone)
        inspector = self.role is Role.INSPECTOR
        self.fixed_name.setVisible(inspector or not open_)
        self.given_name.setVisible(not inspector and open_)
        refused = signature.refused if signature is not None and not open_ else ""
        self.said.setText(self._sentence(refused, stale=place.changed and not open_))
        self.said.setVisible(bool(self.said.text()))
        self.field.setVisible(not asked and not refused)
        self.reason.setVisible(asked)
        self._writing.setVisible(open_ and not asked)
        self._refusing.setVisible(asked)
        self._stale.setVisible(place.changed and not open_)
        self.refuse.setVisible(not inspector)
        high = theme.current().px(_SEALED_HIGH)
        self.field.setMaximumHeight(_UNBOUND if open_ else high)
        vertical = QSizePolicy.Policy.Preferred if open_ else QSizePolicy.Policy.Maximum
        policy = self.field.sizePolicy()
        policy.setVerticalPolicy(vertical)
        policy.setHeightForWidth(open_)
        self.field.setSizePolicy(policy)
        self._show_buttons()

    def _sentence(self, refused: str, *, stale: bool) -> str:
        parts = []
        if refused:
            parts.append(self.tr("拒签原因：{0}").format(refused))
        if stale:
            parts.append(self.tr("签字后记录表的内容有变动，须核对后重新签字。"))
        return "\n".join(parts)

    @Slot()
    def _show_buttons(self) -> None:
        written = not self.field.ink().is_empty
        self.undo.setEnabled(written)
        self.clear.setEnabled(written)
        self.confirm.setEnabled(written and bool(self.name))
        self.keep_refusal.setEnabled(bool(self.reason.text().strip()) and bool(self.name))


def _line(*widgets: QWidget | None) -> QWidget:
    """Buttons in a row; None is the room between them."""
    row = QWidget()
    theme.set_role(row, "bar")
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.SPACE.s)
    for widget in widgets:
        if widget is None:
            line.addStretch(1)
        else:
            line.addWidget(widget)
    return row
