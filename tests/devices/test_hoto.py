"""A HOTO: its sealed measurements, its login, its registration, and who is kept out."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.devices.codecs import chosen, hoto, hoto_keys, hoto_talk, recognised
from inspector.devices.codecs.contract import (
    BATTERY,
    Await,
    Codec,
    Command,
    Family,
    Subscribe,
    Wait,
    Write,
)
from inspector.devices.codecs.hoto import HotoCodec
from inspector.devices.codecs.hoto_keys import KeyPair, Registered, SessionKeys
from inspector.devices.codecs.hoto_talk import CONTROL, DATA, Login, Registration
from inspector.devices.events import (
    Answered,
    Barred,
    CodecEvent,
    Garbled,
    Ignored,
    LinkChanged,
    LinkState,
    Measured,
    Reading,
    Reason,
    Rejected,
    Repeated,
    Reply,
    Status,
    Stored,
)
from inspector.devices.plainly import facts
from inspector.devices.practice.hoto import TOKEN, HotoPractice
from inspector.devices.practice.meter import Trick
from inspector.devices.rangefinders import Rangefinders
from inspector.devices.timing import Timing
from listening import Ear, found_by

QUICK = Timing(pace_percent=1, back_off_ms=(20,), answer_ms=150, repeat_ms=2000)
RANDOM, METER_RANDOM = bytes(range(16)), bytes(range(16, 32))
KEYS = hoto_keys.login_keys(TOKEN, RANDOM, METER_RANDOM)
CHALLENGE = hoto_talk.SINGLE + b"\x0d" + METER_RANDOM
PROOF = hoto_talk.SINGLE + b"\x0c" + hoto_keys.meter_proof(KEYS, RANDOM, METER_RANDOM)
PLAIN = bytes.fromhex("0008058004000d80")


def opened(keys: SessionKeys = KEYS) -> HotoCodec:
    return HotoCodec(None, random.Random(1).randbytes, keys)


def told(counter: int, plain: bytes = PLAIN, sequence: int | None = None) -> bytes:
    head = (counter if sequence is None else sequence).to_bytes(2, "little")
    return head + hoto_keys.sealed(KEYS, counter, plain)


def heard(codec: Codec, data: bytes) -> CodecEvent:
    (event,) = codec.receive(hoto.MEASURED, data)
    return event


def reading(event: CodecEvent) -> Reading:
    assert isinstance(event, Reading)
    return event


# Measurements.


def test_a_sealed_measurement_needs_a_login() -> None:
    codec = hoto.HOTO.make()
    assert heard(codec, told(0)) == Rejected(Reason.SEALED, told(0))
    assert heard(codec, b"\0\0\1\2\3\4") == Garbled(b"\0\0\1\2\3\4")


def test_a_distance_in_whole_millimetres() -> None:
    found = reading(heard(opened(), told(3)))
    assert (found.micrometres, found.counter, found.raw) == (3_456_000, 3, told(3))
    assert found.extra == (("plaintext_hex", PLAIN.hex()),)


@pytest.mark.parametrize(
    ("plain", "reason"),
    [
        ("000805800400001d", Reason.IMPLAUSIBLE),
        ("0008058004000000", Reason.IMPLAUSIBLE),
        ("0008058005000d80", Reason.UNKNOWN_MODE),
        ("0008058004010d80", Reason.UNKNOWN_MODE),
        ("0008058004000d8000", Reason.UNKNOWN_MODE),
        ("00080580", Reason.UNKNOWN_MODE),
        ("0008058104000d80", Reason.UNKNOWN_MODE),
        ("00", Reason.UNKNOWN_MODE),
    ],
)
def test_what_is_no_plain_distance(plain: str, reason: Reason) -> None:
    event = heard(opened(), told(0, bytes.fromhex(plain)))
    assert isinstance(event, Rejected)
    assert event.reason is reason


def test_a_state_says_nothing_of_a_distance() -> None:
    state = told(0, bytes.fromhex("000a0780040000000000"))
    assert heard(opened(), state) == Ignored(state)


def test_messages_may_be_lost_and_numbered_otherwise() -> None:
    codec = opened()
    for counter, sequence in [(0, 0), (1, 7), (9, 7), (18, 0), (400, 400), (401, 0)]:
        found = reading(heard(codec, told(counter, sequence=sequence)))
        assert found.counter == counter


def test_the_last_message_may_come_again_but_no_older_one() -> None:
    codec = opened()
    assert reading(heard(codec, told(5))).counter == 5
    assert reading(heard(codec, told(5))).counter == 5
    assert heard(codec, told(4)) == Garbled(told(4))
    far = told(5 + 11, sequence=0)
    assert heard(codec, far) == Garbled(far)


@given(st.binary(max_size=32))
def test_nothing_unsealed_is_a_reading(data: bytes) -> None:
    assert not isinstance(heard(opened(), data), Reading)


@given(at=st.integers(0, 13), flip=st.integers(1, 255))
def test_one_wrong_byte_is_noticed_but_in_the_sequence(at: int, flip: int) -> None:
    frame = bytearray(told(0))
    frame[at] ^= flip
    event = heard(opened(), bytes(frame))
    assert isinstance(event, Reading) is (at < 2)
    assert getattr(event, "counter", 0) == 0


def test_side_channels() -> None:
    codec = hoto.HOTO.make()
    assert codec.receive(BATTERY, b"\x32") == [Status(battery_percent=50)]
    assert codec.receive(CONTROL, b"\1") == [Ignored(b"\1")]
    assert codec.finish() == []
    assert codec.command(Command.MEASURE) == ()
    assert codec.probe(hoto.HOTO.needs) is None


# The login, step by step.


def replies(*pairs: tuple[str, bytes]) -> list[Reply]:
    return [Reply(characteristic, data) for characteristic, data in pairs]


def login() -> Login:
    """At the point where our random has gone out."""
    talk = Login(TOKEN, RANDOM)
    assert talk.heard(DATA, hoto_talk.READY) == replies((DATA, b"\1\0" + RANDOM))
    assert talk.heard(DATA, hoto_talk.COME) == [Ignored(hoto_talk.COME)]
    return talk


def proved() -> Login:
    """At the point where our proof has gone out."""
    talk = login()
    assert talk.heard(DATA, CHALLENGE) == replies((DATA, hoto_talk.THANKS))
    assert talk.heard(DATA, PROOF) == replies(
        (DATA, hoto_talk.THANKS), (DATA, hoto_talk.ANNOUNCE_PROOF)
    )
    ours = hoto_keys.app_proof(KEYS, RANDOM, METER_RANDOM)
    assert talk.heard(DATA, hoto_talk.READY) == replies((DATA, b"\1\0" + ours))
    return talk


def test_the_script_greets_logs_in_and_listens_last() -> None:
    codec = hoto.registered(TOKEN).make()
    assert codec.handshake(hoto.HOTO.needs) == (
        Subscribe(DATA),
        Subscribe(CONTROL),
        Write(CONTROL, b"\xa4", response=False),
        Wait(1500),
        Write(CONTROL, bytes.fromhex("24000000"), response=False),
        Write(DATA, bytes.fromhex("0000000b0100"), response=False),
        Await(10_000),
        Subscribe(hoto.MEASURED),
    )


def test_a_greeting_is_answered_twice() -> None:
    talk = Login(TOKEN, RANDOM)
    assert talk.heard(DATA, b"\0\0\4\0\6\xf2") == replies((DATA, b"\0\0\5\0\6\xf2"))
    (second,) = talk.heard(DATA, b"\0\0\4\1" + b"\xf2" * 240)
    assert second == Reply(DATA, b"\0\0\5\1" + b"\xf2" * 240)
    assert talk.heard(DATA, b"\0\0\4\2") == [Garbled(b"\0\0\4\2")]


def test_after_the_first_step_nothing_is_a_greeting() -> None:
    late = b"\0\0\4\0"
    assert login().heard(DATA, late) == [Garbled(late)]


def test_an_acknowledgement_that_nobody_awaits_is_junk() -> None:
    ready, come = hoto_talk.READY, hoto_talk.COME
    assert login().heard(DATA, ready) == [Garbled(ready)]
    assert Login(TOKEN, RANDOM).heard(DATA, come) == [Garbled(come)]


def test_the_meter_lets_us_in_only_after_both_proofs() -> None:
    for talk in (Login(TOKEN, RANDOM), login()):
        assert talk.heard(CONTROL, hoto_talk.LET_IN) == [Garbled(hoto_talk.LET_IN)]
        assert talk.keys is None
    talk = proved()
    assert not talk.over
    assert talk.heard(CONTROL, hoto_talk.LET_IN) == [Answered(0, hoto_talk.LET_IN)]
    assert talk.keys == KEYS
    assert talk.heard(DATA, b"\1") == [Ignored(b"\1")]


def test_a_proof_in_two_notifications() -> None:
    talk = login()
    talk.heard(DATA, CHALLENGE)
    assert talk.heard(DATA, PROOF[:20]) == [Ignored(PROOF[:20])]
    assert len(talk.heard(DATA, b"\2\0" + PROOF[20:])) == 2


def test_a_meter_without_the_token_learns_nothing() -> None:
    talk = login()
    talk.heard(DATA, CHALLENGE)
    wrong = PROOF[:-1] + bytes([PROOF[-1] ^ 1])
    assert talk.heard(DATA, wrong) == [Barred(LinkState.NOT_ADMITTED, wrong)]


def test_the_meter_may_say_no() -> None:
    no = hoto_talk.NOT_LET_IN
    (event,) = proved().heard(CONTROL, no)
    assert event == Barred(LinkState.NOT_ADMITTED, no)
    said = {"kind": "error", "why": LinkState.NOT_ADMITTED.label, "hex": no.hex()}
    assert facts([event]) == [said]


@given(st.lists(st.tuples(st.sampled_from([CONTROL, DATA]), st.binary(max_size=80))))
def test_no_stranger_is_let_in(messages: list[tuple[str, bytes]]) -> None:
    talk = Login(TOKEN, RANDOM)
    for characteristic, message in messages:
        talk.heard(characteristic, message)
    assert not talk.over


# The registration, step by step.


class Kept:
    def __init__(self) -> None:
        self.all: list[tuple[Registered, bytes]] = []

    def keep(self, registered: Registered, identity: bytes) -> None:
        self.all.append((registered, identity))


IDENTITY = b"\0blt.2.1g4uhpeg8ok00"
IDENTIFIED = bytes.fromhex("0000020001000000") + IDENTITY


def test_a_registration_gives_a_token_once_the_meter_says_so() -> None:
    kept = Kept()
    ours, theirs = random.Random(1).randbytes, KeyPair(random.Random(2).randbytes)
    talk = Registration(ours, kept.keep)
    assert talk.opening == (Reply(CONTROL, bytes.fromhex("a2000000")),)
    assert talk.heard(DATA, IDENTIFIED) == replies(
        (DATA, hoto_talk.THANKS), (CONTROL, b"\x15\0\0\0"), (DATA, b"\0\0\0\3\1\0")
    )
    (sent,) = talk.heard(DATA, hoto_talk.READY)
    assert isinstance(sent, Reply)
    assert talk.heard(DATA, hoto_talk.COME) == [Ignored(hoto_talk.COME)]
    assert talk.heard(DATA, b"\0\0\2\3" + theirs.point) == replies(
        (DATA, hoto_talk.THANKS), (DATA, b"\0\0\0\0\1\0")
    )
    agreed = theirs.agreed(sent.data[2:])
    assert agreed is not None
    assert talk.heard(DATA, hoto_talk.COME) == [Ignored(hoto_talk.COME)]
    sealed = hoto_keys.sealed_identity(agreed, IDENTITY)
    assert talk.heard(DATA, hoto_talk.READY) == replies((DATA, b"\1\0" + sealed))
    assert talk.heard(CONTROL, hoto_talk.REGISTERED) == [Garbled(hoto_talk.REGISTERED)]
    assert talk.heard(DATA, hoto_talk.COME) == replies((CONTROL, b"\x13\0\0\0"))
    assert kept.all == []
    done = hoto_talk.REGISTERED
    assert talk.heard(CONTROL, done) == [Answered(0, done)]
    assert kept.all == [(agreed, IDENTITY)]


def test_a_point_off_the_curve_and_a_no_end_a_registration() -> None:
    kept = Kept()
    talk = Registration(random.Random(1).randbytes, kept.keep)
    talk.heard(DATA, IDENTIFIED)
    talk.heard(DATA, hoto_talk.READY)
    odd = b"\0\0\2\3" + bytes(64)
    assert talk.heard(DATA, odd) == [Barred(LinkState.NOT_ADMITTED, odd)]
    no = hoto_talk.NOT_REGISTERED
    assert talk.heard(CONTROL, no) == [Barred(LinkState.NOT_ADMITTED, no)]
    assert kept.all == []


# With the practice meter, which checks what it is told.


@pytest.fixture
def practice() -> HotoPractice:
    return HotoPractice(random.Random(1), shot_ms=1, spread_um=0)


Connect = Callable[[HotoPractice, Family], tuple[Rangefinders, Ear]]


@pytest.fixture
def connect() -> Iterator[Connect]:
    opened: list[Rangefinders] = []

    def begin(practice: HotoPractice, family: Family) -> tuple[Rangefinders, Ear]:
        meters = Rangefinders([practice], practice_timing=QUICK)
        opened.append(meters)
        ear = Ear()
        meters.connect(found_by(meters, practice.address), ear.hear, family=family)
        return meters, ear

    yield begin
    for meters in opened:
        meters.close()


def test_it_is_recognised_by_name_and_by_service_but_not_by_xiaomi_alone() -> None:
    assert recognised("xiaojiang.cc_123", []) is hoto.HOTO
    assert recognised("stand demo", []) is hoto.HOTO
    assert recognised("", [hoto.SERVICE]) is hoto.HOTO
    assert recognised("", ["0000fe95-0000-1000-8000-00805f9b34fb"]) is None
    assert chosen([CONTROL, DATA, hoto.MEASURED]) is hoto.HOTO
    assert hoto.HOTO.experimental


def test_without_a_token_a_person_is_told_to_register(practice: HotoPractice) -> None:
    meters = Rangefinders([practice], practice_timing=QUICK)
    ear = Ear()
    meters.connect(found_by(meters, practice.address), ear.hear)
    ear.until_state(LinkState.UNREGISTERED)
    meters.close()
    assert LinkState.CONNECTED not in ear.states()
    assert "登记" in LinkState.UNREGISTERED.label
    assert "米家" in LinkState.UNREGISTERED.advice
    assert "登记" in hoto.HOTO.remark
    assert "米家" in hoto.HOTO.remark


def test_it_logs_in_and_a_press_is_a_reading(
    practice: HotoPractice, connect: Connect
) -> None:
    _, ear = connect(practice, hoto.registered(TOKEN))
    ear.until_state(LinkState.CONNECTED)
    practice.load(3_456_499, 12_045_000, 90_000_000)
    practice.press()
    assert ear.first(Measured).reading.counter == 1
    practice.play(Trick.DUPLICATE, once=True)
    practice.press()
    ear.first(Repeated)
    practice.press()
    ear.first(Measured, 3)
    assert ear.lengths() == [3_456_000, 12_045_000, 65_535_000]


def test_an_old_value_is_not_entered_although_the_login_takes_its_time(
    practice: HotoPractice, connect: Connect
) -> None:
    _, ear = connect(practice, hoto.registered(TOKEN))
    ear.until_state(LinkState.CONNECTED)
    practice.load(2_000_000)
    practice.press()
    ear.first(Measured)
    practice.play(Trick.STALE)
    practice.drop()
    ear.until_state(LinkState.CONNECTED, 2)
    assert ear.first(Stored).reading.micrometres == 2_000_000
    practice.drop()
    practice._last_shot = None
    practice.load(5_000_000)
    assert ear.first(Stored, 2).reading.micrometres == 5_000_000
    assert ear.lengths() == [2_000_000]


@pytest.mark.parametrize("token", [None, b"of-another!!"])
def test_who_does_not_know_its_token_is_kept_out(
    token: bytes | None, connect: Connect
) -> None:
    practice = HotoPractice(random.Random(1), shot_ms=1, token=token)
    _, ear = connect(practice, hoto.registered(TOKEN))
    ear.until_state(LinkState.NOT_ADMITTED)
    practice.load(2_000_000)
    practice.press()
    changed = ear.kept(LinkChanged)
    assert [each.state for each in changed] == [
        LinkState.CONNECTING,
        LinkState.NOT_ADMITTED,
    ]
    assert "米家" in changed[-1].state.advice


def test_a_meter_taken_away_meanwhile_is_not_called_again_and_again(
    practice: HotoPractice, connect: Connect
) -> None:
    meters, ear = connect(practice, hoto.registered(TOKEN))
    ear.until_state(LinkState.CONNECTED)
    practice._token = b"of-another!!"
    practice.drop()
    ear.until_state(LinkState.NOT_ADMITTED)
    assert meters.state is LinkState.NOT_ADMITTED


def test_registering_and_then_logging_in(connect: Connect) -> None:
    practice = HotoPractice(random.Random(1), shot_ms=1, spread_um=0, token=None)
    kept = Kept()
    meters, ear = connect(practice, hoto.registering(kept.keep))
    ear.until_state(LinkState.CONNECTED)
    meters.close()
    ((registered, identity),) = kept.all
    assert identity == b"\0practice.meter.0001"

    _, ear = connect(practice, hoto.registered(registered.token))
    ear.until_state(LinkState.CONNECTED)
    practice.load(2_000_000)
    practice.press()
    ear.first(Measured)
    assert ear.lengths() == [2_000_000]


def test_the_practice_meter_checks_what_it_is_told(practice: HotoPractice) -> None:
    said: list[tuple[str, bytes]] = []

    async def talk(*writes: tuple[str, bytes]) -> list[tuple[str, bytes]]:
        said.clear()
        link = practice.link()
        await link.open(lambda *message: said.append(message), lambda: None)
        for characteristic in (DATA, CONTROL, hoto.MEASURED):
            await link.subscribe(characteristic)
        for characteristic, data in writes:
            await link.write(characteristic, data, response=False)
        practice.press()
        await asyncio.sleep(0.05)
        await link.close()
        return said

    random_frame, wrong = b"\1\0" + RANDOM, b"\1\0" + bytes(32)
    ready, come = (DATA, hoto_talk.READY), (DATA, hoto_talk.COME)
    practice.load(2_000_000)

    assert asyncio.run(talk((DATA, hoto_talk.ANNOUNCE_RANDOM), (DATA, random_frame))) == []
    assert asyncio.run(talk((hoto.MEASURED, b"\1"), (CONTROL, b"\x99"))) == []
    proof = (DATA, hoto_talk.ANNOUNCE_PROOF)
    asked = asyncio.run(talk((CONTROL, hoto_talk.LOGIN), proof, (DATA, wrong)))
    assert asked == [ready, come, (CONTROL, hoto_talk.NOT_LET_IN)]
    register = (CONTROL, hoto_talk.REGISTER)
    assert asyncio.run(talk(register)) == [(CONTROL, hoto_talk.NOT_REGISTERED)]
    identity = (DATA, hoto_talk.ANNOUNCE_IDENTITY)
    forged = asyncio.run(
        talk((CONTROL, hoto_talk.SET_KEY), identity, (DATA, wrong), register)
    )
    assert forged == [ready, come, (CONTROL, hoto_talk.NOT_REGISTERED)]
