import gc

import pytest

from bot.cli import garbage


@pytest.fixture
def collector():
    before = gc.get_threshold()
    yield gc
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_is_loaded_is_not_looked_at_again_and_the_rest_seldom(collector):
    garbage.expect_little()
    assert garbage.THRESHOLDS == collector.get_threshold()
    assert collector.get_freeze_count() > 10_000
    assert len(collector.get_objects()) < collector.get_freeze_count()


def test_garbage_in_cycles_is_still_found(collector):
    garbage.expect_little()
    before = collector.get_stats()[0]["collected"]
    for _ in range(3 * garbage.THRESHOLDS[0]):
        cycle = []
        cycle.append(cycle)
    assert collector.get_stats()[0]["collected"] > before
