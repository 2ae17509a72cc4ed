"""What Prometheus reads of a whole house."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.config import load_settings
from bot.errors import SendError
from bot.events import ErrorClass, MessageStatus
from bot.metrics import Spooled
from bot.outbox.policy import UNREACHABLE
from bot.runtime import Runtime
from tests.stage import ANA, BEN, ECHO, NOON, staged

BROKEN = ECHO.replace("flow: echo", "flow: wrong").replace("end: named", "ende: named")


pytestmark = pytest.mark.usefixtures("either_database")


class Figures:
    """What was scraped: `figures["parley_queue_depth", "process"]`, labels in the order of their names."""

    def __init__(self, text: str) -> None:
        self.samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
        self._values = {
            (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
            for sample in self.samples
        }

    def __getitem__(self, key):
        return self._values[key if isinstance(key, tuple) else (key,)]


async def scrape(stage, after_s: float = 60.0) -> Figures:
    """Ask after a while, because a look is good for a moment."""
    stage.clock.monotonic += after_s
    return Figures((await stage.runtime.watch.exposition()).decode())


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path) as stage:
        yield stage


async def test_a_conversation_leaves_its_figures(stage):
    await stage.says(ANA, "hello")
    [message] = await stage.messages(ANA)
    await stage.reports(message.provider_id, MessageStatus.DELIVERED)
    figures = await scrape(stage)

    assert 1.0 == figures["parley_inbound_accepted_total", "message"]
    assert 1.0 == figures["parley_inbound_processed_total", "message", "done"]
    assert 1.0 == figures["parley_inbound_seconds_count", "message"]
    assert 1.0 == figures["parley_sends_total", "main", "taken"]
    assert 1.0 == figures["parley_send_seconds_count", "main"]
    assert 1.0 == figures["parley_receipts_total", "main", "delivered"]
    assert 1.0 <= figures["parley_commit_seconds_count", "process"]
    assert 1.0 == figures["parley_database_up"]


async def test_what_waits_and_for_how_long(stage):
    await stage.writes(ANA, "hello")
    stage.clock.passes(seconds=42)
    figures = await scrape(stage)

    assert (1.0, 42.0) == (figures["parley_queue_depth", "process"], figures["parley_lag_seconds", "process"])


async def test_a_channel_that_is_down_shows(stage):
    stage.carrier.then(SendError(ErrorClass.RETRYABLE, UNREACHABLE, "refused"))
    await stage.says(ANA, "hello")
    figures = await scrape(stage, after_s=0.0)

    assert 0.0 == figures["parley_channel_up", "main"]
    assert 0.0 < figures["parley_channel_paused_seconds", "main"] < 10.0
    assert (0.0, 1.0) == (figures["parley_channel_due", "main"], figures["parley_channel_later", "main"])
    assert 0.0 == figures["parley_channel_broken", "main"], "one failure is no reason to let another stand in"


async def test_a_channel_whose_fallback_would_stand_in_shows(stage):
    stage.carrier.then(*[SendError(ErrorClass.RETRYABLE, UNREACHABLE, "refused")] * 3)
    await stage.says(ANA, "hello")
    for _ in range(2):
        await stage.passes(minutes=1)
    assert 1.0 == (await scrape(stage, after_s=0.0))["parley_channel_broken", "main"]

    await stage.passes(minutes=5)
    assert 0.0 == (await scrape(stage))["parley_channel_broken", "main"]


async def test_how_long_messages_wait_from_being_due_to_the_wire(stage):
    await stage.writes(ANA, "hello")
    await stage.runtime.inbox.process_once()
    await stage.passes(seconds=42)
    figures = await scrape(stage)

    assert (1.0, 42.0) == (
        figures["parley_send_wait_seconds_count", "main"],
        figures["parley_send_wait_seconds_sum", "main"],
    )


async def test_a_channel_has_its_figures_while_nothing_waits(stage):
    figures = await scrape(stage)

    assert (1000.0, 1.0) == (figures["parley_channel_rate", "main"], figures["parley_channel_up", "main"])
    assert 0.0 == figures["parley_channel_due", "main"] == figures["parley_channel_unknown", "main"]


async def test_what_is_in_the_spool(stage):
    stage.runtime.metrics.spool = lambda: Spooled(900, NOON - timedelta(seconds=7), writable=False)
    figures = await scrape(stage)

    assert (900.0, 7.0) == (figures["parley_spool_bytes"], figures["parley_spool_age_seconds"])
    assert 0.0 == figures["parley_spool_writable"]


async def test_flows_that_do_not_go_live(tmp_path):
    async with staged(tmp_path, ECHO, BROKEN, broken=True) as stage:
        figures = await scrape(stage)

    assert (1.0, 1.0, 0.0) == tuple(figures["parley_flows", state] for state in ("live", "broken", "held_back"))


async def test_the_room_beside_the_database(stage):
    figures = await scrape(stage)

    assert 0.0 < figures["parley_disk_free_bytes"] < figures["parley_disk_size_bytes"]


async def test_the_size_of_a_database_that_is_a_file(tmp_path):
    file = tmp_path / "parley.db"
    settings = load_settings(environ={"PARLEY_DATABASE__URL": f"sqlite:///{file}"})
    file.write_bytes(b"x" * 4096)

    assert 4096.0 == Figures((await Runtime(settings).watch.exposition()).decode())["parley_database_bytes", "data"]


async def test_without_its_database_everything_else_is_still_told(settings):
    figures = Figures((await Runtime(settings).watch.exposition()).decode())

    assert (0.0, 0.0) == (figures["parley_database_up"], figures["parley_spool_bytes"])
    with pytest.raises(KeyError):
        figures["parley_queue_depth", "process"]


async def test_nobody_is_named(stage):
    """Neither phones nor what people say may get into labels, nor anything that grows with the number of people."""
    for phone in (ANA, BEN):
        await stage.says(phone, "my secret is 4711")
        await stage.says(phone, "Ana")
    before = {(sample.name, *sorted(sample.labels.items())) for sample in (await scrape(stage)).samples}
    for number in range(20):
        await stage.says(f"+1206555{number + 200:04}", "and mine is 4712")
    after = {(sample.name, *sorted(sample.labels.items())) for sample in (await scrape(stage)).samples}

    own = ("le", "run")
    values = {value for _, *labels in before for label, value in labels if label not in own}

    assert set() == after - before
    assert [] == [value for value in values if re.search(r"\d{4}|secret", value)]
