"""Messages that the business itself asks for: who they go to, in which conversation, and in which order."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.config import Settings
from bot.events import MessageClass
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.runtime import Runtime
from bot.store import contacts
from bot.store.contacts import Suppression
from bot.store.tables import contact, conversation
from bot.store.views import MessageView

ANA, BEN = "+12025550143", "+13125550188"
HELLO = Saying("Hello", MessageClass.TRANSACTIONAL)


@pytest.fixture
async def runtime(settings: Settings) -> AsyncIterator[Runtime]:
    runtime = Runtime(settings)
    await runtime.start(worker=False)
    yield runtime
    await runtime.stop()


def draft(runtime: Runtime, to: str = ANA, **change: Any) -> Draft:
    return Draft(to, runtime.channels["main"], HELLO._replace(**change))


async def create(runtime: Runtime, drafts: Sequence[Draft]) -> list[MessageView]:
    return await runtime.database.run(runtime.messages.create, drafts)


async def suppress(runtime: Runtime, phone: str) -> None:
    def work(conn: Connection) -> None:
        person = contacts.person_key(runtime.messages._house.secret, phone)
        contacts.set_suppression(conn, {person: Suppression("keyword", datetime.now(UTC), None)})

    await runtime.database.run(work)


async def test_messages_come_back_in_the_order_of_their_drafts(runtime: Runtime):
    drafts = [draft(runtime, to, text=f"{number}") for number, to in enumerate([BEN, ANA, BEN, ANA])]
    rows = await create(runtime, drafts)

    assert [(BEN, "0"), (ANA, "1"), (BEN, "2"), (ANA, "3")] == [(row.recipient, row.text) for row in rows]


async def test_a_person_is_met_once_and_talked_to_in_one_conversation(runtime: Runtime):
    rows = await create(runtime, [draft(runtime), draft(runtime)]) + await create(runtime, [draft(runtime)])
    people, threads = await runtime.database.run(
        lambda conn: (conn.execute(select(contact.c.phone)).all(), conn.execute(select(conversation.c.channel)).all())
    )

    assert [(ANA,)] == people
    assert [("main",)] == threads
    assert 1 == len({row.conversation_id for row in rows})


async def test_a_person_is_known_by_what_the_number_says(runtime: Runtime):
    await create(runtime, [draft(runtime)])
    known = await runtime.database.run(contacts.find, [ANA])

    assert ("US", "America/New_York") == (known[ANA].country, known[ANA].timezone)


async def test_who_opted_out_is_refused_and_the_others_are_not(runtime: Runtime):
    await suppress(runtime, ANA)
    rows = await create(runtime, [draft(runtime, ANA), draft(runtime, BEN)])

    assert [("refused", "opted_out", None), ("queued", None, rows[1].created_at)] == [
        (row.status, row.error, row.due_at) for row in rows
    ]


async def test_a_message_waits_for_its_time(runtime: Runtime):
    later = datetime.now(UTC) + timedelta(days=1)
    [row] = await create(runtime, [draft(runtime, send_at=later, expires_at=later + timedelta(hours=1))])

    assert (later, later + timedelta(hours=1)) == (row.due_at, row.expires_at)


async def test_a_time_that_is_past_means_now(runtime: Runtime):
    [row] = await create(runtime, [draft(runtime, send_at=datetime(2001, 1, 1, tzinfo=UTC))])

    assert row.created_at == row.due_at


async def test_a_forecast_writes_nothing(runtime: Runtime):
    await suppress(runtime, BEN)
    forecasts = await runtime.database.run(
        runtime.messages.forecast, [draft(runtime), draft(runtime, BEN), draft(runtime, text="")]
    )

    assert [("send", None), ("refuse", "opted_out"), ("refuse", "empty")] == [
        (forecast.verdict, forecast.reason) for forecast in forecasts
    ]
    assert [] == await runtime.database.run(lambda conn: conn.execute(select(contact.c.id)).all())


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("plain", 0),
        ("“quoted” – and…", 1),
        ("emoji 😀 is meant", 0),
        ("both ’ and 😀", 0),
    ],
)
async def test_a_forecast_knows_the_cheaper_spelling_where_there_is_one(runtime: Runtime, text, warnings):
    [forecast] = await runtime.database.run(runtime.messages.forecast, [draft(runtime, text=text)])

    assert warnings == len(forecast.warnings)
