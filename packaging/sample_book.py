"""The workbook of the sample county, laid out as a county's clerk would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sample_county import STAFF, Dice, House, Person, Room, Sample, Unit, Yard
from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]


class Book:
    """The workbook as a county's clerk would lay it out."""

    def __init__(self, sample: Sample, path: Path, dice: Dice) -> None:
        self.sample = sample
        self.dice = dice
        self.book = Workbook(str(path))
        self.book.set_properties(
            {
                "title": f"{sample.data['name']}党政机关办公用房台账",
                "company": sample.data["filled_in_by"],
                "created": datetime(2026, 6, 30, 9, 0, tzinfo=UTC).replace(tzinfo=None),
            }
        )
        box = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
        middle = {**box, "align": "center"}
        self.title = self._format(
            {
                "font_name": "方正小标宋简体",
                "font_size": 18,
                "align": "center",
                "valign": "vcenter",
            }
        )
        self.label = self._format(
            {**box, "font_name": "仿宋_GB2312", "font_size": 12, "align": "center"}
        )
        self.entry = self._format(
            {**box, "font_name": "仿宋_GB2312", "font_size": 12, "indent": 1}
        )
        self.plain = self._format({"font_name": "仿宋_GB2312", "font_size": 12})
        self.small = self._format({"font_name": "仿宋_GB2312", "font_size": 11})
        self.head = self._format({**middle, "bold": True, "text_wrap": True})
        self.text = self._format({**box, "text_wrap": True, "indent": 1})
        self.centre = self._format(middle)
        self.string = self._format({**middle, "num_format": "@"})
        self.area = self._format({**box, "num_format": "0.00"})
        self.sum_text = self._format({**middle, "bold": True})
        self.sum_area = self._format({**box, "bold": True, "num_format": "0.00"})

    def _format(self, look: dict[str, Any]) -> Format:
        return self.book.add_format(look)

    def sheet(self, name: str, title: str, note: str, widths: Sequence[float]) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        last = len(widths) - 1
        sheet.merge_range(0, 0, 0, last, title, self.title)
        sheet.set_row(0, 32)
        sheet.merge_range(1, 0, 1, last, note, self.small)
        sheet.set_row(1, 20)
        sheet.set_row(2, 22)
        sheet.set_row(3, 30)
        sheet.set_default_row(18)
        sheet.repeat_rows(2, 3)
        sheet.freeze_panes(4, 0)
        self._printing(sheet)
        return sheet

    def _printing(self, sheet: Worksheet) -> None:
        """A4 across, as wide as the page, numbered."""
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.center_horizontally()
        sheet.set_footer('&C&"宋体"&9第 &P 页　共 &N 页')

    def headings(self, sheet: Worksheet, groups: Sequence[tuple[str, ...]]) -> None:
        """Rows 3 and 4: a lone title is merged downward, a group over its columns."""
        column = 0
        for group, *titles in groups:
            if not titles:
                sheet.merge_range(2, column, 3, column, group, self.head)
                column += 1
                continue
            sheet.merge_range(2, column, 2, column + len(titles) - 1, group, self.head)
            for title in titles:
                sheet.write(3, column, title, self.head)
                column += 1

    def foot(self, sheet: Worksheet, row: int, notes: Sequence[str]) -> None:
        for index, note in enumerate(notes):
            sheet.write(row + index, 0, note, self.small)
        row += len(notes)
        sheet.write(row, 0, "填表人：周慧敏", self.small)
        sheet.write(row, 3, "审核人：陈国平", self.small)
        sheet.write(row, 6, "填报日期：2026年6月30日", self.small)

    def write(self) -> None:
        self.cover()
        self.units()
        self.houses()
        town = [yard for yard in self.sample.yards if "人民政府" not in yard.name]
        rest = [yard for yard in self.sample.yards if yard not in town]
        self.rooms("办公用房明细（城区）", town)
        self.rooms("办公用房明细（乡镇）", rest)
        self.people()
        self.book.close()

    def cover(self) -> None:
        data = self.sample.data
        sheet = self.book.add_worksheet("填表说明")
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 1, 66)
        sheet.merge_range(0, 0, 0, 1, f"{data['name']}党政机关办公用房台账", self.title)
        sheet.set_row(0, 60)
        head = (
            ("行政区划名称", data["name"]),
            ("行政区划代码", data["code"]),
            ("填报单位", data["filled_in_by"]),
            ("填报截止日期", "2026年6月30日"),
        )
        for row, (label, words) in enumerate(head, start=2):
            sheet.set_row(row, 26)
            sheet.write_string(row, 0, label, self.label)
            sheet.write_string(row, 1, words, self.entry)
        notes = (
            "一、本台账由各使用单位填报，县机关事务保障中心汇总。",
            "二、使用面积按房间内墙面净尺寸计算，保留两位小数，单位为平方米。",
            "三、一人使用多处办公室的，分行填写；多人共用一室的，在备注栏注明“共用”。",
            "四、编制数以机构编制部门批复文件为准。",
            "本文件为练习用示例，单位、人员、房屋均为虚构。",
        )
        first = 3 + len(head)
        sheet.write_string(first, 0, "填表说明", self.plain)
        for row, words in enumerate(notes, start=first):
            sheet.set_row(row, 24)
            sheet.write_string(row, 1, words, self.plain)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()

    def units(self) -> None:
        sheet = self.sheet(
            "单位及编制情况",
            f"{self.sample.data['name']}党政机关办公用房使用单位及批复编制情况表",
            f"填报单位：{self.sample.data['filled_in_by']}　　　　　　　　单位：人",
            (6, 44, 9, 14, *(9,) * 9, 11, 11, 20),
        )
        ranks = self.sample.data["words"]["ranks"]
        self.headings(
            sheet,
            (
                ("序号",),
                ("单位名称",),
                ("单位级别",),
                ("类别",),
                ("批复编制情况（人）", *ranks, "合计"),
                ("第一责任人",),
                ("办公室\n主任",),
                ("备注",),
            ),
        )
        row = 4
        for index, unit in enumerate(self.sample.units, start=1):
            self._unit(sheet, row, index, unit)
            row += 1
        sheet.merge_range(row, 0, row, 3, "合　计", self.sum_text)
        for column in range(len(ranks) + 1):
            numbers = [
                sum(u.posts) if column == 8 else u.posts[column] for u in self.sample.units
            ]
            letter = chr(ord("E") + column)
            formula = f"=SUM({letter}5:{letter}{row})"
            sheet.write_formula(row, 4 + column, formula, self.sum_text, sum(numbers))
        for column in range(13, 16):
            sheet.write_blank(row, column, None, self.sum_text)
        self.foot(sheet, row + 1, ("注：编制数不含编外聘用人员。",))

    def _unit(self, sheet: Worksheet, row: int, index: int, unit: Unit) -> None:
        sheet.write_number(row, 0, index, self.centre)
        sheet.write_string(row, 1, unit.name, self.text)
        sheet.write_string(row, 2, "乡级" if unit.township else "县级", self.centre)
        sheet.write_string(row, 3, unit.kind, self.centre)
        for column, number in enumerate(unit.posts):
            if number:
                sheet.write_number(row, 4 + column, number, self.centre)
            else:
                sheet.write_blank(row, 4 + column, None, self.centre)
        sheet.write_number(row, 12, sum(unit.posts), self.centre)
        sheet.write_string(row, 13, unit.people[0].name, self.centre)
        office = next(p for p in unit.people if p.rank in STAFF and p.counted)
        sheet.write_string(row, 14, office.name, self.centre)
        sheet.write_string(
            row, 15, "2025年机构改革更名" if index % 29 == 0 else "", self.text
        )

    def houses(self) -> None:
        sheet = self.sheet(
            "院落楼座",
            f"{self.sample.data['name']}党政机关办公用房院落楼座情况表",
            "面积单位：平方米",
            (6, 30, 28, 16, 14, 10, 10, 10, 13, 10, 14),
        )
        self.headings(
            sheet,
            (
                ("序号",),
                ("院落名称",),
                ("地址坐落",),
                ("楼座情况", "楼座名称", "建筑结构", "建造年份", "地上层数", "是否高层"),
                ("总建筑面积（㎡）",),
                ("取得方式",),
                ("备注",),
            ),
        )
        row = 4
        for index, yard in enumerate(self.sample.yards, start=1):
            last = row + len(yard.houses) - 1
            for column, words in enumerate((index, yard.name, yard.address)):
                look = self.text if column else self.centre
                sheet.merge_range(row, column, last, column, words, look)
            for house in yard.houses:
                self._house(sheet, row, yard, house)
                row += 1
        self.foot(sheet, row, ("说明：高层指建筑高度超过24米的公共建筑。",))

    def _house(self, sheet: Worksheet, row: int, yard: Yard, house: House) -> None:
        own = [room for room in yard.rooms if room.house is house]
        gross = sum(room.square for room in own) * 100 // 63 // 10**10 / 100
        sheet.write_string(row, 3, house.name, self.centre)
        sheet.write_string(row, 4, house.structure, self.centre)
        year = f"{house.year}年" if house.year < 1996 else ""
        if year:
            sheet.write_string(row, 5, year, self.centre)
        else:
            sheet.write_number(row, 5, house.year, self.centre)
        sheet.write_number(row, 6, house.floors, self.centre)
        sheet.write_string(row, 7, "是" if house.tall else "否", self.centre)
        sheet.write_number(row, 8, gross, self.area)
        sheet.write_string(row, 9, "自建" if house.year < 2010 else "划拨", self.centre)
        sheet.write_string(row, 10, "", self.text)

    def rooms(self, name: str, yards: list[Yard]) -> None:
        sheet = self.sheet(
            name,
            f"{self.sample.data['name']}党政机关办公用房明细表",
            "填表说明：一室一行，含会议、档案、储藏和设备用房。",
            (6, 28, 13, 8, 10, 14, 20, 12, 9, 44, 18),
        )
        self.headings(
            sheet,
            (
                ("序号",),
                ("房屋坐落", "院落名称", "楼座名称", "楼层"),
                ("房间情况", "房间号", "用途", "具体用途", "使用面积\n（㎡）", "房间状态"),
                ("使用单位",),
                ("备注",),
            ),
        )
        row, index, whole = 4, 0, 0
        for yard in yards:
            first, part = row, 0
            for room in yard.rooms:
                if room.listed:
                    index += 1
                    self._room(sheet, row, index, (yard, room))
                    part += room.hundredths or 0
                    row += 1
            self._sum(sheet, row, f"{yard.name}小计", (first, part))
            whole += part
            row += 1
        self._sum(sheet, row, "合计", (4, whole))
        notes = ("注：1.使用面积为房间净面积。", "2.闲置房间由县机关事务保障中心统一管理。")
        self.foot(sheet, row + 1, notes)

    def _sum(self, sheet: Worksheet, row: int, words: str, what: tuple[int, int]) -> None:
        first, total = what
        sheet.merge_range(row, 0, row, 6, words, self.sum_text)
        formula = f"=SUBTOTAL(9,H{first + 1}:H{row})"
        sheet.write_formula(row, 7, formula, self.sum_area, total / 100)
        for column in (8, 9, 10):
            sheet.write_blank(row, column, None, self.sum_text)

    def _room(
        self, sheet: Worksheet, row: int, index: int, what: tuple[Yard, Room]
    ) -> None:
        yard, room = what
        sheet.write_number(row, 0, index, self.centre)
        sheet.write_string(row, 1, yard.name, self.text)
        sheet.write_string(row, 2, room.house.name if room.house else "", self.centre)
        self._floor(sheet, row, yard, room)
        self._number(sheet, (row, 4), yard, room)
        kind = "办公室" if room.kind == "办公室" else room.kind
        sheet.write_string(row, 5, kind, self.centre)
        sheet.write_string(row, 6, "" if room.detail == kind else room.detail, self.centre)
        if room.hundredths is None:
            sheet.write_blank(row, 7, None, self.area)
        elif self.dice.chance(0.008):
            words = f"{room.hundredths / 100:.2f}"
            wide = "".join(chr(ord(each) + 0xFEE0) for each in words)
            sheet.write_string(row, 7, self.dice.one((wide, f"{words}㎡")), self.area)
        else:
            sheet.write_number(row, 7, room.hundredths / 100, self.area)
        sheet.write_string(row, 8, room.state, self.centre)
        sheet.write_string(row, 9, room.unit.name if room.unit else "", self.text)
        sheet.write_string(row, 10, room.remark, self.text)

    def _floor(self, sheet: Worksheet, row: int, yard: Yard, room: Room) -> None:
        if room.floor < 0:
            sheet.write_string(row, 3, "负一层", self.centre)
        elif yard.floor_style == "n":
            sheet.write_number(row, 3, room.floor, self.centre)
        else:
            han = "一二三四五六七八九十"
            words = {"c": f"{room.floor}层", "f": f"{room.floor}F"}
            sheet.write_string(
                row,
                3,
                words.get(yard.floor_style) or f"{han[room.floor - 1]}层",
                self.centre,
            )

    def _number(
        self, sheet: Worksheet, at: tuple[int, int], yard: Yard, room: Room
    ) -> None:
        if yard.number_style == "n" and room.number.isdecimal():
            sheet.write_number(*at, int(room.number), self.centre)
        elif room.number.isdecimal() and self.dice.chance(0.01):
            wide = "".join(chr(ord(each) + 0xFEE0) for each in room.number)
            sheet.write_string(*at, wide, self.string)
        else:
            sheet.write_string(*at, room.number, self.string)

    def people(self) -> None:
        sheet = self.sheet(
            "人员使用情况",
            f"{self.sample.data['name']}党政机关工作人员办公用房使用情况表",
            "填表说明：同一人使用多处办公室的分行填写。",
            (6, 44, 10, 9, 13, 36, 11, 28, 13, 10, 18),
        )
        self.headings(
            sheet,
            (
                ("序号",),
                ("使用单位",),
                ("姓名",),
                ("工号",),
                ("职务级别",),
                ("职务名称",),
                ("编制情况",),
                ("办公室位置", "院落", "楼座", "房间号"),
                ("备注",),
            ),
        )
        row = index = 4
        for unit in self.sample.units:
            for person in unit.people:
                index += 1
                row = self._person(sheet, row, index - 4, person)
        notes = ("注：借调、编外人员一并填报，在编制情况栏注明。",)
        self.foot(sheet, row, notes)

    def _person(self, sheet: Worksheet, row: int, index: int, person: Person) -> int:
        """One line a room; the second line merges the name, repeats it or leaves it."""
        rooms: list[Room | None] = [*person.rooms] or [None]
        how = self.dice.one(("merged", "repeated", "left"))
        last = row + len(rooms) - 1
        for line, room in enumerate(rooms, start=row):
            if line == row or how == "repeated":
                self._who(sheet, line, index, person)
            else:
                for column in range(7):
                    sheet.write_blank(line, column, None, self.centre)
            self._seat(sheet, line, (person, room))
        if last > row and how == "merged":
            own = (
                (index, self.centre),
                (person.unit.name, self.text),
                (self._name(person), self.centre),
                (person.number, self.string),
                (person.rank_text, self.centre),
                (person.post, self.text),
                (person.standing, self.centre),
            )
            for column, (words, look) in enumerate(own):
                sheet.merge_range(row, column, last, column, words, look)
        return last + 1

    def _name(self, person: Person) -> str:
        name = person.name
        return "　".join(name) if len(name) == 2 and self.dice.chance(0.3) else name

    def _who(self, sheet: Worksheet, row: int, index: int, person: Person) -> None:
        sheet.write_number(row, 0, index, self.centre)
        sheet.write_string(row, 1, person.unit.name, self.text)
        sheet.write_string(row, 2, self._name(person), self.centre)
        sheet.write_string(row, 3, person.number, self.string)
        sheet.write_string(row, 4, person.rank_text, self.centre)
        sheet.write_string(row, 5, person.post, self.text)
        sheet.write_string(row, 6, person.standing, self.centre)

    def _seat(self, sheet: Worksheet, row: int, what: tuple[Person, Room | None]) -> None:
        person, room = what
        if room is None or room.house is None:
            return
        sheet.write_string(row, 7, person.unit.yard.name, self.text)
        sheet.write_string(row, 8, room.house.name, self.centre)
        self._number(sheet, (row, 9), person.unit.yard, room)
        others = [each.name for each in room.people if each is not person]
        shared = f"与{others[0]}共用" if len(others) == 1 and self.dice.chance(0.4) else ""
        sheet.write_string(row, 10, shared or ("共用" if others else ""), self.text)
