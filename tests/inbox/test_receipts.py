"""What carriers report, in whatever order it comes, ends in the same status."""

from __future__ import annotations

from itertools import permutations

import pytest

from bot.errors import SendError
from bot.events import ErrorClass, MessageStatus, Receipt
from bot.ids import mark
from bot.inbox import entries
from tests.stage import ANA, BEN, CHANNEL, staged

pytestmark = pytest.mark.usefixtures("either_database")

S = MessageStatus


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path) as stage:
        yield stage


async def only_message(stage, phone=ANA):
    [message] = await stage.messages(phone)
    return message


async def test_a_receipt_moves_its_message_on(stage):
    await stage.says(ANA, "hello")
    message = await only_message(stage)
    assert S.ACCEPTED == message.status

    stage.clock.passes(seconds=5)
    await stage.reports(message.provider_id, S.DELIVERED)
    delivered = await only_message(stage)

    assert (S.DELIVERED, stage.clock.now) == (delivered.status, delivered.delivered_at)
    assert message.sent_at == delivered.sent_at


async def test_every_order_of_four_reports_thrice_each_ends_the_same(stage):
    for phone, order in in_every_order(S.QUEUED, S.SENT, S.UNDELIVERED, S.DELIVERED):
        await stage.says(phone, "hello")
        message = await only_message(stage, phone)
        for status in order:
            for _ in range(3):
                await stage.reports(message.provider_id, status)

        assert S.DELIVERED == (await only_message(stage, phone)).status, order


async def test_a_status_never_goes_back(stage):
    for phone, order in in_every_order(S.QUEUED, S.SENT, S.FAILED):
        await stage.says(phone, "hello")
        message = await only_message(stage, phone)
        for status in order:
            await stage.reports(message.provider_id, status, error_code="30003" if status is S.FAILED else None)
        failed = await only_message(stage, phone)

        assert (S.FAILED, "30003") == (failed.status, failed.error), order


def in_every_order(*statuses):
    """Each order of some statuses, and somebody whose message goes through it."""
    return [(f"+1206555{number:04}", order) for number, order in enumerate(permutations(statuses), 100)]


async def test_all_reports_in_one_batch(stage):
    await stage.says(ANA, "hello")
    message = await only_message(stage)
    reports = [Receipt(message.provider_id, status, status.value) for status in (S.DELIVERED, S.SENT, S.QUEUED)]
    await stage.happens(*(entries.receipt(CHANNEL, report, stage.clock.now) for report in reports))

    assert S.DELIVERED == (await only_message(stage)).status
    assert 3 == await stage.value("SELECT count(*) FROM receipt WHERE message_id = :id", id=message.id)


async def test_a_report_may_be_quicker_than_the_answer_to_the_send(stage):
    await stage.writes(ANA, "hello")
    await stage.runtime.inbox.process_once()
    message = await only_message(stage)
    await stage.reports(f"carrier-{message.id}", S.DELIVERED)

    assert S.DELIVERED == (await only_message(stage)).status
    assert 1 == await stage.value("SELECT count(*) FROM receipt WHERE message_id = :id", id=message.id)


async def test_a_report_about_nobody_is_kept(stage):
    await stage.reports("carrier-of-somebody-else", S.DELIVERED)

    assert [("carrier-of-somebody-else", None)] == await stage.rows("SELECT provider_id, message_id FROM receipt")


async def test_a_report_is_matched_by_our_own_id_where_the_address_proves_it(stage):
    await stage.writes(ANA, "hello")
    await stage.runtime.inbox.process_once()
    message = await only_message(stage)
    report = Receipt("carrier-77", S.SENT, "sent")
    await stage.runtime.inbox.accept([entries.receipt(CHANNEL, report, stage.clock.now, message_id=message.id)])
    await stage.runtime.inbox.process_once()
    reported = await only_message(stage)

    assert (S.SENT, "carrier-77") == (reported.status, reported.provider_id)


async def test_a_report_brings_back_two_octets_of_our_id(stage):
    """The answer with the carrier's id was lost with its session; the report says whose it is, and the id."""
    stage.carrier.then(stage.carrier.taken_but(SendError(ErrorClass.UNKNOWN, "connection_lost")))
    await stage.says(ANA, "hello")
    message = await only_message(stage)
    assert S.UNKNOWN == message.status

    await stage.reports("A07", S.SENT, recipient=ANA, mark=mark(message.id))
    await stage.reports("A07", S.DELIVERED)
    delivered = await only_message(stage)

    assert (S.DELIVERED, "A07") == (delivered.status, delivered.provider_id)
    assert 2 == await stage.value("SELECT count(*) FROM receipt WHERE message_id = :id", id=message.id)


@pytest.mark.parametrize(("recipient", "off", "known"), [(BEN, 0, False), (ANA, 1, False), (ANA, 0, True)])
async def test_two_octets_are_believed_of_one_unclear_message_to_that_person(stage, recipient, off, known):
    if not known:
        stage.carrier.then(stage.carrier.taken_but(SendError(ErrorClass.UNKNOWN, "connection_lost")))
    await stage.says(ANA, "hello")
    message = await only_message(stage)

    await stage.reports("A07", S.DELIVERED, recipient=recipient, mark=mark(message.id) ^ off)

    assert message.status == (await only_message(stage)).status


async def test_a_report_by_our_id_on_another_channel_is_not_believed(stage):
    """Whoever holds one channel's secret must not be able to speak for the others."""
    await stage.says(ANA, "hello")
    message = await only_message(stage)
    report = Receipt(message.id, S.DELIVERED, "delivered", reference=message.id)
    await stage.happens(entries.receipt("other", report, stage.clock.now))

    assert S.ACCEPTED == (await only_message(stage)).status


async def test_an_unknown_word_of_the_carrier_changes_nothing(stage):
    await stage.says(ANA, "hello")
    message = await only_message(stage)
    await stage.reports(message.provider_id, S.UNKNOWN)

    assert S.ACCEPTED == (await only_message(stage)).status


async def test_reports_touch_their_own_message_only(stage):
    await stage.says(ANA, "hello")
    await stage.says(BEN, "hello")
    await stage.reports((await only_message(stage, BEN)).provider_id, S.DELIVERED)

    assert [S.ACCEPTED] == await stage.statuses(ANA)
    assert [S.DELIVERED] == await stage.statuses(BEN)


async def test_a_report_under_the_providers_id_waits_for_one_that_says_whose_that_is(stage):
    """The answer to the send was lost, so that only a report which carries our id can tell the provider's."""
    stage.carrier.then(stage.carrier.taken_but(SendError(ErrorClass.UNKNOWN, "connection_lost")))
    await stage.says(ANA, "hello")
    message = await only_message(stage)
    assert (S.UNKNOWN, None) == (message.status, message.provider_id)

    await stage.reports("carrier-9", S.DELIVERED)
    await stage.reports("carrier-9", S.SENT, reference=message.id)

    assert S.DELIVERED == (await only_message(stage)).status
