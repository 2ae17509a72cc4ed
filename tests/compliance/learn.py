"""Weighs what speaks for a request to be left in peace: `python -m tests.compliance.learn` writes the weights anew.

Logistic regression over the corpus and over replies that are none, one text at a time, in an order that is always the
same: so are the weights. What is for review counts as none: a person should look at it, and no weight should decide.
"""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Iterator
from pathlib import Path

from bot.compliance.likeness import BUCKETS, Weights, features
from bot.text import fold
from tests.compliance.texts import corpus, replies

EPOCHS = 16
AVERAGED = 12
"""The weights are the mean of those after each of the last epochs, lest the order of the texts matters."""
RATE = 0.26
DECAY = 2e-6
"""How much of a weight each text takes away again, lest what is seen once weighs too much."""
STEPS_MAX = 127
SHIPPED = Path(__file__).parents[2] / "bot" / "compliance" / "likeness.bin"


def examples() -> Iterator[tuple[list[int], bool]]:
    """The features of each text that is learned from, and whether it asks for peace."""
    for text, verdict in corpus():
        if verdict != "keyword":
            yield sorted(features(fold(text))), verdict == "out"
    for text in replies():
        yield sorted(features(fold(text))), False


def learn() -> Weights:
    """Weigh. Takes a minute or two."""
    known, dice = list(examples()), random.Random(7)  # noqa: S311 - an order, and no secret
    weights, squares, bias, bias_square = [0.0] * BUCKETS, [1e-8] * BUCKETS, 0.0, 1e-8
    mean, bias_mean = [0.0] * BUCKETS, 0.0
    for epoch in range(EPOCHS):
        dice.shuffle(known)
        for found, asks in known:
            total = bias + sum(weights[at] for at in found)
            slope = 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - asks
            if abs(slope) < 1e-3:
                continue
            for at in found:
                change = slope + DECAY * len(known) * weights[at] / len(found)
                squares[at] += change * change
                weights[at] -= RATE * change / math.sqrt(squares[at])
            bias_square += slope * slope
            bias -= RATE * slope / math.sqrt(bias_square)
        if epoch >= EPOCHS - AVERAGED:
            mean = [one + other / AVERAGED for one, other in zip(mean, weights, strict=True)]
            bias_mean += bias / AVERAGED
    step = max(map(abs, mean)) / STEPS_MAX
    return Weights(step, bias_mean, array("b", (round(weight / step) for weight in mean)))


if __name__ == "__main__":
    SHIPPED.write_bytes(learn().to_bytes())
