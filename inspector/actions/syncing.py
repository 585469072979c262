"""同步: what this device recorded goes to the centre, what others recorded comes here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspector import places
from inspector.actions.here import Here
from inspector.db import device, memory
from inspector.db.device import Receipt
from inspector.sync.exchange import Cancelled, Exchange, Progress, Stage
from inspector.sync.transport import Link, RefusedByCentre
from inspector.trouble import Trouble

_UNKNOWN_DEVICE = "unknown_device"


@dataclass(frozen=True, slots=True)
class CentreAddress:
    """Where the centre is. `secret` is needed once, to enrol; then the token file serves.
    `name` is what the administrator sees this device as."""

    url: str
    secret: str = ""
    name: str = ""


def ignore(_: Progress) -> None:
    """Nobody watches."""


def never() -> bool:
    """Nobody stops it."""
    return False


def sync_now(
    here: Here,
    centre: CentreAddress,
    progress: Callable[[Progress], None] = ignore,
    cancelled: Callable[[], bool] = never,
) -> Receipt:
    """Push everything that waits, then pull to the head, then send photos."""
    shard = here.ledger.ask(device.begun_shard) or here.ledger.ask(device.shard)
    if not shard:
        raise Trouble(
            "本机还没有台账，没有可同步的内容。", "请先导入台账，或从中心取回台账。"
        )
    return _exchange(here, centre, shard, progress, cancelled)


def copy_from_central(
    here: Here,
    centre: CentreAddress,
    progress: Callable[[Progress], None] = ignore,
    cancelled: Callable[[], bool] = never,
    county: str = "",
) -> Receipt:
    """Fill an empty ledger from the centre; a copy that was cut short goes on where it
    stopped. `county` is needed only where the centre keeps several."""
    begun = here.ledger.ask(device.begun_shard)
    if not begun and here.ledger.ask(device.shard):
        raise Trouble(
            "本机已有一份台账，不能再从中心取回另一份。",
            "请直接同步；若要另取一份，请在“设置”中另选存放位置。",
        )
    receipt = _exchange(here, centre, begun or county, progress, cancelled)
    if receipt.finished and not here.ledger.ask(device.shard):
        raise Trouble(
            "中心还没有这个县（市、区）的台账。", "请先在已有台账的电脑上同步，再来取回。"
        )
    if receipt.finished:
        with here.ledger.note() as session:
            memory.note_copied(session, centre.url, receipt.at)
    return receipt


def _exchange(
    here: Here,
    centre: CentreAddress,
    shard: str,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> Receipt:
    me = here.ledger.ask(device.identity)
    if me is None:
        with here.ledger.note() as session:
            memory.make_device(session, here.new_id(), here.new_id(), here.now())
        me = here.ledger.ask(device.identity)
    assert me is not None
    with Link(centre.url, read_token(here.home.token)) as link:
        exchange = Exchange(
            here.ledger, link, me, here.home.files, here.now, progress, cancelled
        )
        exchange.shard = shard
        try:
            _stages(exchange, here.home.token, centre)
        except Cancelled:
            return _receipt(here, exchange, finished=False)
    receipt = _receipt(here, exchange, finished=True)
    with here.ledger.note() as session:
        device.keep_receipt(session, receipt)
    progress(Progress(Stage.DONE))
    return receipt


def _stages(exchange: Exchange, token_file: Path, centre: CentreAddress) -> None:
    exchange.hello()
    if not exchange.link.token or not exchange.shard:
        _enrol(exchange, token_file, centre)
    try:
        exchange.push()
        exchange.pull()
    except RefusedByCentre as refused:
        if refused.code != _UNKNOWN_DEVICE or not centre.secret:
            raise
        _enrol(exchange, token_file, centre)  # another centre, or one that was set up anew
        exchange.push()
        exchange.pull()
    exchange.photos()


def _enrol(exchange: Exchange, token_file: Path, centre: CentreAddress) -> None:
    if not centre.secret:
        raise Trouble("本机还没有在中心登记。", "请向管理员索取登记口令，填写后再同步。")
    enrolled = exchange.enrol(centre.secret, centre.name, exchange.shard)
    exchange.shard = enrolled.shard
    keep_token(token_file, enrolled.token)


def read_token(file: Path) -> str:
    """What the centre gave this device; empty before it is enrolled."""
    try:
        return file.read_text("ascii").strip()
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise Trouble(
            f"读不出本机的登记凭据“{file.name}”。", "请删除该文件后用登记口令重新登记。"
        ) from error


def keep_token(file: Path, token: str) -> None:
    try:
        places.write_private(file, token)
    except OSError as error:
        raise Trouble(
            "不能保存本机的登记凭据。", "请检查数据文件夹的写入权限和磁盘空间。"
        ) from error


def _receipt(here: Here, exchange: Exchange, *, finished: bool) -> Receipt:
    tally = exchange.tally
    return Receipt(
        id=here.new_id(),
        at=here.now(),
        server_id=tally.server_id,
        url=exchange.link.url,
        records=tally.records,
        sent=tally.sent,
        applied=tally.applied,
        conflicts=tally.conflicts,
        rejected=tally.rejected,
        pulled=tally.pulled,
        photos_sent=tally.photos_sent,
        seq=tally.seq,
        finished=finished,
    )
