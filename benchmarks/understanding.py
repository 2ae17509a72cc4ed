"""How well replies are understood, on the corpus in `tests/engine/replies/`, written into docs/understanding.md.

python -m benchmarks.understanding docs/understanding.md      fill its tables again
python -m benchmarks.understanding --first 5-fifth-blind      read a new round, and note beside each miss what was read

Four outcomes: *as meant*; *unclear though clear*, which costs one more question; *wrong*, which costs an appointment.
What a person would find unclear too and the code reads as a value is wrong as well.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.replies import FOLDER, Case, read, rounds, written
from bot.events import Json

LANGUAGES = ("en", "es", "fr", "de", "pt", "it", "nl")
_TABLE = re.compile(r"(<!-- measured: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_FIRST_PASS = re.compile(
    r"# first pass: (?P<unclear>\d+) unclear though clear, (?P<wrong>\d+) wrong; since then (?P<changed>\d+) "
)


def render(document: str) -> str:
    """Fill every measured block of a document again."""
    return _TABLE.sub(lambda found: f"{found[1]}{_TABLES[found[2]]()}{found[3]}", document)


def by_type_and_language() -> str:
    """Replies, as meant, unclear though clear and wrong, for each type and language."""
    cases = [case for listed in rounds().values() for case in listed]
    kinds = list(dict.fromkeys(case.group.expect for case in cases))
    rows = [
        [f"`{kind.value}`", *(_cell(cases, kind=kind.value, language=language) for language in (*LANGUAGES, ""))]
        for kind in kinds
    ]
    rows.append(["all", *(_cell(cases, kind="", language=language) for language in (*LANGUAGES, ""))])
    return _table(["", *LANGUAGES, "all"], rows)


def _cell(cases: Iterable[Case], *, kind: str, language: str) -> str:
    found = [case for case in cases if kind in ("", case.group.expect.value) and language in ("", case.group.language)]
    return str(Score.of(found, Case.read)) if found else ""


def by_round() -> str:
    """What each round was read as at first, as its file says, and now."""
    rows = []
    for name, cases in rounds().items():
        head = _FIRST_PASS.match((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
        if head is None:
            continue  # of the replies before, nobody wrote down what was read at first
        first = Score(len(cases), int(head["unclear"]), int(head["wrong"]))
        hard = str(sum(case.meant is None for case in cases))
        counts = (len(cases), hard, first.percent, first.unclear, first.wrong, head["changed"])
        rows.append([name, *map(str, counts), Score.of(cases, Case.read).percent])
    heads = ["round", "replies", "unclear to a person too", "as meant at first", "unclear though clear", "wrong"]
    return _table([*heads, "expectations changed since", "as meant now"], rows)


def misses() -> str:
    """Every reply that is read otherwise than a person would."""
    found = [(case, value) for listed in rounds().values() for case in listed if (value := case.read()) != case.meant]
    rows = [
        [
            f"`{case.group.expect.value}` {case.group.language}",
            _code(case.text),
            _shown(case, case.meant),
            _shown(case, value),
        ]
        for case, value in found
    ]
    return _table(["asked for", "reply", "a person concludes", "read as"], rows)


def _shown(case: Case, value: Json) -> str:
    return "unclear" if value is None else f"`{written(case.group, value)}`"


def _code(text: str) -> str:
    return "`" + text.replace("\n", " ").replace("|", "\\|") + "`"


class Score:
    """How many replies of a kind came out how."""

    def __init__(self, replies: int, unclear: int, wrong: int) -> None:
        self.replies, self.unclear, self.wrong = replies, unclear, wrong

    @classmethod
    def of(cls, cases: Sequence[Case], reading: Callable[[Case], Json]) -> Score:
        """Count what a reading makes of replies."""
        missed = [value for case in cases if (value := reading(case)) != case.meant]
        unclear = sum(value is None for value in missed)
        return cls(len(cases), unclear, len(missed) - unclear)

    @property
    def percent(self) -> str:
        """The share that came out as meant."""
        return f"{100 * (self.replies - self.unclear - self.wrong) / self.replies:.1f} %"

    def __str__(self) -> str:
        if not self.unclear and not self.wrong:
            return f"{self.replies}"
        return f"{self.replies} ({self.unclear} unclear, {self.wrong} wrong)"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    listed = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in listed)


_TABLES: Mapping[str, Callable[[], str]] = {"accuracy": by_type_and_language, "rounds": by_round, "misses": misses}


def record(name: str) -> None:
    """Read a new round for the first time."""
    path = FOLDER / f"{name}.txt"
    text = path.read_text(encoding="utf-8")
    if " || " in text:
        raise SystemExit(f"{path} has been read before; its first reading stays as it is")
    cases = list(read(text))
    score = Score.of(cases, Case.read)
    misses = f"{score.unclear} unclear though clear, {score.wrong} wrong"
    head = f"# first pass: {misses}; since then 0 expectations changed\n\n"
    unread = iter(cases)
    lines = [_with_first(line, next(unread)) if _is_reply(line) else line for line in text.splitlines()]
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def _is_reply(line: str) -> bool:
    return " | " in line and not line.startswith(("## ", "   "))


def _with_first(line: str, case: Case) -> str:
    value = case.read()
    return line if value == case.meant else f"{line} || {written(case.group, value)}"


def main() -> None:
    """Fill a document, or note a first reading."""
    match sys.argv[1:]:
        case ["--first", name]:
            record(name)
        case [document]:
            path = Path(document)
            path.write_text(render(path.read_text(encoding="utf-8")), encoding="utf-8")
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
