"""What comes in and goes out, in a terminal and for programs, beside whatever works on the database."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import timedelta

import pytest
from rich.cells import cell_len

from bot.cli import listen as module
from bot.cli.traffic import Follower
from bot.errors import DatabaseAway, SendError
from bot.events import ErrorClass, MessageClass, MessageStatus
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.providers.base import WebhookRequest
from bot.sealing import HIDDEN
from bot.store import traffic
from tests import stage as stages
from tests.answers import answer
from tests.privacy.test_sensitive import CLAIM, NUMBER
from tests.stage import ANA, BEN, Stage, staged

SETTINGS = """
[channels.main]
provider = "loopback"
number = "+15550100000"
base_url = "https://carrier.test/send"
[channels.other]
provider = "loopback"
number = "+15550100001"
"""
OTHER = {
    "PARLEY_CHANNELS__OTHER__PROVIDER": "loopback",
    "PARLEY_CHANNELS__OTHER__NUMBER": "+15550100001",
}


@pytest.fixture
def stories(folder, either_database, monkeypatch):
    """A folder for a deployment on either database, and the settings by which the command finds it."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("PARLEY_DATABASE__URL", stages.place(folder))
    (folder / "parley.toml").write_text(SETTINGS, encoding="utf-8")
    yield folder
    monkeypatch.undo()
    time.tzset()


async def says_to(stage: Stage, phone: str, text: str, kind=MessageClass.TRANSACTIONAL, channel="main") -> str:
    draft = Draft(phone, stage.runtime.channels[channel], Saying(text, kind))
    [message] = await stage.runtime.database.run(stage.runtime.messages.create, [draft])
    await stage.settle()
    return message.id


def play(folder) -> list[str]:
    """An hour of everything; the ids of the messages."""

    async def run():
        async with staged(folder, **OTHER) as stage:
            ids = []
            await stage.says(
                ANA, "hello\nfrom me, who writes much more than fits into a line of a terminal that is 80 wide"
            )
            stage.clock.passes(seconds=1)
            await stage.reports("carrier-" + (await stage.messages(ANA))[0].id, MessageStatus.DELIVERED)
            stage.clock.passes(seconds=1)
            ids.append(await says_to(stage, BEN, "Your code is 123456.", MessageClass.OTP))
            stage.clock.passes(seconds=1)
            stage.carrier.then(answer(400, {"error": "no_such_number"}))
            ids.append(await says_to(stage, BEN, "Lost."))
            stage.clock.passes(seconds=1)
            hostile = WebhookRequest("POST", "http://x/webhooks/main", {}, b"{}", stage.clock.now)
            stage.runtime.exchanges.not_taken("main", hostile, 401, "bad_signature", "Not \x1b[2Jsigned.", 1000.0)
            await stage.runtime.exchanges.turn()
            stage.clock.passes(seconds=1)
            ids.append(await says_to(stage, BEN, "Within.", channel="other"))
            stage.clock.passes(seconds=1)
            await stage.says(BEN, "STOP")
            stage.clock.passes(seconds=1)
            ids.append(await says_to(stage, BEN, "After that."))
            return ids

    return asyncio.run(run())


def test_an_hour_in_a_terminal(parley, stories):
    ids = play(stories)

    run = parley("listen", "--since", "2026-03-05T00:00Z", "--no-follow")

    assert 0 == run.code
    assert (
        f"""\
2026-03-05
17:00:00  main   ← +1•••••0101   hello ⏎ from me, who writes much more than fit…
17:00:00  main   → +1•••••0101   Your name?                          200    0 ms
17:00:01  main   • +1•••••0101   delivered
17:00:02  main   → +1•••••0102   •••                                 200    0 ms
17:00:03  main   → +1•••••0102   not sent: permanent                 400    0 ms
                   no_such_number: {{"error": "no_such_number"}}
                   it is not tried again
                   parley exchanges {ids[1]}
17:00:04  main   ✗ webhook refused: bad_signature                    401 4000 ms
                   Not \\u001b[2Jsigned.
                   is the channel's secret right, and is business.public_url
                   what the provider calls? parley provider connect shows both
17:00:05  other  → +1•••••0102   Within.  (stays in this process)
17:00:06  main   ← +1•••••0102   STOP
17:00:06  main   → +1•••••0102   Riverside Dental: You are unsubsc…  200    0 ms
17:00:07  main   → +1•••••0102   refused: opted_out
                   the person sent STOP, and only a START of theirs changes that
"""
        == run.out
    )
    assert [] == [line for line in run.out.splitlines() if cell_len(line) > 80]


def test_for_programs_there_is_a_line_for_each(parley, stories):
    ids = play(stories)

    run = parley("listen", "--since", "2026-03-05T00:00Z", "--no-follow", "--json", "--channel", "main")

    lines = [json.loads(line) for line in run.out.splitlines()]
    assert ["text", "send", "report", "send", "send", "refused", "text", "send", "message"] == [
        line["kind"] for line in lines
    ]
    assert {
        "at": "2026-03-05T17:00:03Z",
        "channel": "main",
        "kind": "send",
        "who": "+1•••••0102",
        "text": "Lost.",
        "id": ids[1],
        "result": "permanent",
        "detail": 'no_such_number: {"error": "no_such_number"}',
        "status": 400,
        "duration_ms": 0,
        "what_now": "it is not tried again",
    } == lines[4]
    assert "123456" not in run.out


@pytest.mark.parametrize("since", ["2026-03-05T17:00:05Z", "2026-03-05T18:00:05+01:00"])
def test_it_begins_where_one_says(parley, stories, since):
    play(stories)

    run = parley("listen", "--since", since, "--no-follow", "--json")

    assert ["message", "text", "send", "message"] == [json.loads(line)["kind"] for line in run.out.splitlines()]


def test_without_a_time_it_begins_now(parley, stories):
    play(stories)

    assert "" == parley("listen", "--no-follow").out


def test_it_goes_on_until_one_has_enough(parley, stories, monkeypatch):
    play(stories)
    rests = []

    def rest(seconds):
        rests.append(seconds)
        if len(rests) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(module.time, "sleep", rest)

    run = parley("listen")

    assert (0, "", [0.5, 0.5, 0.5]) == (run.code, run.out, rests)
    assert run.err.endswith("; Ctrl+C ends it\n")


def test_a_database_that_goes_away_is_waited_for(parley, stories, monkeypatch):
    play(stories)
    real, looks = Follower.look, []

    def look(self, conn):
        looks.append(1)
        if len(looks) in (2, 3):
            raise DatabaseAway("gone")
        if len(looks) == 5:
            raise KeyboardInterrupt
        return real(self, conn)

    monkeypatch.setattr(Follower, "look", look)
    monkeypatch.setattr(module.time, "sleep", lambda seconds: None)

    run = parley("listen", "--since", "2026-03-05T17:00:07Z")

    assert 1 == run.err.count("the database is away (gone)")
    assert 1 == run.out.count("refused: opted_out")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--channel", "mian"], 2, "no channel is called `mian`, did you mean `main`?"),
        (["--since", "yesterday"], 2, "`yesterday` is neither a span such as 10m nor a time in ISO 8601"),
    ],
)
def test_what_cannot_be_listened_to(parley, stories, words, code, said):
    play(stories)
    run = parley("listen", *words)

    assert (code, f"error: {said}\n") == (run.code, run.err)


def test_without_a_database_there_is_nothing_to_hear(parley, folder):
    run = parley("listen")

    assert 3 == run.code
    assert "`parley serve` makes it" in run.err


def test_an_older_database_is_told_from_one_in_which_nothing_happens(parley, stories, either_database):
    if either_database != "sqlite":
        pytest.skip("the test edits the file of the database by hand; what is asked is the same for both")
    play(stories)
    import sqlite3

    with sqlite3.connect(stories / "parley.db") as old:
        old.execute("UPDATE alembic_version SET version_num = '0011'")
    run = parley("listen")

    assert (1, True) == (run.code, "parley db upgrade" in run.err)


@pytest.mark.parametrize(("keep", "said"), [("failures", "calls that failed"), ("none", "no calls")])
def test_what_is_not_kept_cannot_be_seen(parley, stories, monkeypatch, keep, said):
    play(stories)
    monkeypatch.setenv("PARLEY_LOG__EXCHANGES", keep)

    assert f"log.exchanges is `{keep}`: {said} to providers can be seen\n" in parley("listen", "--no-follow").err


async def test_a_number_that_shows_late_is_not_missed(tmp_path, either_database):
    """On PostgreSQL the next number may be committed first."""
    async with staged(tmp_path) as stage:
        run = stage.runtime.database.run
        follower = Follower(await run(lambda conn: traffic.marks(conn, None)), ())
        await says_to(stage, ANA, "first")
        await says_to(stage, ANA, "second")
        late = await stage.rows("SELECT * FROM exchange ORDER BY seq LIMIT 1")
        if either_database == "postgresql":
            await stage.execute("UPDATE exchange SET seq = -seq WHERE seq = :seq", seq=late[0][0])
            assert ["second"] == [one.text for one in (await run(follower.look))[0]]
            await stage.execute("UPDATE exchange SET seq = -seq WHERE seq < 0")
            assert ["first"] == [one.text for one in (await run(follower.look))[0]]
        else:
            assert ["first", "second"] == [one.text for one in (await run(follower.look))[0]]
        assert [] == (await run(follower.look))[0]


async def test_more_than_a_look_can_hold_is_told_in_several(tmp_path, either_database, monkeypatch):
    monkeypatch.setattr("bot.cli.traffic.ROWS_A_LOOK", 3)
    monkeypatch.setattr("bot.cli.traffic.LOOK_BACK", 1)
    async with staged(tmp_path) as stage:
        run = stage.runtime.database.run
        follower = Follower(await run(lambda conn: traffic.marks(conn, None)), ())
        for number in range(8):
            await says_to(stage, f"+1206555{number:04d}", str(number))
        told, more = [], True
        while more:
            found, more = await run(follower.look)
            told += [one.text for one in found]

    assert [str(number) for number in range(8)] == told


async def test_what_was_asked_and_what_nobody_knows(tmp_path, either_database):
    async with staged(tmp_path) as stage:
        run = stage.runtime.database.run
        follower = Follower(await run(lambda conn: traffic.marks(conn, None)), ())
        stage.carrier.then(SendError(ErrorClass.UNKNOWN, "timeout", "no answer within 15 s"))
        await says_to(stage, ANA, "first")
        await stage.passes(seconds=2)
        await stage.reports("of-nobody", MessageStatus.FAILED, error_code="30005")
        found, _ = await run(follower.look)

    assert [("send", "unknown"), ("query", "answered"), ("report", "failed")] == [
        (one.kind, one.result) for one in found
    ]
    assert ("", None, "code 30005") == (found[2].who, found[2].id, found[2].detail)


async def test_a_text_is_shown_once_it_is_known_to_be_for_all_eyes(tmp_path, monkeypatch):
    """What it answers shows only when it is processed; what is not processed for long is told of without its words."""
    async with staged(tmp_path, CLAIM) as stage:
        run = stage.runtime.database.run
        for said in ("hello", "A tree fell", NUMBER):
            await stage.says(ANA, said)
        follower = Follower(traffic.Marks(0, 0, 0, 0), ())
        found, _ = await run(follower.look)
        await stage.writes(ANA, "yes")
        late, _ = await run(Follower(traffic.Marks(0, 0, 0, 0), ()).look)
        monkeypatch.setattr("bot.cli.traffic.SOON", timedelta(days=100_000))
        early, _ = await run(follower.look)
        await stage.settle()
        after, _ = await run(follower.look)

    assert ["hello", "A tree fell", HIDDEN] == [one.text for one in found if one.kind == "text"]
    assert NUMBER not in str(found)
    assert "(waits to be processed)" == [one.text for one in late if one.kind == "text"][-1]
    assert ([], [HIDDEN]) == tuple([one.text for one in looked if one.kind == "text"] for looked in (early, after))
