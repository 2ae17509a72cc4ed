"""The carrier's own list of opt-outs: who is on it and not out here, is from then on; nobody comes back by it."""

from __future__ import annotations

import json
from collections import deque
from datetime import timedelta
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from bot.compliance import standing
from bot.compliance.standing import Suppression
from bot.errors import SendError
from bot.events import ErrorClass
from bot.inbox.listed import Found, judge
from bot.inbox.reconcile import Reconciler
from bot.providers.optouts import Listed
from bot.store import consent, contacts, opt_out_lists
from tests.answers import answer
from tests.providers.examples.telnyx import PUBLIC_KEY
from tests.stage import ANA, BEN, ECHO, NOON, staged

NUMBER = "+15550100000"
CAT = "+12065550103"
EARLIER = NOON - timedelta(days=2)
CARRIER = {
    "PARLEY_CHANNELS__MAIN__PROVIDER": "telnyx",
    "PARLEY_CHANNELS__MAIN__NUMBER": NUMBER,
    "PARLEY_CHANNELS__MAIN__API_KEY": "api-key",
    "PARLEY_CHANNELS__MAIN__PUBLIC_KEY": PUBLIC_KEY,
    "PARLEY_CHANNELS__MAIN__BASE_URL": "https://carrier.test",
}


class List:
    """The list of a carrier, as Telnyx gives it."""

    def __init__(self, *entries, size=100):
        self.entries = [{"to": phone, "keyword": "STOP", "created_at": at.isoformat()} for phone, at in entries]
        self.size = size
        self.asked = []

    def __call__(self, request):
        query = {name: value[0] for name, value in parse_qs(urlsplit(request.url).query).items()}
        self.asked.append(query)
        number = int(query["page[number]"])
        page = self.entries[(number - 1) * self.size : number * self.size]
        total = -(-len(self.entries) // self.size)
        return answer(200, {"data": page, "meta": {"page_number": number, "total_pages": total}})


@pytest.fixture
async def stage(tmp_path, either_database):
    async with staged(tmp_path, ECHO, **CARRIER) as stage:
        stage.carrier.script = Takes(stage.carrier)
        yield stage


class Takes(deque):
    """Every message is taken, as Telnyx says it."""

    def __init__(self, carrier):
        super().__init__()
        self.carrier = carrier

    def __bool__(self):
        return True

    def popleft(self):
        return self.take

    def take(self, request):
        self.carrier.taken.append(json.loads(request.body))
        return answer(200, {"data": {"id": f"carrier-{len(self.carrier.taken)}"}})


async def turns(stage, behaviour, times=1, reconciler=None):
    """Take turns, each with a page of the list."""
    stage.carrier.queries.extend([behaviour] * times)
    for _ in range(times):
        await (reconciler or stage.runtime.reconciler).turn()
    assert not stage.carrier.queries


async def state(stage):
    return (await stage.runtime.database.run(opt_out_lists.known))["main"]


async def records(stage):
    return await stage.rows("SELECT kind, source, contact_id <> '' FROM consent_event ORDER BY seq")


async def is_out(stage, phone):
    key = contacts.person_key(stage.runtime.house.secret, phone)
    return standing.is_out((await stage.runtime.database.run(contacts.suppressed, [key])).get(key))


# ── what an entry comes to ──────────────────────────────────────────────────────────────────────────────────────────

OUT = Suppression("keyword", NOON)
BACK = Suppression("keyword", NOON, everything=False, returned="")
BACK_HERE = BACK._replace(returned="main")
BLOCKED = BACK._replace(blocked={"main": "cns_1"})
LATER = NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("at", "known", "back", "found"),
    [
        (NOON, None, None, Found.RECORDED),
        (None, None, None, Found.RECORDED),
        (NOON, OUT, None, Found.KNOWN),
        (LATER, OUT, NOON, Found.KNOWN),
        (EARLIER, BACK, NOON, Found.BLOCKED),
        (None, BACK, NOON, Found.BLOCKED),
        (LATER, BACK, NOON, Found.RECORDED),
        (EARLIER, BACK_HERE, NOON, Found.OUTDATED),
        (LATER, BACK_HERE, NOON, Found.RECORDED),
        (EARLIER, BLOCKED, NOON, Found.KNOWN),
        (EARLIER, None, NOON, Found.BLOCKED),
        (EARLIER, Suppression("phrase", NOON, everything=False, paused="unsure"), None, Found.RECORDED),
    ],
)
def test_what_an_entry_comes_to(at, known, back, found):
    assert found is judge(Listed(ANA, at), known, back, "main")


# ── a night ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_who_is_listed_there_and_not_out_here_is_out(stage):
    """Ana is in a conversation, Ben said STOP here, Cat was never met."""
    await stage.says(ANA, "hi")
    await stage.says(BEN, "hi")
    await stage.says(BEN, "STOP")
    before = stage.heard(ANA)
    await turns(stage, List((ANA, EARLIER + timedelta(days=1)), (BEN, NOON), (CAT, EARLIER)))

    assert [("out", "keyword", True), ("out", "carrier", True), ("out", "carrier", False)] == await records(stage)
    assert [True, True, True] == [await is_out(stage, phone) for phone in (ANA, BEN, CAT)]
    assert {"known": 1, "recorded": 2, "pages": 1, "entries": 3} == (await state(stage)).counts
    assert "opted_out" == await stage.value("SELECT outcome FROM session ORDER BY started_at LIMIT 1")
    assert 2 == await stage.value("SELECT count(*) FROM contact"), "nobody becomes a contact by being listed"
    assert before == stage.heard(ANA), "nobody is told: they know"
    [kept] = (await stage.runtime.database.run(consent.of_persons, [key(stage, CAT)]))[key(stage, CAT)]
    assert ("STOP", EARLIER, "reconcile") == (kept.event.text, kept.event.occurred_at, kept.event.actor)
    assert [] == await stage.runtime.database.run(lambda conn: list(consent.verify(conn)))


def key(stage, phone):
    return contacts.person_key(stage.runtime.house.secret, phone)


async def test_nobody_comes_back_by_a_list(stage):
    await stage.says(ANA, "STOP")
    await turns(stage, List())

    assert await is_out(stage, ANA)
    assert [("out", "keyword", True)] == await records(stage)


async def test_a_stranger_who_is_listed_gets_nothing_once_they_are_met(stage):
    await turns(stage, List((CAT, EARLIER)))
    stage.clock.passes(hours=1)
    await stage.says(CAT, "hi")

    assert [] == [body for body in stage.carrier.taken if body["to"] == CAT]


async def test_a_list_that_is_behind_a_start(stage):
    """They said START on this number: the carrier heard it too, and only its list does not show it yet."""
    await stage.says(ANA, "STOP")
    await stage.passes(hours=1)
    await stage.says(ANA, "START")
    await turns(stage, List((ANA, NOON)))

    assert not await is_out(stage, ANA)
    assert {"outdated": 1, "pages": 1, "entries": 1} == (await state(stage)).counts


# ── pages, and who reads them ───────────────────────────────────────────────────────────────────────────────────────


async def test_page_after_page_each_in_a_turn(stage):
    book = List(*((f"+120655502{number:02}", EARLIER) for number in range(5)), size=2)
    await turns(stage, book, 2)
    middle = await state(stage)
    await turns(stage, book)
    end = await state(stage)

    assert ["1", "2", "3"] == [asked["page[number]"] for asked in book.asked]
    assert ("0:3", 4, None) == (middle.place, middle.counts["recorded"], middle.finished_at)
    assert (None, 5, NOON, NOON) == (end.place, end.counts["recorded"], end.finished_at, end.whole_at)


async def test_another_worker_goes_on_where_one_died(stage):
    """While the first one may live nobody else reads; when its lease is over, whoever comes goes on at its page."""
    book = List(*((f"+120655502{number:02}", EARLIER) for number in range(3)), size=2)
    await turns(stage, book)
    other = reconciler_of(stage, "run_other")
    await other.turn()
    assert 1 == len(book.asked)

    stage.clock.passes(minutes=3)
    await turns(stage, book, reconciler=reconciler_of(stage, "run_third"))

    assert ["1", "2"] == [asked["page[number]"] for asked in book.asked]
    assert 3 == (await state(stage)).counts["recorded"]


def reconciler_of(stage, run):
    runtime = stage.runtime
    return Reconciler(runtime.database, runtime.house, runtime.world, runtime.metrics, lambda: stage.carrier, run)


async def test_what_was_read_after_another_took_over_is_not_recorded(stage):
    book = List((ANA, EARLIER))
    other = reconciler_of(stage, "run_other")

    async def overtakes():
        stage.clock.passes(minutes=3)
        await turns(stage, book, reconciler=other)

    first = await stage.runtime.database.run(opt_out_lists.take, ["main"], stage.runtime._run, stage.clock.now)
    await overtakes()
    stage.carrier.queries.append(List((BEN, EARLIER)))
    with pytest.raises(opt_out_lists.TakenOver):
        await stage.runtime.reconciler._read(first)

    assert [True, False] == [await is_out(stage, phone) for phone in (ANA, BEN)]


async def test_once_a_night_and_only_what_is_new(stage):
    """Noon in New York: at once, then at three at night; each week all of it."""
    book = List((ANA, EARLIER))
    read_at = []
    for _ in range(10):
        await turns(stage, book)
        read_at.append(stage.clock.now.astimezone(ZoneInfo("America/New_York")))
        await stage.runtime.reconciler.turn()  # there is nothing to do, and nobody is asked
        stage.clock.passes(seconds=((await state(stage)).next_at - stage.clock.now).total_seconds())

    assert [12, *[3] * 9] == [at.hour for at in read_at]
    assert [1] * 9 == [(at.date() - before.date()).days for before, at in pairwise(read_at)]
    whole = [number for number, asked in enumerate(book.asked) if "created_at[gte]" not in asked]
    assert [0, 7] == whole
    assert (NOON - timedelta(days=1)).isoformat() == book.asked[1]["created_at[gte]"]


# ── what goes wrong ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (lambda request: answer(401, {"errors": [{"code": "10009"}]}), "10009"),
        (lambda request: answer(200, {"data": []}), "not_readable"),
        (lambda request: answer(502, text="<html>"), "502"),
        (None, "unreachable"),
    ],
)
async def test_what_cannot_be_read_is_told_and_tried_again_in_an_hour(stage, behaviour, said):
    def away(request):
        raise SendError(ErrorClass.RETRYABLE, "unreachable", "nobody there")

    await turns(stage, behaviour or away)
    failed = await state(stage)
    stage.clock.passes(minutes=50)
    await stage.runtime.reconciler.turn()
    stage.clock.passes(minutes=11)
    await turns(stage, List((ANA, EARLIER)))
    mended = await state(stage)

    assert (1, None, NOON + timedelta(hours=1)) == (failed.failures, failed.finished_at, failed.next_at)
    assert said in failed.error
    assert (0, None, 1) == (mended.failures, mended.error, mended.counts["recorded"])


async def test_a_provider_without_a_list_is_never_asked(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.runtime.reconciler.turn()

        assert {} == await stage.runtime.database.run(opt_out_lists.known)


async def test_a_pool_is_asked_for_number_by_number(tmp_path):
    numbers = [NUMBER, "+15550100001"]
    pool = {**CARRIER, "PARLEY_CHANNELS__MAIN__NUMBERS": ",".join(numbers)}
    del pool["PARLEY_CHANNELS__MAIN__NUMBER"]
    async with staged(tmp_path, ECHO, **pool) as stage:
        book = List((ANA, EARLIER))
        await turns(stage, book, 2)

        assert numbers == [asked["filter[from]"] for asked in book.asked]
        assert {"recorded": 1, "known": 1, "pages": 2, "entries": 2} == (await state(stage)).counts
