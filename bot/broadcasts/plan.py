"""What a broadcast says, to whom, how fast and when. Pure, and kept as a document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Final

from bot.events import Json, MessageClass

_PACE: Final = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*/\s*(s|sec|second|min|minute|h|hour)", re.IGNORECASE)
_SPANS: Final = {"s": 1, "m": 60, "h": 3600}
PACE_MAX: Final = 100_000.0


@dataclass(frozen=True, slots=True)
class Variant:
    """One of several texts that are tried against each other."""

    name: str
    text: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A broadcast, as it was ordered."""

    message_class: MessageClass = MessageClass.MARKETING
    variants: Sequence[Variant] = ()
    """Blank where a flow is what people get."""
    flow: str | None = None
    audience: str | None = None
    """A filter; None where the people come from a file or a list."""
    saved: str | None = None
    """Under which name it was kept, if it was ordered by that."""
    columns: Sequence[str] = ()
    """What the rows of a file say of each person."""
    data: Mapping[str, Json] = field(default_factory=dict)
    """What the text may name and is the same for all."""
    program: str | None = None
    channel: str | None = None
    sender: str | None = None
    pace: float | None = None
    """Messages a second; None is as fast as the channels may."""
    send_at: datetime | None = None
    local_time: str | None = None
    """By each person's own clock."""
    window: str | None = None
    """Only between these times of each person's day, such as `10:00-18:00`."""
    expires_at: datetime | None = None
    recurs: str | None = None
    """When it is sent again, such as `every Monday 09:00`."""
    short_links: bool = False

    @property
    def document(self) -> dict[str, Json]:
        """As it is kept."""
        return {
            item.name: _written(getattr(self, item.name))
            for item in fields(self)
            if getattr(self, item.name) not in (None, (), {}, False)
        }

    @classmethod
    def read(cls, document: Mapping[str, Json]) -> Plan:
        """Read what `document` wrote."""
        given = dict(document)
        given["message_class"] = MessageClass(given["message_class"])
        given["variants"] = tuple(Variant(**variant) for variant in given.get("variants", ()))
        given["columns"] = tuple(given.get("columns", ()))
        for name in ("send_at", "expires_at"):
            if name in given:
                given[name] = datetime.fromisoformat(given[name])
        return cls(**given)


def _written(value: Json) -> Json:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple) and value and isinstance(value[0], Variant):
        return [{"name": one.name, "text": one.text, "weight": one.weight} for one in value]
    return list(value) if isinstance(value, tuple) else value


def variant_of(plan: Plan, broadcast_id: str, contact_id: str) -> int:
    """Draw a person's variant: by the weights, and the same whenever it is drawn."""
    if len(plan.variants) < 2:
        return 0
    total = sum(variant.weight for variant in plan.variants)
    drawn = int.from_bytes(hashlib.sha256(f"{broadcast_id}:{contact_id}".encode()).digest()[:8], "big") % total
    for number, variant in enumerate(plan.variants):
        drawn -= variant.weight
        if drawn < 0:
            return number
    raise AssertionError("the weights do not add up")


def read_pace(written: str) -> float:
    """Read `10/s`, `120/min` or `5000/h` as messages a second; ValueError with a sentence."""
    found = _PACE.fullmatch(written.strip())
    pace = float(found[1]) / _SPANS[found[2][0].lower()] if found else 0.0
    if not 0 < pace <= PACE_MAX:
        raise ValueError("is not a pace such as 10/s, 120/min or 5000/h")
    return pace


def show_pace(pace: float) -> str:
    """Write a pace as people say it."""
    for unit, seconds in (("s", 1), ("min", 60), ("h", 3600)):
        if pace * seconds >= 1 and abs(pace * seconds - round(pace * seconds, 2)) < 1e-6:
            return f"{round(pace * seconds, 2):g}/{unit}"
    return f"{pace * 3600:g}/h"
