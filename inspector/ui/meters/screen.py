"""The page of rangefinders at work: searches, connects, registers, records, practises."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QVBoxLayout, QWidget

from inspector.actions.here import CHINA
from inspector.actions.meters import Standing
from inspector.devices import codecs
from inspector.devices.codecs.contract import Capability
from inspector.devices.events import (
    DeviceError,
    DeviceEvent,
    LinkChanged,
    LinkState,
    Measured,
    Rejected,
    Stored,
)
from inspector.devices.traffic import Direction, Traffic
from inspector.devices.transports import Found, SearchEnded
from inspector.trouble import Trouble
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk, GoTo
from inspector.ui.meters import words
from inspector.ui.meters.capture_form import CaptureForm
from inspector.ui.meters.certificate_form import CertificateForm
from inspector.ui.meters.check_form import CheckForm
from inspector.ui.meters.registry import Registry
from inspector.ui.meters.view import MetersView
from inspector.ui.settings.preferences import Preferences

ChooseFile = Callable[[QWidget, str], Path | None]
_SEARCH_SECONDS = 8.0


def choose_file(parent: QWidget, proposed: str) -> Path | None:
    """Where a recording goes; the person may still say no."""
    title = parent.tr("记录到文件")
    kinds = parent.tr("测距仪记录 (*.jsonl)")
    name, _ = QFileDialog.getSaveFileName(parent, title, proposed, kinds)
    return Path(name) if name else None


class MetersScreen(QWidget):
    def __init__(
        self,
        desk: Desk,
        meter: Meter,
        registry: Registry,
        preferences: Preferences,
        choose: ChooseFile = choose_file,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._meter = meter
        self._registry = registry
        self._preferences = preferences
        self._choose = choose
        self._check: CheckForm | None = None
        self.view = MetersView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        meter.set_experimental(on=preferences.experimental)
        self.view.seek.show_experimental(on=preferences.experimental)
        self.view.seek.show_keying(preferences.keying)
        self._connect()
        self._stood(registry.standing)
        self._show_link(meter.state)

    def _connect(self) -> None:
        view, meter, registry = self.view, self._meter, self._registry
        view.seek.find_wanted.connect(self._find)
        view.seek.stop_wanted.connect(meter.stop_finding)
        view.seek.connect_wanted.connect(self._join)
        view.seek.experimental_set.connect(self._set_experimental)
        view.seek.everything_set.connect(self._find)
        view.seek.capture_wanted.connect(self._capture)
        view.present.measure_wanted.connect(meter.measure)
        view.present.laser_wanted.connect(lambda on: meter.laser(on=on))
        view.present.leave_wanted.connect(meter.disconnect_meter)
        view.present.again_wanted.connect(meter.reconnect)
        view.present.register_wanted.connect(self._register_anew)
        view.present.keys.typed.connect(meter.typed)
        view.register.certify_wanted.connect(self._certify)
        view.register.check_wanted.connect(self._check_length)
        view.register.edge_declared.connect(registry.declare_edge)
        view.register.retire_wanted.connect(lambda on: registry.retire(retired=on))
        view.practice.pressed.connect(meter.press)
        view.practice.dropped.connect(meter.drop)
        view.practice.went_away.connect(lambda on: meter.go_away(away=on))
        view.practice.played.connect(lambda trick, on: meter.play(trick, on=on))
        view.console.record_wanted.connect(self._record)
        meter.found.connect(self._found)
        meter.link_changed.connect(self._show_link)
        meter.heard.connect(self._hear)
        meter.traffic.connect(self._show_traffic)
        registry.stood.connect(self._stood)

    def show_for(self, _goto: GoTo) -> None:
        if self._meter.state is LinkState.NONE_CHOSEN:
            self._find()  # the practice meter is there at once, others as they are heard

    # Finding and connecting.

    @Slot()
    def _find(self) -> None:
        self.view.seek.show_trouble(None)
        self.view.seek.show_searching(searching=True)
        everything = self.view.seek.everything.isChecked()
        self._meter.find(_SEARCH_SECONDS, everything=everything)

    @Slot(object)
    def _found(self, found: Found | SearchEnded) -> None:
        if isinstance(found, Found):
            self.view.seek.add(found)
            return
        self.view.seek.show_searching(searching=False)
        if found.trouble is not None:
            self.view.seek.show_trouble(found.trouble)

    @Slot(object)
    def _join(self, found: Found) -> None:
        key = str(self.view.seek.keying.currentData())
        self._preferences.set_meter(found.address)
        self._preferences.set_keying(key)
        self._meter.connect_to(found, key)
        self.view.bring_up_present()

    @Slot()
    def _register_anew(self) -> None:
        """It takes the meter from its owner's telephone: nobody is to be surprised."""
        sure = QMessageBox.question(
            self,
            self.tr("登记这台测距仪"),
            self.tr(
                "登记后，这台测距仪只认本机，米家或原厂应用将不能再连接它，"
                "除非在那里重新添加。\n\n继续登记吗？"
            ),
        )
        if sure is QMessageBox.StandardButton.Yes:
            self._meter.register_anew()

    @Slot(bool)
    def _set_experimental(self, on: bool) -> None:  # noqa: FBT001 (Qt's signal)
        self._preferences.set_experimental(on=on)
        self._meter.set_experimental(on=on)

    # What the meter says.

    @Slot(object)
    def _show_link(self, state: LinkState) -> None:
        meter, present = self._meter, self.view.present
        present.show_link(state, meter.name)
        family = codecs.named(meter.family)
        triggers = family is None or bool(family.capabilities & Capability.TRIGGER)
        label = family.label if family else ""
        present.show_family(label, keyboard=meter.typing, triggers=triggers)
        connected = state is LinkState.CONNECTED
        self.view.practice.setVisible(meter.practice and connected)
        self.view.practice.show_tricks(meter.tricks, meter.playing)
        if connected and family is not None and family.remark:
            present.say(family.remark)
        if connected and meter.typing:
            present.keys.setFocus()

    @Slot(object)
    def _hear(self, event: DeviceEvent) -> None:
        present = self.view.present
        match event:
            case Measured(reading=reading):
                present.show_reading(reading)
                if self._check is not None:
                    self._check.add(reading.micrometres)
            case Stored(reading=reading):
                old = words.metres(reading.micrometres)
                present.say(self.tr("连接时重发的旧读数 {0} m，不采用。").format(old))
            case Rejected(reason=reason):
                present.say(self.tr("{0}。").format(reason.label))
            case DeviceError(fault=fault):
                present.say(self.tr("{0}。").format(fault.label))
            case _:
                pass
        present.show_status(self._meter.status)
        line = words.event(event)
        if line:
            detail = event.detail if isinstance(event, LinkChanged) else ""
            self.view.console.understood(f"{line} {detail}".strip())

    @Slot(object)
    def _show_traffic(self, traffic: Traffic) -> None:
        where = traffic.characteristic.removeprefix("0000").split("-")[0]
        noted = traffic.direction is Direction.NOTED
        said = traffic.data.decode() if noted else traffic.data.hex(" ")
        what = said or traffic.direction.label
        self.view.console.add(traffic.at_us, words.way(traffic.direction), where, what)

    # The register.

    @Slot(object)
    def _stood(self, standing: Standing | None) -> None:
        if standing is None:
            self.view.register.show_none()
            self.view.present.show_notes(())
            return
        today = self._desk.now().astimezone(CHINA).date()
        self.view.register.show_meter(standing.record, standing.last, today)
        notes = [f"{caution.label}。{caution.advice}" for caution in standing.cautions]
        self.view.present.show_notes(notes)

    @Slot()
    def _certify(self) -> None:
        standing = self._registry.standing
        if standing is None:
            return
        record = standing.record
        today = self._desk.now().astimezone(CHINA).date()
        form = CertificateForm(record.name, record.certificate, today, self)
        if form.exec() and form.certificate is not None:
            self._registry.keep_certificate(form.certificate)

    @Slot()
    def _check_length(self) -> None:
        """Readings that come in while the form is open are for it alone."""
        standing = self._registry.standing
        if standing is None:
            return
        known = standing.last.known_um if standing.last else 0
        form = CheckForm(standing.record.name, known, self)
        form.measure_wanted.connect(self._meter.measure)
        self._check, self._meter.claimed = form, True
        try:
            if form.exec() and form.known_um is not None:
                self._registry.keep_check(form.known_um, tuple(form.shown_um))
        finally:
            self._check, self._meter.claimed = None, False

    # The recording.

    @Slot(bool)
    def _record(self, on: bool) -> None:  # noqa: FBT001 (Qt's signal)
        file = self._begun_file() if on else None
        if file is None:
            self._meter.record_to(None)
        self.view.console.show_recording(file.name if file else "")

    def _begun_file(self) -> Path | None:
        """Where the traffic goes from now on; nothing where there can be no such file."""
        at = self._desk.now().astimezone(CHINA)
        proposed = self.tr("测距仪记录-{0}.jsonl").format(f"{at:%Y%m%d-%H%M%S}")
        file = self._choose(self, proposed)
        if file is not None:
            try:
                self._meter.record_to(file)
            except Trouble as trouble:
                self._desk.troubled.emit(trouble)
                return None
        return file

    @Slot(object)
    def _capture(self, found: Found) -> None:
        """Whoever it is: everything it can tell is asked for, and nothing is a reading."""
        file = self._begun_file()
        if file is None:
            return
        form = CaptureForm(found.name, file.name, self)
        meter = self._meter
        meter.link_changed.connect(form.link.show_link)
        meter.traffic.connect(form.take)
        form.noted.connect(meter.note)
        meter.listen_to(found)
        form.exec()
        meter.record_to(None)
        meter.disconnect_meter()
