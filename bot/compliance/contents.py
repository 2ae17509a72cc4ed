"""Marketing that US carriers refuse, or let through only to those who have proved their age.

Only numbers of the North American plan are behind these carriers; for sources see `bot.content`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from bot.compliance.gate import Verdict
from bot.content import restricted
from bot.events import Json, MessageClass

OF_AGE: Final = "of_age"
"""The field of a contact in which the flow `age_gate` keeps what came of it."""
_NORTH_AMERICA: Final = "+1"


def refuse_content(
    message_class: MessageClass, text: str, recipient: str, fields: Mapping[str, Json], approved: Collection[str]
) -> Verdict | None:
    """Refuse a marketing text for what it speaks of; None if nothing is against it.

    `approved` are contents for nobody that the carriers have allowed this business in writing.
    """
    if message_class is not MessageClass.MARKETING or not recipient.startswith(_NORTH_AMERICA):
        return None
    for word, content in restricted(text):
        facts: dict[str, Json] = {"rule": f"us_carriers.{content}", "word": word}
        if content.for_adults and fields.get(OF_AGE) is not True:
            checked = {"of_age": fields.get(OF_AGE), "checked_on": fields.get("age_checked_on")}
            return Verdict("refuse", "age_not_proved", facts=facts | checked)
        if not content.for_adults and content not in approved:
            return Verdict("refuse", "restricted_content", facts=facts)
    return None
