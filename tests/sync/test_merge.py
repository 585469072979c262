"""What becomes of one change, case by case and for any values at all."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.db.central_layout import Kind, TableSpec, specs
from inspector.domain.inspections import Role
from inspector.domain.mutations import Change, ChangeKind, Fields, Value
from inspector.sync.merge import (
    Around,
    Clash,
    Conflict,
    Insert,
    Nothing,
    Reason,
    Rejected,
    Update,
    decide,
)

ID = UUID(int=1).bytes
OTHER = UUID(int=2).bytes

ROOM: Fields = {
    "floor_id": OTHER,
    "unit_id": None,
    "number": "301",
    "use": "office",
    "use_text": "办公室",
    "ledger_area": 17_800_000,
    "state": "in_use",
    "remark": "",
}
OLD_READING: Fields = {
    "inspection_id": OTHER,
    "measurement_id": None,
    "slot": "",
    "micrometres": 5_203_000,
    "source": "ble",
    "family": "leica",
    "model": "D2",
    "serial": "",
    "codec_version": 1,
    "edge": "",
    "counter": None,
    "raw": b"\x01",
    "operator": "陈㛃",
    "at": 1,
}
"""As the first program wrote it."""
PLACED: Fields = {
    "reading_id": OTHER,
    "measurement_id": OTHER,
    "slot": "wall1",
    "operator": "陈㛃",
    "at": 1,
}


def _around(*, known: bool = True, taken: bool = False) -> Around:
    return Around(lambda table, row_id: known, lambda spec, row_id, fields: taken)


def _decide(change: Change, current: Fields | None, around: Around | None = None) -> object:
    return decide(change, specs().get(change.table), current, around or _around())


def _new(table: str, fields: Fields, row_id: bytes = ID) -> Change:
    return Change(table, row_id, ChangeKind.INSERT, "*", None, {"id": row_id, **fields})


def _edit(group: str, base: Fields | None, new: Fields, table: str = "room") -> Change:
    return Change(table, ID, ChangeKind.UPDATE, group, base, new)


def _reason(decision: object) -> Reason:
    assert isinstance(decision, Rejected)
    assert decision.reason.label in decision.what
    return decision.reason


def test_a_new_row_is_taken_whole() -> None:
    partial = {n: v for n, v in ROOM.items() if n != "unit_id"}
    assert _decide(_new("room", partial), None) == Insert(ROOM)


def test_the_same_fact_twice_is_nothing_and_another_under_its_id_a_fork() -> None:
    change = _new("reading_placed", PLACED)
    assert _decide(change, None) == Insert(PLACED)
    assert _decide(change, PLACED) == Nothing()
    assert _reason(_decide(change, {**PLACED, "slot": "wall2"})) is Reason.FORK


def test_a_fact_of_an_older_program_is_taken_with_what_its_rows_hold() -> None:
    whole = {
        **OLD_READING,
        "meter_id": None,
        "certificate": "",
        "certificate_until": None,
        "correction_um": 0,
        "uncertainty_um": None,
        "device_time": "",
        "tilt_udeg": None,
    }
    assert _decide(_new("reading", OLD_READING), None) == Insert(whole)
    assert _decide(_new("reading", OLD_READING), whole) == Nothing()
    told = {**OLD_READING, "certificate": "JL-1"}
    assert _reason(_decide(_new("reading", told), whole)) is Reason.FORK
    silent = {n: v for n, v in OLD_READING.items() if n != "slot"}
    assert _reason(_decide(_new("reading", silent), None)) is Reason.MISSING_VALUE
    nothing = {**OLD_READING, "certificate": None}
    assert _reason(_decide(_new("reading", nothing), None)) is Reason.BAD_VALUE


def test_a_ledger_row_inserted_over_another_keeps_both_sides() -> None:
    there = {**ROOM, "remark": "在册", "number": "302"}
    assert _decide(_new("room", ROOM), ROOM) == Nothing()
    decision = _decide(_new("room", ROOM), there)
    assert isinstance(decision, Conflict)
    sides = {clash.group: clash for clash in decision.clashes}
    assert set(sides) == {"number", "remark"}
    assert sides["remark"] == Clash("remark", None, {"remark": "在册"}, {"remark": ""})


def test_a_group_is_compared_with_its_base() -> None:
    edit = _edit("remark", {"remark": ""}, {"remark": "甲"})
    assert _decide(edit, ROOM) == Update({"remark": "甲"})
    assert _decide(edit, {**ROOM, "remark": "甲"}) == Nothing()
    assert _decide(edit, {**ROOM, "remark": "乙"}) == Conflict(
        (Clash("remark", {"remark": ""}, {"remark": "乙"}, {"remark": "甲"}),)
    )


def test_another_group_s_change_is_no_obstacle() -> None:
    edit = _edit("remark", {"remark": ""}, {"remark": "甲"})
    assert _decide(edit, {**ROOM, "number": "999"}) == Update({"remark": "甲"})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_new("nothing", {}), Reason.UNKNOWN_TABLE),
        (_new("room", ROOM, b"short"), Reason.BAD_VALUE),
        (_new("room", {**ROOM, "colour": "红"}), Reason.UNKNOWN_FIELD),
        (_new("room", {**ROOM, "number": 301}), Reason.BAD_VALUE),
        (_new("room", {**ROOM, "number": "3\0"}), Reason.BAD_VALUE),
        (_new("room", {**ROOM, "number": "长" * 1_000_001}), Reason.BAD_VALUE),
        (_new("room", {**ROOM, "number": None}), Reason.BAD_VALUE),
        (_new("room", {**ROOM, "ledger_area": 1 << 63}), Reason.BAD_VALUE),
        (_new("room", {**ROOM, "floor_id": b"short"}), Reason.BAD_VALUE),
        (_new("room", {"number": "301"}), Reason.MISSING_VALUE),
        (_edit("colour", {"colour": 1}, {"colour": 2}), Reason.UNKNOWN_FIELD),
        (_edit("remark", {}, {}), Reason.UNKNOWN_FIELD),
        (_edit("remark", {"number": ""}, {"number": "1"}), Reason.UNKNOWN_FIELD),
        (_edit("remark", None, {"remark": "甲"}), Reason.BAD_VALUE),
        (_edit("use", {"use": ""}, {"use_text": ""}), Reason.BAD_VALUE),
        (_edit("remark", {"remark": ""}, {"remark": 5}), Reason.BAD_VALUE),
        (_edit("remark", {"remark": 5}, {"remark": ""}), Reason.BAD_VALUE),
        (_edit("remark", {"remark": ""}, {"remark": "甲"}), Reason.MISSING_ROW),
        (_edit("*", {}, {"slot": "wall2"}, "reading_placed"), Reason.FACT_CHANGED),
    ],
)
def test_what_cannot_be_taken_has_a_reason(change: Change, reason: Reason) -> None:
    assert _reason(_decide(change, None)) is reason


def test_a_row_names_only_rows_that_exist() -> None:
    assert _reason(_decide(_new("room", ROOM), None, _around(known=False))) is Reason.ORPHAN
    move = _edit("unit", {"unit_id": None}, {"unit_id": OTHER})
    assert _reason(_decide(move, ROOM, _around(known=False))) is Reason.ORPHAN
    assert _decide(move, ROOM) == Update({"unit_id": OTHER})


def test_a_unique_key_is_given_once() -> None:
    posts: Fields = {"unit_id": OTHER, "rank": "X_KE_1", "number": 1}
    spec = specs()["posts"]
    if not spec.uniques:
        pytest.fail("no synced table has a unique key any more: drop Reason.TAKEN")
    seen: list[Fields] = []

    def taken(_: TableSpec, __: bytes, fields: Fields) -> bool:
        seen.append(fields)
        return True

    around = Around(lambda table, row_id: True, taken)
    assert _reason(_decide(_new("posts", posts), None, around)) is Reason.TAKEN
    edit = _edit("posts", {"rank": "X_KE_1"}, {"rank": "X_KE_2"}, "posts")
    assert _reason(_decide(edit, posts, around)) is Reason.TAKEN
    assert seen[1] == {**posts, "rank": "X_KE_2"}


def test_bytes_have_a_bound() -> None:
    column = next(c for c in specs()["signature"].columns.values() if c.kind is Kind.BYTES)
    assert column.kind is Kind.BYTES
    signature: Fields = {
        n: b""
        if c.kind is Kind.BYTES
        else OTHER
        if c.kind is Kind.ID
        else 1
        if c.kind is Kind.INTEGER
        else ""
        for n, c in specs()["signature"].columns.items()
    } | {"role": Role.INSPECTOR.value}
    assert isinstance(_decide(_new("signature", signature), None), Insert)
    too_long = {**signature, "ink": bytes(4_000_001)}
    assert _reason(_decide(_new("signature", too_long), None)) is Reason.BAD_VALUE


VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(), st.integers(), st.text(max_size=5), st.binary(max_size=20)
)
TEXTS = st.sampled_from(["", "甲", "乙", "丙"])


@given(base=TEXTS, theirs=TEXTS, mine=TEXTS)
def test_nothing_disappears_without_a_conflict_that_shows_it(
    base: str, theirs: str, mine: str
) -> None:
    decision = _decide(
        _edit("remark", {"remark": base}, {"remark": mine}), {**ROOM, "remark": theirs}
    )
    if theirs == mine:
        assert decision == Nothing()
    elif theirs == base:
        assert decision == Update({"remark": mine})
    else:
        assert isinstance(decision, Conflict)
        [clash] = decision.clashes
        assert (clash.base, clash.theirs, clash.mine) == (
            {"remark": base},
            {"remark": theirs},
            {"remark": mine},
        )


@given(
    table=st.sampled_from(sorted(specs())) | st.text(max_size=4),
    row_id=st.just(ID) | st.binary(max_size=20),
    kind=st.sampled_from(ChangeKind),
    group=st.sampled_from(["*", "remark", "number", "posts"]) | st.text(max_size=3),
    fields=st.data(),
)
def test_any_change_gets_a_decision_that_the_tables_can_hold(
    table: str, row_id: bytes, kind: ChangeKind, group: str, fields: st.DataObject
) -> None:
    spec = specs().get(table)
    names = st.sampled_from(sorted(spec.columns)) if spec else st.text(max_size=3)
    some = st.dictionaries(names, VALUES, max_size=20)
    new = fields.draw(some)
    base = fields.draw(st.none() | some | st.just(new))
    decision = decide(Change(table, row_id, kind, group, base, new), spec, None, _around())
    if isinstance(decision, Insert):
        assert spec is not None
        assert set(decision.fields) == set(spec.columns)
    else:
        assert isinstance(decision, Rejected)


@given(moves=st.lists(st.tuples(st.booleans(), TEXTS), max_size=12))
def test_two_devices_that_settle_by_the_centre_s_answer_never_lose_a_side(
    moves: list[tuple[bool, str]],
) -> None:
    """Each device edits from what it last saw; every value written is in the end the
    centre's, or was replaced by somebody who had seen it, or stands in a conflict."""
    centre, seen, kept = "", {True: "", False: ""}, {""}
    for who, value in moves:
        decision = _decide(
            _edit("remark", {"remark": seen[who]}, {"remark": value}),
            {**ROOM, "remark": centre},
        )
        if isinstance(decision, Update):
            assert centre == seen[who]
            centre = value
        elif isinstance(decision, Conflict):
            assert decision.clashes[0].mine == {"remark": value}
        else:
            assert value == centre
        kept.add(value)
        seen[who] = centre
    assert centre in kept
