"""What is wrong in a county's file is said row by row, and nothing of it raises."""

from __future__ import annotations

import pytest

from inspector.domain.area import Area
from inspector.domain.drafts import Fault, LedgerDraft, Severity
from inspector.sheets.ledger import read_ledger
from tests.sheets.tables import (
    BUILDINGS,
    PEOPLE,
    ROOMS,
    SOUND,
    UNITS,
    Failed,
    MakeBook,
    Rows,
    changed,
    with_row,
    without_column,
)

NOTE = Severity.NOTE
UNIT, HOUSE, ROOM, PERSON = "单位及编制情况", "院落楼座", "办公用房明细", "人员使用情况"


def read(make_book: MakeBook, **changes: Rows) -> LedgerDraft:
    return read_ledger(make_book({**SOUND, **changes}))


def test_a_sound_ledger_has_no_fault(make_book: MakeBook) -> None:
    draft = read(make_book)
    assert draft.faults == ()
    assert [room.key.floor for room in draft.rooms] == ["3层", "3层", "3层"]
    assert [room.key.number for room in draft.rooms] == ["301", "302", "0301"]
    assert [room.ledger_area for room in draft.rooms] == [
        Area.of_m2("17.8"),
        Area.of_m2("18.5"),
        Area.of_m2("60"),
    ]
    assert [person.name for person in draft.people] == ["王珺", "李䶮", "陈㛃"]
    assert [person.rank for person in draft.people] == ["X_KE_1", "X_BELOW", "X_BELOW"]
    assert draft.units[1].posts == (("T_1", 2), ("T_BELOW", 20))
    assert (draft.county_name, draft.county_code) == ("云溪县", "339921")


def test_duplicate_room_numbers(make_book: MakeBook) -> None:
    again = with_row(
        ROOMS, 4, "行政中心", "1号楼", 3, "301", "办公室", 20, "云溪县财政局", ""
    )
    draft = read(make_book, 办公用房明细=again)
    place = "工作表“办公用房明细”第 2 行"
    assert draft.refused == (
        Fault(ROOM, 5, "E", "301", f"同一楼座同一楼层的房间号不能重复，{place}已有此房间"),
    )
    assert len(draft.rooms) == 3


@pytest.mark.parametrize(
    "area", [-17.8, 0, "-17.8", "－17.8㎡", "约18", "18m", "18,5", True]
)
def test_an_area_that_is_none(make_book: MakeBook, area: object) -> None:
    draft = read(make_book, 办公用房明细=changed(ROOMS, 1, 6, area))
    shown = "是" if area is True else str(area)
    assert draft.refused == (
        Fault(ROOM, 2, "G", shown, "使用面积应为大于 0 的数，单位平方米（㎡）"),
    )
    assert [room.key.number for room in draft.rooms] == ["302", "0301"]


def test_an_absurd_area(make_book: MakeBook) -> None:
    draft = read(make_book, 办公用房明细=changed(ROOMS, 2, 6, 18500))
    assert draft.refused == (
        Fault(ROOM, 3, "G", "18500", "单间使用面积超过 3000 ㎡，请核对小数点和单位"),
    )


def test_an_area_left_blank_is_a_note(make_book: MakeBook) -> None:
    draft = read(make_book, 办公用房明细=changed(ROOMS, 1, 6, ""))
    assert draft.faults == (
        Fault(ROOM, 2, "G", "（空）", "未填使用面积，核查时将无法与实测对照", NOTE),
    )
    assert draft.rooms[0].ledger_area is None


def test_a_rank_nobody_knows(make_book: MakeBook) -> None:
    draft = read(make_book, 人员使用情况=changed(PEOPLE, 2, 3, "三等侍卫"))
    ranks = "县级正职、县级副职、正科级、副科级、科级以下"
    assert draft.refused == (
        Fault(PERSON, 3, "D", "三等侍卫", f"县级机关的职级应为{ranks}"),
    )
    assert [person.name for person in draft.people] == ["王珺", "陈㛃"]


def test_a_rank_that_may_mean_two_limits_is_a_note(make_book: MakeBook) -> None:
    draft = read(make_book, 人员使用情况=changed(PEOPLE, 1, 3, "科级"))
    assert [(f.row, f.column, f.severity) for f in draft.faults] == [(2, "D", NOTE)]
    assert draft.people[0].rank is None
    assert draft.people[0].rank_text == "科级"


def test_missing_columns_are_named(make_book: MakeBook) -> None:
    draft = read(
        make_book,
        办公用房明细=without_column(without_column(ROOMS, "房间号"), "使用面积（㎡）"),
        人员使用情况=without_column(PEOPLE, "职务级别"),
    )
    rooms = "现有列：序号、院落名称、楼座名称、楼层、用途、使用单位、备注"
    people = "现有列：序号、使用单位、姓名、职务、院落、楼座、房间号、备注"
    assert draft.faults == (
        Fault(ROOM, 1, "", rooms, "缺少“房间号”列，这张表没有读取"),
        Fault(ROOM, 1, "", rooms, "缺少“使用面积”列，这张表没有读取"),
        Fault(PERSON, 1, "", people, "缺少“职务级别”列，这张表没有读取"),
    )
    assert (draft.rooms, draft.people) == ((), ())


@pytest.mark.parametrize(
    ("sheet", "rows", "title", "missing"),
    [
        (UNIT, UNITS, "单位名称", "“单位名称”"),
        (HOUSE, BUILDINGS, "楼座名称", "“楼座名称”"),
        (ROOM, ROOMS, "使用单位", "“单位名称”"),
        (PERSON, PEOPLE, "姓名", "“姓名”"),
    ],
)
def test_one_missing_column_does_not_drown_in_what_follows(
    make_book: MakeBook, sheet: str, rows: Rows, title: str, missing: str
) -> None:
    draft = read_ledger(make_book({**SOUND, sheet: without_column(rows, title)}))
    assert [(f.sheet, f.row, f.expected) for f in draft.refused] == [
        (sheet, 1, f"缺少{missing}列，这张表没有读取")
    ]


def test_posts_missing_altogether(make_book: MakeBook) -> None:
    bare = UNITS
    for title in ("县级正职", "正科级", "科级以下", "合计"):
        bare = without_column(bare, title)
    draft = read_ledger(make_book({**SOUND, UNIT: bare}))
    assert [f.expected for f in draft.refused] == [
        "缺少“各级编制数”或“编制数”列，这张表没有读取"
    ]


def test_required_cells_left_blank(make_book: MakeBook) -> None:
    draft = read_ledger(
        make_book(
            {
                **SOUND,
                UNIT: with_row(UNITS, 3, "", "县级", "行政机关", "", 1, 2, 3),
                HOUSE: with_row(BUILDINGS, 3, "", "甲路", "3号楼", "框架", 1999, 3, "否"),
                ROOM: changed(changed(ROOMS, 1, 4, ""), 2, 2, " "),
                PERSON: changed(PEOPLE, 3, 2, "　"),
            }
        )
    )
    places = [(f.sheet, f.row, f.column, f.read, f.expected) for f in draft.refused]
    assert places[:5] == [
        (UNIT, 4, "B", "（空）", "“单位名称”不能为空"),
        (HOUSE, 4, "B", "（空）", "“院落名称”不能为空"),
        (ROOM, 2, "E", "（空）", "“房间号”不能为空"),
        (ROOM, 3, "C", "（空）", "“楼座”不能为空"),
        (PERSON, 2, "H", "301", "“办公用房明细”表中没有房间 301"),
    ]
    assert (PERSON, 4, "C", "（空）", "“姓名”不能为空") in places


def test_names_that_other_tables_do_not_have(make_book: MakeBook) -> None:
    draft = read_ledger(
        make_book(
            {
                **SOUND,
                ROOM: changed(changed(ROOMS, 1, 7, "财正局"), 3, 2, "9号楼"),
                PERSON: changed(changed(PEOPLE, 2, 1, "审计局"), 3, 7, "999"),
            }
        )
    )
    unknown = "“单位及编制情况”表中没有此单位"
    assert draft.refused == (
        Fault(ROOM, 2, "H", "财正局", unknown),
        Fault(ROOM, 4, "C", "9号楼", "“院落楼座”表中没有此楼座，请核对院落和楼座名称"),
        Fault(PERSON, 3, "B", "审计局", unknown),
        Fault(PERSON, 4, "H", "999", "“办公用房明细”表中没有房间 999"),
    )


def test_units_and_buildings_declared_twice(make_book: MakeBook) -> None:
    units = with_row(UNITS, 3, "云溪县 财政局", "县级", "行政机关", "", 1, 2, 3)
    houses = with_row(BUILDINGS, 3, "行政中心", "", "１号楼", "", "", "", "")
    draft = read(make_book, 单位及编制情况=units, 院落楼座=houses)
    assert [(f.sheet, f.row, f.column, f.expected) for f in draft.refused] == [
        (UNIT, 4, "B", "单位重复，工作表“单位及编制情况”第 2 行已有此单位"),
        (HOUSE, 4, "D", "楼座重复，工作表“院落楼座”第 2 行已有此楼座"),
    ]


@pytest.mark.parametrize("posts", [-1, 1.5, "若干", 1e9, "9" * 400])
def test_posts_that_are_no_number(make_book: MakeBook, posts: object) -> None:
    draft = read(make_book, 单位及编制情况=changed(UNITS, 1, 6, posts))
    assert [(f.row, f.column, f.expected) for f in draft.refused] == [
        (2, "G", "编制数应为不小于 0 的整数")
    ]
    assert [unit.name for unit in draft.units] == ["石梁镇人民政府"]


def test_posts_of_another_level(make_book: MakeBook) -> None:
    draft = read(make_book, 单位及编制情况=changed(UNITS, 2, 4, 1))
    assert draft.refused == (Fault(UNIT, 3, "E", "1", "乡级单位没有“县级正职”编制"),)


def test_small_facts_that_cannot_be_read(make_book: MakeBook) -> None:
    states = [[*ROOMS[0], "房间状态"], *([*row, "塌了"] for row in ROOMS[1:])]
    draft = read_ledger(
        make_book(
            {
                **SOUND,
                UNIT: changed(UNITS, 1, 2, "宇宙级"),
                HOUSE: changed(
                    changed(changed(BUILDINGS, 1, 5, "早年"), 1, 6, 0), 2, 7, "半"
                ),
                ROOM: changed(states, 1, 3, "天台"),
                PERSON: PEOPLE,
            }
        )
    )
    found = {(f.sheet, f.row, f.column, f.read, f.expected) for f in draft.refused}
    assert found >= {
        (UNIT, 2, "C", "宇宙级", "单位级别应为中央、省级、市级、县级或乡级"),
        (HOUSE, 2, "F", "早年", "年份应为四位数，如 1998"),
        (HOUSE, 2, "G", "0", "地上层数应为 1 至 150 的整数"),
        (HOUSE, 3, "H", "半", "应填“是”或“否”"),
        (ROOM, 2, "D", "天台", "楼层应写作 3、3层、三层、负一层或 B1"),
        (ROOM, 3, "J", "塌了", "房间状态应为在用、闲置、空置、出租、出借、封存或维修"),
    }
    assert draft.rooms == ()


def test_wrong_totals_are_notes(make_book: MakeBook) -> None:
    units = with_row(UNITS, "合　计", "", "", "", "", 4, 32, 35)
    rooms = with_row(ROOMS, "小计", "", "", "", "", "", 96.3, "", "")
    rooms = with_row(rooms, "合计", "", "", "", "", "", "96.30", "", "")
    rooms = with_row(rooms, "总计", "", "", "", "", "", 100, "", "")
    draft = read(make_book, 单位及编制情况=changed(units, 1, 7, 14), 办公用房明细=rooms)
    assert draft.faults == (
        Fault(UNIT, 2, "H", "14", "各级编制数相加为 13", NOTE),
        Fault(UNIT, 4, "F", "4", "按明细相加应为 3", NOTE),
        Fault(UNIT, 4, "H", "35", "按明细相加应为 36", NOTE),
        Fault(ROOM, 7, "G", "100", "按明细相加应为 96.3", NOTE),
    )
    assert len(draft.rooms) == 3


def test_a_formula_that_failed_is_not_a_blank(make_book: MakeBook) -> None:
    draft = read(
        make_book,
        办公用房明细=changed(ROOMS, 1, 6, Failed("#REF!")),
        单位及编制情况=changed(UNITS, 1, 1, Failed("#NAME?")),
    )
    words = "公式出错，请改为正确的内容"
    assert draft.refused[:2] == (
        Fault(UNIT, 2, "B", "#NAME?", words),
        Fault(ROOM, 2, "G", "#REF!", words),
    )


def test_a_refused_room_is_not_reported_again_for_its_people(make_book: MakeBook) -> None:
    draft = read(make_book, 办公用房明细=changed(changed(ROOMS, 1, 6, -1), 2, 3, "天台"))
    assert {(f.sheet, f.row) for f in draft.refused} == {(ROOM, 2), (ROOM, 3)}
    assert len(draft.people) == 3
    assert draft.occupancies == ()


def test_a_refused_building_is_not_reported_again(make_book: MakeBook) -> None:
    draft = read(make_book, 院落楼座=changed(BUILDINGS, 1, 6, -1))
    assert [(f.sheet, f.row) for f in draft.refused] == [(HOUSE, 2)]
    assert [room.key.building for room in draft.rooms] == ["2号楼"]


def test_a_refused_unit_is_not_reported_again(make_book: MakeBook) -> None:
    draft = read(make_book, 单位及编制情况=changed(UNITS, 1, 6, -1))
    assert [(f.sheet, f.row) for f in draft.refused] == [(UNIT, 2)]
    assert (len(draft.rooms), draft.people) == (1, ())


def test_rows_that_may_mean_several_places(make_book: MakeBook) -> None:
    houses = with_row(BUILDINGS, 3, "西院", "甲路", "1号楼", "", "", "", "")
    rooms = with_row(ROOMS, 4, "", "1号楼", 4, "401", "办公室", 20, "云溪县财政局", "")
    rooms = with_row(rooms, 5, "行政中心", "1号楼", 4, "301", "办公室", 9, "", "")
    draft = read(make_book, 院落楼座=houses, 办公用房明细=rooms)
    assert draft.refused == (
        Fault(ROOM, 5, "C", "1号楼", "有多个院落有此楼座，请填写院落名称"),
        Fault(PERSON, 2, "H", "301", "有几个房间是这个号码，请写明院落、楼座和楼层"),
    )


def test_a_room_number_tells_no_floor(make_book: MakeBook) -> None:
    rooms = changed(changed(ROOMS, 1, 3, ""), 1, 4, "礼堂")
    draft = read(make_book, 办公用房明细=rooms, 人员使用情况=PEOPLE[:1])
    assert [(f.row, f.column, f.expected[:7]) for f in draft.refused] == [
        (2, "D", "未写明楼层。楼")
    ]


def test_names_are_kept_in_one_spelling(make_book: MakeBook) -> None:
    """Every key of the draft must be found where it points, or the import would fail."""
    houses = changed(BUILDINGS, 2, 1, "行政 中心")
    rooms = changed(changed(ROOMS, 1, 1, "行政中心　"), 1, 2, "１号楼")
    people = changed(PEOPLE, 1, 6, "１ 号楼")
    draft = read(make_book, 院落楼座=houses, 办公用房明细=rooms, 人员使用情况=people)
    assert draft.refused == ()
    yards = {yard.name for yard in draft.courtyards}
    built = {(house.courtyard, house.name) for house in draft.buildings}
    keys = {room.key for room in draft.rooms}
    who = {(person.unit, person.name, person.key) for person in draft.people}
    assert yards == {"行政中心"}
    assert {yard for yard, _ in built} <= yards
    assert {(key.courtyard, key.building) for key in keys} <= built
    assert {seat.room for seat in draft.occupancies} <= keys
    assert {(seat.unit, seat.name, seat.key) for seat in draft.occupancies} <= who
