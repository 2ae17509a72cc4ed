"""What sets flows off: RapidPro's triggers, and the events of its campaigns, which stand beside the flows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from bot.importers.draft import DONE, Draft, Step, remark, spoken, usable
from bot.importers.rapidpro.export import Export, Flow, Given, language, name_of, number, part, parts, text, texts
from bot.importers.rapidpro.expressions import quoted
from bot.importers.rapidpro.names import FIRST, Names

_UNITS: Final = {"M": "minute", "H": "hour", "D": "day", "W": "week"}
_INTERRUPTS: Final = {"I": True, "P": False, "S": "skip"}
_ELSEWHERE: Final = {
    "I": "an opt-in: START does that here, and sets off no flow",
    "M": "a missed call",
    "N": "a new conversation of a chat: a `fallback` is the nearest",
    "O": "an opt-out: STOP does that here, and sets off no flow",
    "R": "a referral of a chat: there is none over SMS",
    "S": "a schedule: write it as `schedule: every Monday 09:00`",
    "V": "a call",
}
_MOMENTS: Final = frozenset({"created_on", "last_seen_on"})
_SECONDS_MAX: Final = 3_660 * 86_400


def ways_in(flow: Flow, export: Export, names: Names, remarks: list[Step]) -> list[Any]:
    """The items of `start`."""
    found: list[Any] = []
    for trigger in parts(export.given, "triggers"):
        if export.flow(part(trigger, "flow")) is flow:
            found += _triggered(trigger, names, remarks)
    for campaign in parts(export.given, "campaigns"):
        for event in parts(campaign, "events"):
            if text(event, "event_type") != "M" and export.flow(part(event, "flow")) is flow:
                found += _dated(campaign, event, remarks)
    unique: list[Any] = []
    for one in found:
        if one not in unique:
            unique.append(one)
    return unique or ["flow"]


def messages(export: Export, ids: Collection[str], optional: Collection[str]) -> list[Draft]:
    """The texts of campaigns: each a flow that says one thing."""
    drafts: list[Draft] = []
    for campaign in parts(export.given, "campaigns"):
        for event in parts(campaign, "events"):
            if text(event, "event_type") == "M":
                taken = {*ids, *(draft.id for draft in drafts)}
                drafts.append(_message(campaign, event, usable(text(campaign, "name"), taken, of="flow"), optional))
    return drafts


def _message(campaign: Given, event: Given, id: str, optional: Collection[str]) -> Draft:
    title = text(campaign, "name") or id
    remarks: list[Step] = []
    base, said = _said(event)
    flow = Flow({"name": title}, id, title)
    names = Names(Export({}, []), flow, optional)
    names.place.given = {"name": title}
    draft = Draft(id, title)
    if language(base):
        draft.head["language"] = language(base)
    ways = _dated(campaign, event, remarks) or ["flow"]
    written = spoken(names.template(said, remarks)) or title
    if names.inputs:
        draft.head["inputs"] = names.inputs
    draft.head["start"] = ways
    draft.states["tell"] = [*remarks, {"say": written}, {"end": DONE}]
    return draft


def _said(event: Given) -> tuple[str, str]:
    """The language and the text of a message; in the language it was written in, if there are several."""
    if message := text(event, "message"):
        return "", message
    given = part(event, "message") or part(event, "translations")
    base = text(event, "base_language")
    base = base if base in given else next(iter(given), "")
    return base, text(given, base) or text(part(given, base), "text")


def _triggered(trigger: Given, names: Names, remarks: list[Step]) -> list[Any]:
    type = text(trigger, "trigger_type")
    options = _condition(trigger)
    if FIRST in names.inputs and type in ("K", "C"):
        options["with"] = {FIRST: "{{ text }}"}
    if type == "K":
        words = [word for word in texts(trigger, "keywords") or [text(trigger, "keyword")] if word]
        only = {"only": True} if text(trigger, "match_type") == "O" else {}
        return [{"keyword": words, **only, **options}] if words else []
    if type == "C":
        return [{"fallback": None, **options} if options else "fallback"]
    if type == "T":
        return [{"agent_closed": True, **options}]
    said = _ELSEWHERE.get(type, f"a trigger of the type `{type or '?'}`")
    remarks.append(remark("trigger", f"{names.flow.title} was set off by {said}"))
    return []


def _condition(trigger: Given) -> dict[str, Any]:
    groups, others = (
        [quoted(text(group, "name")) for group in parts(trigger, key) if text(group, "name")]
        for key in ("groups", "exclude_groups")
    )
    among = [f"{group} in contact.tags" for group in groups]
    found = [f"({' or '.join(among)})" if len(among) > 1 and others else " or ".join(among)] if among else []
    found += [f"{group} not in contact.tags" for group in others]
    return {"if": " and ".join(found)} if found else {}


def _dated(campaign: Given, event: Given, remarks: list[Step]) -> list[Any]:
    """The event of a campaign as a date of the contact."""
    key, unit = text(part(event, "relative_to"), "key"), _UNITS.get(text(event, "unit"), "")
    place = text(campaign, "name") or "campaign"
    if not key or key in _MOMENTS or not unit:
        said = f"counts from `{key or '?'}`, which is no field; keep that day in a field, and start with `date:`"
        remarks.append(remark(place, said))
        return []
    way: dict[str, Any] = {"date": f"contact.{name_of(key, of='field')}"}
    count = number(event, "offset")
    if count:
        way["offset"] = f"{count} {unit}{'' if abs(count) == 1 else 's'}"
    hour = number(event, "delivery_hour") if text(event, "delivery_hour") else -1
    if 0 <= hour < 24 and unit in ("day", "week"):
        way["at"] = f"{hour:02}:00"
    if group := text(part(campaign, "group"), "name"):
        way["if"] = f"{quoted(group)} in contact.tags"
    if text(event, "start_mode") in _INTERRUPTS:
        way["interrupt"] = _INTERRUPTS[text(event, "start_mode")]
    return [way]
