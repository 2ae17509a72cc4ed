"""Whoever watches is told what has changed, on both databases; and never by anybody but the database."""

from __future__ import annotations

import asyncio

import pytest

from bot.accounts import CLI, Role
from bot.accounts.links import LinkKind
from bot.desk import Actor
from bot.desk.live import CHANGES_MAX, Full, Live
from bot.desk.news import Fresh, News
from bot.desk.watching import TOLD_MAX, Sight, Watcher
from bot.store import listing
from bot.store.inbox_counts import Tally
from bot.store.inbox_rows import EVERYTHING, Row
from bot.store.inbox_views import Filters
from tests.stage import ANA, BEN, NOON, staged
from tests.store.test_inbox_views import row

ALL, MINE = Filters("all"), Filters("mine")
EVA = Actor("usr_eva", "Eva")


async def told(watcher, true):
    """Wait until somebody is told what makes this true."""
    async with asyncio.timeout(20):
        while True:
            news = await watcher.next(5)
            if news is not None and true(news):
                return news


def ids(news):
    return [fresh.row.id for fresh in news.shown]


@pytest.mark.usefixtures("either_database")
async def test_news_come_from_the_database_also_from_another_process(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hello")
        await stage.runtime.follower.turn()
        elsewhere = Live(stage.runtime.database, stage.runtime.world)  # nobody wakes this one
        seen = await stage.runtime.database.look(listing.version)
        async with (
            stage.runtime.live.watch("usr_1", ALL, ()) as here,
            elsewhere.watch("usr_2", Filters("closed"), (), seen) as there,
        ):
            stage.clock.passes(minutes=1)
            await stage.says(BEN, "hello")
            await stage.runtime.follower.turn()
            ben = await stage.value("SELECT id FROM conversation ORDER BY created_at DESC, id DESC LIMIT 1")
            shown = await told(here, lambda news: news.shown)
            stage.clock.passes(seconds=2)
            elsewhere.recount()
            other = await told(there, lambda news: news.gone)

        assert ([ben], (ben,)) == (ids(shown), other.gone)
        assert "hello" != shown.shown[0].row.text  # what the bot answered
        assert shown.version == other.version > seen
        elsewhere.close()


@pytest.mark.usefixtures("either_database")
async def test_who_is_somewhere_is_known_to_all_processes_and_forgotten(tmp_path):
    async with staged(tmp_path) as stage:
        elsewhere = Live(stage.runtime.database, stage.runtime.world)
        async with elsewhere.watch("usr_2", None, ["cnv_1"]) as watcher:
            stage.runtime.live.be_present("cnv_1", "usr_1", "Ana", "typing")
            elsewhere.be_present("cnv_1", "usr_2", "Ben", "viewing")
            here = await told(watcher, lambda news: news.present)
            stage.clock.passes(seconds=26)
            gone = await told(watcher, lambda news: news.present)

        assert [("Ana", "typing")] == [(one.name, one.doing) for one in here.present[0][1]]
        assert (("cnv_1", ()),) == gone.present
        elsewhere.close()


@pytest.mark.usefixtures("either_database")
async def test_each_is_told_how_much_there_is_for_them_and_what_leaves_their_view(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hello")
        await stage.runtime.follower.turn()
        id = await stage.value("SELECT id FROM conversation")
        live = stage.runtime.live
        async with live.watch(EVA.id, MINE, ()) as hers, live.watch("usr_2", Filters("bot"), ()) as other:
            before = (await told(hers, lambda news: news.tally)).tally
            await stage.runtime.desk.take_over(id, EVA)
            stage.clock.passes(seconds=2)
            await stage.runtime.follower.turn()
            mine = await told(hers, lambda news: news.shown)
            stage.clock.passes(seconds=2)
            counts = mine if mine.tally else await told(hers, lambda news: news.tally)
            gone = await told(other, lambda news: news.gone)

        assert ([id], (id,)) == (ids(mine), gone.gone)
        assert (0, 1, 1, 0) == (
            before.counts.mine,
            before.counts.bot,
            counts.tally.counts.mine,
            counts.tally.counts.bot,
        )


async def test_who_may_not_look_any_more_or_sees_it_otherwise_hears_nothing(tmp_path):
    async with staged(tmp_path) as stage:
        accounts, live = stage.runtime.accounts, stage.runtime.live
        sights = []
        for name in ("Ana", "Ben", "Cleo"):
            user = await accounts.people.add(f"{name}@example.com", name, Role.AGENT, CLI)
            link = await accounts.links.make(user, LinkKind.LOGIN, CLI)
            token = await accounts.links.sign_in(link.rpartition("=")[2], CLI)
            agent = await accounts.sessions.find(token)
            sights.append((agent, Sight(agent.session_id, agent.role, agent.timezone)))
        (ana, of_ana), (ben, of_ben), (cleo, of_cleo) = sights
        async with (
            live.watch(ana.id, ALL, (), None, of_ana) as stays,
            live.watch(ben.id, ALL, (), None, of_ben) as signed_out,
            live.watch(cleo.id, ALL, (), None, of_cleo._replace(role="admin")) as demoted,
        ):
            await accounts.sessions.end(ben, CLI)
            await stage.says(ANA, "hello")
            await stage.runtime.follower.turn()
            news = await told(stays, lambda news: news.shown)

            assert 1 == len(news.shown)
            assert (False, True, True) == (stays.over, signed_out.over, demoted.over)
            assert [None, None] == [await signed_out.next(1), await demoted.next(1)]


# ── what is divided among them ──────────────────────────────────────────────────────────────────────────────────────


def fresh(item, labels=(), marks=()):
    return Fresh(Row(item, None, "+1", labels, False, "hi", "", None), None, {}, dict(marks), NOON)


def news(*rows, before=(), version=1, labels=(), marks=()):
    """As if these had changed."""
    found = {item.conversation_id: fresh(item, labels, marks) for item in rows}
    return News(version, rows, {item.conversation_id: item for item in before}, found, {})


async def heard(watcher, *given):
    for one in given:
        watcher.hear(one)
    found = await watcher.next(0.01)
    return None if found is None else (ids(found), sorted(found.gone))


@pytest.mark.parametrize(
    ("view", "was", "now", "expected"),
    [
        (ALL, row(1), row(1), (["cnv_1"], [])),
        (ALL, row(1), row(1, status="closed"), ([], ["cnv_1"])),
        (ALL, row(1, status="closed"), row(1, status="closed"), None),
        (MINE, row(1, assignee="usr_1"), row(1, assignee="usr_2"), ([], ["cnv_1"])),
        (MINE, row(1, assignee="usr_2"), row(1, assignee="usr_2"), None),
        (MINE, row(1, assignee="usr_2"), row(1, assignee="usr_1"), (["cnv_1"], [])),
        (Filters("all", label="vip"), row(1), row(1), ([], ["cnv_1"])),
        (Filters("all", q="hello"), row(1), row(1, status="closed"), (["cnv_1"], [])),
        (Filters("all", unread="yes"), row(1, handler="person"), row(1, handler="person"), (["cnv_1"], [])),
        (Filters("all", unread="yes"), row(1, handler="person"), row(1), ([], ["cnv_1"])),
        (None, row(1), row(1), None),
    ],
)
async def test_only_who_sees_it_is_told(view, was, now, expected):
    watcher = Watcher("usr_1", view, frozenset(), 0)
    watcher.hear(news())  # from here on, what the page shows is no older than the look before

    assert expected == await heard(watcher, news(now, before=[was]))


async def test_who_has_read_it_is_not_told_that_it_is_unread():
    item = row(1, handler="person", heard=7)
    unread = Filters("all", unread="yes")
    read = [(("usr_1", EVERYTHING), 9), (("usr_2", "cnv_1"), 6), (("usr_3", "cnv_1"), 7), (("usr_3", EVERYTHING), 1)]
    watchers = [Watcher(f"usr_{n}", unread, frozenset(), 0) for n in (1, 2, 3, 4)]
    all_of_them = news(item, before=[item], marks=read)
    for watcher in watchers:
        watcher.hear(news())

    assert [False, True, False, True] == [
        found is not None and bool(found[0]) for found in [await heard(watcher, all_of_them) for watcher in watchers]
    ]


async def test_what_perhaps_was_there_is_told_with_the_next_news_or_count():
    watcher = Watcher("usr_1", MINE, frozenset(), 0)

    watcher.hear(news(row(1)))  # nobody knows whether it was shown
    waiting = asyncio.create_task(watcher.next(5))
    await asyncio.sleep(0)
    assert not waiting.done()
    watcher.count(None)
    found = await waiting

    assert found is not None
    assert ("cnv_1",) == found.gone


async def test_what_changes_twice_is_told_once_as_it_is_by_then():
    mine, other = row(1, assignee="usr_1"), row(1, assignee="usr_2")
    watchers = [Watcher("usr_1", MINE, frozenset({"cnv_1"}), 0) for _ in range(2)]
    there_and_gone = await heard(watchers[0], news(mine, version=1), news(other, before=[mine], version=2))
    gone_and_there = await heard(watchers[1], news(other, version=1), news(mine, before=[other], version=2))

    assert (([], ["cnv_1"]), (["cnv_1"], [])) == (there_and_gone, gone_and_there)


async def test_what_is_the_same_for_two_is_made_once():
    same = news(row(1), row(2))
    watchers = [Watcher(f"usr_{n}", ALL, frozenset(), 0) for n in (1, 2)]
    for watcher in watchers:
        watcher.hear(same)
    one, other = [(await watcher.next(1)).shown for watcher in watchers]

    assert [id(fresh) for fresh in one] == [id(fresh) for fresh in other]


async def test_who_missed_too_much_looks_at_everything():
    watcher = Watcher("usr_1", ALL, frozenset(), 0)
    watcher.hear(news(*[row(number) for number in range(TOLD_MAX)]))
    watcher.hear(news(row(9_999), version=2))
    found = await watcher.next(1)

    assert found is not None
    assert (True, (), 2) == (found.everything, found.shown, found.version)
    assert None is await watcher.next(0.01)


async def test_a_count_that_is_the_same_is_not_told_again():
    watcher = Watcher("usr_1", ALL, frozenset(), 0)
    one, other = Tally((1,), 0), Tally((1,), 2)
    found = []
    for tally in (one, one, other, None):
        watcher.count(tally)
        news = await watcher.next(0.01)
        found.append(news and news.tally)

    assert [one, None, other, None] == found


@pytest.mark.usefixtures("either_database")
async def test_so_much_at_once_is_not_said_one_by_one(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.desk.live.CHANGES_MAX", 1)
    async with staged(tmp_path) as stage:
        async with stage.runtime.live.watch("usr_1", ALL, ()) as watcher:
            await stage.says(ANA, "hello")
            await stage.says(BEN, "hello")
            await stage.runtime.follower.turn()
            found = await told(watcher, lambda news: news.everything)

        assert () == found.shown
        assert CHANGES_MAX > 1


async def test_a_process_that_ends_lets_everybody_go_and_takes_nobody(tmp_path):
    async with staged(tmp_path) as stage:
        live = stage.runtime.live
        async with live.watch("usr_1", ALL, ()) as watcher:
            live.close()
            assert None is await watcher.next(5)
            assert watcher.over
        with pytest.raises(Full):
            async with live.watch("usr_1", ALL, ()):
                pass
