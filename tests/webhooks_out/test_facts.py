"""What happens becomes an event, whoever made it so; and nothing is noticed while nobody wants to know."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.desk.actor import Actor
from bot.events import MessageClass, MessageStatus
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.store import activity, facts, messages
from bot.web.api.message_shapes import Message
from tests.stage import ANA, BEN, CHANNEL, COUNTING, NOON
from tests.webhooks_out.ears import telling

HANDOFF = """\
flow: desk
start:
  - fallback
states:
  ask:
    - handoff: billing
      note: wants a refund
      priority: high
      closed: [{end: helped}]
"""

pytestmark = pytest.mark.usefixtures("either_database")


async def events(stage, *types):
    """What was written down, as type and phone; or the objects of some types."""
    rows = await stage.runtime.database.run(activity.page, after=0, limit=1000)
    return [(row.type, row.phone) for row in rows] if not types else [row.data for row in rows if row.type in types]


async def write(stage, phone, said="Hello"):
    """The business writes to somebody."""
    draft = Draft(phone, stage.runtime.channels[CHANNEL], Saying(said, MessageClass.TRANSACTIONAL))
    (row,) = await stage.runtime.database.run(stage.runtime.messages.create, [draft])
    await stage.settle()
    return row


async def test_a_text_and_the_walk_that_it_ends(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        await stage.subscribe("https://a.test/")
        await stage.says(ANA, "hi")
        await stage.says(ANA, "Ana")
        await stage.told()

        assert [
            ("message.received", ANA),
            ("contact.created", ANA),
            ("message.sent", ANA),
            ("message.received", ANA),
            ("session.completed", ANA),
            ("message.sent", ANA),
        ] == await events(stage)
        (session,) = await events(stage, "session.completed")
        assert ("echo", "named", "Ana") == (session["flow"], session["outcome"], session["variables"]["name"])
        heard = await events(stage, "message.received")
        assert ["hi", "Ana"] == [one["text"] for one in heard]


@pytest.mark.parametrize(
    ("status", "type"),
    [
        (MessageStatus.DELIVERED, "message.delivered"),
        (MessageStatus.UNDELIVERED, "message.failed"),
        (MessageStatus.FAILED, "message.failed"),
        (MessageStatus.EXPIRED, "message.failed"),
    ],
)
async def test_what_becomes_of_a_message(tmp_path, monkeypatch, status, type):
    async with telling(tmp_path, monkeypatch) as stage:
        await stage.subscribe("https://a.test/")
        sent = await write(stage, ANA)
        await stage.reports(f"carrier-{sent.id}", status)
        await stage.reports(f"carrier-{sent.id}", MessageStatus.SENT)
        await stage.told()
        shown = await events(stage, "message.sent", type)

        assert [("contact.created", ANA), ("message.sent", ANA), (type, ANA)] == await events(stage)
        assert ["accepted", status] == [Message.model_validate(one).status for one in shown]


async def test_what_was_refused_or_taken_back(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        await stage.says(ANA, "STOP")
        await stage.subscribe("https://a.test/")
        await write(stage, ANA)
        later = Draft(
            BEN,
            stage.runtime.channels[CHANNEL],
            Saying("x", MessageClass.TRANSACTIONAL, send_at=NOON.replace(year=2027)),
        )
        (row,) = await stage.runtime.database.run(stage.runtime.messages.create, [later])
        await stage.runtime.database.run(messages.cancel, row.id)
        await stage.told()

        assert [("message.refused", ANA), ("contact.created", BEN), ("message.canceled", BEN)] == await events(stage)


async def test_a_person_who_takes_over_and_is_done(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch, HANDOFF) as stage:
        await stage.subscribe("https://a.test/", "conversation.*")
        await stage.says(ANA, "hi")
        thread = await stage.value("SELECT id FROM conversation")
        desk, ben = stage.runtime.desk, Actor("agt_ben", "Ben")
        await desk.assign(thread, ben, "agt_ben")
        await desk.close(thread, ben)
        await stage.settle()
        await stage.told()
        (handoff,) = await events(stage, "conversation.handoff")

        assert ("billing", "high", "wants a refund", "person") == tuple(
            handoff[name] for name in ("queue", "priority", "note", "handler")
        )
        heard = [type.partition(".")[2] for type in stage.ears.heard("https://a.test/")]
        assert ["handoff", "assigned"] == heard[:2]
        assert ["assigned", "closed", "handed_back"] == sorted(heard[2:]), "one change of the row, in no order"


async def test_what_somebody_wants(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        await stage.subscribe("https://a.test/", "consent.changed")
        await stage.says(ANA, "STOP")
        await stage.says(ANA, "START")
        await stage.told()

        assert [("opt_out", ANA), ("opt_in", ANA)] == [
            (one["type"], one["phone"]) for one in await events(stage, "consent.changed")
        ]


async def test_what_a_flow_learns_of_somebody(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch, COUNTING) as stage:
        await stage.subscribe("https://a.test/", "contact.*")
        for said in ("hi", "more"):
            await stage.says(ANA, said)
            await stage.told()

        assert ["contact.created", "contact.changed"] == stage.ears.heard("https://a.test/")
        assert [{"count": 1}, {"count": 2}] == [body["data"]["fields"] for _, _, body in stage.ears.calls][-2:]


async def test_nothing_is_noticed_while_nobody_wants_to_know(tmp_path, monkeypatch):
    """The hot path has no trigger then, so it costs what it did before."""

    def triggers(conn):
        if conn.dialect.name == "sqlite":
            found = conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        else:
            found = conn.execute(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"))
        return [name for name in found.scalars() if name.startswith(facts.PREFIX)]

    async with telling(tmp_path, monkeypatch) as stage:
        await stage.says(ANA, "hi")
        before = await stage.runtime.database.run(triggers)
        await stage.subscribe("https://a.test/")
        during = await stage.runtime.database.run(triggers)
        await stage.execute("DELETE FROM webhook")
        stage.clock.passes(minutes=2)
        await stage.runtime.teller.turn()
        after = await stage.runtime.database.run(triggers)

        assert ([], []) == (before, after)
        assert len(during) == sum(bool(watch.of) + watch.added for watch in facts.WATCHES)


async def test_who_reads_the_activity_first_sees_what_happened_lately(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        await stage.says(ANA, "hi")
        await stage.says(BEN, "STOP")
        await stage.runtime.teller.read()
        lately = await events(stage)
        await stage.says(ANA, "Ana")
        await stage.told()
        after = await events(stage)

        assert {
            ("message.received", ANA),
            ("message.sent", ANA),
            ("message.received", BEN),
            ("consent.changed", BEN),
        } <= set(lately)
        assert lately == after[: len(lately)]
        assert ("session.completed", ANA) in after[len(lately) :]


async def test_a_fact_that_cannot_be_told_holds_up_no_other(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        await stage.subscribe("https://a.test/")
        await stage.runtime.database.run(facts.add, "message", "msg_x", {"status": "delivered"}, NOON)
        await stage.runtime.database.run(facts.add, "received", "no number", {}, NOON)
        sent = await write(stage, ANA)
        await stage.told()

        assert [("contact.created", ANA), ("message.sent", ANA)] == await events(stage)
        assert [sent.id] == [one["id"] for one in await events(stage, "message.sent")]
        assert 1 == stage.runtime.metrics.facts_untold._value.get()


async def test_who_is_erased_is_told_of_no_more(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        await stage.subscribe("https://a.test/")
        stage.ears.answers["https://a.test/"] = lambda body: (500, {})
        for phone in (ANA, BEN):
            await stage.says(phone, "hi")
        await stage.told()
        before = set(await events(stage))
        erased = await stage.runtime.eraser.erase(ANA, "test")
        told = await stage.rows("SELECT activity_id FROM webhook_delivery")
        tried = await stage.rows("SELECT DISTINCT delivery_id FROM webhook_attempt")

        assert {("message.received", ANA), ("message.received", BEN)} <= before
        assert {BEN} == {phone for _, phone in await events(stage)}
        assert len(told) == len(await events(stage))
        assert len(tried) == 2
        assert 3 == erased.counts["activity"]


async def test_what_is_sensitive_is_told_to_nobody(tmp_path, monkeypatch):
    secret = """\
flow: secret
start: [fallback]
states:
  ask:
    - ask: Your card?
      save: card
      sensitive: true
    - end: done
"""
    async with telling(tmp_path, monkeypatch, secret, PARLEY_PRIVACY__KEY="0123456789abcdef0123") as stage:
        await stage.subscribe("https://a.test/")
        await stage.says(ANA, "hi")
        await stage.says(ANA, "4111 1111")
        await stage.told()
        (session,) = await events(stage, "session.completed")

        assert None is session["variables"]
        assert not any("4111" in str(body) for _, _, body in stage.ears.calls)
