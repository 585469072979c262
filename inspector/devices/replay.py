"""A recorded link once more: a transport that says what was heard, under the ordinary
session and driver."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from pathlib import Path

from inspector.devices.capture import Capture, offered, read_capture
from inspector.devices.codecs.contract import Family
from inspector.devices.driver import Driver
from inspector.devices.events import DeviceEvent, LinkChanged, LinkState
from inspector.devices.intake import Arming
from inspector.devices.pacing import PacedLoop
from inspector.devices.session import Session
from inspector.devices.timing import Timing
from inspector.devices.traffic import Direction, Traffic
from inspector.devices.transports import LinkFailed
from inspector.trouble import Trouble

PREFIX = "replay:"
_SECONDS = 1_000_000
_ASKED = frozenset({Direction.SUBSCRIBED, Direction.WRITTEN})
_SAID = frozenset({Direction.HEARD, Direction.DROPPED, Direction.CLOSED})
_PATIENCE_S = 2.0
"""For a request of the recording that is not repeated; what a person asked never is."""
_AHEAD_LINES, _AHEAD_US = 32, 10 * _SECONDS
"""How far on a request is looked for: it may have come later in the recording."""
_TAIL_S = 2.0
"""After the last line a session may still be waiting for a unit."""

_Key = tuple[Direction, str, bytes]


def play(
    capture: Capture,
    on_event: Callable[[DeviceEvent], None],
    *,
    speed: float = 0,
    family: Family | None = None,
) -> None:
    """From the first link to the last, `speed` times as fast as it was; 0: at once.

    `family` is taken in place of the one that the recording names.
    """
    with asyncio.Runner(loop_factory=lambda: PacedLoop(speed)) as runner:
        runner.run(_played(capture, on_event, family))


async def _played(
    capture: Capture, on_event: Callable[[DeviceEvent], None], family: Family | None
) -> None:
    loop = asyncio.get_running_loop()
    link, timing, began = ReplayLink(capture), Timing(), loop.time()
    session = Session(
        capture.header.name,
        lambda: round((loop.time() - began) * _SECONDS),
        timing,
        Arming(),
        lambda offered: family or capture.family(offered),
        experimental=True,
    )

    def told(event: DeviceEvent) -> None:
        if isinstance(event, LinkChanged):
            if event.state is LinkState.NONE_CHOSEN:
                return
            if session.over:
                link.over.set()
        on_event(event)

    driver = Driver(session, link, timing, told)
    running = asyncio.create_task(driver.run())
    over = asyncio.create_task(link.over.wait())
    await asyncio.wait({running, over}, return_when=asyncio.FIRST_COMPLETED)
    await asyncio.sleep(_TAIL_S)
    over.cancel()
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    await driver.end()


class ReplayLink:
    """Plays a capture at the pace of its loop; each `open` takes the next recorded link.

    What was heard comes as long after the request before it as it did then: requests are
    looked for in the recording, and move it on where they come sooner or later.
    """

    def __init__(self, source: Capture | Path) -> None:
        self._source = source
        self._links: deque[tuple[Traffic, ...]] | None = None
        self._playing: _Playing | None = None
        self.over = asyncio.Event()
        """Everything has been played."""

    async def open(
        self, heard: Callable[[str, bytes], None], dropped: Callable[[], None]
    ) -> frozenset[str]:
        links = self._read()
        if not links:
            self.over.set()
            raise LinkFailed(LinkState.FAILED, "the recording is over")
        link = links.popleft()
        if link[0].refused is not None:
            state = link[0].state or LinkState.FAILED
            raise LinkFailed(state, "refused in the recording")
        ended = dropped if links else self.over.set
        self._playing = _Playing(link, heard, dropped, ended)
        return offered(link)

    async def subscribe(self, characteristic: str) -> None:
        self._open().asked((Direction.SUBSCRIBED, characteristic, b""))

    async def write(self, characteristic: str, data: bytes, *, response: bool) -> None:
        self._open().asked((Direction.WRITTEN, characteristic, data))

    async def read(self, characteristic: str) -> bytes:
        return self._open().read(characteristic)

    async def near(self) -> None:
        """The next recorded link is always at hand."""

    async def close(self) -> None:
        playing, self._playing = self._playing, None
        if playing is not None:
            playing.stop()

    def _open(self) -> _Playing:
        if self._playing is None:
            raise LinkFailed(LinkState.FAILED, "there is no link")
        return self._playing

    def _read(self) -> deque[tuple[Traffic, ...]]:
        if self._links is None:
            try:
                source = self._source
                capture = read_capture(source) if isinstance(source, Path) else source
            except Trouble as trouble:
                raise LinkFailed(LinkState.FAILED, trouble.what) from trouble
            self._links = deque(capture.links)
        return self._links


class _Playing:
    """One recorded link, from its opening to its end."""

    def __init__(
        self,
        link: tuple[Traffic, ...],
        heard: Callable[[str, bytes], None],
        dropped: Callable[[], None],
        ended: Callable[[], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._heard = heard
        self._dropped = dropped
        self._ended = ended
        self._lines = [line for line in link if line.direction in _ASKED | _SAID]
        self._refused = _refused(link)
        self._reads = _reads(link)
        self._at = 0
        self._zero = self._loop.time() - link[0].at_us / _SECONDS
        """When the recording's first microsecond was, by this loop's clock."""
        self._followed = True
        self._timer: asyncio.TimerHandle | None = None
        self._wait()

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def asked(self, key: _Key) -> None:
        """The session's request: what was heard before it is played now at the latest."""
        if key in self._refused:
            raise LinkFailed(LinkState.FAILED, "refused in the recording")
        place = self._place(key)
        if place is None:
            return
        while self._at < place:
            self._play()
        self._at = place + 1
        self._zero = self._loop.time() - self._lines[place].at_us / _SECONDS
        self._wait()

    def read(self, characteristic: str) -> bytes:
        """The recorded values in turn; the last one for ever."""
        values = self._reads[characteristic]
        if not values:
            raise LinkFailed(LinkState.FAILED, "not read in the recording")
        return values.popleft() if len(values) > 1 else values[0]

    def _place(self, key: _Key) -> int | None:
        """The next line that is this request, if it is near."""
        for place in range(self._at, min(self._at + _AHEAD_LINES, len(self._lines))):
            line = self._lines[place]
            if line.at_us > self._lines[self._at].at_us + _AHEAD_US:
                return None
            if _key(line) == key:
                return place
        return None

    def _wait(self) -> None:
        self.stop()
        if self._at == len(self._lines):
            self._timer = self._loop.call_later(0, self._ended)
            return
        line = self._lines[self._at]
        patience = _PATIENCE_S if line.direction in _ASKED and self._followed else 0
        due = self._zero + line.at_us / _SECONDS + patience
        self._timer = self._loop.call_at(due, self._due, patience)

    def _due(self, patience: float) -> None:
        """Patience is lost once a link: for the first request that is not repeated."""
        if patience:
            self._followed = False
            self._zero += patience
        self._play()
        self._wait()

    def _play(self) -> None:
        line = self._lines[self._at]
        self._at += 1
        if line.direction is Direction.HEARD:
            self._heard(line.characteristic, line.data)
        elif line.direction is Direction.DROPPED:
            self._ended = self._dropped


def _key(line: Traffic) -> _Key:
    return (line.direction, line.characteristic, line.data)


def _refused(link: tuple[Traffic, ...]) -> set[_Key]:
    """What never came about in this link, however often it was asked for."""
    asked = Counter(_key(line) for line in link if line.direction in _ASKED)
    refused = Counter(
        (line.refused, line.characteristic, line.data) for line in link if line.refused
    )
    return {key for key, times in asked.items() if refused[key] >= times}


def _reads(link: tuple[Traffic, ...]) -> defaultdict[str, deque[bytes]]:
    values: defaultdict[str, deque[bytes]] = defaultdict(deque)
    for line in link:
        if line.direction is Direction.READ:
            values[line.characteristic].append(line.data)
    return values
