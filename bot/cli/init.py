"""`parley init`: a folder that already works, to change from there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import Exit, Failed, say
from bot.cli.help import command, new_app

app = new_app()

SETTINGS = """\
# Every key can also be a variable: PARLEY_BUSINESS__NAME, PARLEY_CHANNELS__MAIN__NUMBER.

[business]
name = "Our Business"
help_contact = "help@example.com"
timezone = "America/New_York"
country = "US"
language = "en"
# public_url = "https://sms.example.com"    # where your provider reaches this server

[flows]
path = "flows"

[channels.main]
provider = "loopback"                       # needs no account; see the README for twilio and d7
number = "+15550100000"
"""

FLOW = """\
flow: hello
title: Say hello
start:
  - keyword: [hello, hi]
  - fallback                     # any message that no other flow takes
anytime:
  agent: {words: [agent, human], go: person}

states:
  greet:
    - ask: Hi, this is {{ business.name }}! What is your name?
      save: name
      silence:
        1 day: {end: no_reply}
    - ask: Nice to meet you, {{ name }}. Would you like a call back?
      expect: yes_no
      unclear: Please reply YES or NO.
      give_up: person
      silence:
        4 hours: Still there? Reply YES or NO.
        1 day: {end: no_reply}
      replies:
        yes: person
        no: goodbye

  goodbye:
    - say: All right, {{ name }}. Text us whenever you like.
    - end: done

  person:
    - handoff: support
      note: "{{ name | default('Somebody') }} would like to talk"
      say: Thank you. Someone will be in touch.
      closed: {end: done}
"""

FILES = {"parley.toml": SETTINGS, "flows/hello.yaml": FLOW}


@command(
    app,
    ("parley init", "in this folder"),
    ("parley init clinic && cd clinic", "in a new one"),
    ("parley chat hello", "then talk to it"),
)
def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where; made if it is not there.")] = Path(),
) -> None:
    """Make a first flow and settings that work as they are. Existing files are left alone."""
    taken = [name for name in FILES if (directory / name).exists()]
    if taken:
        raise Failed(f"{directory / taken[0]} exists already; choose an empty folder", Exit.USAGE)
    for name, content in FILES.items():
        file = directory / name
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
        except OSError as error:
            raise Failed(f"{file} cannot be written: {error.strerror}") from error
        say(f"wrote {file}")
    inside = "" if directory == Path() else f"cd {directory} && "
    say(f"\nnow try: {inside}parley chat hello")
