"""Which flow a text or an event enters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.machine import Machine, compile_flow
from bot.engine.route import Continue, Enter, Library, Nothing, due_time, route_event, route_text
from bot.engine.session import Session
from bot.events import Context, Json
from bot.flow.load import load
from bot.flow.model import Trigger
from bot.simulator import Simulation
from tests.chat import ANA, CLINIC, THURSDAY

FLOWS = {
    "visit": """
inputs: {day: date, who: {type: text, default: you}}
start:
  - keyword: [visit, book a visit]
    with: {day: "2026-03-06", who: "{{ contact.first_name }}"}
  - event: visit.booked
    if: not contact.blocked
    with: {who: "{{ event.patient | default('someone') }}", broken: "{{ nothing }}"}
  - event: visit.done
    offset: 2 days
    at: "18:00"
states: {one: [{end: done}]}
""",
    "support": """
start:
  - keyword: [support, 👍]
  - keyword: [urgent]
    interrupt: yes
  - keyword: [quiet]
    interrupt: no
  - fallback
anytime: {agent: {words: [agent], do: [{end: agent}]}}
states:
  one:
    - ask: Name?
      save: name
    - ask: Sure?
      expect: yes_no
      check: [{if: answer and contact.blocked, say: "No."}]
    - pause: 1 day
    - http: GET https://a.example/
    - end: done
""",
    "offer": """
start:
  - keyword: [offer]
    only: yes
  - keyword: [vip]
    if: contact.vip
  - fallback
    if: contact.vip
states: {one: [{end: done}]}
""",
}


def library(*names: str) -> Library:
    machines: dict[str, Machine] = {}
    for name in names or FLOWS:
        source = FLOWS[name].replace("- fallback\n    if: contact.vip", "- fallback: yes\n    if: contact.vip")
        flow, findings = load(f"flow: {name}\n{source}", f"{name}.yaml")
        assert flow is not None, findings
        machines[name] = compile_flow(flow)
    return Library(machines)


ALL = library()
CONTEXT = Context(ANA, CLINIC)
VIP = Context({**ANA, "vip": True}, CLINIC)


def goes(text: str, session: Session | None = None, context: Context = CONTEXT) -> str:
    """The flow that a text enters, `-` where it stays with the session, `` where nobody wants it."""
    decision = route_text(ALL, text, session, context, THURSDAY)
    match decision:
        case Enter(machine=machine):
            return machine.flow.id
        case Continue():
            return "-"
        case Nothing():
            return ""


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("visit", "visit"),
        ("  VISIT!! please ", "visit"),
        ("Vísit", "visit"),
        ("book a visit tomorrow", "visit"),
        ("book something", "support"),
        ("offer", "offer"),
        ("Offer.", "offer"),
        ("offer me something", "support"),
        ("👍", "support"),
        ("vip", "support"),
        ("suport", "support"),
        ("supprot!", "support"),
        ("suport me", "support"),
        ("vist", "visit"),
        ("visa", "support"),
        ("anything else", "support"),
        ("", "support"),
    ],
)
def test_without_a_session_keywords_then_typos_then_the_fallback(text: str, flow: str) -> None:
    assert flow == goes(text)


def test_conditions_decide_who_enters() -> None:
    assert ("offer", "offer") == (goes("vip", context=VIP), goes("whatever", context=VIP))


def test_nobody_wants_it() -> None:
    assert Nothing() == route_text(library("visit"), "hello", None, CONTEXT, THURSDAY)


def test_a_typo_between_two_flows_is_nobodys() -> None:
    both = Library({"visit": library("visit").machines["visit"], "other": _flow("other", "keyword: [visix]")})
    assert Nothing() == route_text(both, "visiz", None, CONTEXT, THURSDAY)


def test_a_long_keyword_may_have_two_typos() -> None:
    talk = Library({"appointment": _flow("appointment", "keyword: [appointment]")})
    assert isinstance(route_text(talk, "apointmant", None, CONTEXT, THURSDAY), Enter)


def _flow(name: str, trigger: str) -> Machine:
    flow, findings = load(f"flow: {name}\nstart:\n  - {trigger}\nstates: {{one: [{{end: done}}]}}\n", f"{name}.yaml")
    assert flow is not None, findings
    return compile_flow(flow)


def test_a_keyword_brings_its_inputs() -> None:
    decision = route_text(ALL, "visit", None, CONTEXT, THURSDAY)
    assert isinstance(decision, Enter)
    assert ({"day": "2026-03-06", "who": "Ana"}, None) == (decision.inputs, decision.due_at)


def at(*said: str) -> Session:
    talk = Simulation(ALL.machines["support"], THURSDAY, dict(ANA), CLINIC)
    talk.start()
    for text in said:
        talk.says(text)
    return talk.session


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("visit", "visit"),
        ("visit me", "-"),
        ("Visitacion", "-"),
        ("agent", "-"),
        ("urgent thing", "support"),
        ("quiet", "-"),
        ("suport", "-"),
    ],
)
def test_a_question_for_any_text_yields_only_to_a_whole_keyword(text: str, flow: str) -> None:
    assert flow == goes(text, at())


@pytest.mark.parametrize(
    ("text", "flow"),
    [("yes", "-"), ("visit me", "visit"), ("visit", "visit"), ("hello", "-"), ("urgent", "support"), ("quiet", "-")],
)
def test_a_question_that_does_not_understand_yields_to_the_first_word(text: str, flow: str) -> None:
    assert flow == goes(text, at("Bo"))


def test_what_it_understands_is_its_own() -> None:
    yes = Library({**ALL.machines, "yes": _flow("yes", "keyword: [yes]")})
    assert Continue() == route_text(yes, "yes", at("Bo"), CONTEXT, THURSDAY)
    blocked = Context({**ANA, "blocked": True}, CLINIC)
    assert Continue() == route_text(yes, "yes", at("Bo"), blocked, THURSDAY)


def test_a_pause_yields_to_a_whole_keyword_and_a_call_does_not() -> None:
    paused = at("Bo", "yes")
    assert ("visit", "-") == (goes("visit", paused), goes("visit me", paused))
    talk = Simulation(ALL.machines["support"], THURSDAY, dict(ANA), CLINIC)
    talk.start()
    talk.says("Bo")
    talk.says("yes")
    talk.skip()
    assert ("-", "support") == (goes("visit", talk.session), goes("urgent", talk.session))


def test_an_ended_session_keeps_nothing() -> None:
    ended = at("agent")
    assert "agent" == ended.outcome
    assert "visit" == goes("visit me", ended)


def test_a_session_in_trouble_keeps_its_text() -> None:
    broken = at()
    broken.state = "gone"
    assert "-" == goes("visit", broken)


def test_a_session_runs_on_its_own_version() -> None:
    old, new = library("support").machines["support"], library("support").machines["support"]
    session = at()
    assert old is Library({"support": new}, {("support", session.version): old}).machine_of(session)
    assert new is Library({"support": new}).machine_of(session)
    assert None is Library({}).machine_of(session)
    assert Nothing() == route_text(Library({}), "hello", session, CONTEXT, THURSDAY)


# ── events ──


def test_an_event_starts_flows_with_its_own_data() -> None:
    data: dict[str, Json] = {"day": "2026-03-06", "patient": "Bo", "unknown": 1}
    (entered,) = route_event(ALL, "visit.booked", data, CONTEXT, THURSDAY)
    assert ({"day": "2026-03-06", "who": "Bo"}, None) == (entered.inputs, entered.due_at)


def test_an_event_that_its_condition_refuses_starts_nothing() -> None:
    assert [] == route_event(ALL, "visit.booked", {}, Context({**ANA, "blocked": True}), THURSDAY)
    assert [] == route_event(ALL, "unheard.of", {}, CONTEXT, THURSDAY)


def test_an_event_may_start_its_flow_later() -> None:
    (entered,) = route_event(ALL, "visit.done", {}, CONTEXT, THURSDAY)
    assert datetime(2026, 3, 7, 23, 0, tzinfo=UTC) == entered.due_at


@pytest.mark.parametrize(
    ("offset", "clock", "due_at"),
    [
        (timedelta(), None, None),
        (timedelta(hours=1), None, THURSDAY + timedelta(hours=1)),
        (timedelta(hours=-1), None, None),
        (timedelta(), "09:30", datetime(2026, 3, 5, 14, 30, tzinfo=UTC)),
        (timedelta(), "08:00", datetime(2026, 3, 6, 13, 0, tzinfo=UTC)),
        (timedelta(days=-1), "08:00", None),
        (timedelta(days=3), "10:00", datetime(2026, 3, 8, 14, 0, tzinfo=UTC)),
    ],
)
def test_offset_and_time_are_the_contacts(offset: timedelta, clock: str | None, due_at: datetime | None) -> None:
    trigger = Trigger(kind="event", offset=offset, at=clock)
    assert due_at == due_time(trigger, CONTEXT, THURSDAY)
