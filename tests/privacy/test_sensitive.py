"""What a flow marks `sensitive` reaches the business's own system, and nobody who looks into ours."""

from __future__ import annotations

import json

import pytest

from bot.cli.replay import _plain
from bot.egress import Egress
from bot.events import Result
from bot.inbox import entries
from bot.inbox.secrecy import emptied
from bot.replaying import replay_conversation
from bot.sealing import is_sealed
from bot.store import views
from bot.store.inbound import Kind
from bot.web.api.message_shapes import Message
from bot.why import why
from tests.privacy.traces import in_files, in_rows
from tests.stage import ANA, ECHO, staged

CLAIM = """\
flow: claim
inputs:
  policy: {type: text, default: none, sensitive: yes}
start:
  - fallback
  - event: damage
    with: {policy: "{{ event.policy }}"}
anytime:
  hours: {words: [hours], do: [{say: Nine to five.}]}
states:
  ask:
    - ask: What happened?
      save: damage
    - ask: What is your insurance number?
      save: insurance
      sensitive: yes
      confirm: "{{ answer }}, is that right?"
    - ask: And your postal code?
      save: postal_code
    - http: POST https://insurer.example.com/claims
      json: {insurance: "{{ insurance }}", policy: "{{ policy }}", damage: "{{ damage }}"}
      save: claim
      on_error: [{end: failed}]
    - handoff: desk
      note: "claim {{ claim.body.number }}"
      say: Your claim has the number {{ claim.body.number }}.
      closed: [{end: done}]
"""
NUMBER = "QX-4711-0815"
POLICY = "POL/77/1234"
DAMAGE = "A tree fell on my car"
SECRETS = (NUMBER, POLICY)
KEY = "a key of the business's own"


@pytest.fixture(autouse=True)
def insurer(monkeypatch):
    """What the insurer was told; its answer says it all again."""
    told = []

    async def fetch(self, call):
        told.append(call.json)
        return Result(call.id, 200, {"x-echo": NUMBER}, {"number": "C-1", "echo": call.json})

    monkeypatch.setattr(Egress, "fetch", fetch)
    return told


async def claims(stage):
    """Ana reports damage: by an event of the business, then in her own words."""
    await stage.happens(entries.event("main", ANA, "e1", "damage", {"policy": POLICY}, stage.clock.now))
    for said in (DAMAGE, "hours", NUMBER, "yes", "98101"):
        await stage.says(ANA, said)


def settings(either_database):
    return {"PARLEY_PRIVACY__KEY": KEY} if either_database == "postgresql" else {}


async def replayed(stage, sealer):
    def work(conn):
        [view] = views.conversations(conn, phone=ANA)
        return view, replay_conversation(conn, view.id, sealer=sealer)

    return await stage.runtime.database.run(work)


async def test_it_reaches_the_customer_and_the_business_and_is_kept_nowhere(tmp_path, either_database, insurer):
    async with staged(tmp_path, CLAIM, **settings(either_database)) as stage:
        await claims(stage)
        shown = [Message.of(row).text for row in await stage.messages(ANA)]

        assert [{"insurance": NUMBER, "policy": POLICY, "damage": DAMAGE}] == insurer
        assert f"{NUMBER}, is that right?" == stage.heard(ANA)[4]
        assert ["•••", "And your postal code?", "Your claim has the number C-1."] == shown[4:]
        assert {} == await stage.runtime.database.run(in_rows, SECRETS)
        assert [] == await stage.parked()


async def test_what_is_not_marked_can_be_read_in_the_log_and_nowhere_else(tmp_path):
    """The session holds both, and is encrypted as a whole."""
    async with staged(tmp_path, CLAIM) as stage:
        await claims(stage)

        assert {"event", "inbound"} == set(await stage.runtime.database.run(in_rows, [DAMAGE]))


async def test_nothing_of_it_is_in_the_files_but_the_key(tmp_path):
    async with staged(tmp_path, CLAIM) as stage:
        await claims(stage)
        await stage.runtime.database.clean_file()
        files = in_files(tmp_path, SECRETS)
        key = tmp_path / "state" / "privacy.key"

        assert {} == files
        assert 0o600 == key.stat().st_mode & 0o777
        assert 64 == len(key.read_bytes())


async def test_it_replays_and_is_not_shown(tmp_path, either_database):
    async with staged(tmp_path, CLAIM, **settings(either_database)) as stage:
        await claims(stage)
        view, replay = await replayed(stage, stage.runtime.sealer)
        printed = str(_plain(view, replay))

        assert (None, 7) == (replay.first_fault, replay.messages)
        assert (False, False, True) == (NUMBER in printed, POLICY in printed, DAMAGE in printed)


async def test_without_the_key_a_replay_says_so(tmp_path):
    async with staged(tmp_path, CLAIM) as stage:
        await claims(stage)
    (tmp_path / "state" / "privacy.key").unlink()
    async with staged(tmp_path, CLAIM) as stage:
        _, replay = await replayed(stage, stage.runtime.sealer)

        assert "its key is not here" in replay.first_fault.fault


async def test_the_person_gets_it_handed_out(tmp_path):
    async with staged(tmp_path, CLAIM) as stage:
        await claims(stage)
        contact = await stage.value("SELECT id FROM contact")
        document = str(await stage.runtime.exporter.export(contact))

        assert (True, True, False) == (NUMBER in document, POLICY in document, "sealed:" in document)


async def test_keys_are_changed_while_conversations_go_on(tmp_path):
    new = {"PARLEY_PRIVACY__KEY": "another key of theirs", "PARLEY_PRIVACY__PREVIOUS_KEY": KEY}
    async with staged(tmp_path, CLAIM, PARLEY_PRIVACY__KEY=KEY) as stage:
        for said in ("hi", DAMAGE, NUMBER):
            await stage.says(ANA, said)
    async with staged(tmp_path, CLAIM, **new) as stage:
        for said in ("yes", "98101"):
            await stage.says(ANA, said, id=f"later-{said}")
        _, replay = await replayed(stage, stage.runtime.sealer)

        assert None is replay.first_fault
        assert 2 == len(await sealed_with(stage))
        assert "Your claim has the number C-1." == stage.heard(ANA)[-1]


async def sealed_with(stage):
    """The names of the keys with which entries of the log are sealed."""
    log = [json.loads(data) for (data,) in await stage.rows("SELECT data FROM event")]
    return {entry["sealed"].split(":")[1] for entry in log if "sealed" in entry}


async def test_on_a_shared_database_without_a_key_the_flow_does_not_start(tmp_path, either_database):
    async with staged(tmp_path, CLAIM) as stage:
        await stage.says(ANA, "hi")
        parked = await stage.parked()

        if either_database == "postgresql":
            [reason] = parked
            assert "the flow `claim` asks for something sensitive" in reason
            assert "set privacy.key" in reason
        else:
            assert [] == parked


async def test_a_customer_who_sends_a_token_gets_it_back_as_it_is(tmp_path):
    """What is sealed opens for its own place only: nobody has somebody else's answers read out."""
    async with staged(tmp_path, ECHO.replace("Hello {{ name }}.", "{{ name }}")) as stage:
        token = stage.runtime.sealer.seal("secret", "msg_1")
        for said in ("hi", token):
            await stage.says(ANA, said)

        assert is_sealed(token)
        assert token == stage.heard(ANA)[-1]


async def test_a_flow_without_anything_sensitive_asks_for_no_key(tmp_path):
    async with staged(tmp_path) as stage:
        for said in ("hi", "Ana"):
            await stage.says(ANA, said)

        assert not stage.runtime.library.current.secretive
        assert not (tmp_path / "state" / "privacy.key").exists()


@pytest.mark.parametrize(
    ("kind", "payload", "kept"),
    [
        (Kind.MESSAGE, {"id": "m", "text": "x", "media": ["y"]}, {"id": "m", "text": "•••", "media": []}),
        (Kind.RESULT, {"call": "c", "body": "x"}, {"call": "c", "body": None, "error": None, "headers": {}}),
        (Kind.WAKE, {"session": "s"}, {"session": "s"}),
    ],
)
def test_what_is_kept_of_rows(kind, payload, kept):
    assert kept == emptied(kind, payload)


async def test_what_was_said_to_the_provider_is_not_kept(tmp_path):
    """The text goes over the wire as it is; of the request nothing is kept that holds it."""
    async with staged(tmp_path, CLAIM) as stage:
        await claims(stage)
        await stage.runtime.exchanges.drain()
        requests = [request for (request,) in await stage.rows("SELECT request FROM exchange ORDER BY seq")]

        assert [False, False, False, False, True, False, False] == ["not kept" in request for request in requests]
        assert {} == await stage.runtime.database.run(in_rows, SECRETS)


async def test_why_it_was_sent_is_explained_without_it(tmp_path):
    async with staged(tmp_path, CLAIM) as stage:
        await claims(stage)
        confirming, *_ = [row.id for row in await stage.messages(ANA) if is_sealed(row.text)]
        reasons = await stage.runtime.database.run(why, confirming, stage.runtime.sealer)

        assert ("•••", "{{ answer }}, is that right?") == (reasons.message.text, reasons.cause.template)
        assert ({"answer": "•••"}, True) == (reasons.cause.inputs, reasons.cause.same)
        assert NUMBER not in str(reasons)
