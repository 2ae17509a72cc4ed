"""How hours of load are judged; the hours themselves are `python -m tests.soak endure`."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from bot.providers.fake import FakeCarrier
from bot.providers.fake.ledger import Accepted
from tests.serving import NUMBER
from tests.soak.endure import People
from tests.soak.readers import Readers
from tests.soak.trend import Delays, Growth, Size, slope

MB = 1_000_000
TWO_HOURS_S = range(0, 7201, 30)


@pytest.mark.parametrize(
    ("xs", "ys", "rise"),
    [
        ([0, 1, 2], [5, 5, 5], 0.0),
        ([0, 1, 2], [1, 3, 5], 2.0),
        ([0, 1, 2, 3], [0, 2, 1, 3], 0.8),
        ([4], [7], 0.0),
    ],
)
def test_the_slope_is_that_of_the_nearest_line(xs, ys, rise):
    assert pytest.approx(rise) == slope(xs, ys)


def test_growth_is_what_comes_after_the_first_quarter():
    """Caches fill for half an hour; then three megabytes an hour leak."""
    sizes = [
        Size(at, 100 * MB + min(at, 1800) * 50_000 + max(0, at - 1800) * 3 * MB // 3600, 700 + at % 60 // 30, 0.0)
        for at in TWO_HOURS_S
    ]
    growth = Growth.of(sizes)

    assert pytest.approx(3 * MB, rel=0.01) == growth.rss_bytes_an_hour
    assert pytest.approx(0, abs=0.1) == growth.fds_an_hour
    assert pytest.approx(700.5, abs=0.1) == growth.fds


def test_a_process_has_a_size():
    before = Size.of(os.getpid(), 1.0)
    with Path(os.devnull).open():
        after = Size.of(os.getpid(), 2.0)

    assert before.fds + 1 == after.fds
    assert after.rss_bytes > MB
    assert after.cpu_s >= before.cpu_s > 0


def test_of_two_hundred_times_the_two_longest_are_left_out():
    delays = Delays()
    for ms in [*range(1, 199), 5_000, 9_000]:
        delays.add(ms / 1000 + 0.0001)
    cut = delays.cut()
    delays.add(0.0021)
    delays.join(cut)

    assert (200, 0.198, 9.0) == (cut.count, cut.p99_s(), cut.longest_s)
    assert 201 == delays.count
    assert 0.0 == Delays().p99_s()


@pytest.mark.parametrize(
    ("heard", "lost", "doubled", "differing"),
    [
        (["1 nothing", "2 endure 7", "3 endure 9"], 0, 0, 0),
        (["1 nothing", "3 endure 9"], 1, 0, 0),
        (["1 nothing", "2 endure 7", "2 endure 7", "3 endure 9"], 0, 1, 0),
        (["1 nothing", "3 endure 9", "2 endure 7"], 0, 0, 1),
        (["1 nothing", "2 endure 7", "4 endure 9"], 1, 1, 0),
    ],
    ids=["as it should be", "lost", "doubled", "out of order", "another answer"],
)
def test_what_the_carrier_took_is_compared_with_what_was_acknowledged(heard, lost, doubled, differing):
    carrier = FakeCarrier()
    people = People(carrier, Readers(0))
    phone = next(iter(people.said))
    people.said[phone] = ["alpha", "endure 7", "endure 9"]
    for number, text in enumerate(heard):
        carrier.ledger.take(Accepted("loopback", f"c{number}", NUMBER, phone, text), f"k{number}")

    found = people.differences()

    assert (lost, doubled, differing) == (found[0], found[1], len(found[2]))


async def test_a_text_is_heard_once_by_each_reader_in_however_many_parts_it_comes():
    readers = Readers(0)
    readers.written = [0.0] * 20
    parts = asyncio.StreamReader()
    listening = asyncio.create_task(readers._listen(parts, bytearray()))
    for part in (b'retry: 2000\n\n"shown":["endure 3"]', b'"shown":["2 endure 3", "endu', b"re 1", b'7"]'):
        parts.feed_data(part)
        await asyncio.sleep(0)
    parts.feed_eof()
    await listening

    assert 2 == readers.delays.count
