"""Which unit and rooms make a good tour: those where every kind of verdict comes up."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from inspector.actions.here import CHINA, Here
from inspector.actions.practice import PracticeSite
from inspector.db import estate
from inspector.domain.assessment import Rules, assess
from inspector.domain.compliance import Outcome
from inspector.domain.estate import RoomCard, RoomUse
from inspector.domain.inspections import Instrument, ReadingRecord, Source
from inspector.domain.lengths import DIAGONALS, WALLS

_FEWEST, _MOST = 10, 40
_SCHEME = (*WALLS, DIAGONALS[0])


@dataclass(frozen=True, slots=True)
class Cast:
    unit_id: UUID
    unit: str
    rooms: tuple[UUID, ...]


def choose(here: Here, site: PracticeSite, rooms: int) -> Cast:
    """The unit whose rooms show most kinds of verdict, and `rooms` of its rooms, one of
    each kind first, then in walking order. The ledger alone decides: always the same."""
    best: tuple[int, Cast] | None = None
    for unit in here.ledger.ask(estate.units):
        cards = here.ledger.ask(estate.rooms_of, unit.id)
        if not _FEWEST <= len(cards) <= _MOST:
            continue
        outcomes = {card.room.id: _outcome(here, site, card) for card in cards}
        kinds = len(set(outcomes.values()))
        if best is None or kinds > best[0]:
            best = (kinds, Cast(unit.id, unit.name, _pick(cards, outcomes, rooms)))
    assert best is not None
    return best[1]


def _pick(
    cards: list[RoomCard], outcomes: dict[UUID, Outcome], rooms: int
) -> tuple[UUID, ...]:
    first = {outcome: room_id for room_id, outcome in reversed(outcomes.items())}
    kinds = (Outcome.OVER, Outcome.WITHIN, Outcome.BORDERLINE)
    wanted = [first[kind] for kind in kinds if kind in first]
    offices = [card.room.id for card in cards if card.room.use is RoomUse.OFFICE]
    chosen = set(list(dict.fromkeys((*wanted, *offices)))[:rooms])
    return tuple(card.room.id for card in cards if card.room.id in chosen)


def _outcome(here: Here, site: PracticeSite, card: RoomCard) -> Outcome:
    county = here.ledger.ask(estate.county)
    assert county is not None
    at = here.now()
    readings = []
    for slot in _SCHEME:
        site.aim(card, slot)
        um = site.distance()
        assert um is not None
        meter = Instrument("", "", "", 0)
        readings.append(
            ReadingRecord(
                here.new_id(), None, slot, um, Source.PRACTICE, meter, "", None, b"", "", at
            )
        )
    rules = Rules(here.rulebook, here.policy, county.place, at.astimezone(CHINA).date())
    return assess(card, readings, rules).verdict.outcome
