"""What writers are read as by weights that were learned from all others: python -m tests.compliance.apart

Each of the groups below is left out once. That is what to expect of people nobody has learned from, and what thresholds
are chosen by. It takes half an hour, and writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from bot.compliance import screen
from bot.compliance.likeness import Weights
from tests.compliance.learn import by_writer, learn
from tests.compliance.texts import Text, corpus

GROUPS: Final = (
    ("english-1", "french-italian"),
    ("english-2", "german-dutch"),
    ("english-3", "spanish-portuguese"),
    ("en-es-fr", "en-es-fr-talk"),
    ("de-pt-it-nl-en", "de-pt-it-nl-en-talk"),
    ("everyday",),
    ("people-1",),
    ("people-2",),
    ("people-3",),
    ("people-4",),
    ("people-5",),
    ("people-6",),
)


def main() -> None:
    """Say it for every group, and for all."""
    written, known = tuple(corpus()), tuple(by_writer())
    total: Counter[tuple[str, str]] = Counter()
    for group in GROUPS:
        weights = learn(example for writer, example in known if writer not in group)
        read = _read([text for text in written if text.writer in group], weights)
        print(f"{', '.join(group):<32}{_shares(read)}", flush=True)
        total += read
    print(f"{'all':<32}{_shares(total)}")


def _read(texts: Sequence[Text], weights: Weights) -> Counter[tuple[str, str]]:
    return Counter((text.kind, screen.classify_by(text.written, weights).verdict.value) for text in texts)


def _shares(read: Counter[tuple[str, str]]) -> str:
    def share(kind: str, *verdicts: str) -> str:
        of = sum(count for (meant, _), count in read.items() if meant == kind)
        hits = sum(read[kind, verdict] for verdict in verdicts)
        return f"{hits} of {of} ({100 * hits / of:.1f} %)"

    return (
        f"phrases {share('out', 'out')}, with review {share('out', 'out', 'review')}, false {share('none', 'out')}, "
        f"talk reviewed {share('none', 'review')}"
    )


if __name__ == "__main__":
    main()
