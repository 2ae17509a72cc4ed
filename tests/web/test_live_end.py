"""A server that is told to end does not wait for those who watch its inbox."""

from __future__ import annotations

import asyncio
import signal
import time

import httpx

from bot.accounts import CLI, Role
from bot.accounts.links import LinkKind
from bot.config import load_settings
from bot.runtime import Runtime
from tests.serving import Server, free_port
from tests.stage import ECHO, write_flows


async def test_open_streams_end_with_the_server(tmp_path):
    write_flows(tmp_path, ECHO)
    server = Server(tmp_path, free_port())
    await server.start()
    await server.answers()
    async with httpx.AsyncClient(base_url=server.address, trust_env=False, timeout=30) as http:
        await http.get(await sign_in_link(server))
        began = asyncio.Event()
        streams = [asyncio.create_task(watch(http, began)) for _ in range(3)]
        await asyncio.wait_for(began.wait(), 20)
        asked_at = time.monotonic()
        code = await server.stop(signal.SIGTERM)
        took_s = time.monotonic() - asked_at
        ended = await asyncio.gather(*streams)

    assert ["the end"] * 3 == ended
    assert code in (0, -signal.SIGTERM)
    assert took_s < 10


async def sign_in_link(server):
    runtime = Runtime(load_settings(environ=server.settings))
    await runtime.database.open()
    try:
        user = await runtime.accounts.people.add("ana@example.com", "Ana", Role.AGENT, CLI)
        return await runtime.accounts.links.make(user, LinkKind.LOGIN, CLI)
    finally:
        await runtime.database.close()


async def watch(http, began):
    async with http.stream("GET", "/console/live?topics=list&view=all") as stream:
        async for line in stream.aiter_lines():
            if line.startswith("retry"):
                began.set()
    return "the end"
