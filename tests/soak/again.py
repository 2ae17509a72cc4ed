"""Replays every conversation of a database in a process of its own, and prints what came of it as JSON."""

from __future__ import annotations

import hashlib
import json
import sys
from typing import Any

from sqlalchemy import Connection, create_engine, select

from bot.engine.machine import Machine
from bot.replaying import replay_conversation
from bot.store.tables import contact, conversation


def replay_all(conn: Connection) -> dict[str, Any]:
    """Replay everything: how much it was, a digest of all that was said, and the phones where it was not the same."""
    versions: dict[tuple[str, str], Machine | None] = {}
    report = {"conversations": 0, "sessions": 0, "steps": 0, "moves": 0, "messages": 0, "versions": 0}
    digest, differing = hashlib.sha256(), {}
    query = select(conversation.c.id, contact.c.phone).join(contact, contact.c.id == conversation.c.contact_id)
    for conversation_id, phone in conn.execute(query.order_by(contact.c.phone)).all():
        replay = replay_conversation(conn, conversation_id, versions)
        report["conversations"] += 1
        report["sessions"] += replay.sessions
        report["messages"] += replay.messages
        for entry in replay.entries:
            report["steps"] += entry.entry.kind == "step"
            report["moves"] += entry.entry.kind == "moved"
            for said in entry.said:
                digest.update((said.replayed.text if said.replayed else "").encode() + b"\0")
        if replay.first_fault is not None:
            differing[phone] = f"entry {replay.first_fault.entry.seq}: {replay.first_fault.fault}"
    return {**report, "versions": len(versions), "digest": digest.hexdigest(), "differing": differing}


if __name__ == "__main__":
    engine = create_engine(f"sqlite:///file:{sys.argv[1]}?mode=ro&uri=true")
    with engine.connect() as connection:
        print(json.dumps(replay_all(connection)))
    engine.dispose()
