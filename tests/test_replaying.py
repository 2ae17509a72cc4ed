"""What was said is said again, to the byte, from the log alone; and the first thing that is not is found."""

from __future__ import annotations

import pytest

from bot.egress import Egress
from bot.events import MessageStatus, Result
from bot.inbox import entries
from bot.replaying import replay_conversation
from bot.store import views
from tests.stage import ANA, BEN, CHANNEL, Clock, staged
from tests.test_deploy import MAPPED, MOVING, VISIT, deploys

ALL = """\
flow: all
start:
  - keyword: all
    with: {word: "{{ text }}"}
inputs: {word: text}
anytime:
  hours: {words: [hours], do: [{say: Nine to five.}]}
states:
  start:
    - split: {left: 50, right: 50}
  left:
    - say: {{ left }}
    - go: ask
  right:
    - say: Right.
    - go: ask
  ask:
    - ask: "{{ contact.first_name | default('You') }}, which day from {{ now | date }} on?"
      expect: date
      confirm: "{{ answer | date }}?"
      save: day
      silence: {1 hour: Still there?}
    - http: GET https://api.example.com/{{ day }}
      save: found
      on_error: [{say: It is closed.}]
    - ask: At what time?
      choices: "{{ found.body.times | default(['nine', 'ten']) }}"
      save: time
    - set: {contact.day: "{{ day }}"}
    - tag: [booked]
    - pause: 1 hour
    - handoff: desk
      say: One moment.
      closed: [{say: "{{ contact.day }} {{ time }} {{ contact.tags | join(',') }}"}, {end: done}]
""".replace("{{ left }}", "Left.")


async def replayed(stage, phone=ANA):
    """Every conversation of a phone, replayed."""

    def work(conn):
        return [replay_conversation(conn, view.id) for view in views.conversations(conn, phone=phone)]

    return await stage.runtime.database.run(work)


async def again(stage, phone=ANA):
    """Replay the one conversation of a phone; it has to come out the same. Returns what is said."""
    (replay,) = await replayed(stage, phone)
    assert None is replay.first_fault, replay.first_fault
    said = [one.replayed.text for entry in replay.entries for one in entry.said]
    assert said == [message.text for message in await stage.messages(phone) if message.message_class != "consent"]
    return said


@pytest.fixture(autouse=True)
def _shop(monkeypatch):
    """The business's API answers."""

    async def fetch(self, call):
        return Result(call.id, 200, {"content-type": "application/json"}, {"times": ["four", "five"]})

    monkeypatch.setattr(Egress, "fetch", fetch)


@pytest.mark.usefixtures("either_database")
async def test_everything_that_can_happen_to_a_conversation(tmp_path):
    async with staged(tmp_path, ALL) as stage:
        await stage.says(ANA, "all of it")
        await stage.passes(hours=1)
        for text in ("perhaps", "hours", "tomorrow", "yes", "2", "anybody?", "STOP", "START", "all", "hours"):
            await stage.says(ANA, text)
        await stage.passes(days=9)
        said = await again(stage)

    assert {"Still there?", "Nine to five."} < set(said)
    assert len(said) > 9


@pytest.mark.usefixtures("either_database")
async def test_an_agent_a_pause_and_an_api(tmp_path):
    async with staged(tmp_path, ALL) as stage:
        for text in ("all", "tomorrow", "yes", "2"):
            await stage.says(ANA, text)
        await stage.passes(hours=1)
        await stage.happens(entries.agent_closed(CHANNEL, ANA, "closed", stage.clock.now))
        said = await again(stage)

    assert "One moment." in said
    assert "2026-03-06 five booked" == said[-1]


async def test_a_question_that_never_arrived(tmp_path):
    flow = VISIT.replace("        no: day\n", "        no: day\n      undelivered: day\n")
    async with staged(tmp_path, flow) as stage:
        await stage.says(ANA, "visit")
        (message,) = await stage.messages(ANA)
        await stage.reports(f"carrier-{message.id}", MessageStatus.UNDELIVERED)

        assert ["Are you coming?", "Which day then?"] == await again(stage)


async def test_versions_that_came_and_went(tmp_path):
    async with staged(tmp_path, VISIT) as stage:
        await stage.says(ANA, "visit")
        await stage.says(BEN, "visit")
        await deploys(stage, tmp_path, MOVING)
        await stage.says(BEN, "no")
        await deploys(stage, tmp_path, MAPPED)
        await stage.says(ANA, "yes")
        await stage.says(BEN, "Monday")

        assert ["Are you coming?", "See you."] == await again(stage)
        assert ["Are you coming?", "Which day then?", "Monday then."] == await again(stage, BEN)


OUTER = """\
flow: outer
start:
  - keyword: outer
states:
  one:
    - run: inner
      with: {who: you}
      save: got
    - say: "Got {{ got.word }}."
    - run: inner
      with: {who: they}
      save: got
    - say: "And {{ got.word }}."
    - end: done
"""
INNER = """\
flow: inner
inputs: {who: text}
outputs: {word: text}
start: [flow]
states:
  ask:
    - ask: "A word from {{ who }}?"
      save: word
    - end: done
"""


async def test_flows_within_flows_whose_versions_came_and_went(tmp_path):
    later = INNER.replace("A word from", "One word of").replace("inputs:", "on_change: move\ninputs:")
    async with staged(tmp_path, OUTER, INNER) as stage:
        for phone in (ANA, BEN):
            await stage.says(phone, "outer")
        await stage.says(ANA, "red")
        await deploys(stage, tmp_path, later, OUTER.replace("Got", "We got"))
        await stage.says(BEN, "green")
        await stage.says(BEN, "blue")
        await stage.says(ANA, "blue")

        assert ["A word from you?", "Got red.", "A word from they?", "And blue."] == await again(stage)
        assert ["A word from you?", "Got green.", "One word of they?", "And blue."] == await again(stage, BEN)


async def test_a_version_that_a_run_entered_and_that_is_not_stored(tmp_path):
    async with staged(tmp_path, OUTER, INNER) as stage:
        await stage.says(ANA, "outer")
        gone = "DELETE FROM flow_version WHERE flow = 'inner'"
        await stage.runtime.database.run(lambda conn: conn.exec_driver_sql(gone))
        (replay,) = await replayed(stage)

        assert "of the flow `inner` is not stored" in replay.first_fault.fault


async def test_a_flow_that_is_gone_after_a_restart(tmp_path):
    clock = Clock()
    async with staged(tmp_path, VISIT, clock=clock) as stage:
        await stage.says(ANA, "visit")
    (tmp_path / "flows" / "visit.yaml").unlink()
    other = "flow: other\nstart: [{keyword: other, interrupt: yes}]\nstates: {a: [{say: Hi.}, {end: x}]}\n"
    async with staged(tmp_path, other, clock=clock) as stage:
        await stage.says(ANA, "other", id="other")

        assert ["Are you coming?", "Hi."] == await again(stage)


async def test_conversations_on_two_channels_are_two(tmp_path):
    more = {"PARLEY_CHANNELS__OTHER__PROVIDER": "loopback", "PARLEY_CHANNELS__OTHER__NUMBER": "+15550100009"}
    async with staged(tmp_path, VISIT, **more) as stage:
        await stage.says(ANA, "visit")
        await stage.says(ANA, "visit", channel="other")

        assert [(1, 1, None), (1, 1, None)] == [
            (replay.sessions, replay.messages, replay.first_fault) for replay in await replayed(stage)
        ]


# ── what is not the same ──


async def damaged(tmp_path, statement):
    """Two sessions of one person, and something that was changed behind our back."""
    async with staged(tmp_path, VISIT) as stage:
        for text in ("visit", "no", "Monday", "visit", "yes"):
            await stage.says(ANA, text)
        await stage.runtime.database.run(lambda conn: conn.exec_driver_sql(statement))
        (replay,) = await replayed(stage)
        return replay


@pytest.mark.parametrize(
    ("statement", "at", "fault"),
    [
        ("UPDATE message SET text = text || ' ' WHERE text LIKE 'Monday%'", 3, "the text differs"),
        ("UPDATE message SET media = '[\"https://a.example\"]' WHERE seq = 1", 1, "the text differs"),
        ("DELETE FROM message WHERE seq = 2", 2, "something is said that was not written then, or was erased since"),
        (
            "UPDATE event SET data = json_set(data, '$.said', json_array('x', 'y')) WHERE seq = 2",
            2,
            "something is said that was not written then, or was erased since",
        ),
        ("UPDATE event SET data = json_set(data, '$.event.text', 'yes') WHERE seq = 2", 2, "the text differs"),
        (
            "UPDATE event SET data = json_set(data, '$.to', 'elsewhere') WHERE seq = 2",
            2,
            "it comes to `day.day`, and came to `elsewhere` then",
        ),
        (
            "UPDATE event SET data = json_set(data, '$.outcome', 'x') WHERE seq = 3",
            3,
            "it ends as moved, and ended as x then",
        ),
        ("DELETE FROM event WHERE seq = 1", 2, "the log does not hold how this session began"),
        ("UPDATE event SET data = json_set(data, '$.event.type', 'x') WHERE seq = 2", 2, "the log cannot be read here"),
    ],
)
async def test_the_first_difference_is_found(tmp_path, statement, at, fault):
    replay = await damaged(tmp_path, statement)

    first = replay.first_fault
    assert at == first.entry.seq
    assert first.fault.startswith(fault)
    assert 1 == sum(bool(one.fault) for one in replay.entries)


async def test_another_session_of_the_conversation_is_replayed_all_the_same(tmp_path):
    replay = await damaged(tmp_path, "UPDATE message SET text = 'x' WHERE seq = 1")

    assert [False, None, None, True, True] == [
        (one.said[0].same if one.said[0].replayed else None) for one in replay.entries
    ]


async def test_a_version_that_is_not_stored(tmp_path):
    replay = await damaged(tmp_path, "DELETE FROM flow_version")

    assert "is not stored, or this release cannot read it" in replay.first_fault.fault
    assert 2 == sum(bool(one.fault) for one in replay.entries)


async def test_a_log_that_moves_somebody_who_would_stay(tmp_path):
    async with staged(tmp_path, VISIT) as stage:
        await stage.says(ANA, "visit")
        await deploys(stage, tmp_path, MAPPED)

        stay = "UPDATE event SET data = json_set(data, '$.version', data ->> 'from_version') WHERE kind = 'moved'"
        await stage.runtime.database.run(lambda conn: conn.exec_driver_sql(stay))
        (replay,) = await replayed(stage)

        assert replay.first_fault.fault.startswith("the session stays on version")
