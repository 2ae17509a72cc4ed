"""Two who write to one file have their turns, however greedy one of them is."""

from __future__ import annotations

import fcntl
import threading
import time

from bot.store.turnstile import GIVES_WAY_S_MAX, Turnstile

PATIENCE_S = 30.0


class Room:
    """There is place for one."""

    def __init__(self, path) -> None:
        self._path = str(path)
        self._place = threading.Lock()
        self.came: list[str] = []

    def door(self) -> Turnstile:
        return Turnstile(self._path)

    def come(self, door: Turnstile, who: str, stays_s: float = 0.0, timeout_s: float = PATIENCE_S) -> bool:
        if not door.enter(lambda: self._place.acquire(blocking=False), timeout_s):
            return False
        self.came.append(who)
        time.sleep(stays_s)
        self._place.release()
        return True


def test_whoever_waits_is_let_in_before_the_one_who_has_just_been(tmp_path):
    room, over = Room(tmp_path / "queue"), threading.Event()

    def be_greedy() -> None:
        door = room.door()
        while not over.is_set():
            room.come(door, "greedy", stays_s=0.003)

    greedy = threading.Thread(target=be_greedy)
    greedy.start()
    door = room.door()
    let_in = [room.come(door, "modest") for _ in range(20)]
    over.set()
    greedy.join()

    assert [True] * 20 == let_in
    assert room.came.count("greedy") < 200


def test_nobody_waits_longer_than_they_want(tmp_path):
    room = Room(tmp_path / "queue")
    inside = room.door()
    assert inside.enter(lambda: room._place.acquire(blocking=False), PATIENCE_S)

    assert not room.come(room.door(), "late", timeout_s=0.02)
    assert [] == room.came


def test_whoever_says_that_they_wait_is_waited_for_but_not_for_long(tmp_path):
    room = Room(tmp_path / "queue")
    room.door()._lock(fcntl.LOCK_SH)  # it is paused amid its waiting

    began = time.monotonic()
    assert room.come(room.door(), "other")

    assert GIVES_WAY_S_MAX <= time.monotonic() - began < PATIENCE_S


def test_nobody_is_in_the_way_of_the_only_one(tmp_path):
    room = Room(tmp_path / "queue")
    door = room.door()

    assert [True] * 3 == [room.come(door, "one") for _ in range(3)]
    door.close()
