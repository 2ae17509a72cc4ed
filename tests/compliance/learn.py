"""Weighs what speaks for a request to be left in peace.

python -m tests.compliance.learn            write the weights anew
python -m tests.compliance.learn --check    see whether the shipped ones are those that are learned

Logistic regression over the corpus and over replies that are none, one text at a time, in an order that is always the
same: so are the weights. What is for review counts as none: a person should look at it, and no weight should decide.
"""

from __future__ import annotations

import math
import random
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.optout import FOLDER
from benchmarks.replies import FOLDER as ANSWERS
from bot.compliance.likeness import Weights, share
from bot.compliance.screen import weighable
from tests.compliance.texts import KEPT_APART, LEARNED, Text, corpus, replies

EPOCHS = 14
AVERAGED = 8
"""The weights are the mean of those after each of the last epochs, lest the order of the texts matters."""
RATE = 0.05
DECAY = 0.3
"""How much of a weight all texts that have its feature take away again, lest what is seen once weighs too much."""
REVIEWED = 0.3
"""What a text for a person to read counts: it is no request, and yet not far from one."""
SEEN_MIN = 2
"""A feature of fewer texts says nothing."""
STEPS_MAX = 127
SHIPPED = Path(__file__).parents[2] / "bot" / "compliance" / "likeness.bin"
CONCEPTS = SHIPPED.with_name("concepts.txt")

Example = tuple[list[int], bool, float]
"""The features of a text, whether it asks for peace, and how much it counts."""


def examples() -> Iterator[Example]:
    """Every text that is learned from."""
    return (example for _, example in by_writer())


def by_writer() -> Iterator[tuple[str, Example]]:
    """Every text that is learned from, and who wrote it."""
    written: Iterable[Text] = (*corpus(), *replies())
    for text in written:
        if text.kind != "keyword":
            found = sorted(weighable(text.written, with_signs=not text.tuned_on))
            yield text.writer, (found, text.kind == "out", REVIEWED if text.kind == "review" else 1.0)


def source() -> int:
    """The checksum of all texts and concepts, by which one sees that there is something new to learn from."""
    written = (*sorted(FOLDER.glob("*.txt")), *sorted(LEARNED.glob("*.txt")), *sorted(ANSWERS.glob("*.txt")), CONCEPTS)
    return zlib.crc32(b"".join(path.read_bytes() for path in written if path.stem not in KEPT_APART))


def learn(known: Iterable[Example]) -> Weights:
    """Weigh. All there is takes a minute or two."""
    known = list(known)
    seen = Counter(number for found, _, _ in known for number in found)
    numbers = sorted(number for number, count in seen.items() if count >= SEEN_MIN)
    places = {number: place for place, number in enumerate(numbers)}
    rows = [
        ([places[number] for number in found if number in places], share(len(found)), asks, counts)
        for found, asks, counts in known
    ]
    weights, bias = _weighed(rows, [DECAY / seen[number] for number in numbers])
    step = max(map(abs, weights)) / STEPS_MAX
    steps = {number: round(weight / step) for number, weight in zip(numbers, weights, strict=True)}
    return Weights(step, bias, {number: weight for number, weight in steps.items() if weight})


def _weighed(rows: list[tuple[list[int], float, bool, float]], decay: list[float]) -> tuple[list[float], float]:
    dice = random.Random(7)  # noqa: S311 - an order, and no secret
    weights, squares, bias, bias_square = [0.0] * len(decay), [1e-8] * len(decay), 0.0, 1e-8
    mean, bias_mean = [0.0] * len(decay), 0.0
    for epoch in range(EPOCHS):
        dice.shuffle(rows)
        for found, part, asks, counts in rows:
            total = bias + part * sum([weights[at] for at in found])
            slope = counts * (1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - asks)
            if abs(slope) < 1e-3:
                continue
            pull = slope * part
            for at in found:
                change = pull + decay[at] * weights[at]
                squares[at] += change * change
                weights[at] -= RATE * change / math.sqrt(squares[at])
            bias_square += slope * slope
            bias -= RATE * slope / math.sqrt(bias_square)
        if epoch >= EPOCHS - AVERAGED:
            mean = [one + other / AVERAGED for one, other in zip(mean, weights, strict=True)]
            bias_mean += bias / AVERAGED
    return mean, bias_mean


def main() -> None:
    """Learn from everything, and ship it or compare."""
    learned = learn(examples())._replace(source=source()).to_bytes()
    if sys.argv[1:] != ["--check"]:
        SHIPPED.write_bytes(learned)
    elif SHIPPED.read_bytes() != learned:
        sys.exit("the shipped weights are not those that are learned: python -m tests.compliance.learn")


if __name__ == "__main__":
    main()
