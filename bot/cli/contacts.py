"""`parley contacts`: the people."""

from __future__ import annotations

from bot.cli.help import command, new_app
from bot.cli.person import erase, export

app = new_app(
    help="Export and erase people.",
    examples=(
        ("parley contacts export +15550100001 -o ana.json", "all that is kept of a person"),
        ("parley contacts erase +15550100001", "forget a person everywhere"),
    ),
)

command(
    app,
    ("parley contacts export +15550100001 -o ana.json", "everything, as JSON"),
    ("parley contacts export +15550100001 --csv -o ana.csv", "the messages, for a spreadsheet"),
)(export)
command(
    app,
    ("parley contacts erase +15550100001", "asks before it does"),
    ("parley contacts erase ctc_01k2m3n4p5q6r7s8t9v0w1x2y3 --yes --json", "for a program"),
)(erase)
