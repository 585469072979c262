"""A white card: a small heading, rows of label and value, hairlines over totals only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inspector.ui import theme
from inspector.ui.widgets.elide import ElideLabel


class Row(QWidget):
    """A label at the left, its value at the right, the unit lighter than the figure."""

    def __init__(
        self, label: str, value: str = "", unit: str = "", *, role: str = "body"
    ) -> None:
        super().__init__()
        self.label = QLabel(label)
        self.value = ElideLabel()
        self.unit = QLabel()
        theme.set_role(self.label, "muted" if role == "body" else "body")
        theme.set_role(self.value, role)
        theme.set_role(self.unit, "unit")
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE.xs)
        line.addWidget(self.label)
        line.addSpacing(theme.SPACE.s)
        line.addWidget(self.value, 1)
        line.addWidget(self.unit)
        self.set_value(value, unit)

    def set_value(self, value: str, unit: str = "") -> None:
        self.value.setText(value)
        self.unit.setText(unit)
        self.unit.setVisible(bool(unit))
        self.value.setAccessibleName(f"{self.label.text()} {value} {unit}".strip())


class Card(QFrame):
    """Rows go in through the methods; anything else through `body`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "card")
        self.title = QLabel(title, self)  # a label without a parent would be a window
        theme.set_role(self.title, "h2")
        self.title.setVisible(bool(title))
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        space = theme.SPACE
        self.body.setContentsMargins(space.l, space.m + 2, space.l, space.m + 2)
        self.body.setSpacing(space.s)
        self.body.addWidget(self.title)

    def set_title(self, title: str) -> None:
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.setAccessibleName(title)

    def add_row(self, label: str, value: str = "", unit: str = "") -> Row:
        return self._added(Row(label, value, unit))

    def add_total(self, label: str, value: str = "", unit: str = "") -> Row:
        """The row a hairline sets apart, its figure in the size of a title."""
        self.add_hairline()
        return self._added(Row(label, value, unit, role="title"))

    def add_note(self, text: str) -> QLabel:
        note = QLabel(text)
        note.setWordWrap(True)
        theme.set_role(note, "muted")
        self.body.addWidget(note)
        return note

    def add_hairline(self) -> QFrame:
        line = QFrame()
        theme.set_role(line, "hairline")
        self.body.addWidget(line)
        return line

    def _added(self, row: Row) -> Row:
        self.body.addWidget(row)
        return row
