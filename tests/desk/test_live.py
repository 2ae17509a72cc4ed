"""Whoever watches is told what has changed, on both databases; and never by anybody but the database."""

from __future__ import annotations

import asyncio

import pytest

from bot.desk.live import CHANGES_MAX, Full, Live, Watcher
from bot.store import listing
from bot.store.inbox_views import Filters
from tests.stage import ANA, BEN, staged
from tests.store.test_inbox_views import row

ALL = Filters("all")


async def told(watcher, true):
    """Wait until somebody is told what makes this true."""
    async with asyncio.timeout(20):
        while True:
            news = await watcher.next(5)
            if news is not None and true(news):
                return news


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
            other = await told(there, lambda news: news.others)

        assert ((ben,), (ben,)) == (shown.shown, other.others)
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


async def test_who_missed_too_much_looks_at_everything():
    watcher = Watcher("usr_1", ALL, frozenset(), 0)
    watcher.hear([row(number) for number in range(CHANGES_MAX)], 1)
    watcher.hear([row(9_999)], 2)
    news = await watcher.next(1)

    assert news is not None
    assert (True, (), 2) == (news.everything, news.shown, news.version)
    assert None is await watcher.next(0.01)


async def test_what_changes_twice_is_told_once_as_it_is_by_then():
    watcher = Watcher("usr_1", Filters("mine"), frozenset({"cnv_1"}), 0)
    watcher.hear([row(1, assignee="usr_1")], 1)
    watcher.hear([row(1, assignee="usr_2")], 2)
    news = await watcher.next(1)

    assert news is not None
    assert ((), ("cnv_1",), ("cnv_1",)) == (news.shown, news.others, news.opened)


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
