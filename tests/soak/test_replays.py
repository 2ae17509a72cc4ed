"""Three hundred random conversations come out the same to the byte elsewhere; `make soak` plays ten thousand.

When one fails, `python -m tests.soak replays --conversations 100 --first SEED` shows it again.
"""

from __future__ import annotations

import sqlite3

import pytest

from tests.soak.replays import HASH_SEEDS, replay_elsewhere
from tests.soak.town import play

PEOPLE = 100


@pytest.mark.parametrize(("seed", "hash_seed"), list(enumerate(HASH_SEEDS, start=1)))
async def test_a_town_is_replayed_to_the_byte_by_another_process(tmp_path, seed, hash_seed):
    database = await play(seed, PEOPLE, tmp_path)

    report = replay_elsewhere(database, hash_seed)

    assert {} == report["differing"]
    assert PEOPLE == report["conversations"]
    assert report["messages"] > 5 * PEOPLE
    assert report["moves"] > 0
    assert report["versions"] > 7


async def test_one_byte_is_noticed(tmp_path):
    database = await play(4, 10, tmp_path)
    with sqlite3.connect(database) as connection:
        who = "SELECT recipient FROM message WHERE session_id IS NOT NULL ORDER BY seq LIMIT 1 OFFSET 20"
        ((phone,),) = connection.execute(who).fetchall()
        connection.execute("UPDATE message SET text = text || ' ' WHERE recipient = ?", (phone,))
    connection.close()

    assert [phone] == list(replay_elsewhere(database, "0")["differing"])


async def test_nobody_in_a_town_is_lost(tmp_path):
    """No row is parked, and no session fails for another reason than an answer of an API that its flow cannot use."""
    database = await play(5, 50, tmp_path)
    ours = "SELECT e.data FROM event e, json_each(e.data, '$.problems') p WHERE p.value ->> 'code' NOT IN (?, ?, ?, ?)"
    with sqlite3.connect(database) as connection:
        parked = connection.execute("SELECT kind, error FROM inbound WHERE status = 'parked'").fetchall()
        problems = connection.execute(ours, ("http", "do", "undone", "template")).fetchall()
    connection.close()

    assert ([], []) == (parked, problems)
