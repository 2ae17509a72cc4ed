"""What `/v1/conversations` takes and gives."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, JsonValue, StringConstraints

from bot.compliance.gate import explain
from bot.desk.clocks import Clock
from bot.desk.preview import Foretold, Preview
from bot.desk.reading import Item, Later, Spoken, Walk, Whole
from bot.limits import MESSAGE_CHARS_MAX, PAGE_ROWS_MAX, SEQ_MAX
from bot.store.contacts import Contact
from bot.store.conversations import Conversation as Kept
from bot.web.api.bodies import PAGE_ROWS, Name, PageQuery, Seq, Strict, Time

Label = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=2_000)]

# ── what is asked ───────────────────────────────────────────────────────────────────────────────────────────────────


class ConversationQuery(PageQuery):
    """Which conversations to list."""

    view: Literal["all", "unassigned", "bot", "snoozed", "closed"] = Field(
        "all", description="`unassigned`: with people and nobody's; `bot`: the bot has them"
    )
    status: Literal["open", "snoozed", "closed"] | None = Field(None, description="Else open, or as the view says")
    assignee: Name | None = Field(None, description="An agent's id, or `nobody`")
    label: Label | None = None
    flow: Name | None = Field(None, description="The flow under way, or the last one")
    state: Name | None = Field(None, description="With `flow`: where in it somebody is")
    channel: Name | None = None
    queue: Name | None = None
    priority: Name | None = None
    q: Name | None = Field(None, description="Words in texts, names or numbers")


class ThreadQuery(Strict):
    """Which part of a thread."""

    after: Seq | None = Field(None, description="`next` of the page before: what is older than that")
    limit: int = Field(PAGE_ROWS, ge=1, le=PAGE_ROWS_MAX)


class NewReply(Strict):
    """What a person writes to the customer."""

    text: str = Field("", max_length=MESSAGE_CHARS_MAX)
    media: list[Address] = Field(default_factory=list, max_length=10)
    send_at: Time | None = Field(None, description="Not sent before this time")
    undo_s: float = Field(0, ge=0, le=60, description="For so many seconds it can be taken back")
    seen: int | None = Field(
        None,
        ge=0,
        le=SEQ_MAX,
        description="`newest` of the conversation as you saw it: if anything was said since, it is a 409",
    )


class HandBack(Strict):
    """How the bot is to go on, and when."""

    how: Literal["continue", "restart", "state"] = Field(
        "continue",
        description="`continue`: at the pending question, asked again if anything was said since; `restart`: the flow "
        "from its beginning; `state`: at a state of the flow",
    )
    state: Name | None = Field(None, description="With `how: state`: which")
    at: Time | None = Field(None, description="Not now but then, by itself, where it was")


class Resumption(Strict):
    """When the bot goes on by itself."""

    at: Time | None = Field(description="null: not by itself any more")


class Assignment(Strict):
    """Whose work it is."""

    assignee: Name | None = Field(description="An agent's id or e-mail address; null for nobody's")


class Snooze(Strict):
    """Until when it is put away."""

    until: Time | None = Field(None, description="Without: until they write. They wake it either way")


class Labels(Strict):
    """Which labels to put on, and which to take off."""

    add: list[Label] = Field(default_factory=list, max_length=20)
    remove: list[Label] = Field(default_factory=list, max_length=20)


class NewNote(Strict):
    """What agents read, and nobody else."""

    text: str = Field(min_length=1, max_length=10_000)
    mentions: list[Name] = Field(default_factory=list, max_length=20, description="Ids of agents who are to be told")


class Blocking(Strict):
    """Whether the contact is answered."""

    blocked: bool


class PreviewQuery(Strict):
    """What the bot is to be tried with."""

    text: str | None = Field(None, max_length=MESSAGE_CHARS_MAX, description="What the customer might write")
    how: Literal["continue", "restart", "state"] = "continue"
    state: Name | None = None


# ── what is answered ────────────────────────────────────────────────────────────────────────────────────────────────


class Person(BaseModel):
    """With whom it is."""

    id: str
    phone: str
    name: str | None
    blocked: bool


class Conversation(BaseModel):
    """All that is said between a person and one of our channels, and who has it."""

    id: str
    contact: Person
    channel: str
    status: str = Field(examples=["open", "snoozed", "closed"])
    handler: str = Field(examples=["bot", "person"])
    held: bool = Field(description="A person has taken it: the bot says nothing. Else a person may be waited for")
    epoch: int = Field(description="Raised whenever who speaks changes; send it as `If-Match`")
    assignee: str | None
    queue: str | None
    priority: str | None
    note: str | None = Field(description="What the flow said about it when it handed over")
    labels: list[str]
    unread: int
    created_at: datetime
    last_at: datetime = Field(description="When the person was last heard")
    handed_at: datetime | None
    taken_at: datetime | None
    answered_at: datetime | None
    needs_reply_since: datetime | None
    snoozed_until: datetime | None
    bot_paused_until: datetime | None
    escalated_at: datetime | None
    closed_at: datetime | None

    @classmethod
    def of(cls, kept: Kept, person: Contact, **more: Any) -> Any:
        """Show what is kept."""
        known = kept._asdict()
        shown = {name: known[name] for name in Conversation.model_fields if name in known}
        blocked = person.blocked_at is not None
        contact = Person(id=person.id, phone=person.phone, name=person.name, blocked=blocked)
        return cls(**shown, contact=contact, held=kept.held, **more)


class ConversationList(BaseModel):
    """Conversations, those heard last at the top, and the cursor of the page that follows."""

    data: list[Conversation]
    next: str | None


class InFlow(BaseModel):
    """The flow that it is in."""

    flow: str
    version: str
    state: str = Field(description="The point where it waits")
    variables: dict[str, JsonValue] = Field(description="Empty where the flow asks for something sensitive")
    waits_until: datetime | None
    started_at: datetime

    @classmethod
    def of(cls, walk: Walk) -> InFlow:
        """Show a walk."""
        return cls(**{name: getattr(walk, name) for name in cls.model_fields})


class Upcoming(BaseModel):
    """Something that is to happen by itself."""

    kind: str = Field(examples=["wake", "start", "timer"])
    what: str
    due_at: datetime
    held: bool = Field(description="It was due, and waits until the bot goes on")

    @classmethod
    def of(cls, later: Later) -> Upcoming:
        """Show it."""
        return cls(kind=later.kind, what=later.what, due_at=later.due_at, held=later.held)


class Deadline(BaseModel):
    """By when people have to have done something."""

    name: str = Field(examples=["first_reply", "next_reply", "resolution"])
    due_at: datetime
    state: str = Field(examples=["running", "at_risk", "breached"])


class WholeConversation(Conversation):
    """A conversation, and all that surrounds it."""

    flow: InFlow | None
    later: list[Upcoming]
    clocks: list[Deadline]
    newest: int = Field(description="The last thing in its thread; send it as `seen` with what you write")

    @classmethod
    def of_whole(cls, whole: Whole, clocks: tuple[Clock, ...]) -> WholeConversation:
        """Show it whole."""
        made: WholeConversation = cls.of(
            whole.conversation,
            whole.contact,
            flow=None if whole.walk is None else InFlow.of(whole.walk),
            later=[Upcoming.of(later) for later in whole.later],
            clocks=[Deadline(name=clock.name, due_at=clock.due_at, state=clock.state) for clock in clocks],
            newest=whole.newest,
        )
        return made


class Author(BaseModel):
    """Who did it."""

    id: str
    name: str
    kind: str = Field(examples=["agent", "key", "system"])


class ThreadItem(BaseModel):
    """One thing in a thread: something that was said, a note, or a line about what happened."""

    seq: int
    kind: str = Field(examples=["customer", "bot", "agent", "business", "note", "activity"])
    at: datetime
    text: str
    media: list[str]
    by: Author | None
    message: str | None = Field(description="The id of the message, if it was one of ours")
    state: str | None = Field(description="The point of the flow that said it")
    status: str | None
    error: str | None = Field(description="Why it was not sent or did not arrive, as a word")
    error_detail: str | None = Field(description="The same in a sentence, where there is one")
    segments: int | None
    what: str = Field(description="What an activity is")

    @classmethod
    def of(cls, item: Item) -> ThreadItem:
        """Show an item."""
        sent: Spoken | None = item.message
        return cls(
            seq=item.seq,
            kind=item.kind,
            at=item.at,
            text=item.text,
            media=list(item.media),
            by=None if item.by is None else Author(**item.by),
            message=sent and sent.id,
            state=sent and sent.state,
            status=sent and sent.status,
            error=sent and sent.error,
            error_detail=sent and (sent.error_detail or explain(sent.error, sender=sent.sender)),
            segments=sent and sent.segments,
            what=item.what,
        )


class Thread(BaseModel):
    """A part of a thread, the newest at the top, and the cursor of the older part."""

    data: list[ThreadItem]
    next: int | None


class Changed(BaseModel):
    """The conversation as it is now, and what came of it."""

    conversation: Conversation
    epoch: int
    canceled: list[str] = Field(description="Messages of the bot that were taken back")
    in_flight: list[str] = Field(description="Messages of the bot that had left already: they may still arrive")
    message: str | None = Field(description="The message that was written")
    note: str | None = Field(description="The note that was written")


class ForeseenMessage(BaseModel):
    """A message that the bot would send."""

    text: str
    state: str | None
    segments: int
    refused: str | None

    @classmethod
    def of(cls, foretold: Foretold) -> ForeseenMessage:
        """Show it."""
        return cls(**{name: getattr(foretold, name) for name in cls.model_fields})


class Foresight(BaseModel):
    """What the bot would do; nothing of it has happened."""

    said: list[ForeseenMessage]
    flow: str | None
    state: str | None
    outcome: str | None
    handoff: dict[str, JsonValue] | None
    problems: list[str]
    silent: str | None = Field(description="Why nobody would answer")

    @classmethod
    def of(cls, preview: Preview) -> Foresight:
        """Show a preview."""
        return cls(
            said=[ForeseenMessage.of(one) for one in preview.said],
            flow=preview.flow,
            state=preview.state,
            outcome=preview.outcome,
            handoff=preview.handoff,
            problems=list(preview.problems),
            silent=preview.silent,
        )
