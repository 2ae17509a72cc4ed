"""Under which names it is kept what was asked for: what test keys do is a world of its own."""

from __future__ import annotations

from typing import Final

from bot.phone import line_of, region_of
from bot.store.verifications import Sender
from bot.verifications.asked import Asked
from bot.verifications.networks import network_of, provider_of
from bot.verifications.rules import TEST, Number
from bot.verifications.strangers import Lane

EVERYBODY: Final = ("all", "")


def is_test(purpose: str) -> bool:
    """Whether it was asked for with a test key."""
    return purpose.startswith(TEST)


def own(purpose: str, name: str) -> str:
    """A name of the world that a purpose is of."""
    return f"{TEST}{name}" if is_test(purpose) else name


def everybody(purpose: str) -> tuple[str, str]:
    """Under which scope and name it is counted what everybody does."""
    return ("all", TEST.strip()) if is_test(purpose) else EVERYBODY


def sender_of(asked: Asked, purpose: str, lane: Lane = Lane.KNOWN) -> Sender:
    """From where a code is asked for."""
    address, network = (None, None) if asked.ip is None else (network_of(asked.ip), provider_of(asked.ip))
    others = [None if name is None else own(purpose, name) for name in (address, network, asked.account)]
    block = own(purpose, number_of(asked.to).block)
    return Sender(block, others[0], others[1], others[2], Lane.KNOWN if is_test(purpose) else lane)


def number_of(phone: str) -> Number:
    """What the numbering plans say of a phone."""
    return Number(phone=phone, country=region_of(phone), line=line_of(phone))
