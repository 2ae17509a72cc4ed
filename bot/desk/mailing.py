"""Notices by e-mail, for who wants them: one at a time, a moment after they were written.

A notice is marked before the mail server is asked. So after a crash one may be missing from the mail, which stands in
the console all the same, and none comes twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.config import Settings
from bot.desk.turns import agents
from bot.events import Result, SendEmail
from bot.phone import mask
from bot.store import contacts, conversations, desk
from bot.store.db import Database
from bot.store.desk import Notice
from bot.world import World

NOTICES_A_TURN: Final = 20
MAILED: Final = {
    "mention": "{by} mentions you in a note",
    "assigned": "A conversation is yours to answer",
    "waiting": "Somebody waits in the queue {queue}",
    "needs_reply": "Somebody wrote what the bot cannot answer",
    "escalated": "Somebody has waited too long in the queue {queue}",
}
"""What each kind of notice says in its subject. Nothing that the customer wrote leaves by e-mail."""

log = structlog.get_logger(__name__)


class Mailing:
    """Mails notices."""

    def __init__(
        self, database: Database, world: World, settings: Settings, post: Callable[[SendEmail], Awaitable[Result]]
    ) -> None:
        """`post` hands an e-mail to the mail server. Where none is set, notices stand in the console alone."""
        self._database = database
        self._world = world
        self._business = settings.business.name
        self._post = post
        self._has_server = bool(settings.email.host)
        self._public_url = settings.business.public_url or f"http://{settings.server.host}:{settings.server.port}"

    async def turn(self) -> int:
        """Mail what is new; return how many notices that was."""
        found, mails = await self._database.run(self._take)
        for mail in mails:
            result = await self._post(mail)
            if result.error is not None:
                log.warning("a notice was not mailed", notice=mail.id, error=result.error)
        return found

    def _take(self, conn: Connection) -> tuple[int, list[SendEmail]]:
        found = desk.unsent_notices(conn, NOTICES_A_TURN)
        desk.mark_mailed(conn, [notice.id for notice in found], self._world.now())
        if not self._has_server or not found:
            return len(found), []
        known = {agent.id: agent for agent in agents(conn)}
        mails = []
        for notice in found:
            agent = known.get(notice.recipient)
            address = notice.recipient if "@" in notice.recipient else agent.email if agent and agent.by_mail else None
            if address is not None and notice.seen_at is None:
                mails.append(self._written(conn, notice, address))
        return len(found), mails

    def _written(self, conn: Connection, notice: Notice, address: str) -> SendEmail:
        kept = next(iter(conversations.by_ids(conn, [notice.conversation_id])), None)
        person = None if kept is None else contacts.by_ids(conn, [kept.contact_id]).get(kept.contact_id)
        queue = (kept.queue if kept else None) or "without a name"
        subject = MAILED[notice.kind].format(by=notice.by_name or "Somebody", queue=queue)
        whom = "" if person is None else f"{mask(person.phone)}\n"
        body = f"{subject}.\n\n{whom}{self._public_url}/console/inbox/{notice.conversation_id}\n\n{self._business}"
        return SendEmail(notice.id, address, " ".join(subject.split()), body)
