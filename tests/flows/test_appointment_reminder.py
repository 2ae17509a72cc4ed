"""Two hours before the visit."""

from __future__ import annotations

import pytest

from bot.engine.route import Library, Nothing, route_text
from bot.events import Context
from tests.flows.conftest import NOW

VISIT = {"appointment": "2026-12-03 12:00"}


@pytest.mark.parametrize(
    ("contact", "text"),
    [
        ({"first_name": "Ana"}, "See you today at 12:00 PM, Ana. Running late? Just text us here."),
        ({}, "See you today at 12:00 PM. Running late? Just text us here."),
    ],
)
def test_it_says_when_and_ends(talk, contact, text):
    chat = talk("appointment_reminder", **contact)

    assert [text] == chat.start(VISIT)
    assert "reminded" == chat.outcome


def test_no_text_starts_it(machines):
    alone = Library({"appointment_reminder": machines["appointment_reminder"]})

    assert isinstance(route_text(alone, "appointment_reminder", None, Context(), NOW), Nothing)
