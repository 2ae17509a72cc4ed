"""Several numbers on one channel: each person has one, each number its own rate."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.errors import SendError
from bot.events import ErrorClass, MessageClass
from bot.messages import Draft
from bot.outbox import policy
from bot.outbox.compose import Saying
from bot.routing.pool import spread
from bot.store.backlog import backlog
from tests.stage import ANA, BEN, CHANNEL, COUNTING, Clock, staged

pytestmark = pytest.mark.usefixtures("either_database")

ONE, TWO, THREE = "+15550100000", "+15550100001", "+15550100002"
POOL = {"PARLEY_CHANNELS__MAIN__NUMBERS": f"{ONE},{TWO},{THREE}"}
PEOPLE = [f"+1206555{number:04}" for number in range(200, 230)]
WHICH = """\
flow: which
start:
  - fallback
states:
  tell:
    - say: "{{ channel.number }}"
    - end: told
"""


async def write(stage, *phones, text="Hello", **more):
    channel = stage.runtime.channels[CHANNEL]
    drafts = [Draft(phone, channel, Saying(text, MessageClass.TRANSACTIONAL, **more)) for phone in phones]
    await stage.runtime.database.run(stage.runtime.messages.create, drafts)
    await stage.settle()


def numbers(stage, phone):
    """From which of our numbers a customer was texted."""
    return [body["from"] for body in stage.carrier.taken if body["to"] == phone]


async def known(stage, phone):
    return await stage.value(
        "SELECT number FROM conversation WHERE contact_id = (SELECT id FROM contact WHERE phone = :phone)", phone=phone
    )


async def test_everybody_always_hears_from_the_same_number(tmp_path):
    async with staged(tmp_path, **POOL) as stage:
        await write(stage, *PEOPLE)
        await write(stage, *PEOPLE, text="Again")

        assert {phone: [spread([ONE, TWO, THREE], phone)] * 2 for phone in PEOPLE} == {
            phone: numbers(stage, phone) for phone in PEOPLE
        }
        assert {ONE, TWO, THREE} == {numbers(stage, phone)[0] for phone in PEOPLE}


async def test_a_conversation_goes_on_at_the_number_that_was_texted(tmp_path):
    """Also when the person writes to another one: they have this one before them now."""
    async with staged(tmp_path, COUNTING, WHICH.replace("fallback", "keyword: [which]"), **POOL) as stage:
        await stage.says(ANA, "hi", to=TWO)
        await stage.says(ANA, "hello", to=TWO)
        await stage.says(ANA, "hello again", to=THREE)
        await write(stage, ANA)
        await stage.says(BEN, "which", to=ONE)

        assert ["1", "2", "3", "Hello"] == stage.heard(ANA)
        assert [TWO, TWO, THREE, THREE] == numbers(stage, ANA)
        assert [ONE] == stage.heard(BEN) == numbers(stage, BEN)


async def test_stop_is_confirmed_by_the_number_that_was_texted(tmp_path):
    async with staged(tmp_path, **POOL) as stage:
        await write(stage, ANA)
        other = next(number for number in (ONE, TWO) if number != numbers(stage, ANA)[0])
        await stage.says(ANA, "STOP", to=other)

        assert other == numbers(stage, ANA)[-1]


async def test_a_number_that_is_taken_out_is_replaced_for_good(tmp_path):
    async with staged(tmp_path, **POOL) as stage:
        await write(stage, *PEOPLE)
        before = {phone: numbers(stage, phone)[0] for phone in PEOPLE}
    async with staged(tmp_path, PARLEY_CHANNELS__MAIN__NUMBERS=f"{ONE},{THREE}") as stage:
        await write(stage, *PEOPLE)
        await write(stage, *PEOPLE)
        after = {phone: numbers(stage, phone) for phone in PEOPLE}

        assert {phone: number for phone, number in before.items() if number != TWO} == {
            phone: after[phone][0] for phone in PEOPLE if before[phone] != TWO
        }
        assert [] == [phone for phone in PEOPLE if len(set(after[phone])) != 1 or TWO in after[phone]]
        assert [after[phone][0] for phone in PEOPLE] == [await known(stage, phone) for phone in PEOPLE]


async def test_who_was_met_before_there_was_a_pool_keeps_the_first_number(tmp_path):
    async with staged(tmp_path) as stage:
        await write(stage, *PEOPLE)
        await stage.execute("UPDATE conversation SET number = NULL")  # as an older release left it
    async with staged(tmp_path, **POOL) as stage:
        await write(stage, *PEOPLE)

        assert {ONE} == {numbers(stage, phone)[0] for phone in PEOPLE}


async def test_what_waits_for_a_number_that_is_gone_goes_by_another(tmp_path):
    clock = Clock()
    async with staged(tmp_path, clock=clock, **POOL) as stage:
        await write(stage, *PEOPLE, send_at=clock.now.replace(hour=18))
    async with staged(tmp_path, clock=clock, PARLEY_CHANNELS__MAIN__NUMBERS=f"{ONE},{THREE}") as stage:
        await stage.passes(hours=2)
        first = {phone: numbers(stage, phone) for phone in PEOPLE}
        await write(stage, *PEOPLE)

        assert {
            phone: [spread([ONE, THREE], phone)] for phone in PEOPLE if TWO == spread([ONE, TWO, THREE], phone)
        } == {phone: first[phone] for phone in PEOPLE if TWO == spread([ONE, TWO, THREE], phone)}
        assert [numbers(stage, phone)[0] for phone in PEOPLE] == [numbers(stage, phone)[1] for phone in PEOPLE]


async def test_a_pool_that_becomes_one_number_again_sends_what_waits(tmp_path):
    clock = Clock()
    async with staged(tmp_path, clock=clock, **POOL) as stage:
        await write(stage, *PEOPLE, send_at=clock.now.replace(hour=18))
    async with staged(tmp_path, clock=clock) as stage:
        await stage.passes(hours=2)

        assert {ONE} == {number for phone in PEOPLE for number in numbers(stage, phone)}
        assert len(PEOPLE) == len(stage.carrier.taken)


async def test_each_number_has_its_own_rate(tmp_path):
    """In one instant each number sends one; what another has left does not help."""
    async with staged(tmp_path, PARLEY_CHANNELS__MAIN__RATE="1", **POOL) as stage:
        await write(stage, *PEOPLE)
        at_once = Counter(body["from"] for body in stage.carrier.taken)
        await stage.passes(seconds=1)
        later = Counter(body["from"] for body in stage.carrier.taken)

        assert {ONE: 1, TWO: 1, THREE: 1} == at_once
        assert {ONE: 2, TWO: 2, THREE: 2} == later


async def test_a_number_with_much_to_say_does_not_hold_up_the_others(tmp_path):
    async with staged(tmp_path, PARLEY_CHANNELS__MAIN__RATE="1", **POOL) as stage:
        of_one = [phone for phone in PEOPLE if spread([ONE, TWO, THREE], phone) == ONE]
        of_two = [phone for phone in PEOPLE if spread([ONE, TWO, THREE], phone) == TWO]
        await write(stage, *of_one, text="First")
        await write(stage, of_two[0])

        assert ["Hello"] == stage.heard(of_two[0])
        assert 1 == sum(len(stage.heard(phone)) for phone in of_one)


async def test_a_number_that_the_carrier_holds_back_does_not_hold_up_the_others(tmp_path):
    async with staged(tmp_path, **POOL) as stage:
        of = {n: [p for p in PEOPLE if spread([ONE, TWO, THREE], p) == n] for n in (ONE, TWO)}
        stage.carrier.then(SendError(ErrorClass.THROTTLED, "21611", "the queue of this number is full"))
        await write(stage, of[ONE][0])
        await write(stage, of[ONE][1], of[TWO][0])

        assert [[], ["Hello"]] == [stage.heard(of[ONE][1]), stage.heard(of[TWO][0])]


async def test_what_waits_on_all_numbers_is_counted_for_the_channel(tmp_path):
    clock = Clock()
    async with staged(tmp_path, clock=clock, PARLEY_CHANNELS__MAIN__RATE="1", **POOL) as stage:
        await write(stage, *PEOPLE)
        await write(stage, *PEOPLE[:6], text="Later", send_at=clock.now.replace(hour=23))
        seen = await stage.runtime.database.run(backlog, clock.now)

        assert (len(PEOPLE) - 3, 6) == (seen.channels["main"].due.count, seen.channels["main"].later)


async def test_the_api_may_ask_for_another_number_and_the_person_keeps_theirs(tmp_path):
    async with staged(tmp_path, **POOL) as stage:
        await write(stage, ANA)
        [own] = numbers(stage, ANA)
        await write(stage, ANA, sender="+15559990000")
        await write(stage, ANA, sender=next(number for number in (ONE, TWO) if number != own))
        await write(stage, ANA)

        assert [own, own] == [numbers(stage, ANA)[0], numbers(stage, ANA)[-1]]
        assert "+15559990000" == numbers(stage, ANA)[1]
        assert own == await known(stage, ANA)


@pytest.mark.parametrize("number", [ONE, TWO, THREE])
async def test_with_whom_the_api_begins_from_a_number_that_number_stays(tmp_path, number):
    async with staged(tmp_path, **POOL) as stage:
        await write(stage, ANA, sender=number)
        await write(stage, ANA)

        assert [number, number] == numbers(stage, ANA)


async def test_another_channel_stands_in_with_one_number_for_each_person(tmp_path):
    backup = {
        "PARLEY_CHANNELS__MAIN__FALLBACK": "backup",
        "PARLEY_CHANNELS__BACKUP__PROVIDER": "loopback",
        "PARLEY_CHANNELS__BACKUP__NUMBERS": "+15550100008,+15550100009",
        "PARLEY_CHANNELS__BACKUP__BASE_URL": "https://carrier.test/backup",
        "PARLEY_CHANNELS__BACKUP__RATE": "1000",
    }
    async with staged(tmp_path, **POOL, **backup) as stage:
        take = stage.carrier.take

        def down(request):
            if request.url.endswith("/backup"):
                return take(request)
            raise SendError(ErrorClass.RETRYABLE, policy.UNREACHABLE, "refused")

        stage.carrier.take = down
        await write(stage, *PEOPLE)
        for _ in range(20):
            await stage.passes(seconds=5)
        await write(stage, *PEOPLE[:10], text="Again")
        await stage.passes(seconds=5)

        backups = ["+15550100008", "+15550100009"]
        expected = {phone: {spread(backups, phone)} for phone in PEOPLE if numbers(stage, phone)}
        assert expected == {phone: set(numbers(stage, phone)) for phone in PEOPLE if numbers(stage, phone)}
        assert len(PEOPLE) - 3 <= len(expected), "all but the one of each number that tries whether it works again"
