"""Bosch's older service 5301: MT frames as they are, or, on a GLM 100 C, in pieces.

plain      4301 both ways (PLR 30 C, PLR 50 C, some GLM 50 C)
in pieces  4301 to the meter, 4302 from it; a value is a header and up to 19 bytes of a
           frame; header: a number of the frame << 4 | how many pieces are still to come
got it     FF header 00: each side says so of each piece, and only then the next is sent
Pieces: piannucci/pymtprotocol, the one source. Whether a meter speaks in pieces does not
follow from its characteristics (4302 may be there all the same), so a plain frame is tried
first. All frames that we send fit into one piece.
"""

from __future__ import annotations

from inspector.devices.codecs.bosch import AUTO_SYNC, CAN, COMMANDS, BoschCodec
from inspector.devices.codecs.bosch_frames import Frames
from inspector.devices.codecs.contract import (
    PLAIN,
    Action,
    Await,
    Family,
    Subscribe,
    Wait,
    Write,
)
from inspector.devices.events import (
    Answered,
    CodecEvent,
    DeviceError,
    Garbled,
    Ignored,
    Reply,
)

SERVICE = "00005301-0000-0041-5253-534f46540000"
FRAMES = "00004301-0000-0041-5253-534f46540000"
PIECES = "00004302-0000-0041-5253-534f46540000"

_GOT_IT = 0xFF
_LONGEST_PIECE = 20
_LEFT = _LAST_NUMBER = 0x0F


class Bosch5301Codec(BoschCodec):
    """Plain until the meter has said something in pieces."""

    def __init__(self) -> None:
        super().__init__("bosch_mt_ble_5301", FRAMES)
        self._in_pieces = False
        self._number = 0
        self._joined = b""
        self._next: int | None = None
        self._before = b""
        self._understood = False

    def receive(self, characteristic: str, data: bytes) -> list[CodecEvent]:
        if characteristic != PIECES:
            return super().receive(characteristic, data)
        self._in_pieces = True
        if not 0 < len(data) <= _LONGEST_PIECE:
            return [Garbled(data)]
        return [Ignored(data)] if data[0] == _GOT_IT else self._piece(data)

    def finish(self) -> list[CodecEvent]:
        return super().finish() + self._given_up()

    def handshake(self, offered: frozenset[str]) -> tuple[Action, ...]:
        if PIECES not in offered:
            return super().handshake(offered)
        return (
            Subscribe(FRAMES, optional=True),
            Subscribe(PIECES, optional=True),
            Wait(500),
            super()._write(AUTO_SYNC),
            Await(1000, otherwise=(self._write_piece(AUTO_SYNC), Await(1500))),
        )

    def _write(self, frame: bytes) -> Write:
        return self._write_piece(frame) if self._in_pieces else super()._write(frame)

    def _write_piece(self, frame: bytes) -> Write:
        self._number = (self._number + 1) & _LAST_NUMBER
        return super()._write(bytes([self._number << 4]) + frame)

    def _piece(self, data: bytes) -> list[CodecEvent]:
        """A piece that comes again was not heard to be got: it is told once more."""
        header = data[0]
        reply = Reply(FRAMES, bytes([_GOT_IT, header, 0]), response=True)
        again, self._before = data == self._before, data
        if again:
            return [reply, Ignored(data)]
        lost = self._given_up() if header != self._next else []
        self._joined += data[1:]
        if header & _LEFT:
            self._next = header - 1
            return [reply, *lost]
        frame, self._joined, self._next = self._joined, b"", None
        return [reply, *lost, *self._whole(frame)]

    def _whole(self, frame: bytes) -> list[CodecEvent]:
        """What it says to the plain frame that was tried first is no error of a person."""
        frames = Frames()
        events = self._told(frames.cut(frame) + frames.finish())
        self._understood |= any(isinstance(event, Answered) for event in events)
        if self._understood:
            return events
        return [Ignored(e.raw) if isinstance(e, DeviceError) else e for e in events]

    def _given_up(self) -> list[CodecEvent]:
        """The pieces of a frame that will never be whole."""
        lost, self._joined, self._next = self._joined, b"", None
        return [Garbled(lost)] if lost else []


FAMILY = Family(
    name="bosch_mt_ble_5301",
    label="Bosch GLM / PLR",
    service=SERVICE,
    needs=frozenset({FRAMES}),
    name_prefixes=("Bosch PLR", "BOSCH GLM100C", "Bosch GLM50C"),
    capabilities=CAN,
    profile=PLAIN,
    make=Bosch5301Codec,
    distance=FRAMES,
    fragments=PIECES,
    commands=COMMANDS,
    stream=True,
    checksum_bits=8,
)
