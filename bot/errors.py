"""Everything Parley raises on purpose.

BotError
├── ConfigError       the settings cannot be used; the process should not start
│   └── CannotSign    only the provider has the key that signs its webhooks
├── DatabaseAway      the database cannot do its work now; the same may well succeed later
├── WebhookError      a provider's request cannot be accepted
│   ├── BadSignature  401: not signed by the provider
│   └── BadPayload    400: signed, but not of the provider's shape
├── SendError         the provider did not take a message; `kind` says what to do about it
├── TemplateError     a template is refused, or failed while rendering
└── NotSendable       a message may not be sent (opt-out, limits); recorded as a refusal

Faults in flow files are not exceptions but `Diagnostic` values (`bot.flow.report`), because a run reports all of them.
"""

from __future__ import annotations

from bot.events import ErrorClass


class BotError(Exception):
    """Something went wrong that Parley foresaw."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip())


class ConfigError(BotError):
    """The settings cannot be used."""


class CannotSign(ConfigError):
    """Only the provider has the key that signs its webhooks."""


class WebhookError(BotError):
    """The request to a webhook cannot be accepted."""


class BadSignature(WebhookError):
    """The request is not signed by the provider."""


class BadPayload(WebhookError):
    """The request does not have the provider's shape."""


class TemplateError(BotError):
    """The template is refused, or failed while rendering.

    `position` is the offset in its source of what is wrong, where that is known.
    """

    def __init__(self, message: str | None = None, position: int | None = None) -> None:
        super().__init__(message)
        self.position = position


class NotSendable(BotError):
    """The message may not be sent."""

    def __init__(self, reason: str, message: str | None = None) -> None:
        super().__init__(message or reason)
        self.reason = reason


class SendError(BotError):
    """The provider did not take the message.

    `kind` decides what happens next; `code` is the provider's own, `detail` its words,
    `retry_after_s` the seconds it asked us to wait.
    """

    def __init__(
        self, kind: ErrorClass, code: str = "", detail: str = "", *, retry_after_s: float | None = None
    ) -> None:
        super().__init__(f"{kind}: {code} {detail}".strip())
        self.kind = kind
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s


class DatabaseAway(BotError):
    """The database cannot do its work now: unreachable, locked, full, read-only. The same may well succeed later."""
