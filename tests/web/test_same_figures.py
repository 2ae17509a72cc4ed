"""The API, its CSV, the console's pages and their CSV say the same, over a history of chance, for every report."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import Connection

from bot.accounts import Role
from bot.store import statistics
from bot.store.statistics import COUNTED
from bot.web.table import cell
from tests.web import console
from tests.web.api.test_analytics import at_work
from tests.web.test_console_analytics import house_of

FIRST, LAST = "2025-12-10", "2026-03-05"
PRICES = """\
provider,country,kind,from,to,currency,price
twilio,US,*,2025-01-01,2026-01-14,USD,0.01
twilio,US,*,2026-01-15,,USD,0.02
vonage,GB,long_code,,,GBP,0.04
"""
WORDS = {
    "channel": ("main", "alt"),
    "provider": ("twilio", "vonage"),
    "sender": ("+15550100000", "CLINIC"),
    "country": ("US", "GB", "FR"),
    "message_class": ("conversational", "marketing"),
    "fate": ("delivered", "undelivered", "failed", "waiting", "unknown", "refused", "queued"),
    "error": ("", "30003"),
    "flow": ("survey", "once"),
    "version": ("1", "2"),
    "template": ("rate", "why"),
    "agent": ("usr_mia", "usr_joe"),
    "source": ("rate", "why"),
}
WHATS = {
    "hour": ("in", "out"),
    "time": ("first_reply", "next_reply", "to_send", "to_deliver"),
    "flow": ("started", "answered", "completed", "dropped", "reached", "opted_out"),
    "agent": ("replied", "taken_over", "closed"),
    "click": ("links", "followed", "clicks"),
}
REPORTS = [
    *(
        (f"delivery?group={group}", f"delivery?group={group}", "messages")
        for group in ("provider", "country", "channel", "sender", "flow", "template")
    ),
    ("flows?group=flow", "flows?", "started"),
    ("flows?group=state&flow=survey", "flows/survey?", "reached"),
    ("agents?", "replies?", "replied"),
    ("unmatched?", "unmatched?", "count"),
    ("optouts?", "optouts?", "count"),
    ("links?", "links?", "clicks"),
]


def history(conn: Connection) -> None:
    """What the roll-up might have counted of twelve weeks."""
    dice = random.Random(7)  # noqa: S311 - the same figures each time
    days = [(date.fromisoformat(FIRST) + timedelta(days=number)).isoformat() for number in range(-40, 86)]

    def part(name: str, column: str) -> str:
        if column == "day":
            return dice.choice(days)
        if column in ("hour", "band"):
            return str(dice.randrange(24))
        if column == "who":
            return dice.choice(("bot", "usr_mia"))
        if column == "place":
            return dice.choice(("", "rate", "why"))
        return dice.choice(WHATS[name] if column == "what" else WORDS.get(column, ("a", "b")))

    counts: Counter[tuple[str, ...]] = Counter()
    for name, table in COUNTED.items():
        for _ in range(400):
            key = (name, *(part(name, column) for column in table.keys))
            counts[key] += (n := dice.randrange(1, 4000))
            if len(table.numbers) > 1:
                counts[(*key, "#")] += n * dice.randrange(1, 4)
    statistics.add_counts(conn, counts)
    statistics.add_unmatched(
        conn,
        [
            (seq, "cnv_1", dice.choice(days), dice.choice(WORDS["flow"]), "1", "rate", dice.choice(("a", "b", None)))
            for seq in range(1, 200)
        ],
    )
    statistics.add_optouts(
        conn,
        [
            (
                seq,
                dice.choice(days),
                9,
                "main",
                "keyword",
                "",
                dice.choice(WORDS["flow"]),
                dice.choice(("rate", "why")),
                None,
            )
            for seq in range(1, 200)
        ],
    )


def flattened(row: dict) -> dict[str, str]:
    """A row of the API as the cells of a CSV."""
    found: dict[str, str] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            found |= {f"{name}_{inner}": text for inner, text in flattened(value).items()}
        elif isinstance(value, list):
            found[name] = "; ".join(f"{each['amount']} {each['currency']}" for each in value)
        else:
            found[name] = cell(value)
    return found


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
async def both(tmp_path):
    """The API and the console of one house, with all of that behind it."""
    (tmp_path / "prices.csv").write_text(PRICES)
    async with at_work(tmp_path, PARLEY_PRICES__FILE=str(tmp_path / "prices.csv")) as (stage, api):
        await stage.runtime.database.run(history)
        house = house_of(stage, api)
        id, link = await console.add_user(house, Role.VIEWER)
        async with console.screen(house, link, id) as screen:
            yield api, screen


async def test_every_report_says_the_same_everywhere(both):
    api, screen = both
    for path, page, counted in REPORTS:
        days = f"&from={FIRST}&to={LAST}"
        said = (await api.get(f"/v1/analytics/{path}{days}")).json()
        as_csv = table((await api.get(f"/v1/analytics/{path}{days}&format=csv")).text)
        of_page = table((await screen.get(f"/console/analytics/{page}{days}&format=csv")).text)
        shown = unescape((await screen.get(f"/console/analytics/{page}{days}")).text)

        rows = [*said["data"], *([said["bot"]] if "bot" in said else [])]
        assert len(rows) > 1, path
        assert [flattened(row) for row in rows] == as_csv, path
        assert as_csv == of_page, path
        for row in rows:
            words = f"{row['delivered']:,} of {row['tried']:,}" if "tried" in row else f"{row[counted]:,}"
            assert words in shown, (path, row)


async def test_days_add_up_to_every_other_way_of_counting(both):
    api, _ = both
    days = f"&from={FIRST}&to={LAST}"
    totals = [
        (await api.get(f"/v1/analytics/delivery?group={group}{days}")).json()["total"]
        for group in ("day", "provider", "country", "channel", "sender", "message_class", "fate", "error")
    ]
    by_day = (await api.get(f"/v1/analytics/delivery?group=day{days}")).json()

    assert [totals[0]] * len(totals) == totals
    assert totals[0]["messages"] == sum(row["messages"] for row in by_day["data"])
    assert {"USD", "GBP"} == {each["currency"] for each in totals[0]["cost"]}
