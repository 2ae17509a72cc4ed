"""The table of `parley.toml` about the law: when people may be sent marketing, how much of it, and on which consent."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Literal

from pydantic import Field, field_validator

from bot.config.sections import Section, at_commas, hint
from bot.limits import MARKETING_PER_DAY, MARKETING_PER_DAY_MAX, REASON_CHARS_MIN
from bot.rulebook import parse_span, rules


class ComplianceSettings(Section):
    """When people may be sent marketing, and how much of it."""

    ask_when_unclear: bool = Field(
        True, description="Ask somebody who may have meant STOP, once; marketing waits meanwhile either way"
    )
    consent: Literal["recorded", "elsewhere"] = Field(
        "elsewhere",
        description="Where consent to marketing is kept: `recorded` refuses marketing to whom the ledger has none of",
    )
    carrier_lists: bool = Field(
        True, description="Read each night whom the carriers list as opted out, where they let their list be read"
    )
    quiet_hours: Literal["us_law", "us_safe", "us_strict"] = Field(
        "us_safe",
        description="Hours for marketing in the United States: what the law leaves, the default, or within every "
        "state's; [which they are](docs/quiet-hours.md)",
    )
    unconfirmed: bool = Field(False, description="Also keep the rules that only one weak source knows of")
    marketing_per_day: int = Field(
        MARKETING_PER_DAY,
        ge=1,
        le=MARKETING_PER_DAY_MAX,
        description="So many marketing messages to a person within 24 hours, or as few as the law allows",
    )
    hours: dict[str, str] = Field(
        {}, description='Narrower hours of your own, by country or for `all`: `hours.US = "10:00-18:00"`'
    )
    closed: tuple[date, ...] = Field((), description='Days without marketing: `["2026-12-24"]`')
    approved: tuple[Literal["cannabis", "sex", "firearms"], ...] = Field(
        (),
        description="What marketing to the United States may speak of because your carrier has allowed it in writing",
    )
    without: dict[str, str] = Field(
        {}, description='Rules that you need not keep, each with your reason: `without.us_tx = "Our counsel, …"`'
    )

    @field_validator("hours")
    @classmethod
    def _readable(cls, value: dict[str, str]) -> dict[str, str]:
        for country, written in value.items():
            if not re.fullmatch(r"[A-Za-z]{2}|all", country):
                raise ValueError(f"`{country}` is not a country code of two letters, such as US, nor `all`")
            parse_span(written)
        return {name if name == "all" else name.upper(): written for name, written in value.items()}

    @field_validator("closed", "approved", mode="before")
    @classmethod
    def _at_commas(cls, value: Any) -> Any:
        return at_commas(value)

    @field_validator("without")
    @classmethod
    def _reasoned(cls, value: dict[str, str]) -> dict[str, str]:
        known = {rule.id for rule in rules() if rule.kind != "profile"}
        for id, reason in value.items():
            if id not in known:
                raise ValueError(f"no rule is called `{id}`{hint(id, known)}")
            if len(reason.strip()) < REASON_CHARS_MIN:
                raise ValueError(f"say why `{id}` need not be kept, in {REASON_CHARS_MIN} characters or more")
        return value
