"""Meters, checks and loose readings travel; what older programs wrote is taken whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from centres import SECRET, everything, first_device, next_device, sync
from inspector.actions import measure as acts
from inspector.actions import meters
from inspector.actions.here import Here
from inspector.central.serve import Service, running
from inspector.db import inspections, journal
from inspector.db import meters as registry
from inspector.domain.inspections import Discarded
from inspector.domain.meters import Certificate
from old_files import restore
from worlds import BEGUN, open_here, rooms, taken, visit

CERTIFICATE = Certificate("JL-1", date(2026, 3, 1), date(2027, 2, 28), 400, 1_000)


def settled(here: Here) -> bool:
    """Nothing waits, and the centre took everything as it was."""
    unsent = here.ledger.ask(journal.unsent)
    return (unsent.records, unsent.conflicts, unsent.rejected) == (0, 0, 0)


def test_a_meter_with_its_checks_is_known_on_every_device(
    centre: str, tmp_path: Path
) -> None:
    one = first_device(tmp_path / "one")
    known = meters.meet_meter(one, "leica", "AA:BB", "DISTO 77", "D2", "77")
    meters.keep_certificate(one, known.id, CERTIFICATE)
    check = meters.keep_check(one, known.id, 3_000_000, (2_999_600, 2_999_700)).check
    sync(one, centre)
    two = next_device(tmp_path / "two", centre)

    [found] = meters.meters(two)
    assert found == replace(known, certificate=CERTIFICATE, last_seen=None)
    assert two.ledger.ask(registry.last_check, known.id) == check
    assert meters.meet_meter(two, "leica", "EE:FF", "DISTO 77", "D2", "77").id == known.id
    assert settled(two)
    one.ledger.close()
    two.ledger.close()


def test_two_devices_that_met_one_meter_apart_agree_in_the_end(
    centre: str, tmp_path: Path
) -> None:
    one = first_device(tmp_path / "one")
    sync(one, centre)
    two = next_device(tmp_path / "two", centre)
    for here in (one, two):
        met = meters.meet_meter(here, "leica", "AA:BB", "DISTO 77", "D2", "77")
        meters.keep_check(here, met.id, 3_000_000, (3_000_000, 3_000_000))
    for here in (one, two, one):
        sync(here, centre)

    assert settled(one)
    assert settled(two)
    assert everything(one) == everything(two)
    assert len(meters.meters(one)) == 2
    again = [
        meters.meet_meter(here, "leica", "AA:BB", "", "", "77").id for here in (one, two)
    ]
    assert again[0] == again[1]
    one.ledger.close()
    two.ledger.close()


def test_edits_of_different_parts_of_a_meter_are_joined(
    centre: str, tmp_path: Path
) -> None:
    one = first_device(tmp_path / "one")
    known = meters.meet_meter(one, "leica", "AA:BB", "DISTO 77", "D2", "77")
    sync(one, centre)
    two = next_device(tmp_path / "two", centre)
    meters.keep_certificate(one, known.id, CERTIFICATE)
    meters.declare_edge(two, known.id, "前沿")
    for here in (one, two, one):
        sync(here, centre)

    assert everything(one) == everything(two)
    [joined] = meters.meters(one)
    assert (joined.certificate, joined.edge_declared) == (CERTIFICATE, "前沿")
    one.ledger.close()
    two.ledger.close()


def test_a_loose_reading_is_placed_on_another_device_with_all_it_brought(
    centre: str, tmp_path: Path
) -> None:
    one = first_device(tmp_path / "one")
    inspection, room = visit(one), rooms(one)[0].room.id
    discarded = Discarded(b"\x09", None, "这是面积读数", BEGUN)
    came = replace(taken(5203), device_time="12", tilt_udeg=-5, discarded=(discarded,))
    [loose] = acts.keep_loose(one, came).tray
    sync(one, centre)
    two = next_device(tmp_path / "two", centre)

    assert two.ledger.ask(inspections.tray, None) == [loose]
    acts.place_reading(two, inspection.id, room, loose.id, "wall1")
    for here in (two, one):
        sync(here, centre)

    assert everything(one) == everything(two)
    assert one.ledger.ask(inspections.tray, None) == []
    standing = acts.look(one, inspection.id, room)
    assert standing.measurement is not None
    [placed] = standing.measurement.readings
    assert placed.discarded == (discarded,)
    assert (placed.device_time, placed.tilt_udeg) == ("12", -5)
    one.ledger.close()
    two.ledger.close()


def old_county(folder: Path) -> Here:
    """The first program's device and its centre, met again by today's."""
    restore("0001", folder / "one" / "ledger.db")
    restore("c0001", folder / "centre" / "central.db")
    return open_here(folder / "one", seed=9)


def test_what_the_first_program_had_not_sent_is_taken_whole(tmp_path: Path) -> None:
    """Its changes name no column of today's, and their hashes are kept as they are."""
    one = old_county(tmp_path)
    with running(Service(tmp_path / "centre", SECRET, None)) as address:
        receipt = sync(one, address)

    assert (receipt.records, receipt.sent, receipt.applied) == (7, 6, 6)
    assert settled(one)
    one.ledger.close()


def test_a_new_device_reads_the_log_that_the_first_program_wrote(tmp_path: Path) -> None:
    one = old_county(tmp_path)
    with running(Service(tmp_path / "centre", SECRET, None)) as address:
        sync(one, address)
        two = next_device(tmp_path / "two", address)

    assert everything(one) == everything(two)
    [inspection] = two.ledger.ask(inspections.inspections)
    first, _ = two.ledger.ask(inspections.measurements, inspection.id)
    assert [r.instrument.correction_um for r in first.counting] == [0] * 5
    one.ledger.close()
    two.ledger.close()


def test_what_is_learned_of_a_meter_later_is_taken_too(centre: str, tmp_path: Path) -> None:
    one = first_device(tmp_path / "one")
    met = meters.meet_meter(one, "serial", "COM3", "", "", "")
    sync(one, centre)
    meters.meet_meter(one, "serial", "COM3", "GLM", "GLM 50", "12")
    meters.retire_meter(one, met.id)
    meters.keep_certificate(one, met.id, CERTIFICATE)
    meters.keep_certificate(one, met.id, None)
    sync(one, centre)
    two = next_device(tmp_path / "two", centre)

    assert settled(one)
    assert everything(one) == everything(two)
    [found] = meters.meters(two)
    assert (found.model, found.retired, found.certificate) == ("GLM 50", True, None)
    one.ledger.close()
    two.ledger.close()
