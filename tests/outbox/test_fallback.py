"""A channel that is down: another stands in for it, but never for what it may have taken."""

from __future__ import annotations

import pytest

from bot.errors import SendError
from bot.events import ErrorClass, MessageClass, MessageStatus
from bot.messages import Draft
from bot.outbox import policy
from bot.outbox.compose import Saying
from bot.providers.http import Request, Response
from bot.providers.loopback import Loopback
from tests.answers import answer
from tests.stage import ANA, BEN, CHANNEL, staged

pytestmark = pytest.mark.usefixtures("either_database")

S = MessageStatus
TIMEOUT = SendError(ErrorClass.UNKNOWN, "timeout", "no answer")
BACKUP = "+15550100009"
CHANNELS = {
    "PARLEY_CHANNELS__MAIN__FALLBACK": "backup",
    "PARLEY_CHANNELS__BACKUP__PROVIDER": "loopback",
    "PARLEY_CHANNELS__BACKUP__NUMBER": BACKUP,
    "PARLEY_CHANNELS__BACKUP__BASE_URL": "https://carrier.test/backup",
    "PARLEY_CHANNELS__BACKUP__RATE": "1000",
}


class Down:
    """The carrier's first address does as it is told; the second one works."""

    def __init__(self, carrier, answer) -> None:
        self.carrier = carrier
        self.answer = answer
        self.tried = 0
        carrier.take, self._take = self, carrier.take

    def __call__(self, request: Request) -> Response:
        if self.answer is None or request.url.endswith("/backup"):
            return self._take(request)
        self.tried += 1
        if isinstance(self.answer, SendError):
            raise self.answer
        return self.answer


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path, **CHANNELS) as stage:
        yield stage


async def write(stage, *phones, text="Hello", **more):
    channel = stage.runtime.channels[CHANNEL]
    drafts = [Draft(phone, channel, Saying(text, MessageClass.TRANSACTIONAL, **more)) for phone in phones]
    await stage.runtime.database.run(stage.runtime.messages.create, drafts)
    await stage.settle()


async def breaks(stage, answer):
    """The main channel stops working, and some messages find out."""
    down = Down(stage.carrier, answer)
    await write(stage, *(f"+1206555{number:04}" for number in range(200, 210)))
    for _ in range(10):
        await stage.passes(seconds=2)
    return down


def numbers(stage, phone):
    """From which of our numbers a customer was texted."""
    return [body["from"] for body in stage.carrier.taken if body["to"] == phone]


@pytest.mark.parametrize(
    "answer", [SendError(ErrorClass.RETRYABLE, policy.UNREACHABLE, "refused"), answer(401), answer(402)]
)
async def test_what_the_channel_did_not_take_goes_by_its_fallback(stage, answer):
    await breaks(stage, answer)
    await write(stage, ANA)

    assert [BACKUP] == numbers(stage, ANA)
    assert [("backup", "main", BACKUP)] == await stage.rows(
        "SELECT channel, moved_from, sender FROM message WHERE recipient = :phone", phone=ANA
    )
    assert 11 == len(stage.carrier.taken), "each of them once"


@pytest.mark.parametrize("idempotent", [False, True])
async def test_what_it_may_have_taken_stays_with_it(stage, monkeypatch, idempotent):
    """Also where it is sent again, because this carrier knows our ids: the other one does not."""
    monkeypatch.setattr(Loopback, "idempotent", idempotent)
    await breaks(stage, TIMEOUT)
    unknown = await stage.rows("SELECT recipient, channel, moved_from FROM message WHERE error = 'timeout'")
    for _ in range(20):
        await stage.passes(minutes=1)
    await write(stage, BEN, ANA)  # the first one tries whether it works again

    assert unknown
    assert {("main", None)} == {row[1:] for row in unknown}
    assert [] == [body for body in stage.carrier.taken if body["to"] in {row[0] for row in unknown}]
    assert [BACKUP] == numbers(stage, ANA)


async def test_one_message_at_a_time_tries_whether_the_channel_works_again(stage):
    down = await breaks(stage, answer(401))
    tried = down.tried
    await write(stage, *(f"+1206555{number:04}" for number in range(300, 320)))
    for _ in range(60):
        await stage.passes(seconds=10)
    assert down.tried - tried <= 12, "and less and less often"

    down.answer = None
    for _ in range(60):
        await stage.passes(seconds=10)
        await write(stage, BEN)
    await write(stage, ANA)

    assert ["+15550100000"] == numbers(stage, ANA)


async def test_order_is_kept_across_the_two(stage):
    down = Down(stage.carrier, answer(401))
    await write(stage, *[ANA], text="one")
    await write(stage, *[ANA], text="two")
    await breaks(stage, answer(401))
    down.answer = None
    await write(stage, ANA, text="three")
    for _ in range(40):
        await stage.passes(seconds=10)

    assert ["one", "two", "three"] == stage.heard(ANA)


async def test_a_stop_while_the_channel_is_down_is_honoured_on_the_other(stage):
    await breaks(stage, answer(401))
    await stage.says(BEN, "STOP")
    heard = len(stage.heard(BEN))
    await write(stage, BEN)

    assert heard == len(stage.heard(BEN))


async def test_reports_of_the_other_channel_belong_to_the_conversation(stage):
    await breaks(stage, answer(401))
    await write(stage, ANA)
    [message] = await stage.messages(ANA)
    await stage.reports(message.provider_id, S.DELIVERED, channel="backup")

    assert [S.DELIVERED] == await stage.statuses(ANA)


async def test_a_reply_to_the_other_number_reaches_the_conversation(stage):
    await breaks(stage, answer(401))
    await stage.says(ANA, "hello")
    assert ["Your name?"] == stage.heard(ANA)

    await stage.says(ANA, "Ana", channel="backup")

    assert ["Your name?", "Hello Ana."] == stage.heard(ANA)
    assert [("main",)] == await stage.rows(
        "SELECT channel FROM conversation WHERE contact_id = (SELECT id FROM contact WHERE phone = :phone)", phone=ANA
    )


async def test_a_text_to_the_other_number_that_answers_nothing_is_its_own_conversation(stage):
    await stage.says(ANA, "hello")
    await stage.says(ANA, "hello", channel="backup")

    assert ["+15550100000", BACKUP] == numbers(stage, ANA)


async def test_a_stop_to_the_other_number_counts_for_all(stage):
    await breaks(stage, answer(401))
    await stage.says(ANA, "hello")
    await stage.says(ANA, "STOP", channel="backup")
    heard = len(stage.heard(ANA))
    await write(stage, ANA)

    assert heard == len(stage.heard(ANA))
    assert [S.REFUSED] == (await stage.statuses(ANA))[-1:]
