"""The tables of `parley.toml` about who works in the console: for how long, and how they prove who they are."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr, model_validator

from bot.config.sections import Section


class ConsoleSettings(Section):
    """Who works in the console, and for how long they stay signed in."""

    idle_minutes: int = Field(60, ge=5, le=1440, description="Minutes without a click after which agents sign in again")
    signed_in_hours: int = Field(12, ge=1, le=720, description="Hours after which agents sign in again in any case")
    two_factor: Literal["optional", "required"] = Field(
        "optional", description="Whether everybody needs a second factor to sign in, or whoever wants to"
    )


class OidcSettings(Section):
    """The business's own identity provider, by OpenID Connect. Needs the extra `oidc`."""

    issuer: str = Field("", description="Its address, under which it publishes `/.well-known/openid-configuration`")
    client_id: str = Field("", description="How it calls this Parley")
    client_secret: SecretStr | None = Field(None, description="What proves to it that it is this Parley")
    label: str = Field("Sign in with your organisation", max_length=60, description="What the button says")
    new_users: Literal["none", "viewer", "agent"] = Field(
        "none", description="What becomes of whoever comes from there and was not invited: nothing, or a role"
    )

    @model_validator(mode="after")
    def _whole(self) -> OidcSettings:
        if self.issuer and not (self.client_id and self.client_secret):
            raise ValueError("with an issuer, `client_id` and `client_secret` say who asks it")
        return self
