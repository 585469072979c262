"""Which readings count, on a clock that is turned by hand."""

from __future__ import annotations

import pytest

from bench import BASIC, BOSCH, CLASSIC, Bench, metres, packet, unit
from inspector.devices.codecs import bosch, leica
from inspector.devices.codecs.bosch_frames import sealed
from inspector.devices.codecs.contract import Subscribe
from inspector.devices.events import (
    DisplayUnit,
    Edge,
    Garbled,
    Measured,
    Reason,
    Rejected,
    Repeated,
    Status,
    Stored,
    Withdrawn,
)
from inspector.devices.requests import Request


def bosch_event(counter: int, length: int = 2_000_000, mode: int = bosch.SINGLE) -> bytes:
    return bosch.event(mode, Edge.REAR, counter, length)


def classic() -> Bench:
    bench = Bench(CLASSIC)
    bench.ready()
    return bench


def armed_bosch() -> Bench:
    bench = Bench(BOSCH)
    bench.ready()
    bench.arming.arm(7, bench.now_us)
    bench.wait(10)
    return bench


def test_a_reading_waits_for_its_unit() -> None:
    bench = classic()
    bench.hear(leica.DISTANCE, metres(2.7756))
    assert bench.measured() == []
    bench.wait(50)
    bench.hear(leica.UNIT, unit(2))

    (measured,) = bench.measured()
    assert measured.reading.micrometres == 2_775_600
    assert measured.reading.display_unit is DisplayUnit.METRE


def test_its_time_is_when_it_came_and_not_when_its_unit_did() -> None:
    bench = classic()
    came = bench.now_us
    bench.hear(leica.DISTANCE, metres(2.0))
    bench.wait(300)
    bench.hear(leica.UNIT, unit(0))
    assert bench.measured()[0].at_us == came


def test_without_a_unit_it_goes_out_after_400_ms_with_the_one_known() -> None:
    bench = classic()
    bench.hear(leica.DISTANCE, metres(2.0))
    bench.wait(399)
    assert bench.measured() == []
    bench.wait(1)
    assert bench.measured()[0].reading.display_unit is DisplayUnit.METRE


@pytest.mark.parametrize(
    ("code", "reason"),
    [(100, Reason.AREA), (1000, Reason.VOLUME), (77, Reason.UNKNOWN_UNIT)],
)
def test_a_unit_that_is_no_length_refuses_its_reading(code: int, reason: Reason) -> None:
    bench = classic()
    raw = metres(12.5)
    bench.hear(leica.DISTANCE, raw)
    bench.hear(leica.UNIT, unit(code))
    assert bench.seen == [Rejected(reason, raw)]


def test_a_late_area_unit_withdraws_the_reading_within_1250_ms() -> None:
    bench = classic()
    bench.hear(leica.DISTANCE, metres(12.5))
    bench.wait(1250)
    bench.hear(leica.UNIT, unit(100))
    withdrawn = bench.seen[-1]
    assert isinstance(withdrawn, Withdrawn)
    assert withdrawn.reading == bench.measured()[0].reading
    assert withdrawn.reason is Reason.AREA


def test_after_that_a_unit_belongs_to_the_next_reading() -> None:
    bench = classic()
    bench.hear(leica.DISTANCE, metres(12.5))
    bench.wait(1251)
    bench.hear(leica.UNIT, unit(100))
    assert [type(event) for event in bench.seen] == [Measured]

    bench.hear(leica.DISTANCE, metres(12.5))
    bench.wait(500)
    bench.hear(leica.UNIT, unit(0))
    assert [type(event) for event in bench.seen] == [Measured, Rejected, Measured]


def test_the_unit_of_the_next_shot_does_not_withdraw_a_reading_that_had_its_own() -> None:
    bench = classic()
    bench.hear(leica.DISTANCE, metres(2.0))
    bench.hear(leica.UNIT, unit(0))
    bench.wait(200)
    bench.hear(leica.UNIT, unit(100))
    assert [type(event) for event in bench.seen] == [Measured]


def test_a_late_unit_that_agrees_changes_nothing() -> None:
    bench = classic()
    bench.hear(leica.DISTANCE, metres(2.0))
    bench.wait(500)
    bench.hear(leica.UNIT, unit(0))
    assert [type(event) for event in bench.seen] == [Measured]


def test_quick_shots_are_all_kept_even_when_equal() -> None:
    bench = classic()
    for _ in range(3):
        bench.hear(leica.DISTANCE, metres(2.0))
        bench.wait(200)
    bench.wait(200)
    assert [m.reading.micrometres for m in bench.measured()] == [2_000_000] * 3


def test_copies_of_a_reading_without_a_counter_are_recorded_and_not_entered() -> None:
    bench = classic()
    for _ in range(3):
        bench.hear(leica.DISTANCE, metres(2.0))
    bench.wait(400)
    assert [m.reading.micrometres for m in bench.measured()] == [2_000_000]
    copies = [event for event in bench.seen if isinstance(event, Repeated)]
    assert [copy.reading.micrometres for copy in copies] == [2_000_000] * 2


def test_a_tilt_beside_it_goes_with_it() -> None:
    bench = classic()
    bench.hear(leica.INCLINATION, metres(0.5))
    bench.hear(leica.DISTANCE, metres(2.0))
    bench.hear(leica.INCLINATION, metres(0.0126))
    bench.hear(leica.UNIT, unit(0))
    assert bench.measured()[0].reading.tilt_udeg == 721_927


def test_an_imperial_display_is_news_once() -> None:
    bench = classic()
    for _ in range(2):
        bench.hear(leica.DISTANCE, metres(2.0))
        bench.hear(leica.UNIT, unit(4))
        bench.wait(500)
    assert [type(event) for event in bench.seen] == [Status, Measured, Measured]
    assert Status(imperial=True) in bench.seen


def test_an_old_value_after_subscribing_is_stored_and_never_measured() -> None:
    bench = Bench(CLASSIC)
    bench.arming.arm(1, bench.now_us)
    bench.connect()
    bench.wait(1300)
    bench.hear(leica.DISTANCE, metres(9.9))
    bench.wait(3000)
    assert [e.reading.micrometres for e in bench.seen if isinstance(e, Stored)] == [
        9_900_000
    ]
    assert bench.measured() == []


def test_the_first_packet_only_sets_the_counter() -> None:
    bench = Bench(BASIC)
    bench.ready()
    bench.hear(leica.PACKET, packet(2.0, 0x3FFF))
    bench.hear(leica.PACKET, packet(2.0, 0x3FFF))
    bench.hear(leica.PACKET, packet(2.0, 0))
    bench.hear(leica.PACKET, packet(2.0, 0))

    assert [type(event) for event in bench.seen] == [
        Stored,
        Repeated,
        Measured,
        Repeated,
    ]
    assert bench.measured()[0].reading.counter == 0


class Hasty(Bench):
    """A meter that repeats its last packet while it is still being subscribed."""

    def _perform(self, request: Request) -> None:
        if isinstance(request, Subscribe):
            self.session.received(leica.PACKET, packet(2.0, 7))
        super()._perform(request)


def test_a_packet_that_comes_while_subscribing_is_the_first_one() -> None:
    bench = Hasty(BASIC)
    bench.connect()
    bench.wait(4000)
    bench.hear(leica.PACKET, packet(2.5, 8))
    assert [e.reading.counter for e in bench.seen if isinstance(e, Stored)] == [7]
    assert [m.reading.counter for m in bench.measured()] == [8]


def test_duplicates_go_by_the_counter_and_never_by_the_value() -> None:
    bench = Bench(BOSCH)
    bench.ready()
    for counter in (1, 1, 2, 3, 3):
        bench.hear(bosch.FRAMES, bosch_event(counter))
    assert [m.reading.counter for m in bench.measured()] == [1, 2, 3]


def test_a_reading_without_a_counter_does_not_forget_it() -> None:
    bench = Bench(BOSCH)
    bench.ready()
    answer = sealed(b"\x00\x04" + (60_000).to_bytes(4, "little"))
    for frame in (bosch_event(1), answer, bosch_event(1)):
        bench.hear(bosch.FRAMES, frame)
    assert [m.reading.counter for m in bench.measured()] == [1, None]


def test_after_a_reconnection_baselines_are_set_anew() -> None:
    bench = Bench(BOSCH)
    bench.ready()
    bench.hear(bosch.FRAMES, bosch_event(1))
    bench.drop()
    bench.wait(10_000)
    bench.hear(bosch.FRAMES, bosch_event(1, 3_000_000))
    assert [m.reading.micrometres for m in bench.measured()] == [2_000_000, 3_000_000]


def test_a_reading_that_waits_when_the_link_breaks_is_not_lost() -> None:
    bench = classic()
    bench.hear(leica.DISTANCE, metres(2.0))
    bench.drop()
    assert len(bench.measured()) == 1


def test_an_armed_field_takes_one_reading() -> None:
    bench = armed_bosch()
    bench.hear(bosch.FRAMES, bosch_event(1))
    bench.hear(bosch.FRAMES, bosch_event(2))
    assert [m.arming for m in bench.measured()] == [7, None]
    assert [m.armed for m in bench.measured()] == [True, False]


def test_a_reading_older_than_the_arming_is_not_taken() -> None:
    bench = classic()
    bench.hear(leica.DISTANCE, metres(2.0))
    bench.wait(100)
    bench.arming.arm(1, bench.now_us)
    bench.wait(100)
    bench.hear(leica.UNIT, unit(0))
    bench.wait(1)
    bench.hear(leica.DISTANCE, metres(3.0))
    bench.hear(leica.UNIT, unit(0))
    assert [m.arming for m in bench.measured()] == [None, 1]


def test_what_is_no_new_length_does_not_use_up_the_arming() -> None:
    bench = armed_bosch()
    bench.hear(bosch.FRAMES, bytes.fromhex("c011003a"))
    bench.hear(bosch.FRAMES, bosch_event(1, mode=bosch.AREA))
    bench.hear(bosch.FRAMES, bosch_event(2, mode=2))
    bench.hear(bosch.FRAMES, b"\xff\xff")
    bench.hear(bosch.FRAMES, bosch_event(3))
    assert [m.arming for m in bench.measured()] == [None, 7]
    assert Garbled(b"\xff\xff") in bench.seen


def test_a_disarmed_field_takes_nothing() -> None:
    bench = armed_bosch()
    bench.arming.disarm()
    bench.hear(bosch.FRAMES, bosch_event(1))
    assert [m.arming for m in bench.measured()] == [None]


def test_an_arming_outlives_a_broken_link() -> None:
    bench = armed_bosch()
    bench.drop()
    bench.wait(10_000)
    bench.hear(bosch.FRAMES, bosch_event(1))
    assert [m.arming for m in bench.measured()] == [7]
