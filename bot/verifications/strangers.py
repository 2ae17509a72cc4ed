"""Strangers: people of whom nothing is proved yet, and how it is told whether they are people.

    nothing to go by ──┐                                                        ┌─► a code
    a network of which ├─► its lane's codes are used ─ no ─► came back? ─► its ─┤
    little is known  ──┘           │                                lane's too  └─► one in a while
                                   └─► a code

Who draws numbers at random stands out by nothing but that nobody types their codes. So whatever strangers have to show
for themselves is a lane, and a lane is believed as long as the codes that went out by it are used: an attacker who
learns to show the same closes that lane, and no other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

from bot.limits import (
    NETWORK_KNOWN,
    NETWORK_SEEN,
    STRANGERS_AT_ONCE,
    STRANGERS_BACK,
    STRANGERS_PAUSE_S,
    STRANGERS_RETURN_S,
    STRANGERS_SILENT,
)
from bot.store.verifications import Text

BLOCK_DIGITS: Final = 4
"""By which the numbers of a block differ."""


class Lane(IntEnum):
    """What somebody has to show for themselves when they ask."""

    KNOWN = 0
    """They proved the number, are human by what the business says, or come from where codes are used."""
    STRANGER = 1
    """Nothing."""
    SMALL_NETWORK = 2
    """A network from which codes are used, but few."""
    CAME_BACK = 3
    """They were told to wait, and asked again from the same network."""


LANES: Final = tuple(lane for lane in Lane if lane)
"""Those that are believed as long as their codes are used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """What became of the codes of strangers, and of this one."""

    texts: Mapping[Lane, Sequence[Text]]
    """By lane, the newest first: used, or long enough unused."""
    open: Mapping[Lane, int] = field(default_factory=dict)
    """By lane, codes that may still be used."""
    used: int = 0
    """Codes of everybody, within ten minutes."""
    tried_at: datetime | None = None
    """When a code last went out, by any lane, that was not used yet."""
    refused_at: datetime | None = None
    """When they were first told to wait, from this network and not long ago."""


@dataclass(frozen=True, slots=True)
class Way:
    """By which lane a code goes out, or in how many seconds they may ask again."""

    lane: Lane
    wait_s: int | None = None
    tries: bool = False
    """The lane is closed: this one shows who asks by now."""


def lane_by(of_network: Sequence[Text]) -> Lane:
    """Tell by the newest texts for their network what they have to show when they first ask."""
    newest, share = NETWORK_SEEN
    numbers = {text.phone for text in of_network[:newest]}
    used = {text.phone for text in of_network[:newest] if text.approved}
    if not used or len(used) < share * len(numbers):
        return Lane.STRANGER
    return Lane.KNOWN if len(of_network) >= NETWORK_KNOWN else Lane.SMALL_NETWORK


def find_way(first: Lane, lanes: Lanes, now: datetime) -> Way:
    """Find a lane whose codes are used; by one whose codes are not a code goes out once in a while, to see."""
    if first is Lane.KNOWN or is_open(lanes, first):
        return Way(first)
    soonest, latest = (timedelta(seconds=span) for span in STRANGERS_RETURN_S)
    waited = None if lanes.refused_at is None else now - lanes.refused_at
    came_back = waited is not None and soonest <= waited <= latest
    believed = is_open(lanes, Lane.CAME_BACK)
    if came_back and believed:
        return Way(Lane.CAME_BACK)
    ends = now if lanes.tried_at is None else lanes.tried_at + timedelta(seconds=STRANGERS_PAUSE_S)
    if now >= ends:
        return Way(Lane.CAME_BACK if came_back else first, tries=True)
    if not believed:
        return Way(first, _seconds(ends - now))
    return Way(first, _seconds(soonest if waited is None or waited > latest else soonest - waited))


def is_open(lanes: Lanes, lane: Lane) -> bool:
    """Whether a code goes out at once: those before it were used, and not too many are still to be."""
    room = max(STRANGERS_AT_ONCE, lanes.used)
    return lanes.open.get(lane, 0) < room and not is_silent(lanes.texts.get(lane, ()))


def is_silent(texts: Sequence[Text]) -> bool:
    """Whether codes lead to nothing whose numbers are of a block each: they are drawn at random.

    Who earns by texts has numbers of a few blocks, which soon come twice; these tell by themselves.
    """
    newest, used = STRANGERS_BACK
    if sum(text.approved for text in texts[:newest]) >= used:
        return False
    reached = {text.phone for text in texts if text.approved}
    blocks = Counter(text.phone[:-BLOCK_DIGITS] for text in texts if text.phone not in reached)
    return sum(count == 1 for count in blocks.values()) >= STRANGERS_SILENT


def _seconds(span: timedelta) -> int:
    return max(1, -int(-span.total_seconds() // 1))
