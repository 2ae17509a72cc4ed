"""The tables of `parley.toml` about what is kept of people: for how long, and under which key."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from pydantic import Field, SecretStr, field_validator, model_validator

from bot.config.sections import Section

_PERIOD: Final = re.compile(r"([1-9]\d{0,3}) (day|week|month|year)s?")
_DAYS: Final = {"day": 1, "week": 7, "month": 31, "year": 366}
_FOR_EVER: Final = ("forever", "0")
INBOUND_DAYS_MIN: Final = 7
"""Providers repeat a webhook for two days; so long at least it must be known again."""
VERIFICATION_DAYS_MIN: Final = 7
CONTACT_DAYS_MIN: Final = 30
CONSENT_YEARS_MIN: Final = 5
"""Four in which one may be sued in the United States, and one to hear of it."""
KEY_CHARS_MIN: Final = 16


def period(written: str) -> timedelta | None:
    """Read `13 months`; None is for ever. A month counts 31 days, a year 366: never less than what was said."""
    if written in _FOR_EVER:
        return None
    found = _PERIOD.fullmatch(written)
    if found is None:
        raise ValueError(f"`{written}` is not a period such as `30 days`, `13 months` or `forever`")
    return timedelta(days=int(found[1]) * _DAYS[found[2]])


class RetentionSettings(Section):
    """For how long things are kept: `30 days`, `13 months`, `5 years`, or `forever`. Opt-outs are kept for ever."""

    bodies: str = Field("13 months", description="The texts of messages; then only what became of each is kept")
    events: str = Field(
        "13 months",
        description="The log of conversations, reports of providers, sessions that are over; never longer than bodies",
    )
    inbound: str = Field("30 days", description="What came in and was processed; `7 days` or more")
    broadcasts: str = Field(
        "13 months",
        description="Who got broadcasts that are over, and with what of their own; never longer than bodies",
    )
    links: str = Field("13 months", description="Short links and their clicks; an older link leads nowhere")
    calls: str = Field("30 days", description="Calls of APIs, actions and e-mails that are done")

    verifications: str = Field("30 days", description="Who was sent passcodes, and what came of it; `7 days` or more")
    activity: str = Field(
        "30 days",
        description="What happened, as `/v1/activity` lists it and webhooks told it; so far back it can be replayed",
    )

    contacts: str = Field(
        "forever",
        description="People with whom nothing has happened for so long; then all of them goes; `30 days` or more",
    )
    consent: str = Field(
        "forever",
        description="The words in the ledger of those who went so, from the last message on; `5 years` or more",
    )

    @field_validator("*")
    @classmethod
    def _readable(cls, value: str) -> str:
        period(value)
        return value

    @field_validator("verifications")
    @classmethod
    def _counted(cls, value: str) -> str:
        kept = period(value)
        if kept is not None and kept < timedelta(days=VERIFICATION_DAYS_MIN):
            raise ValueError(f"is too short, budgets are kept by it: {VERIFICATION_DAYS_MIN} days or more")
        return value

    @field_validator("contacts")
    @classmethod
    def _idle(cls, value: str) -> str:
        kept = period(value)
        if kept is not None and kept < timedelta(days=CONTACT_DAYS_MIN):
            raise ValueError(f"is too short, people would be strangers in between: {CONTACT_DAYS_MIN} days or more")
        return value

    @field_validator("consent")
    @classmethod
    def _proven(cls, value: str) -> str:
        kept = period(value)
        if kept is not None and kept < timedelta(days=CONSENT_YEARS_MIN * _DAYS["year"]):
            raise ValueError(f"is too short, consent may have to be proved: {CONSENT_YEARS_MIN} years or more")
        return value

    @model_validator(mode="after")
    def _known_again(self) -> RetentionSettings:
        kept = period(self.inbound)
        if kept is not None and kept < timedelta(days=INBOUND_DAYS_MIN):
            raise ValueError(f"inbound: is too short, a provider may repeat a text: {INBOUND_DAYS_MIN} days or more")
        return self


class PrivacySettings(Section):
    """What encrypts the answers that a flow marks `sensitive`."""

    key: SecretStr | None = Field(
        None, description="Encrypts answers marked `sensitive`; when absent, made once and kept in the state folder"
    )
    previous_key: SecretStr | None = Field(
        None, description="The key before, while what it has encrypted is still to be read"
    )

    @field_validator("key", "previous_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value) < KEY_CHARS_MIN:
            raise ValueError(f"is too short, take {KEY_CHARS_MIN} characters or more")
        return value
