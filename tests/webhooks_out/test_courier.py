"""Deliveries: signed, in order, tried for three days; and an address that is dead holds up nobody but itself."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.egress import NoAnswer
from bot.store import activity, webhooks_out
from bot.webhooks_out import patience
from bot.webhooks_out.signing import headers
from tests.stage import ANA, BEN, NOON
from tests.webhooks_out.ears import OK, telling

A, B = "https://a.test/hooks", "https://b.test/hooks"


# ── signatures ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_published_example_is_signed_alike():
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    at = NOON.fromtimestamp(1614265330, tz=NOON.tzinfo)
    made = headers("msg_p5jXN8AQM9LWM0D4loKWxJek", at, body, [secret])

    assert "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" == made["webhook-signature"]
    assert "1614265330" == made["webhook-timestamp"]


async def test_for_some_time_after_a_rotation_both_secrets_sign(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        made, old = await stage.subscribe(A)
        webhooks, database = stage.runtime.webhooks, stage.runtime.database
        _, new = await database.run(webhooks.rotate, made, timedelta(hours=24))
        await stage.says(ANA, "hi")
        await stage.told()
        stage.clock.passes(hours=25)
        await stage.says(ANA, "Ana")
        await stage.told()
        signatures = [given["webhook-signature"].split() for _, given, _ in stage.ears.calls]

        assert old != new
        assert [2, 2, 2] == [len(two) for two in signatures[:3]]
        assert {1} == {len(one) for one in signatures[3:]}


async def test_secrets_are_kept_encrypted_where_there_is_a_key(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch, PARLEY_PRIVACY__KEY="0123456789abcdef0123") as stage:
        made, secret = await stage.subscribe(A)

        assert made.secret.startswith("sealed:")
        assert secret == stage.runtime.sealer.text(made.secret, made.id)


# ── patience ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_delivery_is_tried_for_three_days():
    at, times = NOON, 0
    while at is not None:
        times, last = times + 1, at
        at = patience.next_try(times, NOON, at, 0.5)

    assert (10, timedelta(hours=75, minutes=35)) == (times, last.replace(second=0) - NOON)


@pytest.mark.parametrize(
    ("status", "written", "expected"),
    [
        (429, "120", timedelta(minutes=2)),
        (503, "Thu, 05 Mar 2026 17:10:00 GMT", timedelta(minutes=10)),
        (503, "Thu, 05 Mar 2026 16:00:00 GMT", timedelta()),
        (429, "9999999999999999999999", timedelta(hours=24)),
        (429, "soon", None),
        (429, "-5", None),
        (429, "٣", None),
        (500, "120", None),
        (429, "", None),
    ],
)
def test_when_an_address_wants_to_be_asked_again(status, written, expected):
    at = patience.retry_after(status, {"retry-after": written}, NOON)

    assert expected == (None if at is None else at - NOON)


@pytest.mark.usefixtures("either_database")
async def test_it_is_tried_until_it_answers_and_each_time_under_the_same_id(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        await stage.subscribe(A, "message.received")
        answers = iter([(500, {}), NoAnswer("no answer within 15 seconds"), (302, {"location": "/"}), OK])
        stage.ears.answers[A] = lambda body: next(answers)
        await stage.says(ANA, "hi")
        await stage.told()
        for span in (6, 330, 1980):
            stage.clock.passes(seconds=span)
            await stage.told()
        (row,) = await stage.runtime.database.run(webhooks_out.deliveries, await id_of(stage), before=None, limit=9)
        calls = await stage.runtime.database.run(webhooks_out.attempts_of, [row.id])

        assert ("delivered", 4) == (row.status, row.attempts)
        assert [500, None, 302, 204] == [call.status for call in calls[row.id]]
        assert 1 == len({given["webhook-id"] for _, given, _ in stage.ears.calls})
        assert 1 == len({json.dumps(body) for _, _, body in stage.ears.calls})


async def id_of(stage, url=A):
    return next(it.id for it in await stage.runtime.database.run(webhooks_out.listed) if it.url == url)


@pytest.mark.usefixtures("either_database")
async def test_a_conversation_is_told_of_in_its_order_and_holds_up_no_other(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        await stage.subscribe(A, "message.received")
        refused = []

        def hesitate(body):
            if body["data"]["text"] == "one" and not refused:
                refused.append(body)
                return (500, {})
            return OK

        stage.ears.answers[A] = hesitate
        for phone, said in ((ANA, "one"), (ANA, "two"), (BEN, "three")):
            await stage.writes(phone, said)
            await stage.settle()
        await stage.told()
        at_first = [body["data"]["text"] for _, _, body in stage.ears.calls]
        stage.clock.passes(seconds=6)
        await stage.told()

        assert {"one", "three"} == set(at_first)
        assert ["one", "two"] == [body["data"]["text"] for _, _, body in stage.ears.calls[len(at_first) :]]


async def test_a_dead_address_holds_up_no_other(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        dead, _ = await stage.subscribe(A)
        await stage.subscribe(B)
        stage.ears.answers[A] = lambda body: NoAnswer("no connection")
        for number in range(30):
            await stage.says(f"+1206555{number:04}", "hi")
            await stage.told()
        row = await stage.webhook(dead.id)

        assert 90 == len(stage.ears.heard(B))
        assert len(stage.ears.heard(A)) < 15
        assert row.enabled
        assert row.failures >= patience.DOWN_AFTER
        assert row.quiet_until > stage.clock.now


async def test_once_it_answers_again_what_waited_is_told_at_once(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        made, _ = await stage.subscribe(A, "message.received")
        stage.ears.answers[A] = lambda body: (500, {})
        for number in range(10):
            await stage.says(f"+1206555{number:04}", "hi")
        await stage.told()
        stage.ears.answers[A] = lambda body: OK
        stage.ears.calls.clear()
        stage.clock.passes(minutes=6)
        await stage.told()

        assert 10 == len({given["webhook-id"] for _, given, _ in stage.ears.calls})
        assert (0, None) == ((await stage.webhook(made.id)).failures, (await stage.webhook(made.id)).failing_since)


async def test_an_address_that_asks_for_time_gets_it(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        await stage.subscribe(A, "message.received")
        stage.ears.answers[A] = lambda body: (429, {"retry-after": "600"})
        await stage.says(ANA, "hi")
        await stage.told()
        stage.ears.answers[A] = lambda body: OK
        await stage.says(BEN, "hi")
        stage.clock.passes(seconds=599)
        await stage.told()
        early = len(stage.ears.calls)
        stage.clock.passes(seconds=2)
        await stage.told()

        assert (1, 3) == (early, len(stage.ears.calls))


# ── the end of it ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("either_database")
async def test_after_three_days_of_failure_it_is_disabled_and_others_hear_of_it(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        made, _ = await stage.subscribe(A, "message.received")
        await stage.subscribe(B, "webhook.*")
        stage.ears.answers[A] = lambda body: (500, {})
        for day in range(8):
            await stage.says(ANA, f"day {day / 2}")
            await stage.told()
            stage.clock.passes(hours=12)
        await stage.told()
        row = await stage.webhook(made.id)
        told = [body for address, _, body in stage.ears.calls if address == B]

        assert (False, "failing", "it answered 500") == (row.enabled, row.disabled_reason, row.last_error)
        assert [(made.id, "failing")] == [(one["data"]["webhook_id"], one["data"]["reason"]) for one in told]
        assert 1 == stage.runtime.metrics.webhooks_disabled.labels("failing")._value.get()
        assert 0 == await stage.value("SELECT count(*) FROM webhook_delivery WHERE due_at IS NOT NULL")


@pytest.mark.usefixtures("either_database")
async def test_what_it_missed_it_can_be_told_once_it_is_mended(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        made, _ = await stage.subscribe(A, "message.received")
        stage.ears.answers[A] = lambda body: OK if body["data"]["text"] == "heard" else (410, {})
        for said in ("heard", "missed"):
            await stage.says(ANA, said)
            await stage.told()
        await stage.says(ANA, "while it was off")
        await stage.told()
        stage.ears.answers[A] = lambda body: OK
        stage.ears.calls.clear()
        webhooks, database = stage.runtime.webhooks, stage.runtime.database
        found = await database.run(webhooks.change, await stage.webhook(made.id), {"enabled": True})
        first, last = NOON.replace(year=2020), NOON.replace(year=2040)
        replayed = await database.run(lambda conn: webhooks.replay(conn, found, first, last, failed=True))
        await stage.told()
        again = await database.run(lambda conn: webhooks.replay(conn, found, first, last, failed=False))
        await stage.told()
        heard = [body["data"]["text"] for _, _, body in stage.ears.calls]

        assert (2, 3) == (replayed, again)
        assert ["missed", "while it was off", "heard", "missed", "while it was off"] == heard
        assert 3 == len({given["webhook-id"] for _, given, _ in stage.ears.calls})


async def test_a_late_answer_to_a_call_that_another_has_made_counts_for_nothing(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        await stage.subscribe(A, "message.received")
        await stage.says(ANA, "hi")
        await stage.runtime.teller.turn()
        courier = stage.runtime.courier
        await courier.turn()
        for call in list(courier._calls):
            await call
        await stage.execute("UPDATE webhook_delivery SET attempts = 2")
        await courier.turn()

        assert "sending" == await stage.value("SELECT status FROM webhook_delivery")
        assert 1 == await stage.value("SELECT count(*) FROM webhook_attempt")


async def test_what_was_under_way_when_it_died_is_told_by_the_next(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        await stage.subscribe(A, "message.received")
        await stage.says(ANA, "hi")
        await stage.runtime.teller.turn()
        await stage.execute(
            "UPDATE webhook_delivery SET status = 'sending', attempts = 1, due_at = '2027-01-01 00:00:00.000000+00:00'"
        )
        await stage.told()
        before = len(stage.ears.calls)
        await stage.runtime.courier.recover()
        await stage.told()

        assert (0, 1) == (before, len(stage.ears.calls))


async def test_a_tested_address_hears_it_and_no_other_does(tmp_path, monkeypatch):
    async with telling(tmp_path, monkeypatch) as stage:
        made, _ = await stage.subscribe(A, "message.*")
        await stage.subscribe(B)
        sent = await stage.runtime.database.run(stage.runtime.webhooks.test, made)
        await stage.told()

        assert (["webhook.test"], []) == (stage.ears.heard(A), stage.ears.heard(B))
        assert sent.activity_id == stage.ears.calls[0][1]["webhook-id"]


def test_families_of_events():
    assert activity.wants([], "message.sent")
    assert activity.wants(["message.*"], "message.sent")
    assert not activity.wants(["message.*"], "messages.sent")
    assert not activity.wants(["message.sent"], "message.sent2")
