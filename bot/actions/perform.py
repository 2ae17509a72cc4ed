"""Does one thing that a step asked for. Whatever happens becomes a `Result`."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any, Final

import structlog

from bot.actions.mail import Mailer, NotSent
from bot.actions.registry import arguments
from bot.actions.shape import Action, Attempt
from bot.egress import Egress
from bot.events import CallAction, CallHttp, Json, Result, SendEmail
from bot.store.actions import Outgoing

THREADS: Final = 10
ERROR_CHARS_MAX: Final = 300
OK: Final = 200
LATER: Final = 450
"""The status of what failed for now."""
_REPEATABLE: Final = frozenset({"GET", "HEAD", "PUT", "DELETE"})
"""Methods that may be sent again without knowing what became of the first time."""

log = structlog.get_logger()


class Performer:
    """The client of flows, the mail server and the deployment's own actions."""

    def __init__(
        self, egress: Egress, actions: Mapping[str, Action], mailer: Mailer | None, now: Callable[[], datetime]
    ) -> None:
        self._egress = egress
        self._actions = actions
        self._mailer = mailer
        self._now = now
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="action")

    def close(self) -> None:
        """Let go of the threads; one that still runs an action ends with it."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def repeatable(self, call: Outgoing) -> bool:
        """Whether it may be done again when nobody knows whether it was done."""
        match call:
            case CallHttp(method=method):
                return method in _REPEATABLE
            case CallAction(name=name) if name in self._actions:
                return self._actions[name].repeatable
        return False

    async def perform(self, call: Outgoing) -> Result:
        """Make one attempt."""
        match call:
            case CallHttp():
                return await self._egress.fetch(call)
            case CallAction():
                return await self._act(call)
            case SendEmail():
                return await self._mail(call)

    # ── actions ──

    async def _act(self, call: CallAction) -> Result:
        action = self._actions.get(call.name)
        if action is None:
            return Result(call.id, error=f"no action is called `{call.name}` here")
        patience = asyncio.timeout(action.timeout_s)
        try:
            given = arguments(action, call.inputs, Attempt(call.id, self._egress.fetch))
            async with patience:
                returned = await self._run(action, given)
            return Result(call.id, OK, {}, _plain(returned))
        except Exception as error:  # an action is somebody else's code: whatever it raises is `on_error`
            if isinstance(error, TimeoutError) and patience.expired():
                return Result(call.id, error=f"the action `{call.name}` took longer than {action.timeout_s:g} seconds")
            log.warning("an action failed", action=call.name, error=type(error).__name__, exc_info=True)
            return Result(call.id, error=f"{type(error).__name__}: {error}"[:ERROR_CHARS_MAX])

    async def _run(self, action: Action, given: Mapping[str, Any]) -> Any:
        if inspect.iscoroutinefunction(action.function):
            return await action.function(**given)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(action.function, **given))

    # ── e-mail ──

    async def _mail(self, mail: SendEmail) -> Result:
        if self._mailer is None:
            return Result(mail.id, error="no mail server is set: add `[email]` to the settings")
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._threads, self._mailer.send, mail, self._now())
        except NotSent as error:
            return Result(mail.id, LATER if error.later else 0, error=str(error))
        return Result(mail.id, OK)


def _plain(value: Any) -> Json:
    """What an action returns, as JSON; TypeError or ValueError where it is none."""
    return json.loads(json.dumps(value, allow_nan=False))
