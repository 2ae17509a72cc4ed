"""The running system: every service, made from the settings and put together. Nothing is decided here."""

from bot.runtime.runtime import Runtime

__all__ = ["Runtime"]
