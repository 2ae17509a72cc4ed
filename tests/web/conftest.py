"""A whole Parley in one process: a runtime on a temporary database, the application, and a fake carrier on a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.config import Settings, load_settings
from bot.keys import Scope
from bot.providers.base import Sample
from bot.providers.fake import FakeCarrier
from bot.runtime import Runtime
from bot.web.app import create_app
from tests.web.harness import BOOKING, GREETING, PUBLIC, Api, Switch, serving


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    """A folder of flows of the test's own."""
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "booking.yaml").write_text(BOOKING, encoding="utf-8")
    (folder / "greeting.yaml").write_text(GREETING, encoding="utf-8")
    return folder


@pytest.fixture
def switch() -> Switch:
    return Switch()


@pytest.fixture
async def carrier(switch: Switch) -> AsyncIterator[FakeCarrier]:
    """A carrier that takes everything and reports delivery to the application that is under test."""
    client = httpx.AsyncClient(transport=httpx.ASGITransport(switch), base_url=PUBLIC)
    carrier = FakeCarrier(webhook=f"{PUBLIC}/webhooks/main", receipt=Sample.DELIVERED, client=client)
    yield carrier
    await carrier.close()


@pytest.fixture
async def carrier_url(carrier: FakeCarrier) -> AsyncIterator[str]:
    async with serving(carrier.app) as address:
        yield address


@pytest.fixture
def settings(tmp_path: Path, flows: Path, carrier_url: str) -> Settings:
    return load_settings(
        environ={
            "PARLEY_DATABASE__URL": f"sqlite:///{tmp_path / 'parley.db'}",
            "PARLEY_FLOWS__PATH": str(flows),
            "PARLEY_BUSINESS__PUBLIC_URL": PUBLIC,
            "PARLEY_CHANNELS__MAIN__BASE_URL": f"{carrier_url}/send",
            "PARLEY_CHANNELS__MAIN__RATE": "1000",
        }
    )


@pytest.fixture
async def runtime(settings: Settings) -> AsyncIterator[Runtime]:
    runtime = Runtime(settings)
    await runtime.start(worker=True)
    yield runtime
    await runtime.stop()


@pytest.fixture
def app(runtime: Runtime, switch: Switch) -> Starlette:
    switch.app = create_app(runtime)
    return switch.app


@pytest.fixture
async def http(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as client:
        yield client


@pytest.fixture
async def keys(runtime: Runtime) -> dict[str, str]:
    """A key of each scope alone, one of all, and one of none that is left."""
    keys = {scope.value: await runtime.keys.create([scope], scope.value) for scope in Scope}
    return keys | {"all": await runtime.keys.create(list(Scope)), "wrong": "parley_wrong"}


@pytest.fixture
def api(http: httpx.AsyncClient, keys: dict[str, str]) -> Api:
    return Api(http, keys)
