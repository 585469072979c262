"""Where tables stand and what their titles mean, as real forms write them."""

from __future__ import annotations

import pytest

from inspector.domain.drafts import Severity
from inspector.domain.estate import RoomState, RoomUse
from inspector.sheets import headers
from inspector.sheets.columns import Field, Kind, is_known_title, meaning
from inspector.sheets.grid import open_book
from inspector.sheets.headers import find_tables
from inspector.sheets.ledger import read_ledger
from inspector.trouble import Trouble
from tests.sheets.tables import COVER, PEOPLE, ROOMS, SOUND, UNITS, MakeBook, Rows, with_row

NATIONAL: Rows = (
    ("党政机关办公用房统计表",),
    ("行政区划名称：云溪县", "", "行政区划代码：339921"),
    (
        *("序号", "地址坐落", "用地面积", "使用单位及批复编制情况", "", "", "", ""),
        *("基本办公用房使用面积", "", "建设年代", "备注"),
    ),
    (
        *("", "", "", "单位名称", "类别", "县级正职", "正科级", "科级以下"),
        *("办公室", "合计", "", ""),
    ),
    (1, "行政路1号", 5000, "云溪县财政局", "行政", 0, 1, 40, 900.5, 1200, 2012, ""),
    (2, "学府路2号", 3000, "云溪县教育局", "行政", "", 1, 30, 800, 900, "1998年", ""),
    ("合计", "", 8000, "", "", "", 2, 70, 1700.5, 2100, "", ""),
    ("填表人：某", "", "", "联系电话：000"),
)
NATIONAL_MERGES = ("D3:H3", "I3:J3", "A3:A4", "B3:B4", "C3:C4", "K3:K4", "L3:L4")


@pytest.mark.parametrize("merged", [True, False])
def test_the_national_statistics_table(make_book: MakeBook, *, merged: bool) -> None:
    merges = {"附表一": NATIONAL_MERGES} if merged else {}
    path = make_book({"附表一": NATIONAL}, merges)
    draft = read_ledger(path)
    assert (draft.county_name, draft.county_code) == ("云溪县", "339921")
    assert draft.sheets[0].header_rows == (3, 4)
    assert dict(draft.sheets[0].mapping)["使用单位及批复编制情况／正科级"] == "posts"
    assert [(unit.name, unit.posts, unit.posts_total) for unit in draft.units] == [
        ("云溪县财政局", (("X_1", 0), ("X_KE_1", 1), ("X_BELOW", 40)), 41),
        ("云溪县教育局", (("X_KE_1", 1), ("X_BELOW", 30)), 31),
    ]
    missing = "没有找到办公用房明细表（应有楼座、房间号、使用面积、使用单位）"
    assert [(fault.row, fault.expected) for fault in draft.faults] == [(0, missing)]


def test_titles_of_the_provincial_system(make_book: MakeBook) -> None:
    rooms = (
        ("房间位置", "房间号", "房间类型", "使用面积", "房间状态", "使用单位"),
        ("行政中心-1号楼-3层", "301", "办公室", 18, "使用中", "云溪县财政局"),
        ("行政中心/1号楼", "201", "办公室", 18, "空置", "云溪县财政局"),
        ("1号楼-负一层", "B101", "设备用房", 18, "", ""),
        ("2号楼", "401", "办公室", 18, "闲置", "云溪县财政局"),
    )
    people = (
        (
            "序号",
            "姓名",
            "所在部门",
            "职务级别",
            "职务名称",
            "编制情况",
            "房间号",
            "使用单位",
        ),
        (1, "王珺", "办公室", "正科级", "局长", "行政编制", "301室", "财政局"),
        (2, "李䶮", "综合科", "", "驾驶员", "编外聘用", "201", "县财政局"),
    )
    draft = read_ledger(make_book({**SOUND, "办公用房明细": rooms, "人员使用情况": people}))
    assert draft.refused == ()
    assert [(r.key.building, r.key.floor, r.state) for r in draft.rooms] == [
        ("1号楼", "3层", RoomState.IN_USE),
        ("1号楼", "2层", RoomState.VACANT),
        ("1号楼", "地下1层", RoomState.IDLE),
        ("2号楼", "4层", RoomState.VACANT),
    ]
    assert [(p.unit, p.counted) for p in draft.people] == [
        ("云溪县财政局", True),
        ("云溪县财政局", False),
    ]
    assert [seat.room.number for seat in draft.occupancies] == ["301", "201"]


def test_rooms_that_list_their_occupants(make_book: MakeBook) -> None:
    """One form for all: a line a person, the room's own cells merged or said again."""
    sheet: Rows = (
        (
            *("类别", "建筑名称", "楼层", "房号", "实际用途", "使用单位", "使用面积"),
            *("使用人", "", ""),
        ),
        ("", "", "", "", "", "", "", "姓名", "职级", "职务"),
        ("", "行政楼", 3, 301, "办公室", "财政局", 17.5, "王珺", "正科级", "局长"),
        ("", "行政楼", 3, 302, "办公室", "财政局", 20, "李䶮、陈㛃", "科员", ""),
        ("", "", "", "", "", "", "", "赵𬀩", "科员", ""),
        ("", "行政楼", 3, 303, "会议室", "财政局", 40, "", "", ""),
    )
    merges = {
        "用房情况": [
            "H1:J1",
            *(f"{c}1:{c}2" for c in "ABCDEFG"),
            *(f"{c}4:{c}5" for c in "BCDEFG"),
        ]
    }
    draft = read_ledger(make_book({"用房情况": sheet}, merges))
    assert draft.refused == ()
    assert [room.key.number for room in draft.rooms] == ["301", "302", "303"]
    assert [unit.name for unit in draft.units] == ["财政局"]
    assert [house.name for house in draft.buildings] == ["行政楼"]
    assert [(seat.name, seat.room.number) for seat in draft.occupancies] == [
        ("王珺", "301"),
        ("李䶮", "302"),
        ("陈㛃", "302"),
        ("赵𬀩", "302"),
    ]


def test_people_on_several_lines(make_book: MakeBook) -> None:
    people: Rows = [
        *PEOPLE,
        ("", "", "", "", "", "行政中心", "2号楼", "0301", ""),
        (4, "云溪县财政局", "王珺", "科员", "科员", "行政中心", "1号楼", "302", ""),
        (5, "云溪县财政局", "王珺", "正科级", "局长", "行政中心", "1号楼", "301、302", ""),
        (6, "云溪县财政局", "王珺", "", "", "", "", "", ""),
    ]
    draft = read_ledger(make_book({**SOUND, "人员使用情况": people}))
    assert draft.refused == ()
    assert [(p.name, p.key, p.rank) for p in draft.people] == [
        ("王珺", "", "X_KE_1"),
        ("李䶮", "", "X_BELOW"),
        ("陈㛃", "", "X_BELOW"),
        ("王珺", "2", "X_BELOW"),
    ]
    assert [(s.name, s.key, s.room.number) for s in draft.occupancies] == [
        ("王珺", "", "301"),
        ("李䶮", "", "302"),
        ("陈㛃", "", "302"),
        ("陈㛃", "", "0301"),
        ("王珺", "2", "302"),
        ("王珺", "", "302"),
    ]
    assert [(f.row, f.column, f.expected, f.severity) for f in draft.faults] == [
        (5, "H", "一人多室：陈㛃另有 1号楼 302", Severity.NOTE),
        (7, "H", "一人多室：王珺另有 1号楼 301", Severity.NOTE),
    ]


def test_staff_numbers_tell_people_apart(make_book: MakeBook) -> None:
    people: Rows = (
        ("使用单位", "姓名", "工号", "职务级别", "职务", "楼座", "房间号", "是否党政正职"),
        ("云溪县财政局", "王珺", "00012", "科员", "科员", "1号楼", 301, "否"),
        ("云溪县财政局", "王珺", "00013", "科员", "科员", "1号楼", 302, "是"),
        ("云溪县财政局", "王珺", "00012", "科员", "科员", "1号楼", 302, ""),
        ("云溪县财政局", "李䶮", "00013", "科员", "科员", "1号楼", 302, ""),
    )
    draft = read_ledger(make_book({**SOUND, "人员使用情况": people}))
    assert [(p.key, p.party_gov_chief) for p in draft.people] == [
        ("00012", False),
        ("00013", True),
    ]
    assert [(f.row, f.column, f.expected) for f in draft.refused] == [
        (5, "C", "工号重复，云溪县财政局“王珺”已用此工号")
    ]


def test_the_two_party_and_government_chiefs(make_book: MakeBook) -> None:
    posts = {
        "县委书记": True,
        "县委副书记、县长": True,
        "副县长": False,
        "县人大常委会主任": False,
        "县委副书记": False,
    }
    people = PEOPLE[:1]
    for post in posts:
        row = (1, "云溪县财政局", f"王{post}", "县级正职", post, "", "", "", "")
        people = with_row(people, *row)
    draft = read_ledger(make_book({**SOUND, "人员使用情况": people}))
    assert {p.post: p.party_gov_chief for p in draft.people} == posts


def test_a_second_table_and_a_repeated_heading_on_one_sheet(make_book: MakeBook) -> None:
    rows: Rows = [
        *ROOMS,
        *ROOMS[:1],
        (4, "行政中心", "1号楼", 4, 401, "办公室", 20, "云溪县财政局", ""),
        ("注：以上为一号楼",),
        (),
        ("二、单位情况",),
        *UNITS,
        (3,),
    ]
    sheets = {k: v for k, v in SOUND.items() if k != "单位及编制情况"}
    draft = read_ledger(make_book({**sheets, "办公用房明细": rows}))
    assert draft.refused == ()
    assert [(s.header_rows, s.rows) for s in draft.sheets if s.name == "办公用房明细"] == [
        ((1,), 3),
        ((5,), 1),
        ((10,), 2),
    ]
    assert (len(draft.rooms), len(draft.units)) == (4, 2)


def test_merged_cells_of_a_column_are_read_on_every_line(make_book: MakeBook) -> None:
    rows = [list(row) for row in ROOMS]
    rows[2][7] = ""
    draft = read_ledger(
        make_book({**SOUND, "办公用房明细": rows}, {"办公用房明细": ["H2:H3"]})
    )
    assert [room.unit for room in draft.rooms] == ["云溪县财政局"] * 2 + [None]


def test_too_many_merged_cells(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(headers, "MOST_CELLS", 0)
    with pytest.raises(Trouble, match="合并单元格过多"):
        read_ledger(make_book(SOUND, {"办公用房明细": ["H2:H3"]}))


def test_sheets_that_are_not_tables_are_said(make_book: MakeBook) -> None:
    prose = tuple(tuple(f"第{r}{c}" for c in range(7)) for r in range(7))
    draft = read_ledger(
        make_book({**SOUND, "附件": prose, "字典": prose, "空": ()}, hidden=["字典"])
    )
    assert [(f.sheet, f.row, f.expected) for f in draft.faults] == [
        ("附件", 0, "没有找到表头，这张工作表没有读取"),
        ("字典", 0, "隐藏的工作表没有读取，需要时请取消隐藏"),
    ]
    assert draft.refused == ()


def test_an_area_in_another_unit_is_not_converted(make_book: MakeBook) -> None:
    rows = [
        ["使用面积（亩）" if c == "使用面积（㎡）" else c for c in ROOMS[0]],
        *ROOMS[1:],
    ]
    draft = read_ledger(make_book({**SOUND, "办公用房明细": rows}))
    assert [(f.row, f.column, f.read, f.expected) for f in draft.refused] == [
        (1, "G", "使用面积（亩）", "使用面积的单位应为平方米（㎡）")
    ]


def test_of_two_columns_the_usual_word_is_taken(make_book: MakeBook) -> None:
    rows = [["实测面积", *ROOMS[0]], *([1, *row] for row in ROOMS[1:])]
    draft = read_ledger(make_book({**SOUND, "办公用房明细": rows}))
    assert [str(room.ledger_area) for room in draft.rooms] == [
        "17.80 ㎡",
        "18.50 ㎡",
        "60.00 ㎡",
    ]


def test_headcounts_beside_posts_are_not_posts() -> None:
    assert meaning(("实有人数", "正科级"), Kind.UNITS) is None
    assert meaning(("面积", "合计"), Kind.UNITS) is None
    found = meaning(("批复编制情况（人）", "正科级"), Kind.UNITS)
    assert found is not None
    assert found.field is Field.POSTS
    assert meaning(("工会", "姓名"), Kind.PEOPLE) is None
    assert meaning(("级别",), Kind.BUILDINGS) is None


def test_what_counts_as_a_title() -> None:
    known = ("序号", "使 用 面 积（㎡）", "*房间号", "职务\n级别", "正科级")
    assert all(is_known_title(words) for words in known)
    assert not any(is_known_title(words) for words in ("财政局", "", "注" * 50))


def test_unnamed_county_and_foreign_uses_are_notes(make_book: MakeBook) -> None:
    rows = [list(row) for row in ROOMS]
    rows[1][5] = "花房"
    draft = read_ledger(
        make_book({**SOUND, "填表说明": (("说明",),), "办公用房明细": rows})
    )
    assert draft.county_name == ""
    assert [(f.row, f.expected[:8]) for f in draft.faults] == [
        (0, "没有找到行政区划"),
        (2, "用途不能归入办公"),
    ]
    assert draft.rooms[0].use is RoomUse.UNSTATED
    assert draft.rooms[0].use_text == "花房"


def test_the_county_may_stand_in_a_title_only(make_book: MakeBook) -> None:
    draft = read_ledger(make_book({**SOUND, "填表说明": COVER[:1]}))
    assert (draft.county_name, draft.county_code) == ("云溪县", "")


def test_find_tables_leaves_prose_alone(make_book: MakeBook) -> None:
    grid = open_book(make_book({"说明": COVER})).grids[0]
    assert find_tables(grid) == []
