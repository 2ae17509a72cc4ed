"""`parley contacts`: the people, and what they want."""

from __future__ import annotations

from bot.cli.help import command, new_app
from bot.cli.person import erase, export
from bot.cli.wishes import import_file, optin, optout

app = new_app(
    help="Record who wants texts; export and erase people.",
    examples=(
        ('parley contacts optout +15550100001 --text "no more, please"', "they told you; it holds at once"),
        ("parley contacts import consent.csv --dry-run", "see what a file would do"),
        ("parley contacts export +15550100001 -o ana.json", "all that is kept of a person"),
        ("parley contacts erase +15550100001", "forget a person everywhere"),
    ),
)

command(app, ('parley contacts optout +15550100001 --text "no more, please" --channel call', ""))(optout)
command(
    app,
    (
        'parley contacts optin +15550100001 --consent-type express_written --action "signed the form" '
        '--disclosure "$(cat form-3.txt)" --channel paper',
        "",
    ),
)(optin)
command(
    app,
    ("parley contacts import consent.csv --dry-run", "see what would happen"),
    ("parley contacts import consent.csv", "bring it in; twice does no harm"),
    ("parley contacts import people.csv", "people, with fields and tags"),
    name="import",
)(import_file)
command(
    app,
    ("parley contacts export +15550100001 -o ana.json", "everything, as JSON"),
    ("parley contacts export +15550100001 --csv -o ana.csv", "the messages, for a spreadsheet"),
    ("parley contacts export --where 'tags has \"vip\"' -o people.csv", "what is known of many"),
)(export)
command(
    app,
    ("parley contacts erase +15550100001", "asks before it does"),
    ("parley contacts erase ctc_01k2m3n4p5q6r7s8t9v0w1x2y3 --yes --json", "for a program"),
)(erase)
