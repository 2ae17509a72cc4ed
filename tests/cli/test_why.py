"""`parley why`: one message explained on paper, and for programs."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta

from rich.cells import cell_len

from tests.stage import ANA, staged
from tests.test_why import FLOW


def play(folder, *texts):
    """A conversation that took place in this folder; the ids of what was said in it."""

    async def run():
        async with staged(folder, FLOW) as stage:
            for text in texts:
                await stage.says(ANA, text, id=f"SM-{text}")
                stage.clock.passes(minutes=1)
            return [message.id for message in await stage.messages(ANA)]

    return asyncio.run(run())


def test_a_question_of_a_flow(parley, folder):
    message = play(folder, "visit")[0]

    run = parley("why", message)

    lines = run.out.splitlines()
    version = run.out.split("the flow visit ")[1].split()[0]
    assert [
        f"{message} to +1•••••0101 on main",
        "conversational, 1 × GSM-7, accepted",
        "",
        "The provider took it.",
        "",
        f"Wanted by   the flow visit {version} at confirm.coming, line 5",
        "Set off by  start",
        "Template    {{ contact.first_name | default('Hello') }}, are you coming on {{",
        "            day }}?",
        "With        contact.first_name = nothing",
        '            day = "Friday"',
        "Text        Hello, are you coming on Friday?",
    ] == lines[:12]
    assert (0, "") == (run.code, run.err)
    assert ["Rules       nothing spoke against it, when it was written or when it was sent"] == [
        line for line in lines if line.startswith("Rules")
    ]
    assert "Replay      says the same, to the byte" == lines[-1]
    assert ANA not in run.out
    assert 80 >= max(cell_len(line) for line in lines)


def test_the_answer_to_a_stop_shows_the_wish(parley, folder):
    message = play(folder, "visit", "STOP")[-1]

    out = parley("why", message).out

    assert "Wanted by   the law: it answers STOP, START or HELP\nSet off by  out: STOP\n" in out
    assert "out by keyword on main: STOP (record 1)" in " ".join(out.split())


def test_for_programs(parley, folder):
    message = play(folder, "visit", "no")[-1]

    shown = json.loads(parley("why", message, "--json").out)

    assert ("The provider took it.", "flow", {"day": "Friday"}) == (
        shown["verdict"],
        shown["cause"]["wanted"],
        shown["cause"]["inputs"],
    )
    assert "+1•••••0101" == shown["message"]["recipient"]


def test_an_id_that_nothing_has(parley, folder):
    play(folder)

    assert (2, "error: no message has the id msg_0\n") == (parley("why", "msg_0").code, parley("why", "msg_0").err)


def test_what_waits_for_the_morning_shows_the_clocks_that_were_looked_at(parley, monkeypatch):
    monkeypatch.setenv("PARLEY_COMPLIANCE__CLOSED", ", ".join(days_around_today()))
    message = json.loads(parley("send", "+18505550143", "Sale!", "--class", "marketing", "--json").out)["id"]

    out = parley("why", message).out

    assert "It waits, because marketing may not come at that hour where the person may be." in out
    assert 'rules: ["us_safe", "us_federal", "us_fl"]' in out
    for zone in ("America/Chicago", "America/New_York"):
        assert f"            {zone}: it was 2" in out
    assert 80 >= max(cell_len(line) for line in out.splitlines())


def days_around_today():
    today = datetime.now(UTC).date()
    return [str(today + timedelta(days=number)) for number in (-1, 0, 1)]
