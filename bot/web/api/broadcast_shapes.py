"""What `/v1/broadcasts` takes and gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, StrictBool

from bot.broadcasts.foresee import Outlook
from bot.broadcasts.plan import Plan, read_pace, show_pace
from bot.broadcasts.service import STATES, STOPPED
from bot.compliance.gate import explain
from bot.limits import (
    AUDIENCE_CHARS_MAX,
    BROADCAST_TO_MAX,
    BROADCAST_VARIANTS_MAX,
    SHEET_BYTES_MAX,
    TEMPLATE_CHARS_MAX,
)
from bot.store.broadcasts import Broadcast as Kept
from bot.store.broadcasts import RecipientView
from bot.store.broadcasts_past import forgotten
from bot.web.api.bodies import Name, PageQuery, Strict, Time
from bot.web.api.message_shapes import Data, Program, Recipient, Sender, Wall


def _pace(value: str) -> str:
    read_pace(value)
    return value


Pace = Annotated[str, AfterValidator(_pace), Field(examples=["10/s", "120/min", "5000/h"], max_length=24)]
Text = Annotated[str, Field(min_length=1, max_length=TEMPLATE_CHARS_MAX)]

# ── what is asked ───────────────────────────────────────────────────────────────────────────────────────────────────


class NewVariant(Strict):
    """One of several texts that are tried against each other."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    text: Text
    weight: int = Field(1, ge=1, le=100, description="How often it is drawn, beside the others")


class NewBroadcast(Strict):
    """A message to many: an `audience`, a `csv` or people named in `to`; a `text`, `variants` of it or a `flow`."""

    name: Name | None = Field(None, description="For people who look at the list")
    audience: str | None = Field(
        None,
        max_length=AUDIENCE_CHARS_MAX,
        description="A filter over contacts, or the name of a saved one; blank is everybody",
        examples=['tags has "vip" and fields.city = "Lyon" and last_seen > now - 30d'],
    )
    csv: str | None = Field(
        None, min_length=1, max_length=SHEET_BYTES_MAX, description="People, with names of columns in the first line"
    )
    columns: dict[str, str] | None = Field(
        None,
        description="Of the `csv`: column → `phone`, the name in the text, or blank for none; what is not said is "
        "guessed",
        examples=[{"Mobile": "phone", "First name": "first_name"}],
    )
    to: list[Recipient] | None = Field(None, min_length=1, max_length=BROADCAST_TO_MAX, description="People, by number")
    text: Text | None = Field(None, description="A template such as `Hi {{ first_name }}`")
    variants: list[NewVariant] | None = Field(None, min_length=2, max_length=BROADCAST_VARIANTS_MAX)
    flow: Name | None = Field(None, description="Start this flow with each of them instead")
    data: Data = Field(default_factory=dict, description="What the text may name and is the same for all")
    message_class: Literal["conversational", "transactional", "marketing"] = Field("marketing", alias="class")
    program: Program | None = Field(None, description="Of marketing: the programme that people may leave by itself")
    channel: Name | None = None
    sender: Sender | None = Field(None, alias="from")
    pace: Pace | None = Field(None, description="How fast at most; by default as fast as the channels may")
    send_at: Time | None = Field(None, description="When it begins")
    local_time: Wall | None = Field(None, description="By each person's own clock, not before `send_at`")
    window: str | None = Field(
        None, max_length=20, description="Only between these times of each person's day", examples=["10:00-18:00"]
    )
    expires_at: Time | None = Field(None, description="Nobody gets it after this time")
    recurs: str | None = Field(
        None,
        max_length=120,
        description="Send it again and again, as a `schedule:` of a flow; each time to whoever fits by then",
        examples=["every Monday 09:00"],
    )
    shorten_links: StrictBool = False
    draft: StrictBool = Field(False, description="Begin only when it is resumed")
    dry_run: StrictBool = Field(False, description="Only say what would happen")


class BroadcastQuery(PageQuery):
    """Which broadcasts to list."""

    state: Literal["draft", "scheduled", "running", "paused", "done", "canceled"] | None = None


class RecipientQuery(PageQuery):
    """Which recipients to list."""

    status: Name | None = Field(None, description="Of their message, or `waiting`", examples=["refused", "waiting"])


# ── what is answered ────────────────────────────────────────────────────────────────────────────────────────────────


class RowProblem(BaseModel):
    """Why a row of the file was left out."""

    line: int
    problem: str


class FileReport(BaseModel):
    """What became of the rows of a file."""

    rows: int
    rejected: int
    repeated: int = Field(description="Rows whose number came before: each number counts once")
    problems: list[RowProblem] = Field(description="The first of those that were left out")
    columns: dict[str, str] = Field(description="Column → what it was read as")


class VariantResult(BaseModel):
    """How one of several texts did."""

    name: str
    text: str
    weight: int
    counts: dict[str, int] = Field(description="By status of its messages")
    replied: int = Field(description="People who have written since it began")


class Broadcast(BaseModel):
    """A message to many."""

    model_config = ConfigDict(populate_by_name=True)

    id: str
    name: str
    state: str = Field(examples=list(STATES))
    stopped: str | None = Field(description="Why it was paused without anybody asking for it")
    message_class: str = Field(alias="class")
    program: str | None
    channel: str | None
    sender: str | None = Field(alias="from")
    audience: str | None
    saved_audience: str | None = Field(description="Under which name it is kept, if it was ordered by that")
    file: FileReport | None
    text: str | None = Field(description="Where there is one only")
    flow: str | None
    pace: str | None
    send_at: datetime | None
    local_time: str | None
    window: str | None
    expires_at: datetime | None
    recurs: str | None
    next_at: datetime | None = Field(description="When it begins, or a series sends the next one")
    series: str | None = Field(description="The series that sent it")
    recipients: int = Field(description="How many are known so far")
    forgotten: int = Field(description="Of them, who are not listed any more: `retention.broadcasts` is over for them")
    complete: bool = Field(description="Whether all of them are")
    counts: dict[str, int] = Field(
        description="Messages by status; `waiting`: their turn is still to come, `expired`: it never came, `started`: "
        "the flow was started"
    )
    counted_at: datetime | None
    progress: float = Field(description="From 0 to 1: whose turn was, of all who are known")
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @classmethod
    def of(cls, kept: Kept) -> Broadcast:
        """Show a stored one."""
        return cls(**_common(kept))


class BroadcastResults(Broadcast):
    """A message to many, and how it did."""

    variants: list[VariantResult]
    outcomes: dict[str, int] = Field(description="Of a flow: how it ended, `active` is under way")


class BroadcastList(BaseModel):
    """Broadcasts, the newest first, and the cursor of the page that follows."""

    data: list[Broadcast]
    next: str | None


class BroadcastStopped(Broadcast):
    """A message to many that was stopped."""

    taken_back: int = Field(description="Messages that were written and are not sent")
    in_flight: list[str] = Field(description="Messages that were on the wire at that moment")


class RecipientShape(BaseModel):
    """Somebody who is to get it, and what became of that."""

    contact: str
    to: str | None
    variant: str | None
    waits_until: datetime | None = Field(description="When it is their turn, if it still is to come")
    reason: str | None = Field(description="Why they wait, or got nothing")
    message: str | None
    status: str | None
    error: str | None
    detail: str | None
    explanation: str | None
    sent_at: datetime | None
    delivered_at: datetime | None


class RecipientList(BaseModel):
    """Recipients in their order, and the cursor of the page that follows."""

    data: list[RecipientShape]
    next: str | None


class TextSample(BaseModel):
    """How it reads for somebody."""

    to: str
    variant: str
    text: str
    encoding: str
    segments: int


class BroadcastOutlook(BaseModel):
    """What would become of a broadcast."""

    summary: str = Field(description="All of it in words")
    people: int
    verdicts: dict[str, int] = Field(description="`send`, `hold`, and refusals by reason")
    takes: str = Field(examples=["3 h 10 min, 12 % tomorrow morning"])
    ends_at: datetime | None
    never: int = Field(description="People for whom no time can be found")
    segments: float = Field(description="Of a text, on average, of those that were tried")
    samples: list[TextSample]
    problems: list[str] = Field(description="Why some texts could not be filled in")
    unfilled: int
    tried: int
    file: FileReport | None

    @classmethod
    def of(cls, seen: Outlook, file: FileReport | None) -> BroadcastOutlook:
        """Show what was foreseen."""
        return cls(
            summary=seen.words,
            people=seen.people,
            verdicts={"send": seen.send, "hold": seen.hold, **seen.refused},
            takes=seen.summary,
            ends_at=seen.blast.ends_at if seen.blast else None,
            never=seen.blast.never if seen.blast else 0,
            segments=round(seen.segments_mean, 2),
            samples=[TextSample(**sample._asdict()) for sample in seen.samples],
            problems=seen.problems,
            unfilled=seen.unfilled,
            tried=seen.tried,
            file=file,
        )


def file_of(report: dict[str, JsonValue]) -> FileReport | None:
    """Show what became of a file, where there was one."""
    return FileReport.model_validate(report["file"]) if "file" in report else None


def results_of(
    kept: Kept, counts: dict[int, dict[str, int]], replies: dict[int, int], outcomes: dict[str, int]
) -> BroadcastResults:
    """Show a stored one with how it did."""
    variants = [
        VariantResult(
            name=variant.name,
            text=variant.text,
            weight=variant.weight,
            counts=counts.get(number, {}),
            replied=replies.get(number, 0),
        )
        for number, variant in enumerate(Plan.read(kept.plan).variants)
    ]
    return BroadcastResults(**_common(kept), variants=variants, outcomes=outcomes)


def stopped_of(kept: Kept, taken_back: int, in_flight: Sequence[str]) -> BroadcastStopped:
    """Show one that was stopped."""
    return BroadcastStopped(**_common(kept), taken_back=taken_back, in_flight=list(in_flight))


def recipient_of(view: RecipientView, plan: Plan) -> RecipientShape:
    """Show a recipient."""
    refused = view.error if view.status == "refused" else None
    return RecipientShape(
        contact=view.contact_id,
        to=view.phone,
        variant=plan.variants[view.variant].name if plan.variants else None,
        waits_until=view.due_at,
        reason=view.reason,
        message=view.message_id,
        status=view.status or ("waiting" if view.due_at else None),
        error=view.error,
        detail=view.error_detail,
        explanation=explain(refused, sender=plan.sender or ""),
        sent_at=view.sent_at,
        delivered_at=view.delivered_at,
    )


def progress_of(kept: Kept) -> float:
    """How far it is: of those who are known, whose turn was."""
    if not kept.recipients:
        return 1.0 if kept.state == "done" else 0.0
    waiting = kept.counts.get("waiting", 0) + kept.counts.get("queued", 0)
    return round(max(0.0, 1 - waiting / kept.recipients), 4) if kept.counts else 0.0


def _common(kept: Kept) -> dict[str, Any]:
    plan = Plan.read(kept.plan)
    return {
        "id": kept.id,
        "name": kept.name,
        "state": kept.state,
        "stopped": kept.report.get(STOPPED),
        "message_class": plan.message_class.value,
        "program": plan.program,
        "channel": plan.channel,
        "sender": plan.sender,
        "audience": plan.audience,
        "saved_audience": plan.saved,
        "file": file_of(kept.report),
        "text": plan.variants[0].text if len(plan.variants) == 1 else None,
        "flow": plan.flow,
        "pace": None if plan.pace is None else show_pace(plan.pace),
        "send_at": plan.send_at,
        "local_time": plan.local_time,
        "window": plan.window,
        "expires_at": plan.expires_at,
        "recurs": plan.recurs,
        "next_at": kept.next_at,
        "series": kept.parent,
        "recipients": kept.recipients,
        "forgotten": forgotten(kept.report),
        "complete": kept.filled,
        "counts": dict(kept.counts),
        "counted_at": kept.counted_at,
        "progress": progress_of(kept),
        "created_at": kept.created_at,
        "started_at": kept.started_at,
        "ended_at": kept.ended_at,
    }
