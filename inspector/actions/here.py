"""Who acts, on which ledger, by which clock: what every action needs beside its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from uuid import UUID

from inspector.db.ledger import Ledger
from inspector.domain.compliance import Policy
from inspector.domain.mutations import Act
from inspector.domain.rulebook import Rulebook
from inspector.places import Home

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""One zone for the whole country, without summer time since 1991."""


@dataclass(frozen=True, slots=True)
class Here:
    ledger: Ledger
    home: Home
    person: str
    now: Callable[[], datetime]
    new_id: Callable[[], UUID]
    rulebook: Rulebook
    policy: Policy

    def act(self, name: str) -> Act:
        return Act(name, self.person, self.now())

    def as_person(self, person: str) -> Here:
        return replace(self, person=person)
