"""What is still to be done on one link, action after action."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from inspector.devices.codecs.contract import Action, Await, Write


class Script:
    """What the meter must be answered goes before everything else."""

    def __init__(self, actions: Iterable[Action] = ()) -> None:
        self._actions = deque(actions)
        self._replies: deque[Write] = deque()
        self.has_answer = False
        """The meter has answered what was written last."""
        self.awaiting = False
        """The first action is an `Await` that has begun."""

    @property
    def over(self) -> bool:
        return not self._actions and not self._replies

    @property
    def first(self) -> Action | None:
        return self._actions[0] if self._actions else None

    def add(self, *actions: Action) -> None:
        self._actions.extend(actions)

    def reply(self, write: Write) -> None:
        self._replies.append(write)

    def next_reply(self) -> Write | None:
        return self._replies.popleft() if self._replies else None

    def done(self) -> None:
        """The first action is over."""
        self._actions.popleft()

    def answered(self) -> bool:
        """The meter has answered; whether that was being awaited."""
        waited, self.has_answer, self.awaiting = self.awaiting, True, False
        if waited:
            self._actions.popleft()
        return waited

    def unanswered(self) -> bool:
        """The time for an answer is over; whether something else can be tried."""
        self.awaiting = False
        waited = self._actions.popleft()
        otherwise = waited.otherwise if isinstance(waited, Await) else ()
        self._actions.extendleft(reversed(otherwise))
        return bool(otherwise)
