"""Keeps the people of a CRM and of Parley alike, both ways. The CRM here is a file of SQLite: put yours in its place.

PARLEY=https://sms.example.com TOKEN=parley_… SECRET=whsec_… uvicorn sync:app
python sync.py                              bring everybody over, once
"""

import os
import sqlite3

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.client import BadSignature, Event, Parley, verify_webhook


class Crm:
    """People by phone, and which events were taken in."""

    def __init__(self, file="crm.db"):
        self.db = sqlite3.connect(file, check_same_thread=False)
        self.db.execute("CREATE TABLE IF NOT EXISTS person (phone PRIMARY KEY, name, city, opted_out DEFAULT 0, note)")
        self.db.execute("CREATE TABLE IF NOT EXISTS seen (event PRIMARY KEY)")

    def people(self):
        """Everybody: phone, name, city."""
        return self.db.execute("SELECT phone, name, city FROM person WHERE NOT opted_out ORDER BY phone").fetchall()

    def is_new(self, event_id):
        """Whether an event comes for the first time: the same may come twice."""
        return self.db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (event_id,)).rowcount == 1

    def keep(self, phone, **known):
        """Keep what is known of somebody, if it is news; return whether it was."""
        columns = ", ".join(known)
        marks = ", ".join("?" for _ in known)
        changes = ", ".join(f"{name} = excluded.{name}" for name in known)
        news = " OR ".join(f"person.{name} IS NOT excluded.{name}" for name in known)
        statement = (
            f"INSERT INTO person (phone, {columns}) VALUES (?, {marks}) "  # noqa: S608 - names of columns are ours
            f"ON CONFLICT (phone) DO UPDATE SET {changes} WHERE {news}"
        )
        return self.db.execute(statement, (phone, *known.values())).rowcount == 1


# ── from the CRM to Parley ──


def push(parley: Parley, phone, name, city):
    """Somebody changed in the CRM. What the CRM does not know stays as it is in Parley."""
    parley.put_contact(phone, name=name, fields={"city": city})


def push_everybody(parley: Parley, crm: Crm):
    """Bring everybody over. Made again, it changes nothing."""
    for person in crm.people():
        push(parley, *person)


# ── from Parley to the CRM ──


def take(crm: Crm, event: Event):
    """Something happened at Parley. What the CRM knows already is no news, so nothing goes round in circles."""
    with crm.db:  # the event is seen and kept in one transaction, or neither
        if not crm.is_new(event.id):
            return
        data = event.data
        match event.type:
            case "contact.created" | "contact.changed":
                crm.keep(data["phone"], name=data["name"], city=data["fields"].get("city"))
            case "consent.changed" if data["program"] is None and data["type"] in ("opt_out", "opt_in"):
                crm.keep(data["phone"], opted_out=int(data["type"] == "opt_out"))
            case "session.completed":
                crm.keep(data["phone"], note=f"{data['flow']}: {data['outcome']}")


crm = Crm(os.environ.get("CRM", "crm.db"))


async def hear(request: Request):
    """Parley's webhook: for `contact.*`, `consent.changed` and `session.completed`."""
    try:
        event = verify_webhook(await request.body(), dict(request.headers), os.environ["SECRET"])
    except BadSignature:
        return Response(status_code=401)
    take(crm, event)
    return Response(status_code=204)


app = Starlette(routes=[Route("/parley", hear, methods=["POST"])])

if __name__ == "__main__":
    with Parley(os.environ["PARLEY"], os.environ["TOKEN"]) as client:
        push_everybody(client, crm)
