"""What a rangefinder and its link can tell us, whatever the make: frozen values.

Angles are whole micro-degrees, lengths whole micrometres.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Labelled(Enum):
    """An enum whose value is the Chinese text that a person sees."""

    @property
    def label(self) -> str:
        return str(self.value)


class Edge(Labelled):
    """Where on the meter's body the distance starts: a wrong one costs 10-15 cm."""

    FRONT = "前沿"
    TRIPOD = "三脚架螺孔"
    REAR = "后沿"
    PIN = "尾销"


class DisplayUnit(Labelled):
    """What the meter's own screen showed; the value sent is metres all the same."""

    METRE = "米"
    MILLIMETRE = "毫米"
    METRIC = "公制"
    FOOT = "英尺"
    FOOT_INCH = "英尺英寸"
    INCH = "英寸"
    YARD = "码"
    IMPERIAL = "英制"
    CHINESE_FOOT = "尺"

    @property
    def imperial(self) -> bool:
        metric = {DisplayUnit.METRE, DisplayUnit.MILLIMETRE, DisplayUnit.METRIC}
        return self not in metric


class Reason(Labelled):
    """Why a well-formed value of the meter is no length for a form."""

    AREA = "这是面积读数，不能当作长度"
    VOLUME = "这是体积读数，不能当作长度"
    ANGLE = "这是角度读数，不能当作长度"
    DERIVED = "这是间接推算的长度，不能当作实测"
    IMPLAUSIBLE = "数值不在 0.03～300 米之内，请重测"
    UNKNOWN_UNIT = "测距仪的显示单位无法识别，请改为米"
    UNKNOWN_MODE = "测距仪的测量模式无法识别，请改为单次测距"
    NOT_METRES = "测距仪没有以米为单位，请在测距仪上改为米后重测"
    FAULTY = "测距仪说这次测量不可靠，请重测"
    COARSE = "这种仪器只精确到分米，不能用来测房间"
    GLUED = "两个读数连在一起，无法分辨，请重测"
    UNCONFIRMED = "这种测距仪的读数格式尚未经实机核实，打开“试验性支持”后才能使用"
    UNFINISHED = "读数没有以回车或 Tab 结束，请在测距仪上打开“发送回车”后重测"
    DECIMAL_SIGN = "小数点的写法与这台测距仪的设置不符，请改设置后重测"
    SEALED = "读数已加密，需要先登录测距仪"
    NO_LAYOUT = "这种测距仪的读数格式尚未公开，请用“记录原始数据”保存后改用键盘模式"


class Fault(Labelled):
    """What the meter says went wrong."""

    NOT_MEASURED = "没有测到距离，请对准目标重测"
    CALIBRATION = "倾角需要校准，请按测距仪说明书校准"
    TIMEOUT = "测距仪处理超时，请重试"
    REFUSED = "测距仪没有执行命令，请在测距仪上按键测量"
    HARDWARE = "测距仪硬件故障，请更换测距仪"
    TEMPERATURE = "测距仪温度过高或过低，请等它恢复到常温后重测"
    WEAK_SIGNAL = "反射信号太弱，请靠近些，或对准浅色平整的目标重测"
    STRONG_SIGNAL = "反射信号太强，请避开镜面、玻璃等反光的目标重测"
    BACKGROUND_LIGHT = "环境光太强，请遮住照到目标上的阳光或灯光后重测"
    NOT_READY = "测距仪尚未就绪，请稍候重试"
    NO_ANSWER = "没有收到读数，请检查目标后重测"
    NOT_KEPT = "登记没有存到磁盘，退出程序后要重新登记；请先腾出磁盘空间"
    UNKNOWN = "测距仪报告了未知错误，请重测"


class LinkState(Labelled):
    """Where the link stands, each with its own sentence."""

    NONE_CHOSEN = "未选择测距仪"
    CONNECTING = "正在连接"
    CONNECTED = "已连接"
    RECONNECTING = "已断开，正在重连"
    LOST = "已断开"
    FAILED = "连接失败"
    NO_BLUETOOTH = "无蓝牙"
    NO_BUS = "系统总线不可用"
    NO_SERVICE = "蓝牙服务未运行"
    POWERED_OFF = "蓝牙已关闭"
    DENIED = "没有使用蓝牙的权限"
    UNSUPPORTED = "不支持这台测距仪"
    UNREGISTERED = "测距仪尚未在本机登记"
    NOT_ADMITTED = "测距仪不接受本机"
    NO_PORT = "打不开串口"

    @property
    def advice(self) -> str:
        return _ADVICE.get(self, "")

    @property
    def final(self) -> bool:
        """Only a person can help: to connect once more would end the same way."""
        return self in _FINAL


_FINAL = {LinkState.UNSUPPORTED, LinkState.UNREGISTERED, LinkState.NOT_ADMITTED}
_ADVICE = {
    LinkState.NONE_CHOSEN: "请选择测距仪，也可以手工输入尺寸。",
    LinkState.RECONNECTING: "请按一下测距仪的按键，并靠近本机。",
    LinkState.LOST: "请按一下测距仪的按键，然后点“重新连接”；也可以手工输入尺寸。",
    LinkState.FAILED: "请确认测距仪已开机、蓝牙已打开且没有连着别的设备，然后重试。",
    LinkState.NO_BLUETOOTH: "本机没有可用的蓝牙，请插上蓝牙适配器，或手工输入尺寸。",
    LinkState.NO_BUS: "请联系管理员启动系统的 D-Bus 总线，或手工输入尺寸。",
    LinkState.NO_SERVICE: "请启动系统的蓝牙服务（bluetoothd），或手工输入尺寸。",
    LinkState.POWERED_OFF: "请在系统设置里打开蓝牙。",
    LinkState.DENIED: "请在系统设置里允许本程序使用蓝牙，或联系管理员。",
    LinkState.UNSUPPORTED: "请改用测距仪的键盘模式，或手工输入尺寸。",
    LinkState.UNREGISTERED: "这台测距仪要先在本机登记才能读数；登记后它只归本机使用，"
    "米家 App 不能再连接它。也可以手工输入尺寸。",
    LinkState.NOT_ADMITTED: "它可能已登记到别处（如米家 App）：请先在那里删除它，"
    "再在本机重新登记；也可以手工输入尺寸。",
    LinkState.NO_PORT: "请确认测距仪已在系统里配对、串口没有被别的程序占用，然后重试。",
}


Extra = tuple[tuple[str, object], ...]
"""What else a frame said, named as in the collected vectors: `azimuth_deg`, `sq`, `time`.
Shown and recorded; nothing is decided by it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One distance as the meter sent it; `raw` is kept as evidence of it."""

    micrometres: int
    raw: bytes
    family: str
    codec_version: int
    counter: int | None = None
    edge: Edge | None = None
    display_unit: DisplayUnit | None = None
    unit_code: int | None = None
    """The meter's own number of its display unit."""
    tilt_udeg: int | None = None
    continuous: bool = False
    """Tracking mode: the value was still moving, so it never fills a field."""
    coarse: bool = False
    """Of the decimetre class: recognised, shown, and never a room's dimension."""
    unconfirmed: bool = False
    """Read from a layout that no unit has confirmed: counts only where the person has
    switched such things on."""
    device_time: str = ""
    """When the meter itself says that it was measured, as it says it."""
    extra: Extra = ()

    @property
    def millimetres(self) -> int:
        """Half-up, once: the same whole number as on the meter's screen."""
        return (self.micrometres + 500) // 1000


@dataclass(frozen=True, slots=True)
class Rejected:
    """A good frame that must never become a length."""

    reason: Reason
    raw: bytes
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Status:
    """What the meter says of itself; None where this message does not tell."""

    laser: bool | None = None
    battery_percent: int | None = None
    temperature_warning: bool | None = None
    battery_low: bool | None = None
    imperial: bool | None = None
    temperature_c: int | None = None


@dataclass(frozen=True, slots=True)
class DeviceError:
    """The meter says that it could not; `code` is its own number."""

    code: int
    fault: Fault
    raw: bytes = b""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Garbled:
    """Bytes that the protocol does not allow. Never an exception: readings that came
    in the same notification must not be lost with them."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class Identity:
    """The model, or the serial number, that the meter reports of itself."""

    model: str
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of the distance next to it, where the protocol sends the two apart.

    `refusal` is set when it is no unit of length, or none that we know.
    """

    code: int
    unit: DisplayUnit | None
    refusal: Reason | None
    raw: bytes


@dataclass(frozen=True, slots=True)
class Tilt:
    """The inclination of the distance next to it, where sent apart."""

    microdegrees: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """The meter's answer to a command: zero is "done"."""

    status: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Ignored:
    """Known traffic that says nothing of a distance, like a keep-alive."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class Info:
    """Something the meter told that is neither a distance nor its state: an angle alone,
    its address, the edge that it was just switched to."""

    raw: bytes
    extra: Extra


@dataclass(frozen=True, slots=True)
class Reply:
    """What the meter has to be answered before it goes on: the session sends it next."""

    characteristic: str
    data: bytes
    response: bool = False


@dataclass(frozen=True, slots=True)
class Barred:
    """The link is of no use until a person has settled what `state` says. Also the
    whole handshake of a codec that knows this beforehand."""

    state: LinkState
    raw: bytes = b""


CodecEvent = (
    Reading
    | Rejected
    | Status
    | DeviceError
    | Garbled
    | Identity
    | Unit
    | Tilt
    | Answered
    | Ignored
    | Info
    | Reply
    | Barred
)


@dataclass(frozen=True, slots=True)
class Stored:
    """An old value that the meter repeated on connecting: shown, never entered."""

    reading: Reading


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same measurement once more: recorded as discarded, never entered."""

    reading: Reading


@dataclass(frozen=True, slots=True)
class Measured:
    """A new reading. `arming` is the number `arm()` gave, or None: nobody asked."""

    reading: Reading
    arming: int | None
    at_us: int
    """When it reached this machine, in microseconds of the monotonic clock."""

    @property
    def armed(self) -> bool:
        return self.arming is not None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The unit came late and shows that the reading before it was no length."""

    reading: Reading
    reason: Reason


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The link went into another state; `meter` is the name shown in the list."""

    state: LinkState
    meter: str
    detail: str = ""
    """For the log, not for the screen: what the system said."""
    family: str = ""
    """Who speaks, once that is known: an advertisement may look like several."""


DeviceEvent = (
    Measured
    | Stored
    | Repeated
    | Withdrawn
    | Rejected
    | Status
    | DeviceError
    | Garbled
    | Identity
    | Info
    | LinkChanged
)
"""What `Rangefinders.connect` hands to its caller."""
