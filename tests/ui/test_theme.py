"""The look is legible in every palette, and changes while the program runs."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from inspector.ui import icons, theme

# The offscreen platform says so of every window it is asked to size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
PAIRS = [
    ("ink", "ground"),
    ("ink", "surface"),
    ("ink", "accent_soft"),
    ("muted", "ground"),
    ("muted", "surface"),
    ("accent", "surface"),
    ("accent", "ground"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("within", "within_soft"),
    ("within", "surface"),
    ("undecided", "undecided_soft"),
    ("undecided", "surface"),
    ("over", "over_soft"),
    ("over", "surface"),
    ("rail_ink", "rail"),
    ("rail_on_ink", "rail_on"),
]


@pytest.fixture(scope="module", autouse=True)
def _resources(qapp: QApplication) -> None:
    theme.load(RESOURCES)


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> None:
    theme.apply(qapp)


def luminance(colour: QColor) -> float:
    """Relative luminance of WCAG 2.2."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(QColor(one)), luminance(QColor(other))))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", theme.PALETTES)
@pytest.mark.parametrize(("words", "paper"), PAIRS)
def test_words_stand_out_from_their_paper(palette: str, words: str, paper: str) -> None:
    colours = theme.PALETTES[palette]

    assert contrast(getattr(colours, words), getattr(colours, paper)) >= 4.5


@pytest.mark.parametrize("palette", theme.PALETTES)
def test_the_primary_button_stays_legible_under_the_pointer(palette: str) -> None:
    worn = theme.Theme(palette, 1.0, theme.PALETTES[palette])
    sheet = theme.style_sheet(worn)
    rule = sheet.split('QPushButton[role="primary"]:hover { background: ')[1]

    assert contrast(rule[:7], worn.colours.on_accent) >= 4.5


@pytest.mark.parametrize(
    ("palette", "scale"), list(product(theme.PALETTES, theme.SCALES)), ids=str
)
def test_the_style_sheet_is_filled_in_completely(palette: str, scale: float) -> None:
    sheet = theme.style_sheet(theme.Theme(palette, scale, theme.PALETTES[palette]))

    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")
    assert f"font-size: {round(14 * scale)}px" in sheet


@pytest.mark.parametrize(
    ("weight", "style"),
    [
        (QFont.Weight.Normal, "Regular"),
        (QFont.Weight.Medium, "Medium"),
        (QFont.Weight.DemiBold, "SemiBold"),
        (QFont.Weight.Bold, "Bold"),
    ],
)
def test_each_weight_is_a_shipped_font_and_not_a_smeared_one(
    weight: QFont.Weight, style: str
) -> None:
    info = QFontInfo(theme.current().font(theme.TYPE.body, weight))

    assert (info.family(), info.weight(), info.styleName()) == (theme.FAMILY, weight, style)


def test_a_palette_is_put_on_while_the_window_is_open(
    qapp: QApplication, qtbot: QtBot
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    theme.set_role(page, "page")
    label = QLabel("合规", page)
    theme.set_role(label, "headline", "within")
    page.show()

    def seen() -> tuple[str, str, str]:
        paper = page.grab().toImage().pixelColor(0, 0).name()
        words = label.palette().color(QPalette.ColorRole.WindowText).name()
        return paper, words, qapp.palette().color(QPalette.ColorRole.Window).name()

    for name, colours in theme.PALETTES.items():
        theme.apply(qapp, name)
        assert theme.current().name == name
        assert seen() == (
            colours.ground.lower(),
            colours.within.lower(),
            colours.ground.lower(),
        )


def test_text_grows_with_the_setting_and_targets_stay(
    qapp: QApplication, qtbot: QtBot
) -> None:
    button = QPushButton("补测")
    primary = QPushButton("确认认定")
    for each in (button, primary):
        qtbot.addWidget(each)
    theme.set_role(primary, "primary")
    heights = []
    for scale in theme.SCALES:
        theme.apply(qapp, "light", scale)
        for each in (button, primary):
            each.ensurePolished()
        heights.append((button.sizeHint().height(), primary.sizeHint().height()))
        assert button.fontInfo().pixelSize() == round(14 * scale)

    assert heights == [(48, 56)] * len(theme.SCALES)


def test_an_icon_is_drawn_in_the_colour_of_its_palette(
    qapp: QApplication, qtbot: QtBot
) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    theme.set_icon(button, "sync")

    def darkest() -> str:
        image = button.icon().pixmap(24, 24).toImage()
        pixels = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
        return max(pixels, key=lambda pixel: pixel.alpha()).name()

    assert darkest() == theme.LIGHT.ink.lower()
    theme.apply(qapp, "outdoor")
    assert darkest() == theme.OUTDOOR.ink.lower()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_icons_are_sharp_at_every_pixel_ratio(ratio: float) -> None:
    drawn = icons.pixmap("assignment", theme.LIGHT.ink, 24, ratio)

    assert drawn.width() == 24 * ratio
    assert drawn.devicePixelRatio() == ratio


@pytest.mark.parametrize(
    "path", sorted((RESOURCES / "icons").glob("*.svg")), ids=lambda path: path.stem
)
def test_every_shipped_icon_draws_something(path: Path) -> None:
    image = icons.pixmap(path.stem, theme.LIGHT.ink).toImage()
    alphas = [image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)]

    assert max(alphas) > 128
    assert min(alphas) == 0


@pytest.mark.parametrize("tone", theme.TONES)
def test_a_tone_is_words_on_paper(tone: str) -> None:
    words, paper = theme.current().tone(tone)

    assert contrast(words.name(), paper.name()) >= 4.5


def test_the_desktop_is_asked_for_light_or_dark(qapp: QApplication) -> None:
    assert theme.system_palette_name() in {"light", "dark"}
