"""The tables `[queues.NAME]` of `parley.toml`: who answers what is handed over, when, and how soon."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, Final, Literal

from pydantic import Field, field_validator

from bot.config.sections import Section, at_commas
from bot.config.zones import known_zones
from bot.rulebook import parse_week

_SPAN: Final = re.compile(r"([1-9]\d{0,4}) (minute|hour|day)s?")
_MINUTES: Final = {"minute": 1, "hour": 60, "day": 24 * 60}


def span(written: str) -> timedelta:
    """Read `15 minutes`, `2 hours` or `3 days`: of the time in which the queue is open, where it has hours."""
    found = _SPAN.fullmatch(written)
    if found is None:
        raise ValueError(f"`{written}` is not a time such as `15 minutes`, `2 hours` or `1 day`")
    return timedelta(minutes=int(found[1]) * _MINUTES[found[2]])


class QueueSettings(Section):
    """Those who answer one kind of question."""

    agents: tuple[str, ...] = Field((), description="E-mail addresses of those who answer; without any, everyone")
    assign: Literal["manual", "round_robin", "least_busy"] = Field(
        "manual", description="Who gets what comes in: whoever takes it, one after the other, or who has the least"
    )
    hours: dict[str, str] = Field(
        {}, description='When it is open: `{mon-fri = "09:00-17:00"}`; a day that is not named is closed. Else always'
    )
    timezone: str | None = Field(None, description="Zone of the hours; else that of the business")
    closed: tuple[date, ...] = Field((), description="Days on which it is closed, such as holidays")
    first_reply: str | None = Field(None, description="How soon a person is to answer first, in opening hours")
    next_reply: str | None = Field(None, description="How soon to answer each text after that")
    resolution: str | None = Field(None, description="How soon a conversation is to be closed")
    escalate_after: str | None = Field(
        None, description="When nobody has come for so long, the flow goes on by its `no_agent:`, or it becomes urgent"
    )
    notify: tuple[str, ...] = Field((), description="E-mail addresses that hear of conversations that wait here")

    @field_validator("agents", "closed", "notify", mode="before")
    @classmethod
    def _at_commas(cls, value: Any) -> Any:
        return at_commas(value)

    @field_validator("hours")
    @classmethod
    def _readable(cls, value: dict[str, str]) -> dict[str, str]:
        week = parse_week(value)
        if value and not any(week.values()):
            raise ValueError("it is never open: name at least one day with hours, or leave `hours` out")
        return value

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str | None) -> str | None:
        if value is not None and value not in known_zones():
            raise ValueError(f"`{value}` is no time zone such as Europe/Berlin")
        return value

    @field_validator("first_reply", "next_reply", "resolution", "escalate_after")
    @classmethod
    def _span(cls, value: str | None) -> str | None:
        if value is not None:
            span(value)
        return value
