"""The conversation that several tests of the engine begin with."""

from __future__ import annotations

import pytest

from tests.chat import Chat, chat
from tests.engine.talks import COMING


@pytest.fixture
def coming() -> Chat:
    talk = chat(COMING)
    talk.start({"visit": "2026-03-06 10:00"})
    talk.hears("Ana, coming on Fri, Mar 6, 10:00 AM?")
    return talk
