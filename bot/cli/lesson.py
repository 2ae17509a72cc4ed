"""Does what a page of documentation tells its reader to do, and writes down what came of it.

A page is followed from top to bottom, in a folder of its own:

* "Save this as `flows/repair.yaml`:" before a block writes the file; "Add this to the end of `…`:" adds to it.
* "Change `a` to `b`" in a sentence does so in the file that was written last, "In `parley.toml`, change `a` to `b`" in
  that one; "change it back" undoes it.
* A block of `console` runs the commands after each `$`, types what stands after `>`, and gets their output; below a
  comment `not followed: why` it is left alone.

So whoever follows a page sees what the page shows; a test compares the two.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.cli import main
from bot.cli.console import Exit
from bot.errors import BotError

DONE: Final = re.compile(
    r"(?P<how>[Ss]ave this as|Add this to the end of) `(?P<file>[^`\n]+)`[^`\n]*:\n\n```\w+\n(?P<content>.*?)^```"
    r"|(?:In `(?P<where>[^`\n]+)`, c|C)hange `(?P<before>[^`\n]+)`\s+to\s+`(?P<after>[^`\n]+)`"
    r"|(?P<undo>[Cc]hange it back)"
    r"|<!-- not followed: [^>]*-->\n```console\n.*?^```"
    r"|(?P<fence>^```console\n)(?P<session>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
TYPED: Final = re.compile(r"^> ?(.*)$", re.MULTILINE)
SECONDS: Final = re.compile(r"\b\d+\.\d\d s\b")
COLUMNS: Final = "80"


class Misled(BotError):
    """A page tells its reader something that cannot be done."""


@dataclass
class Lesson:
    """A page while it is followed, in the working directory."""

    file: Path = Path()
    """What was written last."""
    before: str = ""
    """What it held before it was changed."""

    def follow(self, page: str) -> str:
        """Do everything that a page says, and return it with the output that there was."""
        return DONE.sub(self._do, page)

    def _do(self, found: re.Match[str]) -> str:
        if found["fence"]:
            return f"{found['fence']}{''.join(self._run(found['session']))}```"
        if found["file"]:
            self.write(Path(found["file"]), found["content"], append=found["how"].startswith("Add"))
        elif found["undo"]:
            self.file.write_text(self.before, encoding="utf-8")
        elif found["before"]:
            self.file = Path(found["where"] or self.file)
            self._change(found["before"], found["after"])
        return found[0]

    def write(self, file: Path, content: str, *, append: bool) -> None:
        """Save a file, or what comes to its end."""
        file.parent.mkdir(parents=True, exist_ok=True)
        written = file.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if append else ""
        file.write_text(written + content, encoding="utf-8")
        self.file = file

    def _change(self, before: str, after: str) -> None:
        self.before = self.file.read_text(encoding="utf-8")
        if self.before.count(before) != 1:
            raise Misled(f"`{before}` stands {self.before.count(before)} times in {self.file}")
        self.file.write_text(self.before.replace(before, after), encoding="utf-8")

    def _run(self, session: str) -> Iterator[str]:
        """Every command of a block, with its output anew."""
        for command, typed in commands(session):
            yield f"$ {command}\n"
            words, _, target = command.partition(" > ")
            program, *arguments = shlex.split(words, comments=True)
            if program == "cd":
                os.chdir(arguments[0])
            elif program == "cat":
                yield Path(arguments[0]).read_text(encoding="utf-8")
            elif program != "parley":
                raise Misled(f"only `parley`, `cd` and `cat` can be run, not `{program}`")
            elif target:
                Path(target).write_text(parley(arguments, typed), encoding="utf-8")
            else:
                yield _shown(command, typed, parley(arguments, typed))


def _shown(command: str, typed: str, printed: str) -> str:
    """Output as a page keeps it: without spaces at the end of lines, which editors strip, and always as quick."""
    if typed.splitlines() != TYPED.findall(printed):
        raise Misled(f"`{command}` does not take what is typed into it:\n{printed}")
    return SECONDS.sub("0.01 s", "".join(f"{line.rstrip()}\n" for line in printed.splitlines()))


def commands(session: str) -> Iterator[tuple[str, str]]:
    """The commands of a block of `console`, each with what is typed into it."""
    for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, "".join(f"{line}\n" for line in TYPED.findall(output))


def parley(arguments: list[str], typed: str = "") -> str:
    """Run the command line in this process; what it prints, with what it says about it.

    A page may show that something is wrong, but no command that names what is not there.
    """
    printed = io.StringIO()
    with _terminal(["parley", *arguments], typed, printed):
        try:
            main()
        except SystemExit as ended:
            if ended.code in (Exit.USAGE, Exit.START_UP):
                raise Misled(f"`parley {shlex.join(arguments)}` cannot be run:\n{printed.getvalue()}") from None
    return printed.getvalue()


def follow(page: str, folder: Path) -> tuple[str, Mapping[str, bytes]]:
    """Follow a page in a folder: the page as it should be, and the pictures in it that its commands made."""
    with chdir(folder):
        written = Lesson().follow(page)
        shown = {name: Path(name) for name in re.findall(r"!\[[^\]]*\]\(([\w.-]+)\)", written)}
        return written, {name: path.read_bytes() for name, path in shown.items() if path.exists()}


@contextmanager
def _terminal(arguments: list[str], typed: str, printed: io.StringIO) -> Iterator[None]:
    """The terminal of a reader: so wide, with this typed, and with both kinds of output on one screen."""
    before = sys.argv, sys.stdin, dict(os.environ)
    sys.argv, sys.stdin = arguments, io.StringIO(typed)
    os.environ["COLUMNS"] = COLUMNS
    try:
        with redirect_stdout(printed), redirect_stderr(printed):
            yield
    finally:
        sys.argv, sys.stdin, environ = before
        os.environ.clear()
        os.environ.update(environ)
