"""People at the desk: they take conversations over, write, and let the bot go on, at whatever moment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from bot.desk.actor import Actor
from tests.sim.posts import Act, DeskAct

if TYPE_CHECKING:
    from tests.sim.world import Simulation

PEOPLE = (Actor("agt_1", "Ann"), Actor("agt_2", "Ben"))
PAUSES_S = (0.0, 0.0, 0.01, 0.5, 5.0, 60.0, 600.0)
HOME_AFTER_S = (1.0, 60.0, 600.0, 86_400.0)
_OPEN = "SELECT id, epoch, coalesce((SELECT max(seq) FROM event WHERE conversation_id = conversation.id), 0)"


class Seen(NamedTuple):
    """A conversation as it was when an agent looked."""

    id: str
    epoch: int
    newest: int


class Agents:
    """See the top of this file."""

    def __init__(self, sim: Simulation) -> None:
        self._sim = sim
        self.replies = 0

    def work(self) -> None:
        """Somebody takes a conversation up: does one thing or several with it, and perhaps leaves it."""
        sim, dice = self._sim, self._sim.dice
        found = sim.eye.execute(f"{_OPEN} FROM conversation ORDER BY id").fetchall()
        if not found:
            sim.somebody_writes()
            return
        id, who = Seen(*dice.choice(found)).id, dice.choice(PEOPLE)
        after = 0.0
        acts = ["take"] if dice.random() < 0.6 else []
        acts += ["write"] * dice.choice((0, 1, 1, 2, 3))
        acts += [dice.choice(("hand back", "hand back", "restart", "at", "close", "close", "stay"))]
        for name in acts:
            after += dice.choice(PAUSES_S)
            sim.at(after, lambda name=name: self._do(id, who, name), counts=True)  # type: ignore[misc]

    def go_home(self) -> None:
        """Leave everything to the bot, and look whether nothing is left."""
        for after in HOME_AFTER_S:
            self._sim.at(after, self._leave_all)

    def _leave_all(self) -> None:
        held = "SELECT id FROM conversation WHERE handler = 'person' AND taken_at IS NOT NULL ORDER BY id"
        for (id,) in self._sim.eye.execute(held).fetchall():
            self._do(id, PEOPLE[0], "hand back")

    def _do(self, id: str, who: Actor, name: str) -> None:
        """Look at the conversation, and do something about what is seen there."""
        sim, dice = self._sim, self._sim.dice
        seen = Seen(*sim.eye.execute(f"{_OPEN} FROM conversation WHERE id = ?", (id,)).fetchone())
        epoch = seen.epoch if dice.random() < 0.3 else None
        sim.numbers += 1
        if name == "write":
            self._write(seen, who, epoch)
        elif name != "stay":
            sim.send(DeskAct(f"{who.name}: {name} {id} #{sim.numbers}", act=self._act(seen, who, name, epoch)))

    def _write(self, seen: Seen, who: Actor, epoch: int | None) -> None:
        sim, dice = self._sim, self._sim.dice
        text = f"{who.name} here, about matter {sim.numbers}."
        newest = seen.newest if dice.random() < 0.5 else None
        undo_s = dice.choice((0, 0, 10))
        self.replies += 1

        def act(acts, conn):  # type: ignore[no-untyped-def]
            return acts.reply(conn, seen.id, who, text, seen=newest, undo_s=undo_s, expected_epoch=epoch)

        sim.send(DeskAct(f"{who.name} writes {text!r} in {seen.id}", act=act, text=text))

    def _act(self, seen: Seen, who: Actor, name: str, epoch: int | None) -> Act:
        later = self._sim.clock.now() + timedelta(seconds=self._sim.dice.choice((1, 60, 3600)))
        known: dict[str, Act] = {
            "take": lambda acts, conn: acts.take_over(conn, seen.id, who, epoch),
            "hand back": lambda acts, conn: acts.hand_back(conn, seen.id, who, expected_epoch=epoch),
            "restart": lambda acts, conn: acts.hand_back(conn, seen.id, who, "restart", expected_epoch=epoch),
            "at": lambda acts, conn: acts.resume_at(conn, seen.id, who, later, epoch),
            "close": lambda acts, conn: acts.close(conn, seen.id, who, epoch),
        }
        return known[name]
