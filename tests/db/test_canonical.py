"""One byte form for one list of changes, on every machine and for ever."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.db import canonical
from inspector.domain.mutations import Change, ChangeKind, Fields, Value

values: st.SearchStrategy[Value] = st.one_of(
    st.none(), st.integers(-(2**63), 2**63 - 1), st.text(), st.binary()
)
fields = st.dictionaries(st.text(min_size=1), values, max_size=4)
changes = st.builds(
    Change,
    st.text(min_size=1),
    st.binary(min_size=16, max_size=16),
    st.sampled_from(ChangeKind),
    st.text(),
    st.none() | fields,
    fields,
)


@given(st.lists(changes, max_size=4))
def test_changes_are_bytes_and_back(found: list[Change]) -> None:
    assert canonical.changes_of(canonical.payload_of(found)) == found


@given(fields)
def test_the_order_of_names_makes_no_difference(found: dict[str, Value]) -> None:
    backwards: Fields = dict(reversed(found.items()))
    one, other = (
        Change("t", b"i", ChangeKind.INSERT, "*", None, new) for new in (found, backwards)
    )
    assert canonical.payload_of([one]) == canonical.payload_of([other])


def test_the_form_is_what_it_was_at_the_first_release() -> None:
    """A hash that changes here breaks every chain in the field."""
    change = Change(
        "room",
        bytes(16),
        ChangeKind.UPDATE,
        "area",
        {"ledger_area": None},
        {"b": 1, "a": "㎡"},
    )
    payload = canonical.payload_of([change])
    assert payload.hex() == (
        "9196a4726f6f6dc41000000000000000000000000000000000a6757064617465a461726561"
        "81ab6c65646765725f61726561c082a161a3e38ea1a16201"
    )
    chain = canonical.next_chain(bytes(32), hashlib.sha256(payload).digest())
    assert chain == hashlib.sha256(bytes(32) + hashlib.sha256(payload).digest()).digest()


def test_an_unknown_kind_of_change_is_refused() -> None:
    payload = canonical._ENCODER.encode([("t", b"i", "delete", "*", None, {})])
    with pytest.raises(ValueError, match="delete"):
        canonical.changes_of(payload)


def test_a_value_in_the_base_is_checked_as_well() -> None:
    payload = canonical._ENCODER.encode([("t", b"i", "update", "*", {"a": [1]}, {})])
    with pytest.raises(ValueError, match="a is no int"):
        canonical.changes_of(payload)
