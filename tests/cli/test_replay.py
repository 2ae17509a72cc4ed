"""A conversation on paper once more: the same to the byte, or where it is not."""

from __future__ import annotations

import asyncio
import json

import pytest
from rich.cells import cell_len

from tests.stage import ANA, staged
from tests.test_deploy import MAPPED, VISIT, deploys

LONG = VISIT.replace("See you.", "See you " + "very " * 30 + "soon.")


def play(folder, *texts, flow=VISIT, damage=None):
    """A conversation that took place in this folder, and what was done to it since; its id."""

    async def run():
        async with staged(folder, flow) as stage:
            for text in texts:
                await stage.says(ANA, text)
                stage.clock.passes(minutes=1)
            if damage:
                await stage.runtime.database.run(lambda conn: conn.exec_driver_sql(damage))
            return (await stage.rows("SELECT id FROM conversation"))[0][0] if texts else ""

    return asyncio.run(run())


def test_a_conversation_that_comes_out_the_same(parley, folder):
    conversation = play(folder, "hello?", "visit", "perhaps", "no", "Monday", "STOP")

    run = parley("replay", conversation)

    version = run.out.split("visit ")[1].split()[0]
    assert (0, "4 messages in 1 session: the same to the byte\n") == (run.code, run.err)
    assert (
        f"""\
{conversation} with +1•••••0101 on main

2026-03-05  no flow
17:00  person   hello?
17:00           not answered: no flow takes it

2026-03-05  visit {version}
17:01  person   visit
17:01  start
17:01  bot      Are you coming?
17:02  person   perhaps
17:02  bot      Sorry, please reply YES or NO.
17:03  person   no
17:03  bot      Which day then?
17:04  person   Monday
17:04  bot      Monday it is.
17:04  ended    moved

2026-03-05  no flow
17:05  person   STOP
17:05  consent  out
"""
        == run.out
    )


@pytest.mark.parametrize("written", [ANA, "(206) 555-0101"])
def test_it_may_be_named_by_the_phone(parley, folder, written):
    conversation = play(folder, "visit")

    run = parley("replay", written)

    assert run.out.startswith(conversation)
    assert ANA not in run.out


def test_the_first_difference_is_shown_with_both_texts(parley, folder):
    conversation = play(folder, "visit", "no", "Monday", damage="UPDATE message SET text = 'Which?' WHERE seq = 2")

    run = parley("replay", conversation)

    assert (1, "error: entry 2 of the log comes out differently: the text differs") == (
        run.code,
        run.err.strip().splitlines()[0],
    )
    assert "17:01  written  Which?\n17:01  replayed Which day then?\n17:01  ✗        the text differs\n" in run.out
    assert run.out.endswith("17:02  bot      Monday it is. (not replayed)\n17:02  ended    moved\n")


def test_no_line_is_wider_than_a_terminal(parley, folder):
    run = parley("replay", play(folder, "visit " + "please " * 40, "yes", flow=LONG))

    assert 80 >= max(cell_len(line) for line in run.out.splitlines())
    assert 0 == run.code


def test_a_move_to_another_version_is_told(parley, folder):
    async def run():
        async with staged(folder, VISIT) as stage:
            await stage.says(ANA, "visit")
            await deploys(stage, folder, MAPPED)

    asyncio.run(run())

    assert "moved    confirm.1 → confirm.visit of version " in parley("replay", ANA).out


def test_for_programs(parley, folder):
    conversation = play(folder, "visit", "yes", damage="UPDATE message SET text = 'See yo.' WHERE seq = 2")

    run = parley("replay", conversation, "--json")

    (told,) = json.loads(run.out)
    first, second = told.pop("entries")
    assert {
        "conversation": conversation,
        "phone": "+1•••••0101",
        "channel": "main",
        "same": False,
        "first_difference": {"entry": 2, "why": "the text differs"},
        "messages": 2,
        "sessions": 1,
    } == told
    assert [("Are you coming?", "Are you coming?", True)] == [
        (said["written"], said["replayed"], said["same"]) for said in first["said"]
    ]
    assert ("See yo.", "See you.", False) == tuple(second["said"][0][name] for name in ("written", "replayed", "same"))
    assert ({"type": "reply", "text": "yes", "media": []}, "confirmed") == (second["event"], second["outcome"])
    assert 1 == run.code


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("cnv_1", "there is no conversation cnv_1"),
        ("+12065550199", "there is no conversation with +12065550199"),
        ("nonsense", "or name a conversation by its id, cnv_…"),
    ],
)
@pytest.mark.parametrize("texts", [[], ["visit"]], ids=["nobody", "somebody else"])
def test_a_conversation_that_is_not_there(parley, folder, named, says, texts):
    play(folder, *texts)

    run = parley("replay", named)

    assert 2 == run.code
    assert says in run.err


def test_without_a_database_there_is_nothing_to_replay(parley, folder):
    assert (2, False) == (parley("replay", "cnv_1").code, (folder / "parley.db").exists())


def test_a_database_that_cannot_be_read(parley, folder):
    (folder / "parley.db").write_bytes(b"no database" * 1000)

    assert 3 == parley("replay", "cnv_1").code
