"""The desk: each thing that an agent does, as one transaction.

    await runtime.desk.take_over("cnv_…", visit.actor, expected_epoch=4)

`Acts` says what each of them does; here it is made durable, and whoever goes on with it is woken.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Concatenate, Final, ParamSpec

from sqlalchemy import Connection

from bot.config import Settings
from bot.desk.actor import Actor
from bot.desk.acts import Acts
from bot.desk.clocks import Clock
from bot.desk.mailing import Mailing
from bot.desk.preview import Preview, preview_hand_back, preview_silence, preview_text
from bot.desk.reading import Item, Page, Whole, since, thread, was_spoken, whole
from bot.desk.speaking import Way
from bot.desk.turns import Turns
from bot.desk.work import Done
from bot.events import Result, SendEmail
from bot.inbox.house import House
from bot.store import desk
from bot.store.conversations import BOT, Conversation
from bot.store.db import Database
from bot.store.desk import Notice
from bot.world import World

P = ParamSpec("P")
ACTS_AT_ONCE: Final = 4
"""By one process: who waits for a person's part has a connection meanwhile, and what comes in needs some, too."""


class Desk:
    """What agents do, and what they look at."""

    def __init__(
        self,
        database: Database,
        house: House,
        world: World,
        settings: Settings,
        *,
        wake: Callable[[], None],
        post: Callable[[SendEmail], Awaitable[Result]],
    ) -> None:
        """`wake` says that there is something in the inbox, or to be sent; `post` hands an e-mail to a mail server."""
        self._database = database
        self._house = house
        self._world = world
        self._wake = wake
        self.room = asyncio.Semaphore(ACTS_AT_ONCE)
        """Whoever acts waits for it first. See `ACTS_AT_ONCE`."""
        self.acts = Acts(house, world.now)
        """For whoever has a transaction already."""
        self.turns = Turns(database, house, world, self.acts, settings, wake=wake)
        """What happens by itself."""
        self.mailing = Mailing(database, world, settings, post)

    # ── who speaks ──────────────────────────────────────────────────────────────────────────────────────────────────

    async def take_over(self, conversation_id: str, actor: Actor, expected_epoch: int | None = None) -> Done:
        """Silence the bot: see `Acts.take_over`."""
        return await self._do(self.acts.take_over, conversation_id, actor, expected_epoch)

    async def reply(
        self,
        conversation_id: str,
        actor: Actor,
        text: str,
        *,
        seen: int | None = None,
        media: Sequence[str] = (),
        send_at: datetime | None = None,
        undo_s: float = 0,
        expected_epoch: int | None = None,
    ) -> Done:
        """Write to the customer: see `Acts.reply`."""
        return await self._do(
            self.acts.reply,
            conversation_id,
            actor,
            text,
            seen=seen,
            media=media,
            send_at=send_at,
            undo_s=undo_s,
            expected_epoch=expected_epoch,
        )

    async def hand_back(
        self,
        conversation_id: str,
        actor: Actor,
        how: Way = "continue",
        state: str | None = None,
        expected_epoch: int | None = None,
    ) -> Done:
        """Let the bot go on: see `Acts.hand_back`."""
        return await self._do(self.acts.hand_back, conversation_id, actor, how, state, expected_epoch)

    async def resume_at(
        self, conversation_id: str, actor: Actor, at: datetime | None, expected_epoch: int | None = None
    ) -> Done:
        """Let the bot go on by itself at a time."""
        return await self._do(self.acts.resume_at, conversation_id, actor, at, expected_epoch)

    # ── whose it is, and until when it rests ────────────────────────────────────────────────────────────────────────

    async def assign(
        self, conversation_id: str, actor: Actor, assignee: str | None, expected_epoch: int | None = None
    ) -> Done:
        """Say whose work it is."""
        return await self._do(self.acts.assign, conversation_id, actor, assignee, expected_epoch)

    async def snooze(
        self, conversation_id: str, actor: Actor, until: datetime | None = None, expected_epoch: int | None = None
    ) -> Done:
        """Put it away until a time, or until they write."""
        return await self._do(self.acts.snooze, conversation_id, actor, until, expected_epoch)

    async def close(self, conversation_id: str, actor: Actor, expected_epoch: int | None = None) -> Done:
        """End it: see `Acts.close`."""
        return await self._do(self.acts.close, conversation_id, actor, expected_epoch)

    async def reopen(self, conversation_id: str, actor: Actor, expected_epoch: int | None = None) -> Done:
        """Bring it back."""
        return await self._do(self.acts.reopen, conversation_id, actor, expected_epoch)

    async def label(
        self,
        conversation_id: str,
        actor: Actor,
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
        expected_epoch: int | None = None,
    ) -> Done:
        """Put labels on, and take others off."""
        return await self._do(self.acts.label, conversation_id, actor, add, remove, expected_epoch)

    async def note(
        self,
        conversation_id: str,
        actor: Actor,
        text: str,
        mentions: Sequence[str] = (),
        expected_epoch: int | None = None,
    ) -> Done:
        """Write something for the other agents."""
        return await self._do(self.acts.note, conversation_id, actor, text, mentions, expected_epoch)

    async def cancel(self, message_id: str, actor: Actor) -> Done:
        """Take back a message that has not been sent."""
        return await self._do(self.acts.cancel, message_id, actor)

    async def block(
        self, conversation_id: str, actor: Actor, *, on: bool = True, expected_epoch: int | None = None
    ) -> Done:
        """Answer this contact no longer, or again."""
        return await self._do(self.acts.block, conversation_id, actor, on=on, expected_epoch=expected_epoch)

    # ── what agents look at ─────────────────────────────────────────────────────────────────────────────────────────

    async def whole(self, conversation_id: str) -> Whole | None:
        """Return one conversation with everything around it."""
        return await self._database.run(whole, conversation_id, self._world.now())

    async def thread(self, conversation_id: str, *, before: int | None = None, limit: int = 50) -> Page:
        """Return the newest items of a thread, or those before an entry of its log."""
        return await self._database.run(thread, conversation_id, before=before, limit=limit)

    async def since(self, conversation_id: str, seen: int) -> list[Item]:
        """Return what came after an entry of a thread's log, the oldest first."""
        return await self._database.run(since, conversation_id, seen)

    async def preview(
        self, conversation_id: str, text: str | None = None, *, how: Way = "continue", state: str | None = None
    ) -> Preview:
        """Say what the bot would do: with this text, or without one if it were handed back, or if nobody wrote.

        Nothing of it happens.
        """
        return await self._database.run(self._preview, conversation_id, text, how, state)

    def _preview(
        self, conn: Connection, conversation_id: str, text: str | None, how: Way, state: str | None
    ) -> Preview:
        now, house = self._world.now(), self._house
        if text is not None:
            return preview_text(conn, house, conversation_id, text, now)
        found = desk.find(conn, conversation_id)
        if found is not None and found.handler == BOT and how == "continue":
            return preview_silence(conn, house, conversation_id, now)
        ask = found is None or was_spoken(conn, conversation_id, found.taken_at)
        return preview_hand_back(conn, house, conversation_id, now, how, state, ask=ask)

    def clocks(self, conversation: Conversation) -> tuple[Clock, ...]:
        """Return by when people have to have answered, the most urgent first; nothing where its queue says nothing."""
        promise = self.turns.promises.get(conversation.queue or "")
        return () if promise is None else promise.clocks(conversation, self._world.now())

    async def notices(self, recipient: str, limit: int = 50) -> list[Notice]:
        """Return what an agent was told last, the newest first."""
        return await self._database.run(desk.notices, recipient, limit)

    async def see_notices(self, recipient: str, conversation_id: str | None = None) -> int:
        """Note that an agent has seen what they were told, of one conversation or of all."""
        return await self._database.run(desk.see_notices, recipient, conversation_id, self._world.now())

    async def turn(self) -> int:
        """See to what happens by itself, and mail what there is to know; return how much that was."""
        return await self.turns.turn() + await self.mailing.turn()

    async def _do(self, act: Callable[Concatenate[Connection, P], Done], *args: P.args, **kwargs: P.kwargs) -> Done:
        async with self.room:
            done = await self._database.run(act, *args, **kwargs)
        self._wake()
        return done
