"""`/v1/simulate`: the engine, a step at a time, with the whole conversation in the caller's hands."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.providers.fake import FakeCarrier
from tests.web.harness import BOOKING, Api, House, open_house, write_flows

MEMBERS = {"session", "state", "waiting", "said", "variables", "outcome", "handoff", "findings"}
FINDING = {"code", "severity", "message", "file", "line", "column", "end_line", "end_column", "help", "example"}
START = {"type": "start", "inputs": {"visit": "2026-03-06 10:00"}}
CALLER = """
flow: caller
start: [flow]
states:
  look:
    - ask: Which order?
      save: order
    - http: GET https://api.example.com/orders/{{ order }}
      save: found
      on_error: lost
    - say: It is {{ found.body.status }}.
    - end: told
  lost:
    - say: I cannot look that up.
    - end: lost
"""


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """One for all: nothing that happens here is kept."""
    folder = tmp_path_factory.mktemp("house")
    async with open_house(folder, write_flows(folder)) as house:
        yield house


async def step(api: Api, event: dict, **rest: object) -> dict:
    answer = await api.post("/v1/simulate", {"event": event} | rest)
    assert 200 == answer.status_code, answer.text
    assert MEMBERS == set(answer.json())
    return answer.json()


async def test_a_conversation_step_by_step(api: Api, carrier: FakeCarrier):
    asked = await step(api, START, flow="booking")
    unclear = await step(api, {"type": "reply", "text": "hm"}, flow="booking", session=asked["session"])
    booked = await step(api, {"type": "reply", "text": "yes"}, flow="booking", session=unclear["session"])

    assert ("confirm", True, ["See you on Fri, Mar 6? Reply YES or NO."]) == (
        asked["state"],
        asked["waiting"],
        asked["said"],
    )
    assert (["YES or NO, please."], None) == (unclear["said"], unclear["outcome"])
    assert ("booked", False, "confirmed", ["Booked."]) == (
        booked["state"],
        booked["waiting"],
        booked["outcome"],
        booked["said"],
    )
    assert "2026-03-06T10:00:00+00:00" == booked["variables"]["visit"]
    assert [] == (await api.get("/v1/messages")).json()["data"]
    assert [] == carrier.accepted


async def test_a_handoff_names_its_queue(api: Api):
    asked = await step(api, START, flow="booking")
    gone = await step(api, {"type": "reply", "text": "no"}, flow="booking", session=asked["session"])
    closed = await step(api, {"type": "agent_closed"}, flow="booking", session=gone["session"])

    assert "desk" == gone["handoff"]["queue"]
    assert gone["waiting"]
    assert "handed_over" == closed["outcome"]


async def test_silence_goes_to_the_next_timer(api: Api):
    first = await step(api, START, flow="booking", now="2026-03-05T09:00:00Z")
    second = await step(api, {"type": "silence"}, flow="booking", session=first["session"])
    third = await step(api, {"type": "silence"}, flow="booking", session=second["session"])

    assert (["Still there?"], "no_reply") == (second["said"], third["outcome"])


async def test_one_session_can_be_gone_on_with_twice(api: Api):
    asked = await step(api, START, flow="booking")
    yes, no = [
        await step(api, {"type": "reply", "text": text}, flow="booking", session=asked["session"])
        for text in ("yes", "no")
    ]

    assert ("confirmed", None) == (yes["outcome"], no["outcome"])


async def test_what_is_known_of_the_person_reaches_the_flow(api: Api):
    source = (
        "flow: hi\nstates:\n  hi:\n    - say: Hi {{ contact.first_name }} of {{ business.name }}.\n    - end: done\n"
    )
    said = await step(api, {"type": "start"}, source=source, contact={"first_name": "Ana"})

    assert ["Hi Ana of Your business."] == said["said"]


@pytest.mark.parametrize(
    ("stubs", "said"),
    [
        (None, ["I cannot look that up."]),
        ({"GET https://api.example.com/orders/*": {"status": "packed"}}, ["It is packed."]),
        ({"GET https://api.example.com/orders/7": {"status": 500, "body": {}}}, ["I cannot look that up."]),
    ],
)
async def test_calls_to_apis_are_answered_by_stubs_or_fail(api: Api, stubs, said):
    asked = await step(api, {"type": "start"}, source=CALLER)
    told = await step(api, {"type": "reply", "text": "7"}, source=CALLER, session=asked["session"], http=stubs)

    assert said == told["said"]


async def test_a_source_with_mistakes_gives_all_of_them(api: Api):
    wrong = BOOKING.replace("unclear:", "unclaer:").replace("set:", "sett:")
    answer = await api.post("/v1/simulate", {"source": wrong, "event": START})
    problem = answer.json()

    assert (422, "invalid_flow", "source") == (answer.status_code, problem["code"], problem["param"])
    assert 2 <= len([finding for finding in problem["findings"] if finding["severity"] == "error"])
    assert all(FINDING == set(finding) for finding in problem["findings"])
    assert {"booking.yaml"} == {finding["file"] for finding in problem["findings"]}


async def test_warnings_come_with_the_step(api: Api):
    source = BOOKING.replace("Booked.", "Booked – see you.")
    asked = await step(api, START, source=source)

    assert {"warning"} == {finding["severity"] for finding in asked["findings"]}


async def test_a_source_comes_with_its_texts_in_other_languages(api: Api):
    source = "flow: hi\nlanguages: [en, es]\nstates: {a: [{ask: Your name?, save: name}, {say: Hello}, {end: done}]}\n"
    spanish = {"es": "a: {ask: ¿Su nombre?, say: {1: Hola}}"}

    asked = await step(api, {"type": "start"}, source=source, translations=spanish, contact={"language": "es-MX"})
    told = await step(
        api, {"type": "reply", "text": "Ana"}, source=source, translations=spanish, session=asked["session"]
    )

    assert ([["¿Su nombre?"], ["Hola"]]) == [asked["said"], told["said"]]
    assert {"hi.es.yaml"} == {finding["file"] for finding in asked["findings"]}


async def test_an_edited_source_goes_on_with_the_session(api: Api):
    asked = await step(api, START, source=BOOKING)
    edited = BOOKING.replace("say: Booked.", "say: All set.")
    booked = await step(api, {"type": "reply", "text": "yes"}, source=edited, session=asked["session"])

    assert ["All set."] == booked["said"]


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        ({"event": START}, "missing_field", "flow"),
        ({"flow": "booking", "source": BOOKING, "event": START}, "missing_field", "flow"),
        ({"flow": "booking"}, "missing_field", "event"),
        ({"flow": "booking", "event": {}}, "invalid_field", "event"),
        ({"flow": "booking", "event": {"type": "explode"}}, "invalid_field", "event"),
        ({"flow": "booking", "event": {"type": "reply"}}, "missing_field", "event.text"),
        ({"flow": "booking", "event": {"type": "reply", "text": "x", "txt": 1}}, "unknown_field", "event.txt"),
        ({"flow": "booking", "event": {"type": "reply", "text": "yes"}}, "invalid_field", "event.type"),
        ({"flow": "booking", "event": {"type": "start"}}, "missing_field", "inputs.visit"),
        ({"flow": "booking", "event": START, "session": "x"}, "invalid_session", "session"),
        ({"flow": "booking", "event": START, "session": "é"}, "invalid_session", "session"),
        ({"flow": "booking", "event": START, "now": "noon"}, "invalid_field", "now"),
        ({"source": "", "event": START}, "invalid_flow", "source"),
        ({"source": "flow: [", "event": START}, "invalid_flow", "source"),
        ({"source": "x" * 300_000, "event": START}, "invalid_field", "source"),
    ],
)
async def test_what_cannot_be_simulated_is_said(api: Api, body, code, param):
    answer = await api.post("/v1/simulate", body)

    assert (422, code, param) == (answer.status_code, answer.json()["code"], answer.json()["param"])


async def test_an_unknown_flow_is_not_there(api: Api):
    assert 404 == (await api.post("/v1/simulate", {"flow": "nothing", "event": START})).status_code


async def test_a_session_of_another_flow_is_refused(api: Api):
    asked = await step(api, {"type": "start"}, flow="greeting")
    body = {"flow": "booking", "event": {"type": "reply", "text": "yes"}, "session": asked["session"]}
    answer = await api.post("/v1/simulate", body)

    assert (422, "invalid_session") == (answer.status_code, answer.json()["code"])


def packed(document: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).decode()


def forged(session: str, **change: object) -> str:
    document = json.loads(base64.urlsafe_b64decode(session))
    return packed(document | {"session": document["session"] | change})


@pytest.mark.parametrize(
    "change",
    [
        {"state": "nowhere"},
        {"state": None},
        {"state": "end:confirmed"},
        {"attempts": 10**30},
        {"attempts": -1},
        {"fired": 10**9},
        {"seed": "x"},
        {"variables": {"visit": {"deep": [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}}},
        {"variables": []},
        {"answers": {"x": 1}},
        {"wake_at": "yesterday"},
        {"asked_at": "0001-01-01T00:00:00+14:00"},
        {"started_at": "9999-12-31T23:59:59-14:00"},
        {"call": "1-1"},
        {"pending": "nobody"},
        {"inbox": [{"text": "yes"}]},
        {"choices": [["a"]]},
        {"language": "x" * 10_000},
        {"unknown": 1},
    ],
)
@pytest.mark.parametrize("event", [{"type": "reply", "text": "yes"}, {"type": "silence"}, {"type": "undelivered"}])
async def test_a_forged_session_hurts_nobody(api: Api, change, event):
    asked = await step(api, START, flow="booking")
    body = {"flow": "booking", "event": event, "session": forged(asked["session"], **change)}
    answer = await api.post("/v1/simulate", body)

    assert answer.status_code in (200, 422)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["session", "contact", "labels", "now", "state", "flow"]), inner)
    ),
    max_leaves=10,
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(document=JSON_VALUES)
async def test_no_document_is_a_session_by_chance(api: Api, document):
    body = {"flow": "booking", "event": {"type": "silence"}, "session": packed(document)}

    assert 422 == (await api.post("/v1/simulate", body)).status_code


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("flow: x\n" + "a: &a [x]\n" * 50, id="anchors"),
        pytest.param("[" * 5_000, id="depth"),
        pytest.param("flow: x\nstates:\n" + "".join(f"  s{n}: [end]\n" for n in range(9_000)), id="many states"),
        pytest.param("flow: x\nstates:\n  s:\n    - say: '{{ 10 ** 10 ** 10 }}'\n    - end: x\n", id="power"),
        pytest.param("flow: x\nstates:\n  a:\n    - go: b\n  b:\n    - go: a\n", id="loop"),
        pytest.param("\x01\x02", id="control signs"),
        pytest.param("flow: ../../etc/passwd\nstates:\n  s:\n    - end: x\n", id="path"),
    ],
)
async def test_a_hostile_source_is_refused_soon(api: Api, source):
    began = time.perf_counter()
    answer = await api.post("/v1/simulate", {"source": source, "event": {"type": "start"}})

    assert 422 == answer.status_code
    assert time.perf_counter() - began < 30.0


async def test_a_step_takes_milliseconds(api: Api):
    asked = await step(api, START, flow="booking")
    began = time.perf_counter()
    for _ in range(20):
        await step(api, {"type": "reply", "text": "hm"}, flow="booking", session=asked["session"])

    assert (time.perf_counter() - began) / 20 < 1


async def test_reading_is_enough_to_simulate(api: Api):
    body = {"flow": "booking", "event": START}

    assert [200, 403] == [(await api.post("/v1/simulate", body, key=key)).status_code for key in ("read", "send")]


async def test_an_action_is_stubbed_and_fails_without_a_stub(api: Api):
    source = "flow: table\nstates:\n  one:\n    - do: find\n      save: table\n"
    source += "      on_error: [{say: Full.}, {end: full}]\n"
    source += '    - say: "Table {{ table.number }}."\n    - end: booked\n'

    found = await step(api, {"type": "start"}, source=source, do={"find": {"number": 7}})
    full = await step(api, {"type": "start"}, source=source)

    assert ["Table 7."] == found["said"]
    assert ["Full."] == full["said"]


async def test_a_source_may_run_a_live_flow(api: Api):
    source = "flow: hello\nstates:\n  one:\n    - run: greeting\n    - say: Back again.\n    - end: done\n"

    alone = await step(api, {"type": "start"}, flow="greeting")
    within = await step(api, {"type": "start"}, source=source)

    assert alone["said"] == within["said"][: len(alone["said"])]
    assert alone["waiting"] or ["Back again."] == within["said"][len(alone["said"]) :]


CLUB = """
flow: club
inputs: {name: text}
start:
  - tag: vip
    if: contact.name
    with: {name: "{{ contact.name }}"}
states:
  one:
    - say: Welcome, {{ name }}.
    - end: welcomed
"""


async def test_a_conversation_that_a_trigger_begins(api: Api):
    event = {"type": "trigger", "kind": "tag", "subject": "vip"}
    welcomed = await step(api, event, source=CLUB, contact={"name": "Ana"})
    refused = await api.post("/v1/simulate", {"event": event, "source": CLUB})

    assert (["Welcome, Ana."], "welcomed") == (welcomed["said"], welcomed["outcome"])
    assert 422 == refused.status_code
    assert "the trigger `tag: vip` does not start the flow: its `if` does not hold" == refused.json()["detail"]
