"""The settings: defaults, overridden by `parley.toml`, overridden by `PARLEY_…` variables.

Read once, when a process starts, and frozen from then on. The one module of the ground that touches the file system
and the environment, and only inside `load_settings`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import ConfigError
from bot.suggest import did_you_mean

CONFIG_VARIABLE = "PARLEY_CONFIG"
CONFIG_FILE = "parley.toml"
ENV_PREFIX = "PARLEY_"
ENV_DELIMITER = "__"
LOOPBACK_NUMBER = "+15550100000"
LOOPBACK_SECRET = "loopback"  # noqa: S105 - public on purpose, and refused wherever others could reach the server

_REFERENCE = re.compile(r"\$[A-Za-z_][A-Za-z0-9_]*")
SENDER_PATTERN = re.compile(r"\+[1-9]\d{6,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")


class Section(BaseModel):
    """A table of the file: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BusinessSettings(Section):
    """Who is talking."""

    name: str = Field("Your business", min_length=1, max_length=60, description="Named in consent texts and templates")
    help_contact: str = Field("", max_length=100, description="Where HELP sends people: a number, an address, a page")
    timezone: str = Field("UTC", description="IANA zone used when a contact's own is not known")
    country: str = Field("US", description="Two letters: how numbers and dates without a country are read")
    language: str = Field("en", description="Language used when a contact's own is not known")
    public_url: str = Field("", description="Where providers reach this server; the address that they sign")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"`{value}` is not an IANA time zone{_hint(value, available_timezones())}")
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
        if value and not re.fullmatch(r"https?://[^/?#\s]+(/[^?#\s]*)?", value):
            raise ValueError(f"`{value}` is not an address such as https://sms.example.com")
        return value.rstrip("/")


class DatabaseSettings(Section):
    """Where everything is kept."""

    url: str = Field(
        "sqlite:///parley.db", description="`sqlite:///file`, relative to the working directory", repr=False
    )


class FlowsSettings(Section):
    """Where the conversations are written down."""

    path: Path = Field(Path("flows"), description="Folder of the flow files, relative to the working directory")


class ServerSettings(Section):
    """Where `parley serve` listens."""

    host: str = Field("127.0.0.1", min_length=1, description="Address to bind")
    port: int = Field(8000, ge=0, le=65535, description="Port to bind; 0 takes a free one")
    simulator: bool = Field(
        False, description="Serve the phone simulator, which shows every flow, also where others can reach it"
    )

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
        return [host.strip() for host in value.split(",") if host.strip()] if isinstance(value, str) else value


class LogSettings(Section):
    """What is written on stderr."""

    level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least severe line written")
    format: Literal["auto", "json", "console"] = Field(
        "auto", description="`auto` is readable on a terminal and JSON lines elsewhere"
    )


class ChannelSettings(BaseModel):
    """One number at one provider. Keys that are not listed here are the provider's own and land in `extra`."""

    model_config = ConfigDict(extra="allow", frozen=True)

    provider: str = Field(min_length=1, description="`loopback`, `twilio` or `d7`")
    number: str = Field(description="The sender: +E.164, a short code, or a name of at most 11 characters")
    rate: float | None = Field(
        None, gt=0, le=100_000, description="Messages a second from this sender; else what the provider usually allows"
    )
    fallback: str | None = Field(None, description="Channel to use while this one is down")
    opt_out_reply: Literal["engine", "provider"] = Field(
        "engine", description="Who confirms STOP, START and HELP: `provider` where the carrier answers itself"
    )

    @field_validator("number")
    @classmethod
    def _sender(cls, value: str) -> str:
        if not SENDER_PATTERN.fullmatch(value):
            raise ValueError(
                f"`{value}` is not a sender: write +E.164, a short code, or a name of at most 11 characters"
            )
        return value

    @property
    def extra(self) -> dict[str, Any]:
        """The provider's own keys, to be checked by the provider's settings model."""
        return dict(self.model_extra or {})

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Keep credentials, which are among the provider's own keys, out of every log and traceback."""
        yield from ((name, getattr(self, name)) for name in type(self).model_fields)
        yield from ((name, "•••") for name in self.extra)


def _channel_name(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", name):
        raise ValueError("a channel's name is made of small letters, digits, - and _, and begins with a letter")
    return name


class Settings(BaseSettings):
    """Everything that a deployment decides."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix=ENV_PREFIX, env_nested_delimiter=ENV_DELIMITER
    )

    business: BusinessSettings = BusinessSettings()
    database: DatabaseSettings = DatabaseSettings()
    flows: FlowsSettings = FlowsSettings()
    server: ServerSettings = ServerSettings()
    http: HttpSettings = HttpSettings()
    log: LogSettings = LogSettings()
    channels: dict[Annotated[str, AfterValidator(_channel_name)], ChannelSettings] = Field(
        {"main": ChannelSettings(provider="loopback", number=LOOPBACK_NUMBER)}, min_length=1
    )
    secret: SecretStr | None = Field(
        None, description="Signs status addresses; when absent, made once and kept in the database"
    )

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value) < 16:
            raise ValueError("is too short, take 16 characters or more")
        return value

    @model_validator(mode="after")
    def _fallbacks_lead_somewhere(self) -> Settings:
        for name, channel in self.channels.items():
            if channel.fallback == name:
                raise ValueError(f"channels.{name}.fallback: a channel cannot stand in for itself")
            if channel.fallback is not None and channel.fallback not in self.channels:
                hint = _hint(channel.fallback, self.channels)
                raise ValueError(f"channels.{name}.fallback: no channel is called `{channel.fallback}`{hint}")
        return self

    @model_validator(mode="after")
    def _default_secret_stays_home(self) -> Settings:
        for name, channel in self.channels.items():
            guessable = (
                channel.provider == "loopback" and channel.extra.get("secret", LOOPBACK_SECRET) == LOOPBACK_SECRET
            )
            if guessable and not self.server.loopback:
                raise ValueError(
                    f"channels.{name}.secret: the default secret of a loopback channel is public, so the server will "
                    f"not bind {self.server.host} with it: set a secret of your own, or server.host to 127.0.0.1"
                )
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values as they are handed in: `load_settings` has already merged file and environment."""
        return (init_settings,)


def load_settings(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings, or raise one `ConfigError` that lists everything wrong with them.

    The file is `path`, else what `PARLEY_CONFIG` names, else `parley.toml` in the working directory if it is there.
    """
    environ = os.environ if environ is None else environ
    document = _read_file(path, environ)
    document.setdefault("channels", {})
    problems = list(_resolve(document, environ))
    problems += _unknown_variables(environ)
    merged = _merge(_default_channel(document), _environment(environ))
    try:
        settings = Settings(**merged)
    except ValidationError as error:
        problems += explain(error, Settings)
    if problems:
        raise ConfigError("the settings cannot be used:\n" + "\n".join(f"  {problem}" for problem in problems))
    return settings


def explain(error: ValidationError, model: type[BaseModel], *where: str) -> list[str]:
    """Put pydantic's findings into sentences that name the key as it is written in the file.

    Also for a provider's own model: `explain(error, TwilioSettings, "channels", "main")`.
    """
    return [_sentence(finding, model, where) for finding in error.errors(include_url=False)]


def is_loopback(host: str) -> bool:
    """Whether a server bound to this host can only be reached from the same machine."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


# ── the file ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _read_file(path: Path | None, environ: Mapping[str, str]) -> dict[str, Any]:
    named = path or (Path(environ[CONFIG_VARIABLE]) if environ.get(CONFIG_VARIABLE) else None)
    file = named or Path(CONFIG_FILE)
    if named is None and not file.exists():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} is not valid TOML: {error}") from error


def _resolve(node: Any, environ: Mapping[str, str], where: str = "") -> Iterator[str]:
    """Replace every `"$NAME"` by the variable it names, in place; `"$$…"` is a text that starts with a dollar."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        place = f"{where}.{key}" if where else str(key)
        if isinstance(value, dict | list):
            yield from _resolve(value, environ, place)
        elif isinstance(value, str) and value.startswith("$$"):
            node[key] = value[1:]
        elif isinstance(value, str) and _REFERENCE.fullmatch(value):
            node[key] = environ.get(value[1:], "")
            if not node[key]:
                yield f"{place}: the environment variable {value[1:]} is not set"


def _default_channel(document: dict[str, Any]) -> dict[str, Any]:
    """Without a channel of its own a deployment has `main` on loopback, which variables may still adjust."""
    if document["channels"] == {}:
        document["channels"] = {"main": {"provider": "loopback", "number": LOOPBACK_NUMBER}}
    return document


# ── the environment ─────────────────────────────────────────────────────────────────────────────────────────────────


class _Environment(EnvSettingsSource):
    """pydantic's own reading of nested variables, from a mapping that the caller brings."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = {name.lower(): value for name, value in environ.items() if value != ""}
        super().__init__(Settings)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return self._environ

    def decode_complex_value(self, field_name: str, field: Any, value: Any) -> Any:
        """Leave lists to the models, which split them at commas: nobody wants to write JSON in a variable."""
        return value


def _environment(environ: Mapping[str, str]) -> dict[str, Any]:
    return _Environment(environ)()


def _unknown_variables(environ: Mapping[str, str]) -> Iterator[str]:
    """A variable with our prefix that no section takes is a typing error, not somebody else's."""
    for name in environ:
        if not name.startswith(ENV_PREFIX) or name == CONFIG_VARIABLE:
            continue
        section = name.removeprefix(ENV_PREFIX).split(ENV_DELIMITER)[0].lower()
        if section not in Settings.model_fields:
            hint = _hint(section, Settings.model_fields)
            yield f"{name}: no setting is called `{section}`{hint}"


def _merge(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _merge(under, value) if isinstance(under, dict) and isinstance(value, Mapping) else value
    return merged


# ── what is wrong, in words ─────────────────────────────────────────────────────────────────────────────────────────


def _sentence(finding: Any, model: type[BaseModel], where: tuple[str, ...]) -> str:
    location = tuple(str(part) for part in finding["loc"] if part != "[key]")
    key = ".".join((*where, *location))
    if finding["type"] == "extra_forbidden":
        return f"{key}: unknown key{_hint(location[-1], _keys(model, location[:-1]))}"
    if finding["type"] == "missing":
        return f"{key}: is required and not set"
    if finding["type"] in ("model_type", "dict_type"):
        return f"{key}: is a table, not a single value"
    message = str(finding["msg"]).removeprefix("Value error, ")
    return f"{key}: {message}" if key else message


def _keys(model: Any, location: tuple[str, ...]) -> list[str]:
    """The names that are known at a place in the tree of models."""
    for part in location:
        model = model.model_fields[part].annotation
    return list(model.model_fields)


def _hint(word: str, names: Iterable[str]) -> str:
    question = did_you_mean(word, names)
    return f" ({question})" if question else ""
