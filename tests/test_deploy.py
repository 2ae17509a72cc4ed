"""A flow changes while people are in the middle of it: nobody is lost, whatever happens to its file."""

from __future__ import annotations

import os
import re

import pytest
from structlog.testing import capture_logs

from bot import deploy
from bot.deploy import REFUSED
from bot.events import MessageStatus
from bot.flow.report import render_concise, render_full
from tests.stage import ANA, BEN, Clock, staged, write_flows

pytestmark = pytest.mark.usefixtures("either_database")

CLEO = "+12065550103"
VISIT = """\
flow: visit
start:
  - keyword: visit
states:
  confirm:
    - ask: Are you coming?
      expect: yes_no
      replies:
        no: day
      silence:
        4 hours: Still there?
    - say: See you.
    - end: confirmed
  day:
    - ask: Which day then?
      save: day
    - say: "{{ day }} it is."
    - end: moved
"""
KEPT = VISIT.replace("See you.", "See you soon.").replace("it is.", "then.")
MOVING = KEPT.replace("start:", "on_change: move\nstart:")
RENAMED = VISIT.replace("- ask: Are you coming?", "- ask: Will you come?\n      name: visit")
MAPPED = RENAMED.replace("start:", "moved: {confirm.1: confirm.visit}\nstart:")
BROKEN = VISIT.replace("- end: confirmed", "- go: nowhere")


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path, VISIT) as stage:
        yield stage


def rewrite(folder, *flows):
    """Change files as an editor does, and make sure that it shows."""
    write_flows(folder, *flows)
    for file in (folder / "flows").iterdir():
        status = file.stat()
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 10_000_000))


async def deploys(stage, folder, *flows):
    """The files change a while later, and the server looks at them."""
    stage.clock.passes(minutes=1)
    rewrite(folder, *flows)
    await stage.runtime.library.turn()
    await stage.settle()


def live(stage, flow="visit"):
    return stage.runtime.library.current.machines[flow].flow


def refused(stage):
    return [finding for finding in stage.runtime.library.findings if finding.code == REFUSED]


async def outcomes(stage):
    return [row[0] for row in await stage.rows("SELECT outcome FROM session ORDER BY outcome")]


# ── everybody finishes on the version that they began with ──


async def test_people_in_the_middle_of_it_hear_what_they_would_have_heard(stage, tmp_path):
    await stage.says(ANA, "visit")
    await stage.says(BEN, "visit")
    await stage.says(BEN, "no")
    await deploys(stage, tmp_path, KEPT)
    await stage.says(CLEO, "visit")
    for phone, text in ((ANA, "yes"), (BEN, "Monday"), (CLEO, "yes")):
        await stage.says(phone, text)

    assert ["Are you coming?", "See you."] == stage.heard(ANA)
    assert ["Are you coming?", "Which day then?", "Monday it is."] == stage.heard(BEN)
    assert ["Are you coming?", "See you soon."] == stage.heard(CLEO)


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_text(KEPT),
        lambda file: file.write_text(BROKEN),
        lambda file: file.write_text("\x00 ["),
        lambda file: file.unlink(),
        lambda file: file.rename(file.with_suffix(".txt")),
    ],
    ids=["another version", "a broken one", "no YAML", "deleted", "renamed"],
)
@pytest.mark.parametrize("restart", [False, True], ids=["hot", "restart"])
async def test_whatever_happens_to_the_file(tmp_path, change, restart):
    clock = Clock()
    file = tmp_path / "flows" / "visit.yaml"
    async with staged(tmp_path, VISIT, clock=clock) as stage:
        await stage.says(ANA, "visit")
        await stage.says(BEN, "visit")
        await stage.says(BEN, "no")
        clock.passes(minutes=1)
        if not restart:
            change(file)
            await stage.runtime.library.turn()
            await talk_to_the_end(stage)
    if restart:
        async with staged(tmp_path, VISIT, clock=clock) as stage:
            change(file)
        async with reopened(tmp_path, clock) as stage:
            await talk_to_the_end(stage)


async def talk_to_the_end(stage):
    await stage.says(ANA, "yes", id="ana-last")
    await stage.says(BEN, "Monday", id="ben-last")

    assert ["See you.", "Monday it is."] == [stage.heard(ANA)[-1], stage.heard(BEN)[-1]]
    assert ["confirmed", "moved"] == await outcomes(stage)
    assert [] == await stage.parked()


def reopened(folder, clock):
    """The same deployment after a restart, with the files as they are."""
    other = "flow: other\nstart: [{keyword: other}]\nstates: {a: [{end: x}]}\n"
    return staged(folder, other, clock=clock, broken=is_broken(folder))


def is_broken(folder):
    file = folder / "flows" / "visit.yaml"
    return file.exists() and file.read_text() != KEPT


async def test_two_hundred_people_over_five_versions(stage, tmp_path):
    """Each joins at another time, and versions come and go: everybody gets to an end of their own version."""
    phones = [f"+1206555{number:04}" for number in range(200)]
    texts = {}
    for number, phone in enumerate(phones):
        if number % 40 == 0:
            mark = f"See you, {number}."
            await deploys(stage, tmp_path, VISIT.replace("See you.", mark).replace("it is.", f"it is, {number}."))
        texts[phone] = (f"See you, {number // 40 * 40}.", f"Monday it is, {number // 40 * 40}.")
        await stage.writes(phone, "visit")
        if number % 2:
            await stage.writes(phone, "no")
        await stage.runtime.inbox.process_once()
    for number, phone in enumerate(phones):
        await stage.writes(phone, "Monday" if number % 2 else "yes")
    await stage.settle()

    assert [texts[phone][number % 2] for number, phone in enumerate(phones)] == [
        stage.heard(phone)[-1] for phone in phones
    ]
    assert {"confirmed", "moved"} == set(await outcomes(stage))


# ── `on_change: move` ──


async def test_with_move_the_next_answer_is_that_of_the_new_version(stage, tmp_path):
    await stage.says(ANA, "visit")
    await deploys(stage, tmp_path, MOVING)
    await stage.says(ANA, "yes")

    assert ["Are you coming?", "See you soon."] == stage.heard(ANA)


async def test_those_who_are_moved_are_nudged_when_the_new_version_says(stage, tmp_path):
    await stage.says(ANA, "visit")
    await deploys(stage, tmp_path, MOVING.replace("4 hours", "1 hour"))
    assert [(live(stage).version,)] == await stage.rows("SELECT version FROM session")

    await stage.passes(minutes=59)

    assert ["Are you coming?", "Still there?"] == stage.heard(ANA)


async def test_what_is_overdue_by_the_new_version_happens_at_once(stage, tmp_path):
    await stage.says(ANA, "visit")
    await stage.passes(hours=3)
    await deploys(stage, tmp_path, MOVING.replace("4 hours", "1 hour"))

    assert ["Are you coming?", "Still there?"] == stage.heard(ANA)


async def test_everybody_is_called_over_in_turns(stage, tmp_path, monkeypatch):
    monkeypatch.setattr(deploy, "CALLED_A_TURN", 2)
    phones = [f"+1206555{number:04}" for number in range(5)]
    for phone in phones:
        await stage.says(phone, "visit")
    await deploys(stage, tmp_path, MOVING)

    assert [(live(stage).version, 5)] == await stage.rows("SELECT version, count(*) FROM session GROUP BY version")
    assert 0 == await stage.runtime.call_over.turn()


async def test_who_answers_before_being_called_over_is_moved_as_well(stage, tmp_path):
    await stage.says(ANA, "visit")
    stage.clock.passes(minutes=1)
    rewrite(tmp_path, MOVING)
    await stage.runtime.library.turn()
    await stage.writes(ANA, "no")
    await stage.runtime.inbox.process_once()
    await stage.says(ANA, "Monday")

    assert ["Are you coming?", "Which day then?", "Monday then."] == stage.heard(ANA)


async def test_a_version_that_is_taken_back_takes_people_back(stage, tmp_path):
    await stage.says(ANA, "visit")
    back = VISIT.replace("start:", "on_change: move\nstart:")
    for version in (MOVING, back, MOVING, back):
        await deploys(stage, tmp_path, version)
        assert [(live(stage).version,)] == await stage.rows("SELECT version FROM session")
    await stage.says(ANA, "yes")

    assert ["Are you coming?", "See you."] == stage.heard(ANA)


async def test_the_log_says_who_moved(stage, tmp_path):
    await stage.says(ANA, "visit")
    await deploys(stage, tmp_path, MAPPED)

    assert [("confirm.1", "confirm.visit", live(stage).version)] == await stage.rows(
        "SELECT data ->> 'from', data ->> 'to', data ->> 'version' FROM event WHERE kind = 'moved'"
    )


async def test_a_question_that_was_renamed_after_it_was_lost(stage, tmp_path):
    lost = MAPPED.replace("      silence:", "      undelivered: day\n      silence:")
    await stage.says(ANA, "visit")
    (message,) = await stage.messages(ANA)
    await deploys(stage, tmp_path, lost)
    await stage.reports(f"carrier-{message.id}", MessageStatus.UNDELIVERED)

    assert ["Are you coming?", "Which day then?"] == stage.heard(ANA)


# ── a removed question ──


async def test_a_version_that_lacks_their_question_does_not_go_live(stage, tmp_path):
    for phone in (ANA, BEN):
        await stage.says(phone, "visit")
    before = live(stage)
    with capture_logs() as logs:
        await deploys(stage, tmp_path, RENAMED)
    await stage.says(CLEO, "visit")
    await stage.says(CLEO, "yes")

    assert before is live(stage)
    assert ["Are you coming?", "See you."] == stage.heard(CLEO)
    assert ["2 people wait on the question `confirm.1`, which this version does not have"] == [
        finding.message for finding in refused(stage)
    ]
    assert ["say where they go: `moved: {confirm.1: confirm.visit}`"] == [
        line["hint"] for line in logs if line["event"] == "a new version does not go live"
    ]


async def test_the_finding_shows_the_place_and_the_line_to_write(stage, tmp_path):
    await stage.says(ANA, "visit")
    await deploys(stage, tmp_path, RENAMED)
    (finding,) = refused(stage)

    shown = render_full([finding], {finding.path: RENAMED}).replace(finding.path, "flows/visit.yaml")

    assert (
        """\
error[F067]: 1 person waits on the question `confirm.1`, which this version does not have
 --> flows/visit.yaml:5:3
  |
5 |   confirm:
  |   ^^^^^^^ did you mean `confirm.visit`?
  |
  = help: say where they go: `moved: {confirm.1: confirm.visit}`
  = more: parley explain F067
"""
        == shown
    )


async def test_the_line_of_the_finding_is_what_lets_it_go_live(stage, tmp_path):
    await stage.says(ANA, "visit")
    await deploys(stage, tmp_path, RENAMED)
    line = re.search(r"`(moved: .*)`", refused(stage)[0].help)[1]
    await deploys(stage, tmp_path, RENAMED.replace("start:", f"{line}\nstart:"))
    assert [] == refused(stage)
    await stage.says(ANA, "perhaps")
    await stage.says(ANA, "no")
    await stage.says(ANA, "Monday")

    assert ["Are you coming?", "Sorry, please reply YES or NO.", "Which day then?", "Monday it is."] == stage.heard(ANA)


async def test_it_goes_live_by_itself_once_they_have_left(stage, tmp_path):
    for phone in (ANA, BEN):
        await stage.says(phone, "visit")
    await deploys(stage, tmp_path, RENAMED)
    before = live(stage)
    await stage.says(ANA, "yes")
    assert 0 == await stage.runtime.library.turn()
    assert refused(stage)[0].message.startswith("1 person waits")
    await stage.says(BEN, "no")  # who stands at another question is not in the way
    assert before is live(stage)
    assert 1 == await stage.runtime.library.turn()

    assert ("confirm.visit", []) == (live(stage).states["confirm"][0].id, refused(stage))
    await stage.says(BEN, "Monday")
    assert "Monday it is." == stage.heard(BEN)[-1]


async def test_it_is_held_back_after_a_restart_too(tmp_path):
    clock = Clock()
    async with staged(tmp_path, VISIT, clock=clock) as stage:
        await stage.says(ANA, "visit")
        clock.passes(minutes=1)
    async with staged(tmp_path, RENAMED, clock=clock, broken=True) as stage:
        assert "confirm.1" == live(stage).states["confirm"][0].id
        await stage.says(ANA, "yes", id="last")
        await stage.runtime.library.turn()

        assert "See you." == stage.heard(ANA)[-1]
        assert "confirm.visit" == live(stage).states["confirm"][0].id


async def test_a_version_that_is_live_already_is_not_held_back_by_a_restart(tmp_path):
    """People of the version before may still wait on a question that it never had; they finish there."""
    clock = Clock()
    two = VISIT.replace("- say: See you.", "- ask: Sure?\n      name: sure\n    - say: See you.")
    async with staged(tmp_path, two, clock=clock) as stage:
        await stage.says(ANA, "visit")
        clock.passes(minutes=1)
    async with staged(tmp_path, VISIT, clock=clock) as stage:
        await stage.says(ANA, "yes", id="second")
        clock.passes(minutes=1)
    async with staged(tmp_path, VISIT, clock=clock) as stage:
        assert [] == refused(stage)
        await stage.says(ANA, "sure", id="third")

        assert ["confirmed"] == await outcomes(stage)


async def test_people_of_older_versions_count_as_well(stage, tmp_path):
    await stage.says(ANA, "visit")
    await deploys(stage, tmp_path, KEPT)
    await stage.says(BEN, "visit")
    await deploys(stage, tmp_path, RENAMED)

    assert refused(stage)[0].message.startswith("2 people wait")


async def test_each_removed_question_is_a_finding_and_keeps_what_is_mapped(stage, tmp_path):
    await stage.says(ANA, "visit")
    await stage.says(BEN, "visit")
    await stage.says(BEN, "no")
    other = MAPPED.replace("Which day then?", "When?").replace("save: day", "name: when\n      save: day")
    other = other.replace("confirm.1: confirm.visit", "old.1: confirm.visit")
    await deploys(stage, tmp_path, other)

    assert [
        "say where they go: `moved: {old.1: confirm.visit, confirm.1: confirm.visit}`",
        "say where they go: `moved: {old.1: confirm.visit, day.day: day.when}`",
    ] == [finding.help for finding in refused(stage)]
    assert "flows/visit.yaml:2:1: error[F067]" in render_concise(refused(stage))


async def test_a_version_without_any_question_says_that_there_is_none(stage, tmp_path):
    await stage.says(ANA, "visit")
    await deploys(stage, tmp_path, "flow: visit\nstart: [{keyword: visit}]\nstates: {a: [{say: Hi}, {end: x}]}\n")

    assert ["say where they go: `moved: {confirm.1: ...}`; questions in this flow are none"] == [
        finding.help for finding in refused(stage)
    ]


async def test_one_flow_that_is_held_back_holds_no_other_back(stage, tmp_path):
    other = "flow: other\nstart: [{keyword: other}]\nstates: {a: [{say: Hi.}, {end: x}]}\n"
    await stage.says(ANA, "visit")
    await deploys(stage, tmp_path, RENAMED, other)
    await stage.says(BEN, "other")

    assert ["Hi."] == stage.heard(BEN)


async def test_who_waits_on_a_call_a_person_or_time_is_in_nobodys_way(tmp_path):
    """They wait on no question; they go on in their own version."""
    first = """\
flow: visit
start:
  - keyword: visit
states:
  a:
    - pause: 1 hour
    - say: One hour has passed.
    - handoff: desk
      closed: end
"""
    async with staged(tmp_path, first) as stage:
        await stage.says(ANA, "visit")
        await deploys(stage, tmp_path, VISIT)
        assert [] == refused(stage)
        await stage.passes(hours=1)

        assert ["One hour has passed."] == stage.heard(ANA)
