"""What the grammar has and this version does not do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.flow.diagnostic import Diagnostic, warning
from bot.flow.rules.base import Checked, rule

_NOT_FIRED: Final = {"date": "date:", "schedule": "schedule:", "tag": "tag:", "agent_closed": "agent_closed"}


@rule("F039", "a way in that this version does not have")
def unfired_trigger(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The trigger is part of the flow language, but nothing sets it off in this version of Parley.
    Why: The flow would wait for ever, and nobody would notice.
    Example:
        flow: example
        start:
          - tag: vip
        states:
          start:
            - end: done
    Fix: Start the flow by `event`, or through the API, from where the date, the schedule or the tag is known.
    """
    for trigger in flow.flow.start:
        told = trigger.kind == "date" and not trigger.subject.startswith("contact.")  # what it names is no field
        if trigger.kind in _NOT_FIRED and not told:
            message = f"`{_NOT_FIRED[trigger.kind]}` does not start flows in this version"
            yield warning(trigger.span, message, help="start it by `event`, or through the API")
