"""A short attack on the API; `python -m tests.fuzz.api 1200` is the long one."""

from __future__ import annotations

import os

from tests.fuzz.api import WHO, attack

SECONDS = float(os.environ.get("PARLEY_API_FUZZ_S", "5"))


async def test_no_request_breaks_the_api_or_opens_what_is_anothers():
    found = await attack(SECONDS, [WHO[0], WHO[-1]])

    assert ["read,send,admin", "nobody"] == [run.who for run in found]
    assert [] == [f"as {run.who}\n{run.told[-6000:]}" for run in found if not run.clean]
