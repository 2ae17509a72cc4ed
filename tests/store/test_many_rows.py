"""Many rows in one statement come back as they were given, whatever they have in common."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.store import conversations, exchanges
from bot.store.contacts import Contact, by_ids
from bot.store.contacts import add as add_contacts
from bot.store.conversations import Conversation
from bot.store.db import Database
from bot.store.exchanges import Exchange
from tests import stage

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
SAME = Exchange(NOON, "main", "send", "m-1", None, None, 1, "taken", "", 200, 7, "POST /", None)


@pytest.fixture
async def database(either_database, tmp_path):
    database = Database(stage.place(tmp_path), tmp_path / "state")
    await database.open()
    yield database
    await database.close()


@pytest.mark.parametrize(
    "given",
    [
        [SAME],
        [SAME, SAME, SAME],
        [SAME, SAME._replace(detail="other"), SAME],
        [SAME, SAME._replace(at=LATER, status=None, answer="x"), SAME._replace(answer="")],
    ],
    ids=["one", "three alike", "like the first and the last", "of all kinds"],
)
async def test_rows_are_as_many_as_were_given(database, given):
    await database.run(exchanges.add, given)

    assert given == [kept.exchange for kept in await database.run(exchanges.of_message, "m-1")]


async def test_documents_that_python_takes_for_the_same_are_not(database):
    met = [
        Contact(f"ctc_{value}", f"+120655501{number:02}", NOON, fields={"n": value})
        for number, value in enumerate((1, True, 1.0))
    ]

    await database.run(add_contacts, met)

    found = await database.run(by_ids, [person.id for person in met])
    assert [(int, 1), (bool, True), (float, 1.0)] == [
        (type(found[person.id].fields["n"]), found[person.id].fields["n"]) for person in met
    ]


async def test_rows_that_change_alike_keep_what_is_their_own(database):
    met = [Contact(f"ctc_{number}", f"+120655501{number:02}", NOON) for number in range(3)]
    begun = [Conversation(f"cnv_{person.id}", person.id, "main", NOON, NOON) for person in met]
    await database.run(add_contacts, met)
    await database.run(conversations.add, begun)

    moved = [one._replace(last_at=LATER, unread=number // 2) for number, one in enumerate(begun)]
    await database.run(conversations.save_changed, [*zip(begun, moved, strict=True)])

    found = await database.run(conversations.by_ids, [one.id for one in begun])
    assert sorted(one._replace(labels=[]) for one in moved) == sorted(found)
