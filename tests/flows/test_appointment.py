"""Confirm or move an appointment, as the customer sees it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

VISIT = {"appointment": "2026-12-04 10:00"}
WHEN = "Fri, Dec 4, 10:00 AM"
SLOTS = {"free": [{"id": "a", "label": "Mon 9:00"}, {"id": "b", "label": "Tue 14:30"}]}
BOOKED = {"starts_at": "2026-12-08T14:30:00-05:00"}
API = {"GET https://api.example.com/slots": SLOTS, "POST https://api.example.com/bookings": BOOKED}


@pytest.mark.parametrize(
    ("contact", "greeting"), [({"first_name": "Ana"}, "Hi Ana,"), ({}, "Hi,"), ({"first_name": None}, "Hi,")]
)
def test_the_visit_is_named_in_the_customers_own_time(talk, contact, greeting):
    chat = talk("appointment", **contact)

    assert [f"{greeting} you are booked on {WHEN}. Reply YES to confirm or NO to move it."] == chat.start(VISIT)


@pytest.mark.parametrize("yes", ["yes", "YES!", "Yes please", "yep", "👍", "1"])
def test_yes_confirms_and_plans_a_reminder(talk, yes):
    chat = talk("appointment")
    chat.start(VISIT)

    assert [f"Thank you, see you on {WHEN}."] == chat.says(yes)
    assert ("confirmed", "confirmed") == (chat.outcome, chat.contact["appointment_status"])
    (reminder,) = chat.scheduled
    assert ("appointment_reminder", "reminder") == (reminder.flow, reminder.id)
    assert datetime(2026, 12, 4, 13, tzinfo=UTC) == reminder.due_at, "two hours before ten in New York"


def test_the_day_before_at_ten_it_begins_by_itself(talk):
    chat = talk("appointment", next_appointment="2026-12-07 14:30", first_name="Ana")

    assert ["Hi Ana, you are booked on Mon, Dec 7, 2:30 PM. Reply YES to confirm or NO to move it."] == chat.set_off(
        "date", "contact.next_appointment"
    )
    assert datetime(2026, 12, 6, 15, tzinfo=UTC) == chat.now, "ten in New York"


def test_no_offers_other_times_and_books_one(talk):
    chat = talk("appointment", stubs=API)
    chat.start(VISIT)

    assert ["Which of these suits you? Reply with its number, or NONE.\n1. Mon 9:00\n2. Tue 14:30"] == chat.says("no")
    assert ["Thank you, see you on Tue, Dec 8, 2:30 PM."] == chat.says("2")
    assert "confirmed" == chat.outcome
    assert [datetime(2026, 12, 8, 17, 30, tzinfo=UTC)] == [planned.due_at for planned in chat.scheduled]


def test_no_time_suits(talk):
    chat = talk("appointment", stubs=API)
    chat.start(VISIT)
    chat.says("no")

    assert ["One moment, a colleague will text you here."] == chat.says("none of these")
    assert "reception" == chat.handoff["queue"]


@pytest.mark.parametrize(
    "stubs",
    [{}, {"GET *": {"status": 500}}, {"GET *": {"free": []}}, {"GET *": SLOTS, "POST *": {"status": 409}}],
    ids=["no answer", "an error", "no free time", "just taken"],
)
def test_where_the_calendar_fails_a_person_takes_over(talk, stubs):
    chat = talk("appointment", stubs=stubs)
    chat.start(VISIT)
    chat.says("no")
    if chat.handoff is None:
        chat.says("1")

    assert "reception" == chat.handoff["queue"]
    assert "One moment, a colleague will text you here." == chat.said[-1]


def test_who_is_not_understood_gets_a_person(talk):
    chat = talk("appointment", first_name="Ana", name="Ana Diaz")
    chat.start(VISIT)

    assert ["Sorry, please reply YES or NO."] == chat.says("what?")
    assert ["Just YES if you are coming, or NO to pick another time."] == chat.says("hm")
    assert ["One moment, a colleague will text you here."] == chat.says("hm")
    assert f"Appointment {WHEN} of Ana Diaz" == chat.handoff["note"]


def test_a_person_can_be_asked_for_at_any_time(talk):
    chat = talk("appointment")
    chat.start(VISIT)

    assert ["One moment, a colleague will text you here."] == chat.says("can I talk to a human")
    assert f"Appointment {WHEN} of +12025550143" == chat.handoff["note"]
    assert [] == chat.agent_closed()
    assert "handed_over" == chat.outcome


def test_silence_is_answered_once_and_then_accepted(talk):
    chat = talk("appointment")
    chat.start(VISIT)

    assert [f"Still coming on {WHEN}? YES or NO."] == chat.wait(timedelta(hours=4))
    assert [] == chat.wait(timedelta(hours=16))
    assert ("no_reply", ["appointment_unconfirmed"]) == (chat.outcome, chat.contact["tags"])


def test_a_late_yes_still_confirms(talk):
    chat = talk("appointment")
    chat.start(VISIT)
    chat.wait(timedelta(hours=5))

    assert [f"Thank you, see you on {WHEN}."] == chat.says("yes")


def test_a_number_that_gets_no_texts_is_noted(talk):
    chat = talk("appointment")
    chat.start(VISIT)

    assert [] == chat.undelivered()
    assert ("undelivered", ["not delivered"]) == (chat.outcome, chat.labels)


def test_where_nobody_answers_the_customer_is_told(talk):
    chat = talk("appointment")
    chat.start(VISIT)
    chat.says("agent")

    assert ["Sorry for the wait. Your message is with our reception, and they will text you here."] == chat.wait(
        timedelta(hours=2)
    )
    chat.wait(timedelta(days=1))
    assert "unanswered" == chat.outcome


def test_every_message_is_one_segment(talk):
    chat = talk("appointment", stubs=API, first_name="Maximiliana")
    chat.start({"appointment": "2026-12-30 10:00"})
    for text in ("what?", "hm", "no", "what?", "hm", "2"):
        chat.says(text)

    assert {1} == {bubble.segments for bubble in chat.bubbles if bubble.who == "bot"}
