"""Parley: the session out of its JSON, one `step` of the engine, the session to JSON. `support.yaml` is the flow."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.peers.rounds import run_rounds
from bot.engine.machine import compile_flow
from bot.engine.session import Session
from bot.engine.step import new_session, step
from bot.events import Context, Reply, Say, Start
from bot.flow.load import load

SUPPORT = Path(__file__).with_name("support.yaml")
NOW = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
CONTEXT = Context(
    contact={"id": "ctc_1", "phone": "+12065550101", "timezone": "America/New_York", "tags": []},
    business={"name": "Riverside Dental", "timezone": "America/New_York", "is_open": True},
    channel={"name": "main", "number": "+15550100000"},
)

flow, findings = load(SUPPORT.read_text(encoding="utf-8"), str(SUPPORT))
assert flow is not None, findings
machine = compile_flow(flow)
store: dict[str, str] = {}


async def answer(phone: str, text: str) -> str | None:
    """A fallback starts the flow anew after its end, as routing would have it."""
    saved = store.get(phone)
    session = Session.from_json(json.loads(saved)) if saved else None
    if session is None or session.outcome is not None:
        taken = step(machine, new_session(machine, 7, NOW, CONTEXT), Start(), NOW, CONTEXT)
    else:
        taken = step(machine, session, Reply(text), NOW, CONTEXT)
    store[phone] = json.dumps(taken.session.to_json())
    return next((effect.text for effect in taken.effects if isinstance(effect, Say)), None)


if __name__ == "__main__":
    asyncio.run(run_rounds("this tree", answer))
