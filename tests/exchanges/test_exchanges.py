"""What was said about a message is beside it, for seven days, and never in its way."""

from __future__ import annotations

import pytest

from bot import exchanges as module
from bot.errors import DatabaseAway, SendError
from bot.events import ErrorClass, Inbound, MessageClass, MessageStatus
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.providers.base import WebhookAnswer, WebhookRequest
from bot.store import exchanges
from tests.answers import answer
from tests.stage import ANA, BEN, NOON, Stage, staged

pytestmark = pytest.mark.usefixtures("either_database")


async def sent(stage: Stage, phone: str = ANA) -> str:
    """Write a message, and let it go out; its id."""
    id = await written(stage, phone)
    await stage.settle()
    return id


async def written(stage: Stage, phone: str = ANA) -> str:
    """Write a message; its id."""
    draft = Draft(phone, stage.runtime.channels["main"], Saying("Your table is ready.", MessageClass.TRANSACTIONAL))
    [message] = await stage.runtime.database.run(stage.runtime.messages.create, [draft])
    return message.id


async def beside(stage: Stage, message_id: str) -> list[exchanges.Exchange]:
    return [kept.exchange for kept in await stage.runtime.database.run(exchanges.of_message, message_id)]


async def comes_in(stage: Stage, *texts: Inbound, id: str = "req_1") -> None:
    """A webhook brought these texts; nothing else happens."""
    request = WebhookRequest("POST", "http://x/webhooks/main", {}, b'{"text": "hello"}', stage.clock.now)
    stage.runtime.exchanges.received("main", request, texts, None, WebhookAnswer(), stage.clock.monotonic, id)
    await stage.runtime.exchanges.turn()


async def test_a_message_that_was_taken(tmp_path):
    async with staged(tmp_path) as stage:
        id = await sent(stage)
        [row] = await beside(stage, id)

    assert (NOON, "main", "send", id, 1, "taken", "", 200, 0) == (
        row.at,
        row.channel,
        row.kind,
        row.about,
        row.attempt,
        row.result,
        row.detail,
        row.status,
        row.took_ms,
    )
    assert row.request.startswith("POST https://carrier.test/send\ncontent-type: application/json\n\n{")
    assert f'\n{{"id": "carrier-{id}"}}' == row.answer


async def test_every_attempt_is_there_with_what_became_of_it(tmp_path):
    async with staged(tmp_path) as stage:
        stage.carrier.then(
            SendError(ErrorClass.RETRYABLE, "unreachable", "nobody there"),
            answer(429, {"error": "slow down"}, retry_after="3"),
            answer(400, {"error": "opted_out"}),
        )
        id = await sent(stage)
        for _ in range(2):
            await stage.passes(minutes=5)
        rows = await beside(stage, id)

    assert [(1, "retryable", None), (2, "throttled", 429), (3, "opt_out", 400)] == [
        (row.attempt, row.result, row.status) for row in rows
    ]
    assert ["unreachable", "slow down", "opted_out"] == [row.detail.partition(":")[0] for row in rows]
    assert "retry-after: 3\n" in rows[1].answer


async def test_what_is_asked_about_a_message_is_there_too(tmp_path):
    async with staged(tmp_path) as stage:
        stage.carrier.then(SendError(ErrorClass.UNKNOWN, "timeout", "no answer within 15 s"))
        id = await sent(stage)
        stage.carrier.queries.append(lambda request: answer(200, {"id": id, "status": "sent"}))
        await stage.passes(seconds=2)
        rows = await beside(stage, id)

    assert [("send", "unknown"), ("query", "answered")] == [(row.kind, row.result) for row in rows]
    assert rows[1].request.startswith(f"GET https://carrier.test/send/{id}\n")


async def test_what_never_began_was_not_said(tmp_path):
    async with staged(tmp_path) as stage:
        stage.carrier.then(SendError(ErrorClass.RETRYABLE, "not_begun", "the lease was over"))
        id = await sent(stage)
        await stage.passes(minutes=1)
        rows = await beside(stage, id)

    assert ["taken"] == [row.result for row in rows]


async def test_a_report_is_beside_its_message_by_whichever_name(tmp_path):
    async with staged(tmp_path) as stage:
        id, other = await sent(stage), await sent(stage, BEN)
        request = WebhookRequest("POST", "http://x/webhooks/main", {}, b"{}", stage.clock.now)
        for name in (f"carrier-{id}", f"carrier-{other}"):
            [receipt] = stage.runtime.channels["main"].provider.parse(
                WebhookRequest(
                    "POST", request.url, {}, b'{"id": "%b", "status": "delivered"}' % name.encode(), request.received_at
                )
            )
            stage.runtime.exchanges.received(
                "main", request, [receipt], None, WebhookAnswer(), stage.clock.monotonic, "req_1"
            )
        await stage.settle()
        rows = await beside(stage, id)

    assert [("send", "taken"), ("webhook", "received")] == [(row.kind, row.result) for row in rows]
    assert "delivered" == rows[1].detail


async def test_another_channel_may_use_the_same_name(tmp_path):
    async with staged(tmp_path) as stage:
        id = await sent(stage)
        row = (await beside(stage, id))[0]._replace(channel="other", about=f"carrier-{id}", kind="webhook")
        await stage.runtime.database.run(exchanges.add, [row])

        assert ["send"] == [row.kind for row in await beside(stage, id)]


@pytest.mark.parametrize(("keep", "expected"), [("all", 2), ("failures", 1), ("none", 0)])
async def test_the_settings_say_what_is_kept(tmp_path, keep, expected):
    async with staged(tmp_path, PARLEY_LOG__EXCHANGES=keep) as stage:
        stage.carrier.then(answer(500, {}))
        first, second = await sent(stage), await sent(stage, BEN)
        found = [*await beside(stage, first), *await beside(stage, second)]

    assert expected == len(found)
    assert keep != "failures" or "unknown" == found[0].result


async def test_after_seven_days_they_are_gone(tmp_path):
    async with staged(tmp_path) as stage:
        old = await sent(stage)
        await stage.passes(days=6)
        new = await sent(stage)
        assert 1 == len(await beside(stage, old))
        await stage.passes(days=1, seconds=1)

        assert [0, 1] == [len(await beside(stage, old)), len(await beside(stage, new))]


async def test_much_that_is_old_goes_at_once_and_no_more_than_that(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "PURGED_A_TURN", 2)
    async with staged(tmp_path) as stage:
        ids = [await sent(stage, f"+1206555{number:04d}") for number in range(5)]
        stage.clock.passes(days=8)
        turns = [await stage.runtime.exchanges.turn() for _ in range(4)]

        assert [2, 2, 1, 0] == turns
        assert [] == [row for id in ids for row in await beside(stage, id)]


async def test_a_person_is_forgotten(tmp_path):
    async with staged(tmp_path) as stage:
        mine, other = await sent(stage), await sent(stage, BEN)
        await comes_in(stage, Inbound("in-1", ANA, "+15550100000", "hello"))
        await comes_in(stage, Inbound("in-2", BEN, "+15550100000", "hello"))
        await comes_in(stage, *(Inbound(f"in-{who}", who, "+15550100000", "hi") for who in (ANA, BEN)), id="req_2")
        gone = await stage.runtime.database.run(exchanges.forget, message_ids=[mine], phones=[ANA])
        left = await stage.rows("SELECT about FROM exchange ORDER BY seq")

    assert 4 == gone, "what came in the same request says something of both"
    assert [(other,), ("in-2",)] == left


async def test_forgetting_nobody_forgets_nothing(tmp_path):
    async with staged(tmp_path) as stage:
        await sent(stage)

        assert 0 == await stage.runtime.database.run(exchanges.forget)
        assert 1 == await stage.value("SELECT count(*) FROM exchange")


async def test_while_the_database_is_away_they_wait_and_messages_do_not(tmp_path, monkeypatch):
    async with staged(tmp_path) as stage:
        id = await written(stage)
        with monkeypatch.context() as away:
            away.setattr(module.exchanges, "add", _away)
            with pytest.raises(DatabaseAway):
                await stage.settle()
        assert [MessageStatus.ACCEPTED] == await stage.statuses(ANA)
        await stage.settle()

        assert 1 == len(await beside(stage, id))


async def test_those_that_can_never_be_written_hold_up_no_others(tmp_path, monkeypatch):
    async with staged(tmp_path) as stage:
        await written(stage)
        with monkeypatch.context() as broken:
            broken.setattr(module.exchanges, "add", _broken)
            await stage.settle()
        id = await sent(stage, BEN)

        assert 1 == len(await beside(stage, id))
        assert 1 == stage.runtime.metrics.exchanges_left_out.labels("failed")._value.get()


def _away(conn, rows):
    raise DatabaseAway("gone")


def _broken(conn, rows):
    raise ValueError("nonsense")


async def test_there_is_room_for_so_many(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "EXCHANGES_WAITING_MAX", 1)
    async with staged(tmp_path) as stage:
        for _ in range(3):
            stage.runtime.exchanges.not_taken("main", _hostile(stage), 401, "bad_signature", "not signed", 0.0)
        await stage.runtime.exchanges.turn()

        assert 1 == await stage.value("SELECT count(*) FROM exchange")
        assert 2 == stage.runtime.metrics.exchanges_left_out.labels("waiting")._value.get()


async def test_there_is_room_for_so_much(tmp_path, monkeypatch):
    """Each of what waits may be as large as a webhook can be."""
    monkeypatch.setattr(module, "EXCHANGES_WAITING_BYTES_MAX", 250)
    async with staged(tmp_path) as stage:
        for _ in range(2):
            for _ in range(3):
                stage.runtime.exchanges.not_taken("main", _hostile(stage), 401, "bad_signature", "not signed", 0.0)
            await stage.runtime.exchanges.turn()

        assert 4 == await stage.value("SELECT count(*) FROM exchange")
        assert 2 == stage.runtime.metrics.exchanges_left_out.labels("waiting")._value.get()


async def test_whoever_cannot_sign_cannot_fill_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "REFUSED_KEPT_A_MINUTE_MAX", 2)
    async with staged(tmp_path) as stage:
        for seconds in (0, 0, 0, 61):
            stage.clock.passes(seconds=seconds)
            stage.runtime.exchanges.not_taken("main", _hostile(stage), 401, "bad_signature", "not signed", 0.0)
        await stage.runtime.exchanges.turn()

        assert 3 == await stage.value("SELECT count(*) FROM exchange")
        assert 1 == stage.runtime.metrics.exchanges_left_out.labels("refused")._value.get()


def _hostile(stage: Stage) -> WebhookRequest:
    return WebhookRequest("POST", "http://x/webhooks/main\x00", {"x\x00y": "\x00"}, b"\x00" * 100, stage.clock.now)


async def test_what_is_not_http_is_not_kept(tmp_path):
    """Units of SMPP, for one."""
    async with staged(tmp_path) as stage:
        stage.runtime.exchanges.called("send", "main", "msg_1", [b"\x00"], 0.0, response=[object()])
        await stage.runtime.exchanges.turn()

        assert 0 == await stage.value("SELECT count(*) FROM exchange")
