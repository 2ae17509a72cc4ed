"""From a request to drafts: whom it goes to, through which channel, and the text that each of them gets."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from bot.compliance.wall import WallTime
from bot.errors import TemplateError
from bot.events import Json, MessageClass
from bot.flow.render import Locale, Template, compile_text
from bot.messages import Draft, Origin
from bot.outbox.compose import Saying
from bot.providers.channel import Channel
from bot.runtime import Runtime
from bot.suggest import did_you_mean
from bot.web.api.endpoint import Call
from bot.web.api.message_shapes import NewMessage
from bot.web.problem import Problem

RENDERED_AT_ONCE: Final = 20
"""After so many texts others have their turn: a hostile template may take some milliseconds."""


async def drafts_of(call: Call[NewMessage]) -> list[Draft]:
    """Make the drafts of a request, or raise what is wrong with it."""
    given, runtime = call.given, call.runtime
    recipients = _recipients(given)
    _check_times(given, runtime.world.now())
    _check_program(given)
    _check_links(given, runtime)
    channel = channel_named(runtime, given.channel) if given.channel else channel_of_sender(runtime, given.sender)
    if call.key.test:
        channel = test_channel(runtime)
    texts = await _texts(given, runtime)
    template = given.text if _has_data(given) else None
    made_of = [data for _, data in _data(given)]
    return [
        Draft(
            to,
            channel,
            _saying(given, text, call.request_id),
            Origin(call.key.id, template, data if template else None),
            None if given.local_time is None else WallTime.parse(given.local_time),
            given.shorten_links,
        )
        for to, text, data in zip(recipients, texts, made_of, strict=True)
    ]


def channel_named(runtime: Runtime, name: str) -> Channel:
    """Find a channel, or say which there are."""
    if name not in runtime.channels:
        hint = did_you_mean(name, runtime.channels) or f"there are: {', '.join(runtime.channels)}"
        raise Problem("invalid_field", f"no channel is called `{name}`", param="channel", hint=hint)
    return runtime.channels[name]


def channel_of_sender(runtime: Runtime, sender: str | None) -> Channel | None:
    """The channel whose number this is; None for any other sender, then the routes say."""
    return next((channel for channel in runtime.channels.values() if sender in channel.pool), None)


def test_channel(runtime: Runtime) -> Channel:
    """The channel of test keys: what goes out by it stays in the house, and no carrier stands in for it."""
    for channel in runtime.channels.values():
        if channel.provider.local and channel.fallback is None:
            return channel
    detail = "this is a test key, and no channel stays in the house"
    hint = 'add one to the settings: [channels.sandbox] provider = "loopback", number = "+15550100000"'
    raise Problem("forbidden", detail, hint=hint)


def check_in_house(call: Call[Any], channel: str | None) -> None:
    """Keep a test key from changing what another channel than its own sends."""
    if call.key.test and channel != test_channel(call.runtime).name:
        detail = "a test key may change only what stays in the house, and this goes to a carrier"
        raise Problem("forbidden", detail, hint="use a key that was made without --test")


def locale_of(runtime: Runtime) -> Locale:
    """How the business itself reads and writes times and numbers, where no person is known yet."""
    business = runtime.settings.business
    return Locale(business.language, business.timezone, business.country, runtime.world.now())


def _recipients(given: NewMessage) -> list[str]:
    if given.to is not None and given.recipients is None:
        return [given.to]
    if given.recipients is not None and given.to is None:
        return [recipient.to for recipient in given.recipients]
    if given.to is None:
        raise Problem("missing_field", "`to` is missing", param="to", hint="or name several people in `recipients`")
    raise Problem("invalid_field", "the body has both `to` and `recipients`", param="to", hint="leave one of them out")


def _check_times(given: NewMessage, now: datetime) -> None:
    if given.expires_at is not None and given.expires_at <= max(now, given.send_at or now):
        raise Problem("invalid_field", "`expires_at` is not after the time of sending", param="expires_at")


def _check_program(given: NewMessage) -> None:
    if given.program is not None and given.message_class != "marketing":
        detail = f"`program` does not go with class `{given.message_class}`"
        raise Problem("invalid_field", detail, param="program", hint="only marketing can be left by itself")


def _check_links(given: NewMessage, runtime: Runtime) -> None:
    if given.shorten_links and not runtime.settings.links.url:
        hint = "set `links.url` to an address of your own, such as https://go.example.com"
        raise Problem("invalid_field", "this server has no short links", param="shorten_links", hint=hint)


def _saying(given: NewMessage, text: str, request_id: str) -> Saying:
    return Saying(
        text,
        MessageClass(given.message_class),
        sender=given.sender,
        send_at=given.send_at,
        expires_at=given.expires_at,
        reference=given.reference,
        dlt_template_id=given.dlt_template_id,
        request_id=request_id,
        program=given.program,
    )


# ── texts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _texts(given: NewMessage, runtime: Runtime) -> list[str]:
    """The text for each recipient. Without data there is nothing to fill in, so the text is sent as it stands."""
    if not _has_data(given):
        return [given.text]
    template = _compile(given.text)
    locale = locale_of(runtime)
    texts = []
    for index, (place, data) in enumerate(_data(given)):
        if index % RENDERED_AT_ONCE == RENDERED_AT_ONCE - 1:
            await asyncio.sleep(0)
        texts.append(_render(template, data, locale, place))
    return texts


def _has_data(given: NewMessage) -> bool:
    return given.recipients is not None or given.data is not None


def _data(given: NewMessage) -> Sequence[tuple[str, Mapping[str, Json]]]:
    common = given.data or {}
    if given.recipients is None:
        return [("data", common)]
    return [(f"recipients[{index}].data", common | person.data) for index, person in enumerate(given.recipients)]


def _compile(text: str) -> Template:
    try:
        return compile_text(text)
    except TemplateError as error:
        raise Problem("invalid_field", f"`text` is not a template: {error}", param="text") from None


def _render(template: Template, data: Mapping[str, Json], locale: Locale, place: str) -> str:
    try:
        return template.render(data, locale)
    except TemplateError as error:
        hint = f"the template uses: {', '.join(sorted(template.names))}" if template.names else None
        raise Problem("invalid_field", f"`text` cannot be filled in: {error}", param=place, hint=hint) from None
