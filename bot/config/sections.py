"""The tables of `parley.toml`: their keys, what they may hold, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from bot.config.zones import known_zones
from bot.limits import OUTBOX_WAITING_MAX, REQUESTS_A_SECOND, REQUESTS_AT_ONCE
from bot.suggest import did_you_mean

_ADDRESS = re.compile(r"https?://[^/?#\s]+(/[^?#\s]*)?")
_ID = r"^[0-9A-Za-z_-]{1,64}$"
_DIGITS = re.compile(r"\+?\d+")
SENDER_PATTERN = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")


def hint(word: str, names: Iterable[str]) -> str:
    """What was probably meant, to stand behind a sentence."""
    question = did_you_mean(word, names)
    return f" ({question})" if question else ""


def is_loopback(host: str) -> bool:
    """Whether a server bound to this host can only be reached from the same machine."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def at_commas(value: Any) -> Any:
    """A list as a variable holds it."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class Section(BaseModel):
    """A table of the file: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BusinessSettings(Section):
    """Who is talking."""

    name: str = Field("Your business", min_length=1, max_length=60, description="Named in consent texts and templates")
    help_contact: str = Field("", max_length=100, description="Where HELP sends people: a number, an address, a page")
    message_frequency: str = Field(
        "", max_length=40, description="How often you write, as HELP and START say it: `Up to 4 messages a month`"
    )
    timezone: str = Field("UTC", description="IANA zone used when a contact's own is not known")
    country: str = Field("US", description="Two letters: how numbers and dates without a country are read")
    language: str = Field("en", description="Language used when a contact's own is not known")
    public_url: str = Field("", description="Where providers reach this server; the address that they sign")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in known_zones():
            raise ValueError(f"`{value}` is not an IANA time zone{hint(value, known_zones())}")
        return value

    @field_validator("country")
    @classmethod
    def _two_letters(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Za-z]{2}", value):
            raise ValueError(f"`{value}` is not a country code of two letters, such as US")
        return value.upper()

    @field_validator("language")
    @classmethod
    def _language_code(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
            raise ValueError(f"`{value}` is not a language code, such as en or pt-BR")
        return value

    @field_validator("public_url")
    @classmethod
    def _absolute_url(cls, value: str) -> str:
        if value and not _ADDRESS.fullmatch(value):
            raise ValueError(f"`{value}` is not an address such as https://sms.example.com")
        return value.rstrip("/")


class DatabaseSettings(Section):
    """Where everything is kept."""

    url: str = Field(
        "sqlite:///parley.db",
        description="`sqlite:///file`, relative to the working directory, or `postgresql://user:password@host/name`",
        repr=False,
    )
    state: Path | None = Field(
        None,
        description="Folder for what a process keeps beside the database; else `<file>-state`, or `parley-state`",
    )


class FlowsSettings(Section):
    """Where the conversations are written down."""

    path: Path = Field(Path("flows"), description="Folder of the flow files, relative to the working directory")


class ServerSettings(Section):
    """Where `parley serve` listens."""

    host: str = Field("127.0.0.1", min_length=1, description="Address to bind")
    port: int = Field(8000, ge=0, le=65535, description="Port to bind; 0 takes a free one")
    metrics_port: int | None = Field(
        None, ge=0, le=65535, description="Port where `parley worker` answers `/healthz`, `/readyz` and `/metrics`"
    )
    simulator: bool = Field(
        False, description="Serve the phone simulator, which shows every flow, also where others can reach it"
    )

    proxies: tuple[str, ...] = Field(
        (),
        description="Addresses or networks of proxies in front, whose `X-Forwarded-For` says who really calls",
    )

    @field_validator("proxies", mode="before")
    @classmethod
    def _at_commas(cls, value: Any) -> Any:
        return at_commas(value)

    @field_validator("proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for written in value:
            try:
                ip_network(written)
            except ValueError:
                raise ValueError(f"`{written}` is not an address or network such as 10.0.0.0/8") from None
        return value

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)


class HttpSettings(Section):
    """What the `http` step of a flow may reach."""

    allow: tuple[str, ...] = Field((), description="Private hosts that flows may call; public ones need no entry")

    @field_validator("allow", mode="before")
    @classmethod
    def _at_commas(cls, value: Any) -> Any:
        return at_commas(value)


class ApiSettings(Section):
    """How much each API key may ask of one process."""

    rate: float = Field(REQUESTS_A_SECOND, gt=0, le=100_000, description="Requests a second, in the long run")
    burst: int = Field(
        REQUESTS_AT_ONCE, ge=1, le=1_000_000, description="So many at once; then the answer is 429 with `Retry-After`"
    )


class SendingSettings(Section):
    """How many messages may wait, and what to do about those of which nobody knows whether they arrived."""

    waiting_max: int = Field(
        OUTBOX_WAITING_MAX, ge=1, description="So many messages may wait to go out; then the API answers 503"
    )
    at_least_once: tuple[Literal["conversational", "transactional"], ...] = Field(
        ("conversational", "transactional"),
        description="Classes of messages that are rather sent twice than never; each other class rather never",
    )

    @field_validator("at_least_once", mode="before")
    @classmethod
    def _at_commas(cls, value: Any) -> Any:
        return at_commas(value)


class EmailSettings(Section):
    """The mail server of the `email` step."""

    host: str = Field("", description="The mail server; without one, `email` steps fail")
    port: int = Field(587, ge=1, le=65535, description="Its port")
    security: Literal["starttls", "tls", "none"] = Field("starttls", description="How the connection is encrypted")
    username: str = Field("", description="Name to log in with, if it asks for one")
    password: SecretStr | None = Field(None, description="Password to log in with")
    sender: str = Field("", description="Who the e-mails are from: `Riverside Dental <hello@example.com>`")

    @model_validator(mode="after")
    def _whole(self) -> EmailSettings:
        if self.host and "@" not in self.sender:
            raise ValueError("with a mail server, `sender` says who the e-mails are from: name@example.com")
        return self


class LlmSettings(Section):
    """A language model behind the example action `llm`."""

    base_url: str = Field(
        description="Where chat completions are: `https://api.openai.com/v1`, or any that speaks alike"
    )
    model: str = Field(min_length=1, description="The model's name")
    api_key: SecretStr | None = Field(None, description="The key that the service asks for")
    timeout_s: float = Field(20.0, gt=0, le=60, description="Seconds that a conversation waits for it")
    understand: bool = Field(False, description="Also let it read replies of questions with `understand`")

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not _ADDRESS.fullmatch(value):
            raise ValueError(f"`{value}` is not an address such as https://api.openai.com/v1")
        return value


class ActionsSettings(Section):
    """What `do` steps may call."""

    modules: tuple[str, ...] = Field((), description="Python modules that register actions with `@action`")
    llm: LlmSettings | None = Field(None, description="Turns the actions `llm` and `understand` on")

    @field_validator("modules", mode="before")
    @classmethod
    def _at_commas(cls, value: Any) -> Any:
        return at_commas(value)


class LogSettings(Section):
    """What is written on stderr, and kept of the talk with providers."""

    level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least severe line written")
    format: Literal["auto", "json", "console"] = Field(
        "auto", description="`auto` is readable on a terminal and JSON lines elsewhere"
    )
    exchanges: Literal["all", "failures", "none"] = Field(
        "all", description="Requests to and from providers that are kept for seven days, redacted, beside their message"
    )


class PricesSettings(Section):
    """What a segment costs, for the figures."""

    file: Path | None = Field(
        None,
        description="A CSV of prices by provider, country and kind of sender, "
        "[as described](docs/analytics.md#what-it-costs); without one no cost is shown",
    )


class ChannelSettings(BaseModel):
    """Senders at one provider. Keys that are not listed here are the provider's own and land in `extra`."""

    model_config = ConfigDict(extra="allow", frozen=True)

    provider: str = Field(min_length=1, description="A name that `parley providers list` shows")
    number: str = Field(description="The sender: +E.164, a short code, or a name of at most 11 characters")
    numbers: tuple[str, ...] = Field(
        (), description="Instead of `number`: several that share the work; each person always hears from the same one"
    )
    rate: float | None = Field(
        None, gt=0, le=100_000, description="Messages a second from one sender; else what the provider usually allows"
    )
    fallback: str | None = Field(None, description="Channel to use while this one is down")
    opt_out_reply: Literal["engine", "provider"] = Field(
        "engine", description="Who confirms STOP, START and HELP: `provider` where the carrier answers itself"
    )

    dlt_entity_id: str | None = Field(
        None, pattern=_ID, description="For India: the id under which the business is registered on a DLT platform"
    )
    dlt_templates: dict[str, Annotated[str, Field(pattern=_ID)]] = Field(
        {},
        description="For India: the id of each registered text, by `flow.state`, flow, class (`consent` answers STOP) "
        "or by a name for the API",
    )
    brand_id: str | None = Field(
        None, pattern=_ID, description="For the US: the brand of a 10DLC number, for the record"
    )
    campaign_id: str | None = Field(
        None, pattern=_ID, description="For the US: the campaign that its number belongs to, for the record"
    )

    @field_validator("numbers", mode="before")
    @classmethod
    def _at_commas(cls, value: Any) -> Any:
        return at_commas(value)

    @field_validator("number", "numbers")
    @classmethod
    def _senders(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for sender in (value,) if isinstance(value, str) else value:
            if not SENDER_PATTERN.fullmatch(sender):
                raise ValueError(
                    f"`{sender}` is not a sender: write +E.164, a short code, or a name of at most 11 characters"
                )
        return value

    @model_validator(mode="before")
    @classmethod
    def _first_number(cls, given: Any) -> Any:
        numbers = at_commas(given.get("numbers")) if isinstance(given, dict) else None
        return {"number": numbers[0], **given} if isinstance(numbers, list) and numbers else given

    @model_validator(mode="after")
    def _numbers_in_a_pool(self) -> ChannelSettings:
        names = [sender for sender in self.pool if not _DIGITS.fullmatch(sender)]
        if names and len(self.pool) > 1:
            raise ValueError(
                f"numbers: `{names[0]}` is a name, to which nobody can reply: give it a channel of its own"
            )
        return self

    @property
    def pool(self) -> tuple[str, ...]:
        """Every sender, `number` first; in a pool the first one belongs to those who were met before there was it."""
        return tuple(dict.fromkeys((self.number, *self.numbers)))

    @property
    def one_way(self) -> bool:
        """Whether it sends from a name, to which nobody can reply."""
        return not _DIGITS.fullmatch(self.number)

    @property
    def extra(self) -> dict[str, Any]:
        """The provider's own keys, to be checked by the provider's settings model."""
        return dict(self.model_extra or {})

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Keep credentials, which are among the provider's own keys, out of every log and traceback."""
        yield from ((name, getattr(self, name)) for name in type(self).model_fields)
        yield from ((name, "•••") for name in self.extra)
