"""Chips, cards, verdicts, notices, rings and figures: what they say and to whom."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector.ui import theme
from inspector.ui.widgets.card import Card
from inspector.ui.widgets.chip import Chip, Tag
from inspector.ui.widgets.elide import ElideLabel
from inspector.ui.widgets.hero import Hero
from inspector.ui.widgets.notice import Notice, Skeleton, State
from inspector.ui.widgets.progress import Ring
from inspector.ui.widgets.verdict import SIGNS, Kind, Spoken, VerdictPanel

# The offscreen platform says so of every window it is asked to size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def shown(qtbot: QtBot, widget: QWidget, width: int = 300, height: int = 120) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()


@pytest.mark.parametrize("tone", theme.TONES)
def test_a_chip_is_a_door_with_a_fingers_target(qtbot: QtBot, tone: str) -> None:
    chip = Chip("未上报 31 条", tone)
    shown(qtbot, chip, chip.sizeHint().width(), chip.sizeHint().height())

    with qtbot.waitSignal(chip.clicked):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() // 2, 2))

    assert chip.sizeHint().height() == theme.TARGET.chip
    assert chip.accessibleName() == "未上报 31 条"


def test_a_chip_opens_by_keyboard(qtbot: QtBot) -> None:
    chip = Chip("已存盘 14:32:07")
    shown(qtbot, chip)

    with qtbot.waitSignal(chip.clicked):
        qtbot.keyClick(chip, Qt.Key.Key_Space)


def test_a_chip_changes_its_word_with_its_colour(qtbot: QtBot) -> None:
    chip, tag = Chip("测距仪 未连接", "over"), Tag("否", "over")
    shown(qtbot, chip)
    shown(qtbot, tag)
    before = chip.grab().toImage().pixelColor(chip.width() // 2, chip.height() // 2 - 10)

    chip.say("测距仪 已连接", "within")
    tag.say("是", "within")

    after = chip.grab().toImage().pixelColor(chip.width() // 2, chip.height() // 2 - 10)
    assert (before.name(), after.name()) == (
        theme.LIGHT.over_soft.lower(),
        theme.LIGHT.within_soft.lower(),
    )
    assert (chip.text(), chip.accessibleName(), tag.text()) == (
        "测距仪 已连接",
        "测距仪 已连接",
        "是",
    )


def test_a_cards_values_end_on_one_edge(qtbot: QtBot) -> None:
    card = Card("台账记载")
    area = card.add_row("台账面积", "17.80")
    use = card.add_row("用途", "办公室")
    total = card.add_total("本室限额", "18.00", "㎡")
    note = card.add_note("条文未核对原文")
    shown(qtbot, card, 296, 260)

    edges = {row.value.mapTo(card, row.value.rect().topRight()).x() for row in (area, use)}
    assert len(edges) == 1
    assert total.value.fontInfo().pixelSize() == theme.TYPE.title
    assert total.value.accessibleName() == "本室限额 18.00 ㎡"
    assert total.unit.fontInfo().pixelSize() == theme.TYPE.label
    assert note.y() > total.y()


def test_a_card_without_a_title_keeps_no_room_for_one(qtbot: QtBot) -> None:
    card = Card()
    shown(qtbot, card)
    assert not card.title.isVisible()

    card.set_title("核对")

    assert card.title.isVisible()
    assert card.accessibleName() == "核对"


def test_a_long_name_gives_way_in_the_middle(qtbot: QtBot) -> None:
    text = "督查二组临时办公用房核查工作领导小组办公室副主任陈㛃"
    label = ElideLabel(text)
    shown(qtbot, label, 180, 24)

    assert label.shown_text().startswith("督查二组")
    assert label.shown_text().endswith("陈㛃")
    assert "…" in label.shown_text()
    assert (label.text(), label.toolTip(), label.accessibleName()) == (text, text, text)
    label.resize(label.sizeHint())
    assert label.shown_text() == text
    assert label.toolTip() == ""


def test_an_elided_label_speaks_in_the_tone_it_is_given(qtbot: QtBot) -> None:
    label = ElideLabel("█████")
    theme.set_role(label, "body", "over")
    shown(qtbot, label, 200, 24)

    image = label.grab().toImage()
    colours = {image.pixelColor(x, 12).name() for x in range(image.width())}
    assert theme.LIGHT.over.lower() in colours


@pytest.mark.parametrize("kind", Kind)
def test_a_verdict_says_sign_word_and_figure(qtbot: QtBot, kind: Kind) -> None:
    panel = VerdictPanel()
    shown(qtbot, panel)
    panel.say(Spoken(kind, "2.37 ㎡", ("20.37 − 18.00", "两侧界限均超过限额")))

    headline = panel.headline.text()
    assert headline.startswith(SIGNS[kind])
    assert headline.endswith("2.37 ㎡")
    assert len(headline.split()) == 4
    assert panel.accessibleName() == headline
    assert panel.accessibleDescription() == "20.37 − 18.00\n两侧界限均超过限额"


def test_only_a_settled_verdict_wears_a_colour(qtbot: QtBot) -> None:
    panel = VerdictPanel()
    shown(qtbot, panel)
    papers = {}
    for kind in Kind:
        panel.say(Spoken(kind))
        papers[kind] = panel.grab().toImage().pixelColor(panel.width() - 8, 40).name()

    assert papers[Kind.OVER] == theme.LIGHT.over_soft.lower()
    assert papers[Kind.WITHIN] == theme.LIGHT.within_soft.lower()
    assert papers[Kind.UNDECIDED] == theme.LIGHT.undecided_soft.lower()
    assert papers[Kind.UNSET] == papers[Kind.INCOMPLETE] == theme.LIGHT.surface.lower()
    assert not panel.reasons.isVisible()


def test_a_notice_offers_one_action(qtbot: QtBot, qapp: QApplication) -> None:
    notice = Notice()
    shown(qtbot, notice, 400, 300)
    notice.say(State.FAILED, "台账文件被另一个程序占用。", "再试一次")
    light = notice.sign.pixmap().toImage()

    with qtbot.waitSignal(notice.acted):
        qtbot.mouseClick(notice.action, Qt.MouseButton.LeftButton)

    theme.apply(qapp, "dark")
    assert notice.sign.pixmap().toImage() != light
    notice.say(State.EMPTY, "这里还没有读数。")
    assert not notice.action.isVisible()
    assert notice.accessibleName() == "这里还没有读数。"


def test_a_skeleton_has_the_height_of_the_rows_to_come(qtbot: QtBot) -> None:
    skeleton = Skeleton(3)
    shown(qtbot, skeleton, 200, skeleton.sizeHint().height())

    image = skeleton.grab().toImage()
    drawn = {image.pixelColor(4, y).name() for y in (18, 54, 90)}
    assert skeleton.height() == 3 * theme.TARGET.row
    assert drawn != {image.pixelColor(4, 2).name()}


@pytest.mark.parametrize(
    ("done", "total", "sweep"),
    [(0, 42, 0), (0, 0, 0), (21, 42, 180 * 16), (50, 42, 360 * 16)],
)
def test_a_ring_closes_as_the_round_does(
    qtbot: QtBot, done: int, total: int, sweep: int
) -> None:
    ring = Ring()
    ring.set_progress(done, total)
    shown(qtbot, ring, 96, 96)

    accent = theme.current().colour("accent").name()
    image = ring.grab().toImage()
    right = {image.pixelColor(x, 48).name() for x in range(84, 96)}
    assert ring.sweep() == sweep
    assert (accent in right) == (sweep > 0)
    assert str(done) in ring.accessibleName()
    assert str(total) in ring.accessibleName()


def test_a_hero_figure_moves_nothing_when_it_changes(qtbot: QtBot) -> None:
    hero = Hero("使用面积", at_right=True)
    shown(qtbot, hero)
    heights = {hero.sizeHint().height()}
    for figure in ("8.04", "20.37", "1 120.37"):
        hero.set_figure(figure, "㎡", "± 0.03")
        heights.add(hero.sizeHint().height())

    assert len(heights) == 1
    assert hero.accessibleName() == "使用面积 1 120.37 ± 0.03 ㎡"
    hero.clear()
    hero.set_caption("最新读数")
    assert hero.accessibleName() == "最新读数 尚无"


def test_hero_figures_are_as_wide_as_one_another() -> None:
    metrics = QFontMetricsF(theme.current().font(theme.TYPE.hero, QFont.Weight.Medium))

    assert (
        len({metrics.horizontalAdvance(f"{figure}.{figure}") for figure in range(10)}) == 1
    )


@pytest.mark.parametrize("width", [120, 200, 420])
@pytest.mark.parametrize("at_right", [False, True])
def test_a_hero_figure_is_never_cut_off(
    qtbot: QtBot, width: int, *, at_right: bool
) -> None:
    hero = Hero("面积", at_right=at_right)
    hero.set_figure("20.37", "㎡")
    shown(qtbot, hero, width, hero.sizeHint().height())

    image = hero.grab().toImage()
    paper = image.pixelColor(0, 0).name()
    for x in (0, image.width() - 1):
        column = {image.pixelColor(x, y).name() for y in range(40, image.height())}
        assert column == {paper}
