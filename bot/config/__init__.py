"""The settings: defaults, overridden by `parley.toml`, overridden by `PARLEY_…` variables.

Read once, when a process starts, and frozen from then on. The one module of the ground that touches the file system
and the environment, and only inside `load_settings`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from bot.config.compliance import ComplianceSettings
from bot.config.console import ConsoleSettings, OidcSettings
from bot.config.links import LinkSettings
from bot.config.privacy import PrivacySettings, RetentionSettings
from bot.config.queues import QueueSettings
from bot.config.routes import RouteSettings, SenderKind, by_country, written_out
from bot.config.sections import (
    SENDER_PATTERN,
    ActionsSettings,
    ApiSettings,
    BusinessSettings,
    ChannelSettings,
    DatabaseSettings,
    EmailSettings,
    FlowsSettings,
    HttpSettings,
    LlmSettings,
    LogSettings,
    PricesSettings,
    Section,
    SendingSettings,
    ServerSettings,
    hint,
    is_loopback,
)
from bot.config.verifications import VerificationSettings
from bot.errors import ConfigError

__all__ = [
    "SENDER_PATTERN",
    "ActionsSettings",
    "ApiSettings",
    "BusinessSettings",
    "ChannelSettings",
    "ComplianceSettings",
    "ConsoleSettings",
    "EmailSettings",
    "LinkSettings",
    "LlmSettings",
    "LogSettings",
    "OidcSettings",
    "PricesSettings",
    "PrivacySettings",
    "QueueSettings",
    "RetentionSettings",
    "RouteSettings",
    "Section",
    "SendingSettings",
    "Settings",
    "VerificationSettings",
    "explain",
    "is_loopback",
    "load_settings",
]

CONFIG_VARIABLE = "PARLEY_CONFIG"
CONFIG_FILE = "parley.toml"
ENV_PREFIX = "PARLEY_"
ENV_DELIMITER = "__"
LOOPBACK_NUMBER = "+15550100000"
LOOPBACK_SECRET = "loopback"  # noqa: S105 - public on purpose, and refused wherever others could reach the server

_REFERENCE = re.compile(r"\$[A-Za-z_][A-Za-z0-9_]*")


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
    console: ConsoleSettings = ConsoleSettings()
    oidc: OidcSettings = OidcSettings()
    http: HttpSettings = HttpSettings()
    api: ApiSettings = ApiSettings()
    sending: SendingSettings = SendingSettings()
    compliance: ComplianceSettings = ComplianceSettings()
    email: EmailSettings = EmailSettings()
    actions: ActionsSettings = ActionsSettings()
    log: LogSettings = LogSettings()
    prices: PricesSettings = PricesSettings()
    retention: RetentionSettings = RetentionSettings()
    privacy: PrivacySettings = PrivacySettings()
    links: LinkSettings = LinkSettings()
    verifications: VerificationSettings = VerificationSettings()
    channels: dict[Annotated[str, AfterValidator(_channel_name)], ChannelSettings] = Field(
        {"main": ChannelSettings(provider="loopback", number=LOOPBACK_NUMBER)}, min_length=1
    )
    queues: dict[str, QueueSettings] = Field(
        {}, description="Who answers what a flow hands over to this queue, in which hours and how soon"
    )
    routes: tuple[RouteSettings, ...] = Field(
        (), description="Which channels a message may go by: the first route that applies to it says"
    )
    senders: dict[str, tuple[SenderKind, ...]] = Field(
        {}, description="By country, the kinds of senders that may be used there, instead of what Parley knows"
    )
    secret: SecretStr | None = Field(
        None, description="Signs status addresses; when absent, made once and kept in the database"
    )

    @property
    def heard(self) -> bool:
        """Whether there is a channel to which people can reply."""
        return not all(channel.one_way for channel in self.channels.values())

    @field_validator("routes", mode="before")
    @classmethod
    def _written_out(cls, value: Any) -> Any:
        return written_out(value)

    @field_validator("senders", mode="before")
    @classmethod
    def _by_country(cls, value: Any) -> Any:
        return by_country(value)

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
                meant = hint(channel.fallback, self.channels)
                raise ValueError(f"channels.{name}.fallback: no channel is called `{channel.fallback}`{meant}")
        for name in self.channels:
            self._no_circle(name)
        return self

    @model_validator(mode="after")
    def _routes_lead_somewhere(self) -> Settings:
        for position, route in enumerate(self.routes):
            for name in route.channels:
                if name not in self.channels:
                    meant = hint(name, self.channels)
                    raise ValueError(f"routes.{position}.channels: no channel is called `{name}`{meant}")
        return self

    def _no_circle(self, name: str) -> None:
        """Nobody would know where to stop if channels stood in for each other."""
        chain = [name]
        while (following := self.channels[chain[-1]].fallback) is not None:
            if following in chain:
                circle = " → ".join((*chain[chain.index(following) :], following))
                raise ValueError(f"channels.{name}.fallback: the fallbacks lead in a circle: {circle}")
            chain.append(following)

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
            meant = hint(section, Settings.model_fields)
            yield f"{name}: no setting is called `{section}`{meant}"


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
        return f"{key}: unknown key{hint(location[-1], _keys(model, location[:-1]))}"
    if finding["type"] == "missing":
        return f"{key}: is required and not set"
    if finding["type"] in ("model_type", "dict_type"):
        return f"{key}: is a table, not a single value"
    message = str(finding["msg"]).removeprefix("Value error, ")
    return f"{key}: {message}" if key else message


def _keys(model: Any, location: tuple[str, ...]) -> list[str]:
    """The names that are known at a place in the tree of models."""
    for part in location:
        model = get_args(model)[0] if part.isdigit() else model.model_fields[part].annotation
    return [field.alias or name for name, field in model.model_fields.items()]
