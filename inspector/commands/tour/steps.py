"""The steps of the tour, in the order of a day on site. Each may find itself done already:
a tour that was killed goes on where it stopped."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from inspector import places
from inspector.actions.here import Here
from inspector.actions.measure import look
from inspector.actions.practice import PracticeSite
from inspector.app import Hand, Program, make_application, make_program
from inspector.commands.tour import casting, closing
from inspector.commands.tour.casting import Cast
from inspector.commands.tour.stage import Stage, StepFailed, snapshot
from inspector.db import estate, findings, inspections, kept
from inspector.devices.events import LinkState
from inspector.devices.transports import Found
from inspector.domain.compliance import Outcome
from inspector.domain.findings import Finding, Rectification
from inspector.domain.inspections import Check, Photo, ReadingRecord
from inspector.places import Home
from inspector.start import keep_log
from inspector.ui import theme

__all__ = ["StepFailed", "run_tour"]

_SEED = 20261123
_SHOT_MS = 60
_MOST_PRESSES = 7
_TEAM = "督查二组"
_INSPECTORS = ("陈㛃", "王珺祎")
_ESCORT = "李䶮"


def run_tour(out: Path, rooms: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Play the whole tour into `out` and return its summary; `StepFailed` if it stops."""
    out.mkdir(parents=True, exist_ok=True)
    keep_log(out / "log")
    application = make_application(["inspector", "-platform", "offscreen"])
    program = make_program(application, Home(out / "ledger").make(), Hand(_SEED, _SHOT_MS))
    try:
        tour = _Tour(Stage(program, out, say), rooms)
        summary = tour.play()
    finally:
        program.close()
    closing.keep_json(out / "summary.json", summary)
    return summary


class _Tour:
    def __init__(self, stage: Stage, rooms: int) -> None:
        self._stage = stage
        self._program: Program = stage.program
        self._rooms = rooms
        self._cast: Cast | None = None
        self._inspection: UUID | None = None

    @property
    def _here(self) -> Here:
        return self._program.desk.here

    def play(self) -> dict[str, Any]:
        self._check_last_time()
        self._first_run()
        self._ledger()
        self._begin()
        self._connect()
        for number, room_id in enumerate(self._cast_now.rooms):
            self._measure(number, room_id)
        self._board()
        return self._close()

    # The steps.

    def _check_last_time(self) -> None:
        """What an earlier, perhaps killed, tour showed as saved must be there."""
        log = self._stage.out / "shown.jsonl"
        if not log.exists():
            return
        self._stage.begin("核对上次显示为已保存的内容")
        lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        lost = [line for line in lines if not self._is_kept(line["kind"], line["what"])]
        if lost:
            raise StepFailed(self._stage.step, f"有 {len(lost)} 条不见了：{lost[:3]}")
        self._stage.say(f"  上次保存的 {len(lines)} 条完好")

    def _is_kept(self, kind: str, what: str) -> bool:
        ledger = self._here.ledger
        if kind == "import":
            return ledger.ask(estate.counts).rooms == int(what)
        return bool(ledger.ask(kept.is_kept, kind, UUID(what)))

    def _first_run(self) -> None:
        stage, screens = self._stage, self._program.screens
        stage.begin("首次启动与导入台账")
        self._program.start()
        stage.settle()
        if self._here.ledger.ask(estate.county) is not None:
            return
        stage.picture("首次启动")
        stage.press(screens.first_run.view.sample)
        view = screens.importing.view
        take = view.take
        stage.until(lambda: take.isVisible() and take.isEnabled(), "没有读完示例台账")
        stage.picture("导入预览")
        stage.press(view.take)
        stage.until(view.begin.isVisible, "没有导入完")
        stage.log_saved("import", str(self._here.ledger.ask(estate.counts).rooms))
        stage.picture("导入回执")

    def _ledger(self) -> None:
        self._stage.begin("浏览台账")
        self._stage.go("ledger")
        self._stage.picture("台账")

    def _begin(self) -> None:
        stage, view = self._stage, self._program.screens.tasks.view
        stage.begin("开始核查")
        self._program.preferences.set_me(_INSPECTORS[0], _TEAM)
        site = PracticeSite.load(places.resources() / "samples" / "practice.json")
        self._cast = casting.choose(self._here, site, self._rooms)
        stage.go("tasks", unit_id=self._cast.unit_id)
        stage.picture("任务")
        found = self._here.ledger.ask(inspections.inspections, self._cast.unit_id)
        if not found:
            stage.press(view.primary)
            stage.until(lambda: view.asks_for_team, "没有出现核查表单")
            form = view.form
            form.team.setText(_TEAM)
            for field, name in zip(form.names, _INSPECTORS, strict=False):
                field.setText(name)
            form.escort.setText(_ESCORT)
            form.practice.setChecked(True)
            stage.picture("开始核查")
            stage.press(view.primary)
            stage.until(lambda: self._program.window.page == "room", "没有进入房间页")
            stage.settle()
            found = self._here.ledger.ask(inspections.inspections, self._cast.unit_id)
            stage.log_saved("inspection", str(found[0].id))
        self._inspection = found[0].id

    def _connect(self) -> None:
        stage, meter = self._stage, self._program.meter
        stage.begin("连接练习测距仪")
        heard: list[Found] = []
        meter.found.connect(lambda f: heard.append(f) if isinstance(f, Found) else None)
        stage.go("meters")
        meter.find(0.2)
        stage.until(lambda: any(f.practice for f in heard), "没有找到练习测距仪")
        meter.stop_finding()
        meter.connect_to(next(f for f in heard if f.practice))
        stage.until(lambda: meter.state is LinkState.CONNECTED, "没有连上练习测距仪")
        stage.settle()
        stage.picture("测距仪")
        stage.go("settings")
        stage.picture("设置")

    def _measure(self, number: int, room_id: UUID) -> None:
        stage, screen = self._stage, self._program.screens.room
        stage.begin(f"测量第 {number + 1} 间")
        stage.go("room", inspection_id=self._inspection, room_id=room_id)
        stage.until(lambda: screen.shows(room_id) and screen.ready, "房间页没有就绪")
        if any(f.room_id == room_id for f in self._findings()):
            return
        if number == 0 and screen.armed == "wall1":
            stage.picture("房间-待测")
        self._shoot()
        self._check(room_id)
        standing = screen.standing
        assert standing is not None
        outcome = standing.assessment.verdict.outcome
        self._decide(number, room_id, outcome, standing.card.room.number)

    def _shoot(self) -> None:
        """Press the meter's own button until the room needs no more."""
        stage, screen = self._stage, self._program.screens.room
        stored: list[ReadingRecord] = []
        screen.stored.connect(stored.append)
        leica = self._program.practice[0]
        try:
            for _ in range(_MOST_PRESSES):
                if not screen.armed:
                    break
                before = len(stored)
                leica.press()
                stage.until(lambda: len(stored) > before and screen.ready, "读数没有存盘")  # noqa: B023 (waited for at once)
                stage.log_saved("reading", str(stored[-1].id))
        finally:
            screen.stored.disconnect(stored.append)

    def _check(self, room_id: UUID) -> None:
        """Every question of the check list, answered as one would hope."""
        stage, screen = self._stage, self._program.screens.room
        assert self._inspection is not None
        for check in Check:
            screen.view.ledger.answer(check, given=check.expected)
            stage.until(lambda: screen.ready, "核对没有存盘")
        answers = self._here.ledger.ask(inspections.checks, self._inspection)
        if set(answers.get(room_id, {})) != set(Check):
            raise StepFailed(stage.step, "核对没有存盘")

    def _decide(self, number: int, room_id: UUID, outcome: Outcome, door: str) -> None:
        stage, screen = self._stage, self._program.screens.room
        if outcome is Outcome.OVER:
            screen.add_photo(snapshot(door), "房间全景")
            stage.until(
                lambda: screen.ready and bool(self._photos(room_id)), "照片没有存盘"
            )
            stage.log_saved("photo", str(self._photos(room_id)[-1].id))
            by_plan = Rectification.FIX_BY_PLAN
            first = not any(f.rectification is by_plan for f in self._findings())
            screen.view.decision.choose(by_plan if first else Rectification.FILE_AT_ONCE)
        stage.picture(f"房间-{outcome.label}")
        if number == 0:
            self._in_the_dark()
        before = len(self._findings())
        decides = screen.view.decision.decision() is not None
        stage.press(screen.view.confirm)
        stage.until(lambda: not screen.shows(room_id) and screen.ready, "没有到下一间")
        if decides:
            stage.until(lambda: len(self._findings()) > before, "认定没有存盘")
            stage.log_saved("finding", str(self._findings()[-1].id))

    def _in_the_dark(self) -> None:
        application, preferences = self._program.application, self._program.preferences
        theme.apply(application, "dark", preferences.scale)
        self._stage.picture("房间-深色")
        theme.apply(application, "light", preferences.scale)

    def _board(self) -> None:
        self._stage.begin("整改")
        self._stage.go("rectification")
        self._stage.picture("整改")

    def _close(self) -> dict[str, Any]:
        stage, inspection_id = self._stage, self._inspection
        assert inspection_id is not None
        stage.begin("签字")
        closing.sign(stage, inspection_id)
        stage.begin("生成记录表")
        sheet, pages = closing.write_sheet(stage, inspection_id)
        stage.begin("上报中心")
        with closing.centre(stage.out) as address:
            receipt = closing.push(stage, address)
            closing.keep_json(stage.out / "receipt.json", closing.receipt_facts(receipt))
            stage.begin("第二台设备取回")
            second = closing.second_device(stage.out, address)
        self._compare(second)
        return {
            "unit": self._cast_now.unit,
            "rooms_measured": len(self._cast_now.rooms),
            "verdicts": self._all_verdicts(),
            "findings": dict(Counter(f.rectification.label for f in self._findings())),
            "records_pushed": receipt.records,
            "actions_pushed": receipt.sent,
            "records_pulled": second["pulled"],
            "second_device": second,
            "sheet": str(sheet.relative_to(stage.out)),
            "sheet_pages": len(pages),
            "pictures": [*stage.pictures, *pages],
        }

    def _compare(self, second: dict[str, Any]) -> None:
        counts = self._here.ledger.ask(estate.counts)
        mine = (counts.rooms, counts.people, len(self._findings()))
        theirs = (second["rooms"], second["people"], second["findings"])
        if mine != theirs:
            raise StepFailed(self._stage.step, f"两台设备不一致：{mine} 与 {theirs}")

    # What is asked on the way.

    @property
    def _cast_now(self) -> Cast:
        assert self._cast is not None
        return self._cast

    def _findings(self) -> list[Finding]:
        if self._inspection is None:
            return []
        return list(self._here.ledger.ask(findings.findings, self._inspection))

    def _photos(self, room_id: UUID) -> list[Photo]:
        assert self._inspection is not None
        taken = self._here.ledger.ask(findings.photos, self._inspection)
        return [photo for photo in taken if photo.room_id == room_id]

    def _all_verdicts(self) -> dict[str, int]:
        """As the pages said them, whether in this run or in an earlier one."""
        here, inspection_id = self._here, self._inspection
        assert inspection_id is not None
        standings = [look(here, inspection_id, room) for room in self._cast_now.rooms]
        return dict(Counter(s.assessment.verdict.outcome.label for s in standings))
