"""The figures once more, counted slowly and straight from the raw tables: what the roll-up has to agree with.

Nothing of the roll-up is used here. Each figure is asked of all rows there are, one after the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from sqlalchemy import Connection, select

from bot.store.tables import consent_event, conversation, event, inbound, message, session

ZONE = ZoneInfo("America/New_York")
TAKEN = {"accepted", "sent"}


def day(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%d")


def hour(moment: datetime) -> int:
    return moment.astimezone(ZONE).hour


def fate(row: Any, now: datetime) -> str:
    if row.status in ("queued", "sending"):
        return "queued"
    if row.status in TAKEN:
        return "unknown" if now - row.sent_at >= timedelta(minutes=15) else "waiting"
    if row.status == "expired":
        return "undelivered" if row.sent_at else "expired"
    return "failed" if row.status == "rejected" else row.status


def messages(conn: Connection, now: datetime) -> Counter[tuple[Any, ...]]:
    """Day, flow, state, country, fate → messages; the same with `segments` behind → segments."""
    flows = dict(conn.execute(select(session.c.id, session.c.flow)).all())
    found: Counter[tuple[Any, ...]] = Counter()
    for row in conn.execute(select(message)):
        when = day(row.sent_at or row.created_at)
        country = phonenumbers.region_code_for_number(phonenumbers.parse(row.recipient)) or ""
        became = fate(row, now)
        found["country", when, country, became] += 1
        found["country", when, country, became, "segments"] += row.segments
        found["flow", when, flows.get(row.session_id, ""), row.state or "", became] += 1
        if row.sent_at is not None:
            found["out", when, hour(row.sent_at)] += 1
        if row.delivered_at is not None:
            found["arrived", when] += 1
    return found


def texts(conn: Connection) -> Counter[tuple[str, int]]:
    """Day and hour → texts of customers."""
    rows = conn.execute(select(inbound.c.received_at).where(inbound.c.kind == "message"))
    return Counter((day(at), hour(at)) for (at,) in rows)


def sessions(conn: Connection) -> Counter[tuple[str, ...]]:
    """Day, flow, state (blank for all of it), what → sessions."""
    logs: defaultdict[str, list[Any]] = defaultdict(list)
    taken: defaultdict[str, list[int]] = defaultdict(list)
    owner: dict[str, str] = {}
    for row in conn.execute(select(event).order_by(event.c.seq)):
        if row.kind == "step":
            logs[row.session_id].append(row)
            owner[row.session_id] = row.conversation_id
        elif row.kind == "taken_over":
            taken[row.conversation_id].append(row.seq)
    outcomes = dict(conn.execute(select(session.c.id, session.c.outcome)).all())
    found: Counter[tuple[str, ...]] = Counter()
    for id, rows in logs.items():
        first, last = rows[0], rows[-1]
        start, flow = day(first.at), first.data["flow"]
        found[start, flow, "", "started"] += 1
        reached = {
            way[2].split(".")[0].split("/")[0] for row in rows for way in row.data["path"] if way[2][:4] != "end:"
        }
        replies = [row for row in rows if row.data["event"]["type"] == "reply"]
        understood = {
            way[0].split(".")[0].split("/")[0]
            for row in replies
            for way in row.data["path"]
            if way[1] in ("reply", "else", "answered", "confirm")
        }
        found.update((start, flow, state, "reached") for state in reached)
        found.update((start, flow, state, "answered") for state in understood)
        found[start, flow, "", "answered"] += bool(understood)
        if outcomes[id] is None:
            continue
        person = any("handoff" in row.data for row in rows) or any(
            first.seq < seq < last.seq for seq in taken[owner[id]]
        )
        said_nothing = [
            "silence" in [way[1] for way in row.data["path"]]
            for row in rows
            if row.data["event"]["type"] == "reply" or "silence" in [way[1] for way in row.data["path"]]
        ]
        how = (
            "opted_out"
            if outcomes[id] == "opted_out"
            else "handed_off"
            if person
            else {
                "interrupted": "interrupted",
                "handed_over": "interrupted",
                "expired": "expired",
                "failed": "failed",
            }.get(outcomes[id], "dropped" if said_nothing[-1:] == [True] else "completed")
        )
        found[start, flow, "", how] += 1
    return +found


def replies(conn: Connection) -> Counter[tuple[str, str, str]]:
    """Day on which the wait began, who ended it, and which reply it was → how many."""
    came = dict(conn.execute(select(inbound.c.seq, inbound.c.received_at)).all())
    found: Counter[tuple[str, str, str]] = Counter()
    for (id,) in conn.execute(select(conversation.c.id)):
        asked = handed = None
        for row in conn.execute(select(event).where(event.c.conversation_id == id).order_by(event.c.seq)):
            data = row.data
            kind = data["event"]["type"] if row.kind == "step" else row.kind
            if kind in ("reply", "text") or "heard" in data:
                asked = asked or came[data["inbound"]]
            if "handoff" in data:
                handed = handed or row.at
            if kind == "taken_over":
                handed = handed or asked
            if kind == "replied":
                if handed or asked:
                    found[day(handed or asked), "person", "first_reply" if handed else "next_reply"] += 1
                asked = handed = None
            if kind in ("closed", "handed_back", "agentclosed"):
                asked = handed = None
            if row.kind == "step" and data["said"] and asked:
                found[day(asked), "bot", "first_reply" if kind == "start" and "heard" in data else "next_reply"] += 1
                asked = None
            if row.kind == "consent" and data["verdict"] in ("out", "in", "help", "reconfirm"):
                asked = None
    return found


def unmatched(conn: Connection) -> Counter[tuple[str, str]]:
    """Day and text → how often nothing understood it."""
    found: Counter[tuple[str, str]] = Counter()
    for row in conn.execute(select(event)):
        if row.kind == "text" and row.data["silent"] == "no flow takes it":
            found[day(row.at), row.data["text"].lower()] += 1
        elif row.kind == "step" and row.data["event"]["type"] == "reply":
            lost = {"unclear", "give_up", "worn_out"} & {way[1] for way in row.data["path"]}
            if lost:
                found[day(row.at), row.data["event"]["text"].lower()] += 1
    return found


def optouts(conn: Connection) -> Counter[str]:
    """Day → how many opted out."""
    return Counter(day(at) for (at,) in conn.execute(select(consent_event.c.at).where(consent_event.c.kind == "out")))
