"""How well opt-outs are told from conversation, on `tests/compliance/corpus/`, and what that costs.

python -m benchmarks.optout                            µs a text, by length, and how much longer twice the text takes
python -m benchmarks.optout docs/opt-out.md            fill its tables again
python -m benchmarks.optout --first 8-eighth-blind     read a new round, and note beside each miss what was read

A file of the corpus is a round, written before anybody looked at how the code reads it:

## review en
don't text me at night || none

What stands behind `||` is what the code of that day made of the text where it was something else, so that the first
pass of a round stays on record.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.replies import rounds as replies
from bot import text as texts
from bot.compliance import screen
from bot.compliance.screen import Outcome, classify

FOLDER: Final = Path(__file__).parent.parent / "tests" / "compliance" / "corpus"
LANGUAGES: Final = ("en", "es", "fr", "de", "pt", "it", "nl")
KEYWORD: Final = "keyword"
"""Opt-outs that are nothing but a word for it; the other kinds are called as the verdict is."""
_KINDS: Final = (KEYWORD, *(outcome.value for outcome in Outcome))
_FIRST: Final = " || "
_TABLE: Final = re.compile(r"(<!-- measured: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_CHANGED: Final = re.compile(r"# since then (\d+) expectations? changed")


@dataclass(frozen=True, slots=True)
class Case:
    """What somebody wrote, and what a reasonable person would conclude."""

    kind: str
    language: str
    text: str
    first: str
    """What it was read as at first."""

    @property
    def meant(self) -> str:
        """The verdict that is right."""
        return Outcome.OUT.value if self.kind == KEYWORD else self.kind

    def now(self) -> str:
        """The verdict of this code."""
        return _now(self.text)


@cache
def _now(text: str) -> str:
    """Read a text once: every table asks for it again."""
    return classify(text).verdict.value


def read(text: str) -> Iterator[Case]:
    """The cases of a round."""
    kind = language = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            kind, language = line.removeprefix("## ").split()
            if kind not in _KINDS:
                raise ValueError(f"line {number} of a round is of no kind: {line}")
        elif line.strip() and not line.startswith("# "):
            written, _, first = line.partition(_FIRST)
            meant = Outcome.OUT.value if kind == KEYWORD else kind
            yield Case(kind, language, written, first or meant)


def rounds() -> Mapping[str, list[Case]]:
    """Every round by its name."""
    return {path.stem: list(read(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.txt"))}


@dataclass(frozen=True, slots=True)
class Score:
    """How many texts of some kinds were read how."""

    keywords: str
    phrases: str
    false_outs: str
    reviews: str
    bothered: str

    @classmethod
    def of(cls, cases: Sequence[Case], reading: Callable[[Case], str]) -> Score:
        """Read some cases."""
        verdicts = [(case, reading(case)) for case in cases]

        def share(kinds: Iterable[str], verdict: str) -> str:
            of = [found for case, found in verdicts if case.kind in kinds]
            hits = sum(found == verdict for found in of)
            return f"{hits} of {len(of)} ({100 * hits / len(of):.1f} %)" if of else ""

        others = [kind for kind in _KINDS if kind not in (KEYWORD, "out")]
        return cls(
            share([KEYWORD], "out"),
            share(["out"], "out"),
            share(others, "out"),
            share(["review"], "review"),
            share(["none"], "review"),
        )

    @property
    def cells(self) -> tuple[str, ...]:
        """As they stand in a table."""
        return (self.keywords, self.phrases, self.false_outs, self.reviews, self.bothered)


_HEADS: Final = ("keywords found", "phrases found", "false opt-outs", "reviews found", "conversation reviewed")


def by_round() -> str:
    """What each round was read as at first."""
    rows = []
    for name, cases in rounds().items():
        changed = _CHANGED.search((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
        first = Score.of(cases, lambda case: case.first)
        rows.append([name, str(len(cases)), *first.cells, changed[1] if changed else "0"])
    return _table(["round", "texts", *_HEADS, "expectations changed since"], rows)


def by_language() -> str:
    """What this code makes of the whole corpus."""
    cases = [case for listed in rounds().values() for case in listed]
    rows = [
        [language, str(len(of)), *Score.of(of, Case.now).cells]
        for language in LANGUAGES
        if (of := [case for case in cases if case.language == language])
    ]
    rows.append(["all", str(len(cases)), *Score.of(cases, Case.now).cells])
    return _table(["", "texts", *_HEADS], rows)


def misses() -> str:
    """Every text that is read otherwise than a reasonable person would."""
    found = [(case, now) for listed in rounds().values() for case in listed if (now := case.now()) != case.meant]
    rows = [[case.language, f"`{case.text}`", case.meant, now] for case, now in found]
    return _table(["", "text", "a person concludes", "read as"], rows)


def in_conversation() -> str:
    """How often the replies to questions that are written for another purpose opt out."""
    written = sorted({case.text for listed in replies().values() for case in listed})
    verdicts = {text: classify(text).verdict for text in written}
    out = [f"`{text}`" for text, verdict in verdicts.items() if verdict is Outcome.OUT]
    review = sum(verdict is Outcome.REVIEW for verdict in verdicts.values())
    rows = [[str(len(written)), f"{len(out)}: {', '.join(out)}", str(review)]]
    return _table(["replies", "opt out", "for review"], rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    listed = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in listed)


_TABLES: Final[Mapping[str, Callable[[], str]]] = {
    "rounds": by_round,
    "languages": by_language,
    "misses": misses,
    "conversation": in_conversation,
}


def render(document: str) -> str:
    """Fill every measured block of a document again."""
    return _TABLE.sub(lambda found: f"{found[1]}{_TABLES[found[2]]()}{found[3]}", document)


def record(name: str) -> None:
    """Read a new round for the first time."""
    path = FOLDER / f"{name}.txt"
    text = path.read_text(encoding="utf-8")
    if _FIRST in text:
        raise SystemExit(f"{path} has been read before; its first reading stays as it is")
    cases = iter(read(text))
    lines = [_with_first(line, cases) for line in text.splitlines()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _with_first(line: str, cases: Iterator[Case]) -> str:
    if not line.strip() or line.startswith("#"):
        return line
    case = next(cases)
    return line if case.now() == case.meant else f"{line}{_FIRST}{case.now()}"


# ── what it costs ──

_TALK: Final = "I can come on Tuesday but could we move it to the afternoon, my son has an appointment at 11? "
_SAMPLES: Final[Mapping[str, str]] = {
    "an answer": "tuesday at 3 works for me",
    "with accents": "Sí, mañana a las 5 está bien",
    "a keyword": "STOP",
    "a request": "please stop texting me",
    "a denial": "please don't stop texting me, I love these",
    "400 characters": (_TALK * 200)[:400],
    "800 characters": (_TALK * 200)[:800],
    "1 600 characters": (_TALK * 200)[:1600],
    "1 600 with accents": (_TALK * 200).replace("a", "á")[:1600],
    "10 000 characters": (_TALK * 200)[:10_000],
    "10 000 pictures": "😀" * 10_000,
    "500 denials": "don't stop texting me " * 500,
    "500 tales": "he told me to stop texting me before " * 300,
}


def microseconds(text: str) -> float:
    """What a text costs that nobody wrote before, in µs of CPU."""

    def once() -> None:
        texts.fold.cache_clear()
        screen.forget()
        classify(text)

    once()  # compiles, and builds the automata
    times = []
    for _ in range(7):
        begun = time.process_time()
        for _ in range(50):
            once()
        times.append((time.process_time() - begun) / 50)
    return median(times) * 1e6


def costs() -> None:
    """Say what texts cost."""
    measured = {name: microseconds(text) for name, text in _SAMPLES.items()}
    print("telling opt-outs from conversation, µs a text (the limit is 1 000)")
    for name, cost in measured.items():
        print(f"  {name:<20}{cost:8.1f}")
    ratio = measured["1 600 characters"] / measured["800 characters"]
    print(f"  twice the text (800, 1 600 characters) takes {ratio:.1f} times as long")


def main() -> None:
    """Fill a document, note a first reading, or say what it costs."""
    match sys.argv[1:]:
        case ["--first", name]:
            record(name)
        case [document] if document.endswith(".md"):
            path = Path(document)
            path.write_text(render(path.read_text(encoding="utf-8")), encoding="utf-8")
        case _:
            costs()


if __name__ == "__main__":
    main()
