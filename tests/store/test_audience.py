"""A filter means the same people in SQL and in plain Python, and can do nothing but ask."""

from __future__ import annotations

import random

import pytest

from bot.audience import matches, read_audience
from bot.audience.tree import Clock
from bot.store import audience, contacts, conversations
from bot.store.contacts import Contact
from bot.store.conversations import Conversation
from bot.store.db import Database
from tests import stage
from tests.audience.crowd import NOON, condition, person

PEOPLE, FILTERS = 60, 250
CLOCK = Clock(NOON, "America/New_York")


@pytest.fixture
async def database(either_database, tmp_path):
    opened = Database(stage.place(tmp_path), tmp_path / "state")
    await opened.open()
    yield opened
    await opened.close()


def keep(conn, crowd):
    """Write people down, and when they were seen last."""
    kept = [
        Contact(
            f"ctc_{at:04}",
            one.phone,
            one.created_at,
            one.name,
            one.language,
            one.timezone,
            one.country,
            one.fields,
            one.tags,
        )
        for at, one in enumerate(crowd)
    ]
    contacts.add(conn, kept)
    conversations.add(
        conn,
        [
            Conversation(f"cnv_{at:04}", f"ctc_{at:04}", "main", one.last_seen, one.last_seen)
            for at, one in enumerate(crowd)
            if one.last_seen is not None
        ],
    )


def meant(conn, filters):
    return [{one.phone for one in audience.people(conn, asked, CLOCK, after="", limit=1000)} for asked in filters]


async def test_sql_means_the_same_people(database):
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")
    dice = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    crowd = [person(dice, number) for number in range(PEOPLE)]
    filters = [read_audience(condition(dice)) for _ in range(FILTERS)]
    await database.run(keep, crowd)

    answers = await database.run(meant, filters)

    for asked, answer in zip(filters, answers, strict=True):
        assert {one.phone for one in crowd if matches(asked, one, CLOCK)} == answer, asked.source
    assert 0 < sum(0 < len(answer) < PEOPLE for answer in answers), "the filters tell nobody apart"


@pytest.mark.parametrize(
    "text",
    [
        "' OR 1=1 --",
        "\\' OR 1=1 --",
        "'; DROP TABLE contact; --",
        '") OR (1=1',
        "%' OR '1'='1",
        ":param",
        "%s %(x)s $1 ?",
        '$."x"\') OR 1=1 --',
        "{{ 7*7 }}",
        "\u2019 OR 1=1",
    ],
)
async def test_a_value_is_never_more_than_a_value(database, text):
    dice = random.Random(1)  # noqa: S311 - the same crowd each time
    await database.run(keep, [person(dice, number) for number in range(10)])
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    filters = [
        read_audience(source)
        for source in (
            f"name = {quoted}",
            f"fields.city = {quoted}",
            f"fields.city contains {quoted}",
            f"name in ({quoted})",
            f"tags has {quoted}",
        )
    ]

    assert [set()] * 5 == await database.run(meant, filters)
    assert 10 == await database.run(audience.count, read_audience(""), CLOCK)


async def test_people_come_in_pages(database):
    dice = random.Random(2)  # noqa: S311 - the same crowd each time
    await database.run(keep, [person(dice, number) for number in range(5)])
    everybody = read_audience("")

    pages = await database.run(
        lambda conn: [
            [one.id for one in audience.people(conn, everybody, CLOCK, after=after, limit=2)]
            for after in ("", "ctc_0001", "ctc_0003", "ctc_0004")
        ]
    )

    assert [["ctc_0000", "ctc_0001"], ["ctc_0002", "ctc_0003"], ["ctc_0004"], []] == pages
