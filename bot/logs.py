"""Logs that can be shipped anywhere: JSON lines, phones masked, secrets and texts left out, nothing that forges a line.

    log = structlog.get_logger(); log.info("message sent", message=id, to="+15550101234", seconds=0.2)

`configure` is called once by the command that starts; libraries that use the standard `logging` go the same way.
"""

from __future__ import annotations

import logging
import re
import sys
import unicodedata
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog
from structlog.types import Processor

from bot.config import LogSettings
from bot.phone import mask

REDACTED = "•••"

_SECRET_KEY = re.compile(r"token|secret|passw|authori[sz]ation|cookie|api_?key|credential|signature|otp", re.IGNORECASE)
_SECRET_VALUE = re.compile(r"\b(parley_|whsec_)[A-Za-z0-9_=+/-]{8,}|\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}")
_CONTENT_KEYS = frozenset({"text", "body", "content", "texts", "said"})

_PHONE = re.compile(
    r"(?:\+|%2[Bb])[0-9](?:[ ().-]{0,2}[0-9]){6,14}(?![0-9])"  # +1 555 010 1234, also as it stands in an address
    r"|(?<![\w.:+-])[0-9]{10,15}(?![\w:-]|\.[0-9])"  # 15550101234, as several providers write it
    r"|(?<![\w.+-])\(?[0-9]{3}\)?[ .-][0-9]{3}[ .-][0-9]{4}(?![\w-])"  # (555) 010-1234
)
_MULTILINE_KEYS = frozenset({"exception", "stack"})
_NOISY = ("uvicorn", "httpx", "httpcore", "aiohttp", "alembic", "sqlalchemy", "asyncio", "transitions", "tzlocal")
_MUTE = ("python_multipart",)
"""Say what they complain of in an error, too, which is told once."""


def configure(settings: LogSettings, stream: TextIO | None = None) -> None:
    """Send everything that is logged in this process to one stream (standard error), in one shape."""
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        protect,
    ]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _in_order,
                _renderer(settings, stream),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.level.upper())
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in _MUTE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(root.level),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def protect(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide in a line what must not leave the process, and escape what could forge another line."""
    for key, value in event.items():
        event[key] = _hide(key, value)
    return event


def mask_phones(text: str) -> str:
    """Mask whatever may be a phone in a text that people will see."""
    return _PHONE.sub(_mask_phone, text)


def escape(text: str) -> str:
    """Show control, separator and direction characters as escapes instead of obeying them."""
    if text.isprintable():
        return text
    return "".join(char if not _obeyed(char) else f"\\u{ord(char):04x}" for char in text)


def _in_order(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Begin with what every line has, so that people can read it too."""
    first = {key: event.pop(key) for key in ("timestamp", "level", "event") if key in event}
    event.pop("color_message", None)  # uvicorn's second copy of the event
    return {**first, **event}


def _renderer(settings: LogSettings, stream: TextIO) -> Processor:
    readable = settings.format == "console" or (settings.format == "auto" and stream.isatty())
    if readable:
        return structlog.dev.ConsoleRenderer(
            colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=32
        )
    return structlog.processors.JSONRenderer(ensure_ascii=False, default=repr)


def _hide(key: str, value: Any) -> Any:
    if _SECRET_KEY.search(key):
        return REDACTED
    if isinstance(value, str):
        if key in _CONTENT_KEYS:
            return f"{len(value)} characters"
        return _clean(value, multiline=key in _MULTILINE_KEYS)
    if isinstance(value, Mapping):
        return {_clean(str(name)): _hide(str(name), inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_hide(key, inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _clean(repr(value) if isinstance(value, BaseException | bytes) else str(value))


def _clean(text: str, *, multiline: bool = False) -> str:
    text = _SECRET_VALUE.sub(lambda found: (found[1] or f"{found[2]} ") + REDACTED, text)
    text = mask_phones(text)
    if multiline:  # a traceback keeps its lines, indented, so that none of them can pass for a line of the log
        return "\n".join("  " + escape(line) for line in text.split("\n"))
    return escape(text)


def _mask_phone(found: re.Match[str]) -> str:
    written = found[0]
    digits = "".join(char for char in written.replace("%2B", "").replace("%2b", "") if char.isdigit())
    return mask(f"+{digits}") if written[0] in "+%" else mask(digits)


def _obeyed(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char != "\u200d"
