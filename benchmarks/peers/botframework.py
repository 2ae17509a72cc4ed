"""Bot Framework: a waterfall with a prompt for each question, state in its `MemoryStorage`, the adapter a stub.

`TextPrompt` with a validator, not `ChoicePrompt`: what every peer does here, and the quicker of the two.
"""

from __future__ import annotations

import asyncio
import re
from importlib.metadata import version
from typing import Any

from botbuilder.core import BotAdapter, ConversationState, MemoryStorage, MessageFactory, TurnContext
from botbuilder.dialogs import DialogSet, DialogTurnStatus, WaterfallDialog, WaterfallStepContext
from botbuilder.dialogs.prompts import PromptOptions, PromptValidatorContext, TextPrompt
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, ResourceResponse

from benchmarks.peers.rounds import run_rounds

CHOICES = {"1": "billing", "2": "broken", "3": "other", "billing": "billing", "broken": "broken", "other": "other"}
BOT = ChannelAccount(id="bot", name="Bot")


class Stub(BotAdapter):
    """Remembers what the bot said last."""

    def __init__(self) -> None:
        super().__init__()
        self.said: str | None = None

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        self.said = activities[-1].text
        return [ResourceResponse(id="1") for _ in activities]

    async def update_activity(self, context: TurnContext, activity: Activity) -> None: ...

    async def delete_activity(self, context: TurnContext, reference: Any) -> None: ...


async def ask_topic(step: WaterfallStepContext) -> Any:
    question = "What can we help you with?\n1. Billing\n2. Something is broken\n3. Something else"
    return await step.prompt("topic", _prompt(question, "Please reply 1, 2 or 3."))


async def ask_order(step: WaterfallStepContext) -> Any:
    step.values["topic"] = CHOICES[step.result.strip().lower()]
    if step.values["topic"] != "broken":
        await step.context.send_activity("That is noted. We will write to you.")
        return await step.end_dialog()
    question = "What is your order number? It has 5 digits."
    return await step.prompt("order", _prompt(question, "An order number has 5 digits, for example 40213."))


async def take_note(step: WaterfallStepContext) -> Any:
    order = re.findall(r"\b\d{5}\b", step.result)[0]
    await step.context.send_activity(f"Order {order} is noted. We will write to you.")
    return await step.end_dialog()


async def is_a_choice(prompt: PromptValidatorContext) -> bool:
    return prompt.recognized.value.strip().lower() in CHOICES


async def is_an_order(prompt: PromptValidatorContext) -> bool:
    return re.search(r"\b\d{5}\b", prompt.recognized.value) is not None


def _prompt(question: str, retry: str) -> PromptOptions:
    return PromptOptions(prompt=MessageFactory.text(question), retry_prompt=MessageFactory.text(retry))


state = ConversationState(MemoryStorage())
dialogs = DialogSet(state.create_property("DialogState"))
dialogs.add(WaterfallDialog("support", [ask_topic, ask_order, take_note]))
dialogs.add(TextPrompt("topic", is_a_choice))
dialogs.add(TextPrompt("order", is_an_order))


async def on_turn(context: TurnContext) -> None:
    """One turn, as its samples write it."""
    dialog = await dialogs.create_context(context)
    if (await dialog.continue_dialog()).status == DialogTurnStatus.Empty:
        await dialog.begin_dialog("support")
    await state.save_changes(context)


adapter = Stub()


async def answer(phone: str, text: str) -> str | None:
    """A turn of its own, through the adapter's pipeline."""
    activity = Activity(
        type="message",
        id="1",
        channel_id="sms",
        service_url="stub",
        text=text,
        from_property=ChannelAccount(id=phone),
        recipient=BOT,
        conversation=ConversationAccount(id=phone),
    )
    adapter.said = None
    await adapter.run_pipeline(TurnContext(adapter, activity), on_turn)
    return adapter.said


if __name__ == "__main__":
    asyncio.run(run_rounds(version("botbuilder-core"), answer))
