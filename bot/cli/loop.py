"""The event loop of servers and workers: uvloop, which costs a fraction of what asyncio's own does."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any

NAME = "uvloop" if sys.platform != "win32" else "asyncio"
"""What uvicorn is told."""


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run until it is over."""
    if sys.platform == "win32":
        asyncio.run(main)
        return
    import uvloop

    uvloop.run(main)
