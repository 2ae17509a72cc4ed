"""The table of `parley.toml` about passcodes: what they look like, to whom they go, and how much that may cost."""

from __future__ import annotations

import re
from typing import Any, Final

from pydantic import Field, field_validator, model_validator

from bot.config.sections import Section, at_commas
from bot.limits import (
    CODE_DIGITS_MAX,
    CODE_DIGITS_MIN,
    CODE_DIGITS_SAFE,
    CODE_REPEAT_S_MAX,
    CODE_SEGMENTS_A_DAY,
    CODE_TTL_S,
    CODE_TTL_S_MAX,
    CODE_TTL_S_MIN,
    CODES_PER_ACCOUNT_AN_HOUR,
    CODES_PER_ADDRESS_AN_HOUR,
    CODES_PER_BLOCK_A_DAY,
    CODES_PER_KEY_AN_HOUR,
)

_COUNTRY: Final = re.compile(r"[A-Za-z]{2}")
_DOMAIN: Final = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE)


class VerificationSettings(Section):
    """One-time passcodes. What is not here is fixed: [every limit](docs/passcodes.md)."""

    code_length: int = Field(
        CODE_DIGITS_SAFE, ge=CODE_DIGITS_MIN, le=CODE_DIGITS_MAX, description="Digits of a code, unless a request says"
    )
    short_codes: bool = Field(False, description="Allow codes of four and five digits, which are easily guessed")
    ttl_s: int = Field(
        CODE_TTL_S, ge=CODE_TTL_S_MIN, le=CODE_TTL_S_MAX, description="Seconds for which a code can be used"
    )
    repeat_within_s: int = Field(
        0,
        ge=0,
        le=CODE_REPEAT_S_MAX,
        description="A resend within so many seconds repeats the code; else it is new",
    )
    domain: str = Field(
        "", description="Domain of the page that asks for the code: browsers fill it in there, and nowhere else"
    )
    countries: tuple[str, ...] = Field(
        (), description="Countries to which codes are sent; when absent, that of the business alone"
    )
    denied: tuple[str, ...] = Field((), description="How numbers begin that get no codes, such as `+1900`")
    voip: bool = Field(False, description="Also send to numbers that are known to be served over the internet")
    after_stop: bool = Field(
        True, description="Send the code to who texted STOP before and has just asked for it; the message says so"
    )
    challenge: bool = Field(
        False,
        description="You show a CAPTCHA when an answer says `passcode_limited`, and ask again with `human`: then "
        "strangers at home may be stopped, too, while codes lead to nothing",
    )
    per_address_hour: int = Field(CODES_PER_ADDRESS_AN_HOUR, ge=1, description="Texts an hour for one `ip`")
    per_account_hour: int = Field(CODES_PER_ACCOUNT_AN_HOUR, ge=1, description="Texts an hour for one `account`")
    per_block_day: int = Field(
        CODES_PER_BLOCK_A_DAY, ge=1, description="Texts a day to numbers that differ in their last four digits alone"
    )
    per_key_hour: int = Field(CODES_PER_KEY_AN_HOUR, ge=1, description="Texts an hour by one API key")
    segments_per_day: int = Field(
        CODE_SEGMENTS_A_DAY, ge=0, description="Segments within 24 hours; when they are spent, no code is sent"
    )

    @field_validator("countries", "denied", mode="before")
    @classmethod
    def _at_commas(cls, value: Any) -> Any:
        return at_commas(value)

    @field_validator("countries")
    @classmethod
    def _two_letters(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for country in value:
            if not _COUNTRY.fullmatch(country):
                raise ValueError(f"`{country}` is not a country code of two letters, such as US")
        return tuple(country.upper() for country in value)

    @field_validator("denied")
    @classmethod
    def _prefixes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for prefix in value:
            if not re.fullmatch(r"\+[1-9]\d{0,14}", prefix):
                raise ValueError(f"`{prefix}` is not how a number begins: write it with + and the country code")
        return value

    @field_validator("domain")
    @classmethod
    def _bare_domain(cls, value: str) -> str:
        if value and not _DOMAIN.fullmatch(value):
            raise ValueError(f"`{value}` is not a domain such as login.example.com, without https:// and path")
        return value.lower()

    @model_validator(mode="after")
    def _long_enough(self) -> VerificationSettings:
        if self.code_length < CODE_DIGITS_SAFE and not self.short_codes:
            raise ValueError(
                f"code_length: {self.code_length} digits are easily guessed; set short_codes as well to take that on"
            )
        return self
