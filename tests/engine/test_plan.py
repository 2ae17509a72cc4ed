"""When the clock sets a flow off: dates of contacts, schedules, and what tells one trigger from another."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.engine.machine import compile_flow
from bot.engine.plan import plan, plans, undated
from bot.engine.route import Entry, Library, enter, route_tag
from bot.events import Context, Json
from bot.flow.load import load
from tests.chat import CLINIC, THURSDAY

NEW_YORK = "America/New_York"
BERLIN = "Europe/Berlin"


def library(*triggers: str) -> Library:
    lines = "".join(f"  - {trigger}\n" for trigger in triggers)
    flow, findings = load(f"flow: f\nstart:\n{lines}states: {{one: [{{end: done}}]}}\n", "f.yaml")
    assert flow is not None, findings
    return Library({"f": compile_flow(flow)})


def only(trigger: str) -> Entry:
    (entry,) = library(trigger).timed.values()
    return entry


def context(timezone: str = NEW_YORK, **fields: Json) -> Context:
    return Context({"timezone": timezone, **fields}, CLINIC)


@pytest.mark.parametrize(
    ("trigger", "value", "zone", "wall"),
    [
        ("offset: -1 day, at: '10:00'", "2026-03-06 14:30", NEW_YORK, "2026-03-05T10:00-05:00"),
        ("offset: -1 day, at: '10:00'", "2026-03-06", NEW_YORK, "2026-03-05T10:00-05:00"),
        ("offset: -1 day, at: '10:00'", "2026-03-09T10:00", NEW_YORK, "2026-03-08T10:00-04:00"),
        ("offset: -1 day", "2026-03-09T10:00", NEW_YORK, "2026-03-08T10:00-04:00"),
        ("offset: -2 days", "2026-03-09T10:00", NEW_YORK, "2026-03-07T10:00-05:00"),
        ("offset: -2 hours", "2026-03-08T03:30", NEW_YORK, "2026-03-08T00:30-05:00"),
        ("offset: -2 hours", "2026-03-09T00:30-04:00", NEW_YORK, "2026-03-08T22:30-04:00"),
        ("offset: 2 hours", "2026-11-01T00:30", NEW_YORK, "2026-11-01T01:30-05:00"),
        ("offset: -1 day", "2026-11-01T12:00", NEW_YORK, "2026-10-31T12:00-04:00"),
        ("at: '02:30'", "2026-03-08", NEW_YORK, "2026-03-08T03:30-04:00"),
        ("at: '01:30'", "2026-11-01", NEW_YORK, "2026-11-01T01:30-04:00"),
        ("at: '02:30'", "2026-03-29", BERLIN, "2026-03-29T03:30+02:00"),
        ("at: '02:30'", "2026-10-25", BERLIN, "2026-10-25T02:30+02:00"),
        ("offset: -1 day, at: '10:00'", "2026-03-06T02:00:00Z", NEW_YORK, "2026-03-04T10:00-05:00"),
        ("offset: 1 week", "2026-03-06", BERLIN, "2026-03-13T00:00+01:00"),
        ("if: no", "2026-11-01T01:30-05:00", NEW_YORK, "2026-11-01T01:30-05:00"),
    ],
)
def test_a_date_is_the_contacts_own(trigger, value, zone, wall):
    entry = only("{date: contact.visit, " + trigger + "}")

    made = plan(entry, context(zone, visit=value), THURSDAY)

    assert (wall, value) == (made.due_at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes"), made.value)


@pytest.mark.parametrize(
    "value", [None, "", " ", "soon", "10:00", 7, ["2026-03-06"], {"day": "2026-03-06"}, "9999-12-31"]
)
def test_what_is_no_date_plans_nothing(value):
    entry = only("{date: contact.visit, offset: 2 days}")

    assert plan(entry, context(visit=value), THURSDAY) is None


def test_what_is_no_date_is_told_and_nothing_is_not():
    found = library("{date: contact.visit}", "{date: contact.birthday}", "{date: contact.next.day}")

    told = [
        (entry.name, value) for entry, value in undated(found, context(visit="soon", next={"day": "x"}, birthday=""))
    ]

    assert [("date contact.visit", "soon"), ("date contact.next.day", "x")] == told


def test_a_schedule_is_planned_in_the_contacts_zone():
    flow = library("{schedule: every Monday 09:00}", "{schedule: every nonsense 09:00}", "{date: contact.visit}")

    assert [
        ("@f/schedule every Monday 09:00", "2026-03-09T09:00", datetime(2026, 3, 9, 8, 0, tzinfo=UTC)),
    ] == [(key, made.value, made.due_at) for key, made in plans(flow, context(BERLIN), THURSDAY).items()]


def test_a_zone_that_is_no_text_is_none():
    entry = only("{date: contact.visit, at: '10:00'}")

    assert datetime(2026, 3, 6, 10, tzinfo=UTC) == plan(entry, context(["x"], visit="2026-03-06"), THURSDAY).due_at


def test_triggers_keep_their_names_when_others_come_and_go():
    before = library("{tag: vip}", "{date: contact.visit, offset: -1 day, at: '10:00'}", "{date: contact.visit}")
    after = library("{date: contact.visit, offset: -1 day, at: '10:00', if: contact.vip}", "{tag: vip, interrupt: yes}")

    assert ["@f/date contact.visit -86400s 10:00", "@f/date contact.visit"] == list(before.timed)
    assert before.timed.keys() - after.timed.keys() == {"@f/date contact.visit"}
    assert after.entry("@f/tag vip").trigger.interrupt == "yes"
    assert after.entry("@f/tag other") is None


def test_twins_are_told_apart():
    twins = library("{date: contact.visit, if: contact.vip}", "{date: contact.visit, if: not contact.vip}")

    assert ["@f/date contact.visit", "@f/date contact.visit #2"] == list(twins.timed)


def test_a_tag_sets_off_what_waits_for_it():
    flow = library("{tag: vip, if: contact.name}", "{tag: other}")

    (entry,) = route_tag(flow, ["vip", "unknown"])

    assert "tag vip" == entry.name
    assert enter(entry, {}, context(), THURSDAY) is None
    assert enter(entry, {}, context(name="Ana"), THURSDAY).machine is flow.machines["f"]
