"""The look: the one place that names colours and sizes, and dresses the program in them.

`load` once, then `apply` at any time; every open window changes with it. What a widget
is gets said with `set_role(widget, role, tone)`, and `resources/theme.qss` answers:

    QWidget      page (ground) · bar (transparent strip)
    QFrame       card · verdict · hairline · rail
    QLabel       title · h2 · muted · strong · unit · headline · reason · tag
    QPushButton  (none: 48 px) · primary (56 px) · choice (checkable) · chip · quiet
    QToolButton  (none: 48 px, icon only) · rail

Tones: plain, within, undecided, over, accent for chip, tag and verdict, and for any label
that speaks a verdict. Inputs, tables, lists, trees, tabs, menus, scroll bars, tool tips,
dialogs, progress bars and check boxes need no role; `touch` on a view makes its rows 48 px.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from string import Template

from PySide6.QtCore import QSize, Qt, QTemporaryDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from inspector.ui import icons

FAMILY = "Noto Sans SC"
SCALES = (1.0, 1.15, 1.3, 1.5)
"""The text-size setting: 标准, 大, 更大, 特大."""


@dataclass(frozen=True, slots=True)
class Colours:
    """One palette. A tone's colour is for words and signs, its `_soft` lies under them."""

    ground: str
    surface: str
    ink: str
    muted: str
    line: str
    accent: str
    accent_soft: str
    on_accent: str
    within: str
    within_soft: str
    undecided: str
    undecided_soft: str
    over: str
    over_soft: str
    rail: str
    rail_ink: str
    rail_on: str
    rail_on_ink: str


LIGHT = Colours(
    ground="#F5F4F0",
    surface="#FFFFFF",
    ink="#1E2227",
    muted="#5C646E",
    line="#DCD8CF",
    accent="#1C5D99",
    accent_soft="#E6EFF7",
    on_accent="#FFFFFF",
    within="#1B7A4B",
    within_soft="#E6F3EB",
    undecided="#8F6200",
    undecided_soft="#FDF1D8",
    over="#B3261E",
    over_soft="#FBE9E7",
    rail="#20303F",
    rail_ink="#C9D3DC",
    rail_on="#3F4D5A",
    rail_on_ink="#FFFFFF",
)
DARK = Colours(
    ground="#14181C",
    surface="#1C2228",
    ink="#E8EBEE",
    muted="#9AA5B0",
    line="#313A43",
    accent="#6FB1EA",
    accent_soft="#1E3346",
    on_accent="#0E1A24",
    within="#5CC48D",
    within_soft="#173226",
    undecided="#E5B454",
    undecided_soft="#3A2E14",
    over="#FF8A80",
    over_soft="#40201D",
    rail="#0F1317",
    rail_ink="#93A0AC",
    rail_on="#313437",
    rail_on_ink="#FFFFFF",
)
OUTDOOR = Colours(
    ground="#FFFFFF",
    surface="#FFFFFF",
    ink="#000000",
    muted="#2B2F34",
    line="#000000",
    accent="#003C71",
    accent_soft="#D9E8F6",
    on_accent="#FFFFFF",
    within="#00512B",
    within_soft="#D6F0E0",
    undecided="#5A3D00",
    undecided_soft="#FFE9B8",
    over="#8A0F08",
    over_soft="#FFDAD6",
    rail="#000000",
    rail_ink="#FFFFFF",
    rail_on="#FFFFFF",
    rail_on_ink="#000000",
)
PALETTES = {"light": LIGHT, "dark": DARK, "outdoor": OUTDOOR}


@dataclass(frozen=True, slots=True)
class Type:
    """Type sizes in logical pixels before the text-size setting."""

    chip: int = 12
    label: int = 13
    body: int = 14
    tag: int = 15
    action: int = 17
    unit: int = 18
    title: int = 20
    verdict: int = 22
    hero: int = 56


@dataclass(frozen=True, slots=True)
class Space:
    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741 (the sizes of shirts)
    xl: int = 20
    xxl: int = 28


@dataclass(frozen=True, slots=True)
class Radius:
    tag: int = 6
    card: int = 10
    chip: int = 12


@dataclass(frozen=True, slots=True)
class Target:
    """Heights of what is pressed, and the width of the rail."""

    plain: int = 48
    primary: int = 56
    chip: int = 44
    input: int = 44
    row: int = 36
    touch_row: int = 48
    rail: int = 84


TYPE, SPACE, RADIUS, TARGET = Type(), Space(), Radius(), Target()
TONES = ("plain", "within", "undecided", "over", "accent")


@dataclass(frozen=True, slots=True)
class Theme:
    """What is worn now; painted widgets ask it at every paint."""

    name: str = "light"
    scale: float = 1.0
    colours: Colours = LIGHT

    def colour(self, token: str) -> QColor:
        return QColor(getattr(self.colours, token))

    def tone(self, tone: str) -> tuple[QColor, QColor]:
        """The colour of a tone's words, and of what lies under them."""
        if tone == "plain":
            return self.colour("ink"), self.colour("surface")
        return self.colour(tone), self.colour(f"{tone}_soft")

    def px(self, size: int) -> int:
        """A type size, or a length that holds type, at the chosen text size."""
        return round(size * self.scale)

    def font(self, size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        made = QFont(FAMILY)
        made.setPixelSize(self.px(size))
        made.setWeight(weight)
        return made


@dataclass
class _Wardrobe:
    worn: Theme = field(default_factory=Theme)
    sheet: Template = field(default_factory=lambda: Template(""))
    folder: QTemporaryDir | None = None


_wardrobe = _Wardrobe()


def current() -> Theme:
    return _wardrobe.worn


def load_fonts(folder: Path) -> frozenset[str]:
    """Offer the shipped fonts to this process; the families that came of it."""
    numbers = [QFontDatabase.addApplicationFont(str(path)) for path in folder.glob("*.ttf")]
    return frozenset(
        family
        for number in numbers
        for family in QFontDatabase.applicationFontFamilies(number)
    )


def load(resources: Path) -> None:
    """Fonts, icons and style sheet, once per process and before the first `apply`."""
    load_fonts(resources / "fonts")
    icons.load(resources / "icons")
    _wardrobe.sheet = Template((resources / "theme.qss").read_text(encoding="utf-8"))
    _wardrobe.folder = QTemporaryDir()


def apply(
    application: QApplication, palette_name: str = "light", scale: float = 1.0
) -> Theme:
    """Dress every window, open or to come, in a palette and a text size."""
    worn = Theme(palette_name, scale, PALETTES[palette_name])
    _wardrobe.worn = worn
    application.setStyle("Fusion")
    application.setPalette(_palette(worn))
    application.setFont(worn.font(TYPE.body))
    application.setStyleSheet(style_sheet(worn))
    for widget in application.allWidgets():
        if isinstance(widget, QAbstractButton) and widget.property("iconName"):
            _dress_icon(widget)
        widget.updateGeometry()
        widget.update()
    return worn


def system_palette_name() -> str:
    """Light or dark as the desktop says; light where it says nothing (bare X11)."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def set_role(widget: QWidget, role: str, tone: str = "plain") -> None:
    """Say what a widget is; the style sheet does the rest, at once."""
    if (widget.property("role"), widget.property("tone")) == (role, tone):
        return
    widget.setProperty("role", role)
    widget.setProperty("tone", tone)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def set_icon(
    button: QAbstractButton, name: str, tone: str = "ink", checked: str = "accent"
) -> None:
    """Give a button an icon that follows the palette; the tones are colour tokens."""
    button.setProperty("iconName", name)
    button.setProperty("iconTone", tone)
    button.setProperty("iconChecked", checked)
    _dress_icon(button)


def _dress_icon(button: QAbstractButton) -> None:
    worn = current()
    side = worn.px(icons.SIZE)
    button.setIcon(
        icons.icon(
            button.property("iconName"),
            worn.colour(button.property("iconTone")),
            checked=worn.colour(button.property("iconChecked")),
            disabled=worn.colour("muted"),
            size=side,
            ratio=button.devicePixelRatioF(),
        )
    )
    button.setIconSize(QSize(side, side))


def _palette(worn: Theme) -> QPalette:
    """For what the style sheet does not reach: native dialogs' parts, item views, links."""
    roles = QPalette.ColorRole
    by_token = {
        "ground": (roles.Window,),
        "surface": (roles.Base, roles.Button, roles.ToolTipBase, roles.AlternateBase),
        "ink": (roles.WindowText, roles.Text, roles.ButtonText, roles.ToolTipText),
        "muted": (roles.PlaceholderText,),
        "line": (roles.Mid, roles.Midlight, roles.Dark, roles.Light, roles.Shadow),
        "accent": (roles.Highlight, roles.Link, roles.LinkVisited),
        "on_accent": (roles.HighlightedText, roles.BrightText),
    }
    made = QPalette()
    for token, roles_of_token in by_token.items():
        for role in roles_of_token:
            made.setColor(role, worn.colour(token))
    for role in by_token["ink"]:
        made.setColor(QPalette.ColorGroup.Disabled, role, worn.colour("muted"))
    return made


def style_sheet(worn: Theme) -> str:
    """`resources/theme.qss` with every `$token` filled in."""
    values: dict[str, str] = dict(asdict(worn.colours))
    values |= {
        f"type_{f.name}": f"{worn.px(getattr(TYPE, f.name))}px" for f in fields(TYPE)
    }
    values |= {f"space_{f.name}": f"{getattr(SPACE, f.name)}px" for f in fields(SPACE)}
    values |= {f"radius_{f.name}": f"{getattr(RADIUS, f.name)}px" for f in fields(RADIUS)}
    values |= _heights(worn)
    values |= _glyphs(worn)
    values |= {"family": FAMILY, "primary_hover": _mixed(worn, "accent", "ink", 0.14)}
    return _wardrobe.sheet.substitute(values)


def _heights(worn: Theme) -> dict[str, str]:
    """Contents' heights: the targets less their borders of 1 (rest) or 2 px (focus)."""
    heights = {f.name: getattr(TARGET, f.name) for f in fields(TARGET)}
    made = {f"height_{name}": f"{height - 2}px" for name, height in heights.items()}
    made |= {f"focus_{name}": f"{height - 4}px" for name, height in heights.items()}
    pill = worn.px(TYPE.chip) + 12
    return made | {
        "pill": f"{pill}px",
        "pill_margin": f"{max(0, (TARGET.chip - pill - 2) // 2)}px",
        "box": f"{worn.px(20)}px",
    }


def _glyphs(worn: Theme) -> dict[str, str]:
    """Icons as files, recoloured: a style sheet can take an image from nowhere else."""
    folder = _wardrobe.folder
    made: dict[str, str] = {}
    if folder is None:
        return made
    wanted = {
        "glyph_check": ("check", "on_accent"),
        "glyph_down": ("keyboard_arrow_down", "muted"),
        "glyph_up": ("keyboard_arrow_up", "muted"),
        "glyph_right": ("chevron_right", "muted"),
        "glyph_close": ("close", "muted"),
    }
    for key, (name, token) in wanted.items():
        target = folder.filePath(f"{name}-{worn.name}.png")
        for ratio, suffix in ((1, ""), (2, "@2x"), (3, "@3x")):
            drawn = icons.pixmap(name, worn.colour(token).name(), 20, ratio)
            drawn.save(target.replace(".png", f"{suffix}.png"))
        made[key] = f'url("{target}")'
    return made


def _mixed(worn: Theme, token: str, other: str, part: float) -> str:
    a, b = worn.colour(token), worn.colour(other)
    pairs = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return QColor(*(round(x + (y - x) * part) for x, y in pairs)).name()
