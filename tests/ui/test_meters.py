"""The page of rangefinders: what is near, what is in hand, what it really says."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from inspector.actions import meters
from inspector.actions.here import Here
from inspector.devices import keyboard
from inspector.devices.codecs import UNKNOWN
from inspector.devices.codecs.contract import Carrier
from inspector.devices.events import (
    DeviceError,
    Fault,
    LinkState,
    Reason,
    Rejected,
    Stored,
)
from inspector.devices.practice.bosch import BoschPractice
from inspector.devices.practice.leica import LeicaPractice
from inspector.devices.practice.meter import Trick
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.transports import Found, SearchEnded, Support
from inspector.domain.meters import Caution, Certificate, CheckOutcome
from inspector.trouble import Trouble
from inspector.ui.bridge import Meter
from inspector.ui.desk import Desk, GoTo
from inspector.ui.meters.capture_form import CaptureForm
from inspector.ui.meters.certificate_form import CertificateForm
from inspector.ui.meters.check_form import CheckForm
from inspector.ui.meters.find_card import FindCard
from inspector.ui.meters.registry import Registry
from inspector.ui.meters.screen import MetersScreen
from inspector.ui.settings.preferences import Preferences
from room_site import reading

NEAR = Found("AA:01", "DISTO 1234567", "leica_disto_classic", -50)
FAR = Found("AA:02", "Bosch GLM50C x1234", "bosch_mt_ble_5301", -88)
CLOSED = Found("AA:03", "PD-CS", "", -40, support=Support.CLOSED, advice="请改用键盘模式。")
RARE = Found("AA:04", "SAP6 12", "sap6", -45, support=Support.EXPERIMENTAL, advice="试")
PRACTICE = Found(
    "practice:x", "练习测距仪（内置）", "leica_disto_classic", -127, practice=True
)
PORT = Found("serial:/dev/rfcomm0", "rfcomm0", "", -127, carrier=Carrier.SERIAL)
TODAY = date(2026, 11, 23)
PATIENCE = 8000


@pytest.fixture
def preferences(here: Here) -> Preferences:
    return Preferences(here.home.settings)


@pytest.fixture
def meter(dressed: QApplication) -> Iterator[Meter]:
    """Practice meters held at 5.203 m; no serial port of this machine is touched."""
    hands = (
        LeicaPractice(random.Random(3), truth=lambda: 5_203_000, spread_um=0, shot_ms=10),
        BoschPractice(random.Random(3), truth=lambda: 5_203_000, spread_um=0, shot_ms=10),
    )
    meter = Meter(Rangefinders(hands, ports=lambda: ()))
    yield meter
    meter.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "记录.jsonl"


@pytest.fixture
def screen(
    desk: Desk, meter: Meter, preferences: Preferences, file: Path, qtbot: QtBot
) -> MetersScreen:
    def choose(_parent: QWidget, _proposed: str) -> Path:
        return file

    screen = MetersScreen(desk, meter, Registry(desk, meter), preferences, choose)
    qtbot.addWidget(screen)
    screen.resize(1240, 720)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.show_for(GoTo("meters"))
    return screen


@pytest.fixture
def card(dressed: QApplication, qtbot: QtBot) -> FindCard:
    card = FindCard()
    qtbot.addWidget(card)
    card.show()
    return card


def names(card: FindCard) -> list[str]:
    return [line.name for line in card.model.lines]


def choose_line(card: FindCard, name: str) -> None:
    card.list.selectRow(names(card).index(name))


def connect(screen: MetersScreen, name: str, qtbot: QtBot) -> None:
    card = screen.view.seek
    qtbot.waitUntil(lambda: name in names(card), timeout=PATIENCE)
    choose_line(card, name)
    qtbot.mouseClick(card.join, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: screen.view.present.state.text() == LinkState.CONNECTED.label,
        timeout=PATIENCE,
    )


def type_on_meter(screen: MetersScreen, text: str, qtbot: QtBot) -> None:
    qtbot.keyClicks(screen.view.present.keys, text)
    qtbot.keyClick(screen.view.present.keys, Qt.Key.Key_Return)


def keyboard_name(screen: MetersScreen, qtbot: QtBot) -> str:
    card = screen.view.seek

    def keyboards() -> list[str]:
        lines = card.model.lines
        return [line.name for line in lines if line.carrier is Carrier.KEYBOARD]

    qtbot.waitUntil(lambda: bool(keyboards()), timeout=PATIENCE)
    return keyboards()[0]


# Finding.


def test_the_usable_come_first_then_the_nearest_each_once(card: FindCard) -> None:
    for found in (PRACTICE, FAR, CLOSED, NEAR, FAR):
        card.add(found)
    assert names(card) == [NEAR.name, FAR.name, CLOSED.name, PRACTICE.name]


def test_what_cannot_be_used_says_why_and_cannot_be_connected(card: FindCard) -> None:
    for found in (NEAR, CLOSED, RARE):
        card.add(found)
    choose_line(card, CLOSED.name)
    assert not card.join.isEnabled()
    assert card.about.text() == CLOSED.advice
    assert card.capture.isEnabled()

    choose_line(card, RARE.name)
    assert not card.join.isEnabled()
    card.experimental.setChecked(True)
    assert card.join.isEnabled()
    choose_line(card, NEAR.name)
    assert card.join.isEnabled()


def test_a_port_asks_what_hangs_on_it(card: FindCard, qtbot: QtBot) -> None:
    card.add(PORT)
    assert card.family.isVisible()
    card.family.setCurrentIndex(card.family.findData("leica_disto_spp_gsi"))
    with qtbot.waitSignal(card.connect_wanted) as wanted:
        qtbot.mouseClick(card.join, Qt.MouseButton.LeftButton)
    assert wanted.args is not None
    assert wanted.args[0].family == "leica_disto_spp_gsi"


def test_enter_on_a_meter_connects_it_and_on_a_closed_one_does_not(
    card: FindCard, qtbot: QtBot
) -> None:
    card.add(NEAR)
    with qtbot.waitSignal(card.connect_wanted) as wanted:
        qtbot.keyClick(card.list, Qt.Key.Key_Return)
    assert wanted.args == [NEAR]
    card.add(CLOSED)
    choose_line(card, CLOSED.name)
    with qtbot.assertNotEmitted(card.connect_wanted):
        qtbot.keyClick(card.list, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    "trouble",
    [
        LinkState.NO_BLUETOOTH,
        LinkState.NO_BUS,
        LinkState.NO_SERVICE,
        LinkState.POWERED_OFF,
        LinkState.DENIED,
    ],
)
def test_a_search_without_a_radio_says_which_and_what_to_do(
    screen: MetersScreen, meter: Meter, trouble: LinkState
) -> None:
    meter.stop_finding()
    meter.found.emit(SearchEnded(trouble))
    card = screen.view.seek
    assert trouble.label in card.trouble.text()
    assert card.advice.text() == trouble.advice != ""
    assert card.advice.isVisible()


# Using.


def test_a_test_shot_shows_the_very_reading(
    screen: MetersScreen, meter: Meter, preferences: Preferences, qtbot: QtBot
) -> None:
    connect(screen, "练习测距仪（内置）", qtbot)
    present = screen.view.present
    assert preferences.meter == "practice:leica_disto_classic"
    assert not screen.view.register.isVisible()  # practice needs no certificate

    qtbot.mouseClick(present.measure, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "5.203" in present.last.spoken(), timeout=PATIENCE)
    qtbot.mouseClick(present.leave, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: meter.state is LinkState.NONE_CHOSEN, timeout=PATIENCE)
    none = "没有在用的测距仪"
    qtbot.waitUntil(lambda: present.name.text() == none, timeout=PATIENCE)
    assert not present.measure.isEnabled()


def test_what_the_meter_refuses_is_said_and_not_shown_as_a_length(
    screen: MetersScreen, meter: Meter, qtbot: QtBot
) -> None:
    connect(screen, "练习测距仪（内置）", qtbot)
    said = screen.view.present.said
    meter.heard.emit(Rejected(Reason.AREA, b""))
    assert said.text() == f"{Reason.AREA.label}。"
    meter.heard.emit(DeviceError(5, Fault.NOT_MEASURED))
    assert said.text() == f"{Fault.NOT_MEASURED.label}。"
    meter.heard.emit(Stored(reading(9_900_000)))
    assert "9.900" in said.text()
    assert "—" in screen.view.present.last.spoken() or "尚无" in (
        screen.view.present.last.spoken()
    )


def test_a_practice_meter_plays_what_its_switches_say(
    screen: MetersScreen, meter: Meter, qtbot: QtBot
) -> None:
    connect(screen, "练习测距仪（内置，GLM 型）", qtbot)
    practice = screen.view.practice
    assert practice.isVisible()
    practice.switches[Trick.AREA].setChecked(True)
    assert meter.playing == {Trick.AREA}
    qtbot.mouseClick(practice.press, Qt.MouseButton.LeftButton)
    said = screen.view.present.said
    qtbot.waitUntil(lambda: said.text() == f"{Reason.AREA.label}。", timeout=PATIENCE)
    practice.switches[Trick.AREA].setChecked(False)
    practice.switches[Trick.WRONG_EDGE].setChecked(True)
    qtbot.mouseClick(practice.press, Qt.MouseButton.LeftButton)
    edge = screen.view.present.edge.value
    qtbot.waitUntil(lambda: edge.text() == "前沿", timeout=PATIENCE)
    qtbot.mouseClick(practice.drop, Qt.MouseButton.LeftButton)
    state = screen.view.present.state
    qtbot.waitUntil(lambda: state.text() != LinkState.CONNECTED.label, timeout=PATIENCE)
    qtbot.waitUntil(lambda: state.text() == LinkState.CONNECTED.label, timeout=PATIENCE)


def test_the_console_shows_what_went_over_the_link_and_what_was_made_of_it(
    screen: MetersScreen, qtbot: QtBot
) -> None:
    connect(screen, "练习测距仪（内置）", qtbot)
    qtbot.mouseClick(screen.view.present.measure, Qt.MouseButton.LeftButton)
    console = screen.view.console

    def seen(way: str) -> list[str]:
        return [line.what for line in console.model.lines if line.way == way]

    qtbot.waitUntil(lambda: any("5.203" in what for what in seen("＝")), timeout=PATIENCE)
    assert "67" in seen("→")
    assert "fa 7e a6 40" in seen("←")

    console.pause.setChecked(True)
    qtbot.mouseClick(console.clear, Qt.MouseButton.LeftButton)
    console.pause.setChecked(False)
    assert console.model.lines == ()


def test_a_recording_goes_to_the_chosen_file_and_ends(
    screen: MetersScreen, file: Path, qtbot: QtBot
) -> None:
    connect(screen, "练习测距仪（内置）", qtbot)
    console = screen.view.console
    qtbot.mouseClick(console.record, Qt.MouseButton.LeftButton)
    assert file.name in console.recording.text()
    qtbot.mouseClick(screen.view.present.measure, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "fa7ea640" in file.read_text("utf-8"), timeout=PATIENCE)
    qtbot.mouseClick(console.record, Qt.MouseButton.LeftButton)
    assert not console.recording.isVisible()


def test_a_file_that_exists_is_never_overwritten(
    screen: MetersScreen, desk: Desk, file: Path, qtbot: QtBot
) -> None:
    file.write_text("mine", encoding="utf-8")
    troubles: list[Exception] = []
    desk.troubled.connect(troubles.append)
    qtbot.mouseClick(screen.view.console.record, Qt.MouseButton.LeftButton)
    assert isinstance(troubles[0], Trouble)
    assert file.read_text("utf-8") == "mine"
    assert not screen.view.console.record.isChecked()


# A meter that types, which is in the register as a real one is.


def test_typed_readings_come_in_and_the_register_speaks_before_measuring(
    screen: MetersScreen, meter: Meter, qtbot: QtBot
) -> None:
    connect(screen, keyboard_name(screen, qtbot), qtbot)
    view = screen.view
    qtbot.waitUntil(view.register.isVisible, timeout=PATIENCE)
    assert Caution.NO_CERTIFICATE in meter.cautions
    assert Caution.NO_CERTIFICATE.label in view.present.notes.text()
    assert not view.present.measure.isVisible()

    type_on_meter(screen, "3.261 m", qtbot)
    qtbot.waitUntil(lambda: "3.261" in view.present.last.spoken(), timeout=PATIENCE)
    assert view.present.keys.text() == ""


def test_a_certificate_is_copied_off_the_paper(
    screen: MetersScreen, meter: Meter, qtbot: QtBot
) -> None:
    connect(screen, keyboard_name(screen, qtbot), qtbot)
    register = screen.view.register
    qtbot.waitUntil(register.isVisible, timeout=PATIENCE)

    def fill() -> None:
        form = screen.findChild(CertificateForm)
        assert isinstance(form, CertificateForm)
        form.number.setText("长检字 2026-118")
        form.correction.setText("x")
        form._accept()
        assert form.trouble.isVisible()
        form.correction.setText("−0.3")
        form.uncertainty.setText("1.5")
        form._accept()

    QTimer.singleShot(0, fill)
    qtbot.mouseClick(register.certify, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "118" in register.number.value.text(), timeout=PATIENCE)
    assert register.correction.value.text() == "−0.3"
    assert register.uncertainty.value.text() == "1.5"
    assert Caution.NO_CERTIFICATE not in meter.cautions
    assert meter.instrument("keyboard_wedge", 1).correction_um == -300


def test_a_known_length_is_checked_and_its_readings_are_no_rooms(
    screen: MetersScreen, meter: Meter, qtbot: QtBot
) -> None:
    connect(screen, keyboard_name(screen, qtbot), qtbot)
    register = screen.view.register
    qtbot.waitUntil(register.isVisible, timeout=PATIENCE)
    claimed: list[bool] = []

    def read(form: CheckForm) -> None:
        form.length.setText("3.000")
        for text in ("3.120\n", "3.121\n"):
            meter.typed(text)
        qtbot.waitUntil(lambda: len(form.shown_um) == 2, timeout=PATIENCE)
        claimed.append(meter.claimed)
        assert "+121" in form.readings.text()
        form.accept()

    def begin() -> None:
        form = screen.findChild(CheckForm)
        assert isinstance(form, CheckForm)
        assert not form.keep.isEnabled()
        read(form)

    QTimer.singleShot(0, begin)
    qtbot.mouseClick(register.check, Qt.MouseButton.LeftButton)
    wrong = CheckOutcome.WRONG_EDGE.label
    qtbot.waitUntil(lambda: wrong in register.last.value.text(), timeout=PATIENCE)
    assert claimed == [True]
    assert not meter.claimed
    assert Caution.WRONG_EDGE in meter.cautions


def test_a_meter_can_be_retired_and_taken_back(
    screen: MetersScreen, meter: Meter, qtbot: QtBot
) -> None:
    connect(screen, keyboard_name(screen, qtbot), qtbot)
    register = screen.view.register
    qtbot.waitUntil(register.isVisible, timeout=PATIENCE)
    qtbot.mouseClick(register.retire, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: Caution.RETIRED in meter.cautions, timeout=PATIENCE)
    assert register.retire.text() == "恢复启用"
    qtbot.mouseClick(register.retire, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: Caution.RETIRED not in meter.cautions, timeout=PATIENCE)


def test_an_unknown_meter_is_recorded_beside_what_its_screen_showed(
    screen: MetersScreen, meter: Meter, file: Path, qtbot: QtBot
) -> None:
    card = screen.view.seek
    qtbot.waitUntil(lambda: len(card.model.lines) > 1, timeout=PATIENCE)
    wanted = next(line for line in card.model.lines if "GLM" in line.name)

    def note() -> None:
        form = screen.findChild(CaptureForm)
        assert isinstance(form, CaptureForm)
        qtbot.waitUntil(
            lambda: form.link.text() == LinkState.CONNECTED.label, timeout=PATIENCE
        )
        form.shown.setText("5.203 m")
        qtbot.keyClick(form.shown, Qt.Key.Key_Return)
        assert form.notes == 1
        assert form.result() != QDialog.DialogCode.Accepted
        form.accept()

    QTimer.singleShot(0, note)
    card.capture_wanted.emit(wanted)
    qtbot.waitUntil(lambda: meter.state is LinkState.NONE_CHOSEN, timeout=PATIENCE)
    assert "5.203 m" in file.read_text("utf-8")


def test_the_page_fits_a_narrow_window(screen: MetersScreen, qtbot: QtBot) -> None:
    screen.resize(640, 600)
    qtbot.waitUntil(screen.view.panes.tabs.isVisible)
    assert screen.width() == 640


def test_a_certificate_form_shows_what_is_known(dressed: QApplication) -> None:
    known = Certificate("A-1", date(2026, 1, 2), date(2027, 1, 1), 300, 1500)
    form = CertificateForm("DISTO", known, TODAY, None)
    form._accept()
    assert form.certificate == known
    form.deleteLater()


def test_what_is_only_listened_to_is_not_registered(
    screen: MetersScreen, meter: Meter, desk: Desk, qtbot: QtBot
) -> None:
    meter.listen_to(keyboard.found())
    qtbot.waitUntil(lambda: meter.state is LinkState.CONNECTED, timeout=PATIENCE)
    qtbot.waitUntil(lambda: meter.family == UNKNOWN.name and desk.tasks.idle)
    assert meters.meters(desk.here) == []
    assert not screen.view.register.isVisible()
