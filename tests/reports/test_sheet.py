"""The whole sheet: everything on it, nothing over the edge, nothing over anything else."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from itertools import combinations

import pypdf
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]
import pytest

from inspector.domain.inspections import Role
from inspector.domain.sheet import SheetContent, content_sha256
from inspector.reports.operations import (
    Document,
    InkStroke,
    Line,
    Operation,
    Picture,
    Text,
)
from inspector.reports.sheet import lay_out_sheet, render_sheet
from inspector.reports.style import Style
from tests.reports.examples import LEICA, RARE, content, fonts, handwriting, signed
from tests.reports.test_pdf import embedded
from tests.reports.visits import (
    LONG_UNIT,
    borderline,
    campaign,
    crowded,
    over_limit,
    shared,
    undecided,
    unmeasured,
    visit,
    within,
)

STYLE = Style()
A4 = (595.28, 841.89)
REFUSED = signed(crowded(), refused="对限额认定有异议，要求复测")


@cache
def laid(sheet: SheetContent) -> Document:
    return lay_out_sheet(sheet, fonts(), STYLE)


def texts(sheet: SheetContent) -> list[str]:
    return [op.text for page in laid(sheet).pages for op in page if isinstance(op, Text)]


def said(sheet: SheetContent) -> str:
    """All words without the blanks between them, cells in the order of their drawing."""
    return "".join("".join(texts(sheet)).split())


def letters(text: str) -> Counter[str]:
    return Counter(c for c in text if not c.isspace())


def extracted(data: bytes) -> str:
    with pdfium.PdfDocument(data) as pdf:
        return "".join(page.get_textpage().get_text_range() for page in pdf)


Box = tuple[float, float, float, float]


def box(text: Text) -> Box:
    """Left, top, right, bottom of the ink; a full-width stop ends at its middle."""
    wide = fonts().width(text.text, text.face, text.size)
    if text.text[-1:] in "，。、；：）":
        wide -= text.size / 2
    return text.x, text.y - text.size * 0.8, text.x + wide, text.y + text.size * 0.1


def upright(page: tuple[Operation, ...]) -> Iterator[Text]:
    return (op for op in page if isinstance(op, Text) and op.angle == 0)


def overlap(a: Box, b: Box) -> bool:
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    return across > 0.1 and down > 0.1


SHEETS = {
    "visit": visit(),
    "crowded": REFUSED,
    "campaign": campaign(23),
    "empty": content(()),
    "blank": replace(visit(), signatures=()),
}


@pytest.fixture(params=list(SHEETS))
def sheet(request: pytest.FixtureRequest) -> SheetContent:
    return SHEETS[request.param]


def test_no_text_lies_over_another(sheet: SheetContent) -> None:
    for page in laid(sheet).pages:
        boxes = [(box(text), text.text) for text in upright(page)]
        for (one, word), (other, another) in combinations(boxes, 2):
            assert not overlap(one, other), (word, another)


def test_no_text_crosses_the_rule_of_its_cell(sheet: SheetContent) -> None:
    for page in laid(sheet).pages:
        rules = [op for op in page if isinstance(op, Line) and op.x1 == op.x2]
        for text in upright(page):
            left, top, right, bottom = box(text)
            for rule in rules:
                inside = left + 0.1 < rule.x1 < right - 0.1
                beside = rule.y1 < bottom and top < rule.y2
                assert not (inside and beside), text.text


def test_everything_stays_on_its_page(sheet: SheetContent) -> None:
    for page in laid(sheet).pages:
        for text in upright(page):
            left, top, right, bottom = box(text)
            assert STYLE.left - 0.1 <= left
            assert right <= STYLE.width - STYLE.right + STYLE.pad_x
            assert top > 0
            assert bottom <= STYLE.height - STYLE.bottom
        for ink in page:
            if isinstance(ink, InkStroke):
                assert all(STYLE.left < x < STYLE.width for x, _, _ in ink.points)


def test_two_readers_copy_out_every_letter_that_was_put_in(sheet: SheetContent) -> None:
    data = render_sheet(sheet, fonts())
    put_in = letters("".join(texts(sheet)))

    assert letters(extracted(data)) == put_in
    pages = pypdf.PdfReader(BytesIO(data)).pages
    assert letters("".join(page.extract_text() for page in pages)) == put_in


def test_the_file_is_a4_and_all_its_fonts_are_embedded(sheet: SheetContent) -> None:
    data = render_sheet(sheet, fonts())

    found = embedded(data)
    assert found
    assert all(found.values())
    assert not any("Helvetica" in name for name in found)
    with pdfium.PdfDocument(data) as pdf:
        assert len(pdf) == len(laid(sheet).pages)
        for page in pdf:
            assert page.get_size() == pytest.approx(A4, abs=0.01)


def test_equal_content_gives_equal_bytes(sheet: SheetContent) -> None:
    assert render_sheet(sheet, fonts()) == render_sheet(sheet, fonts())


def test_pages_are_numbered_and_carry_policy_and_content_hash() -> None:
    made = laid(visit())
    digest = content_sha256(visit())

    for number, page in enumerate(made.pages, start=1):
        words = [op.text for op in page if isinstance(op, Text)]
        assert f"第 {number} 页　共 {len(made.pages)} 页" in words
        assert any(digest[:4] in word and "内容校验" in word for word in words)
        assert f"判定标准：{visit().policy}" in words
        assert f"编号 {visit().inspection.number}" in words
    assert digest in made.subject
    assert visit().inspection.number in made.subject
    assert made.title.startswith("党政机关办公用房现场核查记录表")


def test_what_is_known_of_the_visit_is_on_the_sheet() -> None:
    words = said(visit())
    for fact in (
        "党政机关办公用房现场核查记录表",
        "青岚县教育体育局",
        "青岚县（331199）",
        "331199-07-0012",
        "2026年12月23日",
        "督查二组",
        "陈㛃、李䶮",
        "沈若谷",
        "①DISTOD2（序列号1052431877）",
        "②GLM50C（序列号未知）",
        "共核查7间：超标2间，合规1间，临界须复测1间，标准未设定1间，未判定2间。",
        *RARE,
    ):
        assert fact in words, fact


def test_a_room_over_the_limit_says_how_and_why() -> None:
    words = texts(content((over_limit(),)))
    for fact in (
        "▲ 超标 2.31 ㎡",
        "20.31 ± 0.03 ㎡（k=2）",
        "17.80 ㎡",
        "18.00 ㎡",
        "+2.51 ㎡",
        "矩形，多余观测 1 个",
        "5.203",
        "4.001",
        "分类：出方案限期整改",
        "方式：调换",
        "期限：2027年1月22日",
        "认定人：陈㛃",
        "比例 1:100",
        "照片文件无法读取",
        "王𬀩 正科级 党委书记、局长（另有 402）",
    ):
        assert fact in words, fact


def test_a_reading_set_aside_is_struck_and_gives_its_reason() -> None:
    (page, *_) = laid(content((over_limit(),))).pages
    (value,) = (op for op in page if isinstance(op, Text) and op.text == "4.001")
    struck = [
        op
        for op in page
        if isinstance(op, Line)
        and op.y1 == op.y2
        and op.x1 == pytest.approx(value.x)
        and value.y - value.size < op.y1 < value.y
    ]

    assert len(struck) == 1
    assert "剔除：窗帘遮挡，重测" in said(content((over_limit(),)))


def test_undecided_rooms_claim_nothing() -> None:
    words = texts(content((borderline(), undecided(), unmeasured())))
    assert "◆ 临界须复测" in words
    assert "矩形，无独立校核" in words
    assert "读数未能形成房间轮廓" in words
    assert "未测量" in words
    assert "未作认定" in words
    assert not any(word.startswith("▲") for word in words)


def test_people_who_share_a_room_are_all_named_in_its_block() -> None:
    words = said(content((shared(),)))
    assert "等5人" in words
    assert "吴桐借调（不计入限额）" in words
    assert "认定门槛：1.00㎡" in words
    assert "任意四边形" in words
    for occupant in shared().card.occupants:
        assert occupant.name in words


def test_forty_people_and_two_hundred_findings_are_all_there() -> None:
    words = said(REFUSED)
    for occupant in REFUSED.rooms[0].card.occupants:
        assert f"{occupant.name}科级以下{occupant.post}" in words
    for number in range(1, 201):
        assert f"{number}.擅自改变用途" in words
    assert words.count("剔除：与前次读数不符，已由两名检查人员共同重测并说明原因") == 24
    assert LONG_UNIT in words


def test_a_unit_too_long_for_the_head_of_the_page_is_seen_to_be_cut() -> None:
    (head,) = {word for word in texts(REFUSED) if word.startswith("青岚县　青岚县")}
    assert head.endswith("…")


def test_photos_keep_their_proportions() -> None:
    pictures = [
        op
        for page in laid(content((over_limit(),))).pages
        for op in page
        if isinstance(op, Picture)
    ]
    assert [round(p.width / p.height, 2) for p in pictures] == [1.33, 0.75, 1.33]


def test_heads_come_again_on_every_page_of_a_long_table() -> None:
    pages = laid(campaign(60)).pages
    heads = [
        sum(isinstance(op, Text) and op.text == "使用人及职级" for op in page)
        for page in pages
    ]
    first_block = next(
        number
        for number, page in enumerate(pages)
        if any(isinstance(op, Text) and op.text == "二、逐间核查记录" for op in page)
    )
    assert first_block >= 1
    assert heads[:first_block] == [1] * first_block


def test_a_block_that_goes_over_says_whose_it_is() -> None:
    made = laid(REFUSED)
    for page in made.pages[1:-2]:
        words = [op.text for op in page if isinstance(op, Text)]
        assert any("房号" in word for word in words)


def test_readings_that_go_over_have_their_head_again() -> None:
    pages = laid(REFUSED).pages
    with_readings = [
        [op.text for op in page if isinstance(op, Text)]
        for page in pages
        if any(isinstance(op, Text) and op.text.startswith("3.0") for op in page)
    ]
    assert len(with_readings) > 2
    assert all("读数（m）" in words for words in with_readings)


@pytest.mark.parametrize("count", range(1, 12))
def test_signatures_are_never_alone_on_a_page(count: int) -> None:
    (*_, last) = laid(signed(campaign(count))).pages
    words = [op.text for op in last if isinstance(op, Text)]

    assert "签字盖章" in words
    assert "备注" in words
    assert any("房号" in word for word in words[: words.index("签字盖章")])


def test_ink_is_on_the_sheet_as_vectors() -> None:
    def paths(data: bytes) -> int:
        with pdfium.PdfDocument(data) as pdf:
            kinds = [pdfium_c.FPDF_PAGEOBJ_PATH]
            return sum(len(list(page.get_objects(filter=kinds))) for page in pdf)

    plain = content((within(),))
    strokes = 4 * len(handwriting(2).strokes)
    with_ink, without = render_sheet(signed(plain), fonts()), render_sheet(plain, fonts())

    assert paths(with_ink) >= paths(without) + strokes


def test_a_refusal_is_printed_in_its_field_with_its_reason() -> None:
    words = said(signed(content((within(),)), refused="对限额认定有异议，要求复测"))
    assert "拒绝签字" in words
    assert "被检查单位负责人周延之：对限额认定有异议，要求复测" in words


def test_a_signature_written_under_other_words_is_called_so() -> None:
    old = signed(content((within(),)))
    changed = replace(old, rooms=(over_limit(),))

    assert "签字后本表内容有变动，须重签" not in texts(old)
    assert texts(changed).count("签字后本表内容有变动，须重签") == 4


def test_who_signed_again_stands_there_once_with_the_newest() -> None:
    old = signed(content((within(),)))
    changed = replace(old, rooms=(over_limit(),))
    again = tuple(
        replace(s, at=s.at + timedelta(hours=1), content_sha256=content_sha256(changed))
        for s in old.signatures
    )
    both = replace(changed, signatures=(*again, *old.signatures))

    assert "签字后本表内容有变动，须重签" not in texts(both)
    assert texts(both).count("检查人员") == texts(old).count("检查人员")


def test_two_inspectors_places_even_where_one_is_named_and_more_if_more_signed() -> None:
    plain = content((within(),))
    alone = replace(plain, inspection=replace(plain.inspection, inspectors=("陈㛃",)))
    assert texts(alone).count("检查人员") == 3  # one of them is the label of the first page

    stranger = replace(signed(alone).signatures[0], name="何清", role=Role.INSPECTOR)
    helped = replace(alone, signatures=(*signed(alone).signatures, stranger))
    assert texts(helped).count("检查人员") == 3
    assert "何清" in texts(helped)

    three = replace(plain, signatures=(*signed(plain).signatures, stranger))
    assert texts(three).count("检查人员") == 4


@cache
def certified(days: tuple[int, ...]) -> SheetContent:
    """A visit whose readings were taken with one meter, that many days after the last on
    which its certificate held."""
    meter = replace(
        LEICA,
        certificate="浙计检字第2026-0815号",
        certificate_until=date(2026, 12, 23),
        correction_um=400,
        uncertainty_um=1_000,
    )
    room = within()
    assert room.measurement is not None
    readings = tuple(
        replace(reading, instrument=meter, at=reading.at + timedelta(days=after))
        for reading, after in zip(room.measurement.readings, days, strict=True)
    )
    measured = replace(room.measurement, readings=readings)
    return content((replace(room, measurement=measured), over_limit()))


def test_a_meter_s_certificate_is_on_the_sheet_with_its_last_day() -> None:
    text = said(certified((0, 0, 0, 0)))
    assert "浙计检字第2026-0815号，有效期至2026年12月23日" in text
    assert "面积已按修正值+0.4mm计算" in text
    assert "过期" not in text


def test_a_certificate_that_had_run_out_on_the_day_is_said_in_words() -> None:
    assert "；检定证书已过期）" in said(certified((1, 1, 2, 2)))
    assert "；部分读数测时检定证书已过期）" in said(certified((0, 0, 0, 1)))


def test_practice_is_written_across_every_page() -> None:
    plain = content((within(), over_limit()))
    practice = replace(plain, inspection=replace(plain.inspection, practice=True))

    assert "练习" not in texts(plain)
    for page in laid(practice).pages:
        assert isinstance(page[0], Text)
        assert page[0].text == "练习"
        assert page[0].angle > 0
    assert "练习" in extracted(render_sheet(practice, fonts()))


@pytest.mark.slow
def test_two_hundred_rooms_are_quick_and_complete(
    capsys: pytest.CaptureFixture[str],
) -> None:
    sheet = signed(campaign(200))
    begun = time.process_time()
    data = render_sheet(sheet, fonts())
    seconds = time.process_time() - begun

    words = "".join(extracted(data).split())
    for number in range(101, 301):
        assert f"房号{number}" in words
    with capsys.disabled():
        with pdfium.PdfDocument(data) as pdf:
            count = len(pdf)
        print(f"\n200 rooms: {count} pages, {len(data)} bytes, {seconds:.2f} CPU-s")  # noqa: T201
    assert seconds < 20
