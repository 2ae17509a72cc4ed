"""A sender's rate is one, however many workers there are. `python -m tests.soak rates` holds it to five per cent."""

from __future__ import annotations

import pytest

from tests.postgres import fresh_database
from tests.rates import observe

RATE = 80.0
SECONDS = 4.0


@pytest.fixture
def url(postgresql_server):
    with fresh_database(postgresql_server) as url:
        yield url


async def test_two_workers_keep_the_rate_of_one_sender(tmp_path, url):
    """Never faster. Slower only as a busy machine makes them: then there is more room in the second that follows."""
    observed = await observe(tmp_path, url, RATE, SECONDS)

    assert 2 == len(observed.shares), "both took part"
    assert 0.6 * RATE < observed.a_second < 1.05 * RATE
