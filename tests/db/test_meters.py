"""The registry of meters: one record a meter, whoever met it and wherever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy.exc import NoResultFound

from inspector.actions.here import Here
from inspector.db import journal, meters
from inspector.db.meter_tables import MeterRow
from inspector.domain.meters import Certificate, MeterCheck, MeterRecord
from worlds import BEGUN

CERTIFICATE = Certificate("JL-1", date(2026, 3, 1), date(2027, 2, 28), 400, 1_000)
METER = MeterRecord(
    UUID(int=1), "leica", "AA:BB", "DISTO 77", "D2", "77", certificate=CERTIFICATE
)


def keep(here: Here, *records: MeterRecord) -> None:
    with here.ledger.write(here.act("test")) as session:
        for record in records:
            meters.add_meter(session, record)


def found(here: Here, family: str, address: str, serial: str) -> MeterRecord | None:
    return here.ledger.ask(meters.find_meter, family, address, serial)


def test_a_record_comes_back_as_it_was_kept(here: Here) -> None:
    bare = replace(METER, id=UUID(int=2), certificate=None, edge_declared="后沿")
    keep(here, METER, bare)

    assert here.ledger.ask(meters.get_meter, METER.id) == METER
    assert here.ledger.ask(meters.meters) == [METER, bare]
    with pytest.raises(NoResultFound):
        here.ledger.ask(meters.get_meter, UUID(int=9))


def test_retired_meters_stand_at_the_end(here: Here) -> None:
    keep(here, METER, replace(METER, id=UUID(int=2)))
    with here.ledger.write(here.act("test")) as session:
        meters.set_retired(session, METER.id, retired=True)

    assert [(m.id.int, m.retired) for m in here.ledger.ask(meters.meters)] == [
        (2, False),
        (1, True),
    ]


def test_a_meter_is_known_by_its_serial_number_and_else_by_its_address(here: Here) -> None:
    nameless = replace(METER, id=UUID(int=2), address="CC:DD", serial="")
    keep(here, METER, nameless)

    assert found(here, "leica", "EE:FF", "77") == METER
    assert found(here, "leica", "AA:BB", "") == METER
    assert found(here, "leica", "CC:DD", "") == nameless
    assert found(here, "leica", "CC:DD", "88") == nameless
    assert found(here, "bosch", "AA:BB", "77") is None
    assert found(here, "leica", "EE:FF", "") is None
    assert found(here, "leica", "", "") is None


def test_another_serial_number_is_another_meter_at_the_same_address(here: Here) -> None:
    keep(here, METER)
    assert found(here, "leica", "AA:BB", "78") is None


def test_of_two_records_of_one_meter_every_computer_takes_the_same(here: Here) -> None:
    first, bare = (replace(METER, id=UUID(int=n), certificate=None) for n in (2, 3))
    certified, retired = replace(METER, id=UUID(int=4)), replace(METER, retired=True)
    keep(here, retired, first, bare)
    assert found(here, "leica", "", "77") == first

    keep(here, certified)
    assert found(here, "leica", "", "77") == certified


def test_a_meeting_is_known_here_and_is_no_change_to_sync(here: Here) -> None:
    keep(here, METER)
    before = here.ledger.ask(journal.queued, 500, 1 << 24)
    with here.ledger.write(here.act("test")) as session:
        meters.note_seen(session, METER.id, "EE:FF", BEGUN)
        meters.note_seen(session, METER.id, "EE:FF", BEGUN + timedelta(days=1))

    seen = replace(METER, address="EE:FF", last_seen=BEGUN + timedelta(days=1))
    assert here.ledger.ask(meters.get_meter, METER.id) == seen
    assert here.ledger.ask(meters.meters) == [seen]
    assert found(here, "leica", "EE:FF", "") == seen
    assert found(here, "leica", "AA:BB", "") == seen
    assert here.ledger.ask(journal.queued, 500, 1 << 24) == before


def test_only_what_was_not_known_is_filled_in(here: Here) -> None:
    keep(here, replace(METER, model="", serial=""))
    with here.ledger.write(here.act("test")) as session:
        meters.fill_identity(session, METER.id, "另一个名字", "D2", "77")
    assert here.ledger.ask(meters.get_meter, METER.id) == METER


def test_a_certificate_and_an_edge_are_set_and_taken_back(here: Here) -> None:
    keep(here, replace(METER, certificate=None))
    with here.ledger.write(here.act("test")) as session:
        meters.set_certificate(session, METER.id, CERTIFICATE)
        meters.set_edge(session, METER.id, "前沿")
    assert here.ledger.ask(meters.get_meter, METER.id) == replace(
        METER, edge_declared="前沿"
    )
    with here.ledger.write(here.act("test")) as session:
        meters.set_certificate(session, METER.id, None)
    assert here.ledger.ask(meters.get_meter, METER.id).certificate is None


@pytest.mark.parametrize("missing", ["certificate_issued", "certificate_until"])
def test_a_number_without_its_days_is_no_certificate(here: Here, missing: str) -> None:
    """As it may come from elsewhere: the columns allow it."""
    keep(here, METER)
    with here.ledger.write(here.act("test")) as session:
        setattr(session.get_one(MeterRow, METER.id), missing, None)
    assert here.ledger.ask(meters.get_meter, METER.id).certificate is None


def test_the_last_check_of_each_meter_counts(here: Here) -> None:
    other = replace(METER, id=UUID(int=2))
    keep(here, METER, other)
    checks = [
        MeterCheck(UUID(int=10 + n), METER.id, BEGUN, 3_000_000, (n, 2), "陈㛃", 400, 2_500)
        for n in (1, 2)
    ]
    with here.ledger.write(here.act("test")) as session:
        for check in checks:
            meters.add_check(session, check)

    assert here.ledger.ask(meters.last_check, METER.id) == checks[1]
    assert here.ledger.ask(meters.last_check, other.id) is None
