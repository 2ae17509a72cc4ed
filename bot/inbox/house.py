"""What deciding needs to know about the deployment, in one value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from bot.compliance.contents import refuse_content
from bot.compliance.gate import Verdict
from bot.compliance.hours import Hours
from bot.engine.route import Library
from bot.engine.session import Session
from bot.events import Json, MessageClass
from bot.inbox.sessions import KeptSessions
from bot.providers.channel import Channel
from bot.routing import Choice, Router, Wanted
from bot.sealing import Sealer
from bot.store.contacts import Contact


@dataclass(frozen=True)
class House:
    """The flows that are live, the numbers we have, and who we are."""

    library: Callable[[], Library]
    channels: Mapping[str, Channel]
    business: Mapping[str, Json]
    """As templates see it."""
    secret: bytes
    """Keys what is kept about phones that may have to be forgotten."""
    new_id: Callable[[str], str]
    new_seed: Callable[[], int]
    learn: Callable[[Connection, Collection[tuple[str, str]]], None] = lambda conn, named: None
    """Takes (flow, version) into the library that another process has put into the database."""
    sessions: KeptSessions = field(default_factory=KeptSessions)
    hours: Hours = field(default_factory=Hours)
    """When people may be sent what they did not ask for."""
    approved: Collection[str] = ()
    """What marketing may speak of although carriers refuse it, because they have allowed it."""
    asks_when_unclear: bool = True
    """Whether somebody who may have meant STOP is asked, once."""
    consent_recorded: bool = False
    """Whether marketing only goes to people whose consent is in the ledger."""
    understands: bool = False
    """Whether there is an `understand` action."""
    sealer: Sealer = field(default_factory=lambda: Sealer(tuple, bytes, "this process has no key"))
    """Encrypts what flows mark as sensitive."""
    passcodes: Sealer = field(default_factory=lambda: Sealer(tuple, bytes, "this process has no key"))
    """Encrypts the texts of passcodes until they are sent."""
    router: Router = field(default_factory=Router)
    """Chooses a channel where nobody has named one."""

    def content(self, message_class: MessageClass, text: str, contact: Contact) -> Verdict | None:
        """Refuse a text for what it speaks of; None if nothing is against it."""
        return refuse_content(message_class, text, contact.phone, contact.fields, self.approved)

    def choose(self, wanted: Wanted, now: datetime, broken: Collection[str] = ()) -> Choice:
        """Choose the channel for something that is to be sent."""
        return self.router.choose(wanted, self.channels, now.date(), broken)

    def keeps_secret(self, session: Session) -> bool:
        """Whether a session's flow, or one that waits for its end, asks for something sensitive."""
        library = self.library()
        if not library.secretive:
            return False
        machines = map(library.machine_of, (session, *session.callers))
        return any(machine is not None and machine.secrets for machine in machines)
