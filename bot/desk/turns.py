"""What happens at the desk by itself: sleepers wake, the bot goes on, work is handed out, and whoever waits too long
is noticed. Each in a transaction of its own, so that no two conversations are ever held at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Concatenate, Final, NamedTuple, ParamSpec

import structlog
from sqlalchemy import Connection

from bot.config import QueueSettings, Settings
from bot.desk.acts import Acts
from bot.desk.clocks import Promise
from bot.desk.errors import DeskError
from bot.desk.routing import Agent, choose, eligible
from bot.inbox.house import House
from bot.store import desk, roster, settings
from bot.store.conversations import Conversation
from bot.store.db import Database
from bot.store.desk import Notice
from bot.store.dialect import try_lock
from bot.world import World

ROWS_A_TURN: Final = 200
ELSE: Final = QueueSettings()
"""How a queue is that no table of the settings is about."""

P = ParamSpec("P")
log = structlog.get_logger(__name__)


class There(NamedTuple):
    """Who works here, and how much everybody has: asked once a turn, and again before somebody is given something."""

    agents: Sequence[Agent]
    loads: Mapping[str, int]


class Turns:
    """The clock of the desk. One worker at a time looks; what it does, any number could do at once."""

    def __init__(
        self,
        database: Database,
        house: House,
        world: World,
        acts: Acts,
        given: Settings,
        *,
        wake: Callable[[], None],
    ) -> None:
        """`wake` says that there is something in the inbox."""
        self._database = database
        self._house = house
        self._world = world
        self._acts = acts
        self._queues = given.queues
        self._wake = wake
        self.promises = {name: Promise.of(queue, given.business.timezone) for name, queue in given.queues.items()}

    async def turn(self) -> int:
        """See to everything whose time has come; return how much that was."""
        found = await self._database.run(self._look)
        if found is None:
            return 0  # another worker is at it
        due, waiting, unanswered = found
        there = await self._database.run(_there) if any(map(self._is_to_be_given, waiting)) else None
        done = 0
        for id in due.snoozed:
            done += await self._try(self._acts.wake, id)
        for id in due.paused:
            done += await self._try(self._acts.resume, id)
        for conversation in waiting:
            done += await self._see_to(conversation, there)
        for conversation in unanswered:
            done += await self._try(self._tell, conversation.id, "needs_reply")
        if done:
            self._wake()
        return done

    def _look(self, conn: Connection) -> tuple[desk.Due, list[Conversation], list[Conversation]] | None:
        if not try_lock(conn, "desk"):
            return None
        due = desk.due(conn, self._world.now(), ROWS_A_TURN)
        return due, desk.waiting(conn, ROWS_A_TURN), desk.unanswered_by_bot(conn, ROWS_A_TURN)

    def _is_to_be_given(self, conversation: Conversation) -> bool:
        rules = self._queues.get(conversation.queue or "", ELSE)
        return conversation.assignee is None and rules.assign != "manual"

    async def _see_to(self, conversation: Conversation, there: There | None) -> int:
        """Tell of what waits for a person, give it to somebody, and give it up after too long."""
        now, queue = self._world.now(), conversation.queue or ""
        rules, promise = self._queues.get(queue, ELSE), self.promises.get(queue)
        done = 0
        if _is_news(conversation):
            done += await self._try(self._tell, conversation.id, "waiting")
        if there is not None and self._is_to_be_given(conversation) and choose(*there, None, queue, rules) is not None:
            done += await self._try(self._hand_out, conversation.id, queue, rules)
        if promise is not None and promise.is_to_be_escalated(conversation, now):
            done += await self._try(self._escalate, conversation.id)
        return done

    def _hand_out(self, conn: Connection, conversation_id: str, queue: str, rules: QueueSettings) -> bool:
        kept = f"queue {queue}: last"
        agent = choose(*_there(conn), settings.find(conn, kept), queue, rules)
        if agent is None or not self._acts.hand_out(conn, conversation_id, agent):
            return False
        settings.exchange(conn, kept, agent.id)
        return True

    def _escalate(self, conn: Connection, conversation_id: str) -> bool:
        return self._acts.escalate(conn, conversation_id) and self._tell(conn, conversation_id, "escalated")

    def _tell(self, conn: Connection, conversation_id: str, kind: str) -> bool:
        """Tell those who answer its queue, and where it is to be mailed."""
        now, found = self._world.now(), desk.hold(conn, conversation_id)
        if found is None or (kind == "waiting" and not _is_news(found)):
            return False
        queue = found.queue or ""
        rules = self._queues.get(queue, ELSE)
        told = [agent.id for agent in eligible(agents(conn), queue, rules)]
        recipients, new_id = dict.fromkeys([*told, *rules.notify]), self._house.new_id
        desk.add_notices(conn, [Notice(new_id("ntc"), one, kind, conversation_id, "", now) for one in recipients])
        desk.mark_noticed(conn, conversation_id, now)
        return True

    async def _try(
        self, act: Callable[Concatenate[Connection, str, P], bool], id: str, *args: P.args, **kwargs: P.kwargs
    ) -> int:
        """Do something about one conversation; where it fails, the others do not notice."""
        try:
            return int(await self._database.run(act, id, *args, **kwargs))
        except DeskError as error:
            log.warning("left undone at the desk", conversation=id, error=str(error))
            return 0


def _there(conn: Connection) -> There:
    return There(agents(conn), roster.loads(conn))


def agents(conn: Connection) -> list[Agent]:
    """Return everybody who may be given work."""
    return [
        Agent(
            row["id"],
            row["name"],
            row["email"],
            row["role"],
            row["status"],
            row["capacity"],
            tuple(row["queues"] or ()),
            bool((row["notify"] or {}).get("email", True)),
        )
        for row in roster.rows(conn)
    ]


def _is_news(conversation: Conversation) -> bool:
    """Whether nobody was told since it was handed over."""
    since, told = conversation.handed_at, conversation.noticed_at
    return since is not None and (told is None or told < since)
