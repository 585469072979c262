"""The end of the day: signatures, the sheet, the centre, and the second device."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from inspector.actions.syncing import CentreAddress, copy_from_central
from inspector.central.serve import Service, running
from inspector.commands.tour.stage import Stage, StepFailed, write_name
from inspector.db import device, estate, findings, inspections
from inspector.db.device import Receipt
from inspector.places import Home
from inspector.reports.preview import page_images
from inspector.start import open_here
from inspector.ui.signing.view import Step

_DPI = 96


@dataclass(frozen=True, slots=True)
class Centre:
    url: str
    secret: str


def sign(stage: Stage, inspection_id: UUID) -> None:
    """Everybody signs on the page, with a pen."""
    screen = stage.program.screens.signing
    stage.go("signing", inspection_id=inspection_id)
    stage.until(lambda: screen.ready and bool(screen.view.cards), "签字页没有就绪")
    for number in range(len(screen.view.cards)):
        card = screen.view.cards[number]
        if card.settled:
            continue
        stage.settle()
        write_name(card.field, number)
        stage.until(card.confirm.isEnabled, "签字栏没有收到笔迹")
        if number == 1:
            stage.picture("签字")
        before = len(_signatures(stage, inspection_id))
        stage.press(card.confirm)
        _until_signed(stage, inspection_id, before)
        stage.log_saved("signature", str(_signatures(stage, inspection_id)[-1].id))
    stage.picture("签字完成")


def write_sheet(stage: Stage, inspection_id: UUID) -> tuple[Path, list[str]]:
    """The sheet as PDF, and its pages as pictures."""
    screen = stage.program.screens.signing
    ledger = stage.program.desk.here.ledger
    if screen.view.step is not Step.SEND:
        stage.press(screen.view.primary)
        stage.until(lambda: screen.view.step is Step.SEND, "记录表没有生成")
        stage.log_saved("sheet", str(ledger.ask(findings.sheets, inspection_id)[-1].id))
    stage.picture("记录表")
    number = ledger.ask(inspections.get_inspection, inspection_id).number
    found = list(stage.program.desk.here.home.sheets.glob(f"*{number}*.pdf"))
    if len(found) != 1:
        raise StepFailed(stage.step, f"没有找到记录表 {number}")
    folder = stage.out / "pictures"
    names = []
    for page, image in enumerate(page_images(found[0], _DPI), start=1):
        file = folder / f"记录表-第{page}页.png"
        file.write_bytes(image)
        names.append(file.name)
    return found[0], names


@contextmanager
def centre(out: Path) -> Iterator[Centre]:
    """A real service of our own on a free loopback port, with its data in `out`."""
    secret_file = out / "centre-secret"
    if not secret_file.exists():
        secret_file.touch(mode=0o600)
        secret_file.write_text(secrets.token_urlsafe(24), encoding="utf-8")
    secret = secret_file.read_text(encoding="utf-8")
    with running(Service(data_dir=out / "centre", secret=secret)) as url:
        yield Centre(url, secret)


def push(stage: Stage, address: Centre) -> Receipt:
    """Send everything from the window's own page."""
    screen = stage.program.screens.syncing
    ledger = stage.program.desk.here.ledger
    stage.go("syncing")
    stage.picture("上报前")
    before = len(ledger.ask(device.receipts))
    screen.view.counts.url.setText(address.url)
    screen.view.counts.secret.setText(address.secret)
    stage.press(screen.view.primary)
    stage.until(
        lambda: len(ledger.ask(device.receipts)) > before and screen.ready, "没有得到回执"
    )
    stage.picture("上报回执")
    return ledger.ask(device.receipts)[0]


def second_device(out: Path, address: Centre) -> dict[str, Any]:
    """Another device, with nothing but the address, copies what the first one pushed."""
    here = open_here(Home(out / "second").make(), "第二台设备")
    try:
        receipt = copy_from_central(
            here, CentreAddress(address.url, address.secret, "第二台")
        )
        counts = here.ledger.ask(estate.counts)
        found = here.ledger.ask(inspections.inspections)
        kept = [len(here.ledger.ask(findings.findings, each.id)) for each in found]
    finally:
        here.ledger.close()
    return {
        "pulled": receipt.pulled,
        "rooms": counts.rooms,
        "people": counts.people,
        "inspections": len(found),
        "findings": sum(kept),
    }


def receipt_facts(receipt: Receipt) -> dict[str, Any]:
    return {
        "receipt": str(receipt.id),
        "at": receipt.at.isoformat(),
        "url": receipt.url,
        "records": receipt.records,
        "sent": receipt.sent,
        "applied": receipt.applied,
        "conflicts": receipt.conflicts,
        "rejected": receipt.rejected,
        "pulled": receipt.pulled,
        "photos_sent": receipt.photos_sent,
        "seq": receipt.seq,
    }


def keep_json(file: Path, facts: dict[str, Any]) -> None:
    file.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")


def _signatures(stage: Stage, inspection_id: UUID) -> list[Any]:
    return list(stage.program.desk.here.ledger.ask(findings.signatures, inspection_id))


def _until_signed(stage: Stage, inspection_id: UUID, before: int) -> None:
    screen = stage.program.screens.signing
    stage.until(
        lambda: len(_signatures(stage, inspection_id)) > before and screen.ready,
        "签字没有存盘",
    )
