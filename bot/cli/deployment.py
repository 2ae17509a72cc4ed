"""The deployment, for commands that change something beside whatever server or worker runs on its database."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from bot.config import Settings
from bot.runtime import Runtime

T = TypeVar("T")


async def in_deployment(settings: Settings, work: Callable[[Connection, Runtime], T]) -> T:
    """Do something with what there is, in one transaction."""
    runtime = Runtime(settings)
    await runtime.start(worker=False)
    try:
        return await runtime.database.run(work, runtime)
    finally:
        await runtime.stop()
