"""A value is offered only where the other readings stand behind it."""

from __future__ import annotations

import pytest

from inspector.domain.mistakes import Guess, Mistake, explain
from inspector.domain.solutions import Assumption, Model


@pytest.mark.parametrize(
    ("read_mm", "predicted_mm", "guess"),
    [
        (4350, 4530.9, Guess(Mistake.SWAPPED, 4_530_000)),
        (450, 4500.4, Guess(Mistake.FACTOR, 4_500_000)),
        (45000, 4499.0, Guess(Mistake.FACTOR, 4_500_000)),
        (4384, 4500.4, Guess(Mistake.REFERENCE, 4_500_000)),
        (4616, 4500.4, Guess(Mistake.REFERENCE, 4_500_000)),
        (4512, 4412.0, Guess(Mistake.DIGIT, 4_412_000)),
        (3512, 4511.0, Guess(Mistake.DIGIT, 4_512_000)),
        (6021, 4777.0, Guess(Mistake.NEIGHBOUR, None)),
        (4017, 4577.0, Guess(Mistake.SHORT, None)),
        (5917, 4577.0, Guess(Mistake.LONG, None)),
    ],
)
def test_the_usual_mistakes_are_told_apart(
    read_mm: int, predicted_mm: float, guess: Guess
) -> None:
    predicted = round(predicted_mm * 1000)
    assert (
        explain(read_mm * 1000, predicted, 6000, [6_020_000, 4_000_000], 116_000) == guess
    )


def test_parts_of_a_millimetre_survive_a_swap() -> None:
    assert explain(4_350_400, 4_530_000, 6000, [], 0) == Guess(Mistake.SWAPPED, 4_530_400)


def test_without_a_known_body_length_no_reference_edge_is_blamed() -> None:
    assert explain(4_384_000, 4_500_000, 6000, [], 0) == Guess(Mistake.SHORT, None)


def test_every_mistake_model_and_assumption_has_its_words() -> None:
    for enum in (Mistake, Model, Assumption):
        assert all(member.label for member in enum)
