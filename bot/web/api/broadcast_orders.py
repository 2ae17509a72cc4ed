"""From a request to an order: who the people are, what they get and when, or what is wrong with it.

The API, the console and the command line all order by this.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.broadcasts import Order, Plan, Variant
from bot.broadcasts.plan import read_pace
from bot.broadcasts.sheet import Reading, SheetError, check_mapping, read_people, read_sheet
from bot.broadcasts.texts import unknown_names
from bot.errors import TemplateError
from bot.events import Json, MessageClass
from bot.flow.recurrence import EXAMPLE, RuleError, read_rule
from bot.flow.render import compile_text
from bot.limits import TROUBLES_KEPT_MAX
from bot.rulebook import parse_span
from bot.runtime import Runtime
from bot.web.api.broadcast_shapes import NewBroadcast
from bot.web.api.contacts import audience_of
from bot.web.api.drafts import channel_named
from bot.web.api.flows import live_machine
from bot.web.problem import Problem

_NUMBER: Final = re.compile(r"'[^']*'")


async def order_of(runtime: Runtime, given: NewBroadcast, by: str) -> Order:
    """Make the order of a request, or raise what is wrong with it."""
    _check_one(given, ("audience", "csv", "to"), "whom it is for")
    _check_one(given, ("text", "variants", "flow"), "what they get")
    _check_times(runtime, given)
    people, columns, report = await _people(runtime, given)
    plan = _plan(runtime, given, columns)
    if given.audience is not None:
        asked, saved = await audience_of(runtime, given.audience, "audience")
        plan = replace(plan, audience=asked.source, saved=saved)
    name = given.name or (plan.flow or plan.variants[0].text)[:60]
    return Order(name, plan, by, people, report, given.draft)


def _check_one(given: NewBroadcast, names: Sequence[str], what: str) -> None:
    named = [name for name in names if getattr(given, name) is not None]
    written = ", ".join(f"`{name}`" for name in names)
    if not named:
        raise Problem("missing_field", f"nothing says {what}", param=names[0], hint=f"give one of {written}")
    if len(named) > 1:
        detail = f"`{named[0]}` and `{named[1]}` both say {what}"
        raise Problem("invalid_field", detail, param=named[1], hint="leave one of them out")
    if given.columns is not None and given.csv is None:
        raise Problem("invalid_field", "`columns` goes with `csv`", param="columns")


def _check_times(runtime: Runtime, given: NewBroadcast) -> None:
    now = runtime.world.now()
    if given.expires_at is not None and given.expires_at <= max(now, given.send_at or now):
        raise Problem("invalid_field", "`expires_at` is not after the time of sending", param="expires_at")
    if given.window is not None:
        try:
            parse_span(given.window)
        except ValueError:
            detail = f"`{given.window}` is not a window of the day"
            raise Problem("invalid_field", detail, param="window", hint="such as 10:00-18:00") from None
    if given.recurs is not None:
        try:
            read_rule(given.recurs)
        except RuleError as error:
            hint = error.label or f"such as {EXAMPLE}"
            raise Problem("invalid_field", f"`recurs` {error}", param="recurs", hint=hint) from None
    if given.program is not None and given.message_class != "marketing":
        detail = f"`program` does not go with class `{given.message_class}`"
        raise Problem("invalid_field", detail, param="program", hint="only marketing can be left by itself")
    if given.shorten_links and not runtime.settings.links.url:
        hint = "set `links.url`, the address of your own that short links begin with"
        raise Problem("invalid_field", "this server has no short links", param="shorten_links", hint=hint)


def _plan(runtime: Runtime, given: NewBroadcast, columns: Sequence[str]) -> Plan:
    plan = Plan(
        message_class=MessageClass(given.message_class),
        variants=_variants(given, columns),
        flow=given.flow,
        audience=given.audience,
        columns=tuple(columns),
        data=given.data,
        program=given.program,
        channel=None if given.channel is None else channel_named(runtime, given.channel).name,
        sender=given.sender,
        pace=None if given.pace is None else read_pace(given.pace),
        send_at=given.send_at,
        local_time=given.local_time,
        window=given.window,
        expires_at=given.expires_at,
        recurs=given.recurs,
        short_links=given.shorten_links,
    )
    if given.flow is not None:
        machine = live_machine(runtime, given.flow)
        missing = [
            name
            for name, wanted in machine.flow.inputs.items()
            if wanted.required and name not in (*columns, *given.data)
        ]
        if missing:
            detail = f"the flow needs `{missing[0]}`"
            raise Problem("missing_field", detail, param="data", hint="a column of the file, or `data`, may give it")
        plan = _of_flow(plan, machine.flow.message_class)
    return plan


def _of_flow(plan: Plan, message_class: MessageClass) -> Plan:
    """What a flow says has the class that the flow says."""
    return Plan.read({**plan.document, "message_class": message_class})


def _variants(given: NewBroadcast, columns: Sequence[str]) -> tuple[Variant, ...]:
    variants: tuple[Variant, ...]
    if given.text is not None:
        variants = (Variant("text", given.text),)
    else:
        variants = tuple(Variant(one.name, one.text, one.weight) for one in given.variants or ())
    names = [variant.name for variant in variants]
    if len(set(names)) < len(names):
        raise Problem("invalid_field", "two variants have the same name", param="variants")
    for number, variant in enumerate(variants):
        param = "text" if given.text is not None else f"variants[{number}].text"
        try:
            template = compile_text(variant.text)
        except TemplateError as error:
            raise Problem("invalid_field", f"`{param}` is not a template: {error}", param=param) from None
        if given.audience is None:
            _check_names(param, list(unknown_names(template, [*columns, *given.data])), columns)
    return variants


def _check_names(param: str, unknown: Sequence[tuple[str, str | None]], columns: Sequence[str]) -> None:
    if unknown:
        name, near = unknown[0]
        there = ", ".join(f"`{column}`" for column in columns) or "none"
        hint = near or f"the columns are {there}; write `{{{{ {name} | default('…') }}}}` where it may be missing"
        raise Problem("invalid_field", f"`{param}` names `{name}`, which nothing gives", param=param, hint=hint)


# ── the people ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def _people(
    runtime: Runtime, given: NewBroadcast
) -> tuple[list[tuple[str, Mapping[str, Json]]] | None, Sequence[str], dict[str, Any]]:
    """Who they are, what is said of them, and a report on the file."""
    if given.csv is not None:
        reading, columns = await read_csv(runtime, given.csv, given.columns or {})
        rows: list[tuple[str, Mapping[str, Json]]] = [(entry.phone, entry.data) for entry in reading.entries]
        names = [name for name in columns.values() if name and name != "phone"]
        return rows, names, {"file": report_of(reading, columns)}
    if given.to is None:
        return None, (), {}
    once = {person.to: person.data for person in reversed(given.to)}
    people: list[tuple[str, Mapping[str, Json]]]
    people = [(to, once[to]) for to in dict.fromkeys(person.to for person in given.to)]
    return people, sorted({name for _, data in people for name in data}), {}


async def read_csv(runtime: Runtime, text: str, columns: Mapping[str, str]) -> tuple[Reading, dict[str, str]]:
    """Read a file beside everything else that goes on, or raise what is wrong with it as a whole."""

    def read() -> tuple[Reading, dict[str, str]]:
        sheet = read_sheet(text)
        mapping = check_mapping(sheet.columns, columns)
        return read_people(sheet, mapping, runtime.settings.business.country), mapping

    try:
        reading, mapping = await asyncio.to_thread(read)
    except SheetError as error:
        raise Problem("invalid_field", error.problem, param="csv", hint=error.hint) from None
    if not reading.entries:
        first = f": line {reading.troubles[0].line} {reading.troubles[0].problem}" if reading.troubles else ""
        raise Problem("invalid_field", f"no row of the file can be used{first}", param="csv")
    return reading, mapping


def report_of(reading: Reading, columns: Mapping[str, str]) -> dict[str, Json]:
    """What is kept of a file: no numbers, which would outlive whoever is erased."""
    return {
        "rows": len(reading.entries) + len(reading.troubles) + len(reading.repeated),
        "rejected": len(reading.troubles),
        "repeated": len(reading.repeated),
        "problems": [
            {"line": line, "problem": _NUMBER.sub("what is there", problem)}
            for line, problem in reading.troubles[:TROUBLES_KEPT_MAX]
        ],
        "columns": dict(columns),
    }
