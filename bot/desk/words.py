"""Why an agent may not write to somebody, in words that say what to do instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.compliance.gate import explain

_REFUSALS: Final[Mapping[str, str]] = {
    "empty": "There is nothing in the message.",
    "too_long": "The message is too long to be sent. Send it in parts.",
    "dlt_template_missing": "Texts to India have to be registered, and this one is not.",
    "dlt_entity_missing": "The channel is not registered for texts to India: `dlt_entity_id` is not set.",
    "dlt_not_carried": "The channel's provider cannot carry the ids that India asks for.",
}


def refusal(reason: str, sender: str) -> str:
    """Say why it may not be sent from a number."""
    return explain(reason, sender=sender) or _REFUSALS.get(
        reason, f"The message may not be sent: {reason.replace('_', ' ')}."
    )
