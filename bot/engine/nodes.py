"""What a compiled flow is made of: nodes where a session can be, edges between them, lines that run there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.flow.model import NOWHERE, Anytime, ReplyBranch, Say, Span, Step, Timed

NEW: Final = "new:"
"""Before `Start`. With its colon, like the ends, it is no name that an author can give to a state."""
ANYTIME: Final = "anytime"
FAILED: Final = "failed"
EXPIRED: Final = "expired"
HANDED_OVER: Final = "handed_over"
INTERRUPTED: Final = "interrupted"
"""How a flow ends that another one takes the conversation from."""
STOPPED: Final = "stopped"
"""The end of every session that is ended from outside, whatever its outcome is called."""

CONFIRM_SUFFIX: Final = "/confirm"
"""After a question's name: the node where its answer is repeated."""


def end_node(outcome: str) -> str:
    """The name of the node of an outcome."""
    return f"end:{outcome}"


class Kind(StrEnum):
    """What a node stands for."""

    START = "start"
    STATE = "state"
    QUESTION = "question"
    CONFIRM = "confirm"
    """A question whose answer was understood and is repeated: right or not?"""
    BRANCH = "branch"
    """A block written in place, of a reply, a silence or an error; or a `match:`."""
    CALL = "call"
    HANDOFF = "handoff"
    PAUSE = "pause"
    RUN = "run"
    """Another flow has the conversation."""
    END = "end"


class Way(StrEnum):
    """Why an edge is taken."""

    START = "start"
    ANYTIME = "anytime"
    REPLY = "reply"
    """A label of `replies:` takes the answer."""
    OTHERWISE = "else"
    ANSWERED = "answered"
    """Understood, and no label takes it: the steps after the question follow."""
    ASIDE = "aside"
    """Words do not match: somebody else is asked what they mean, and the question waits."""
    CONFIRM = "confirm"
    DENIED = "denied"
    """`no` to `confirm:`; the question is asked again."""
    WORN_OUT = "worn_out"
    """Asked so often that it must be a machine that answers."""
    GIVE_UP = "give_up"
    UNCLEAR = "unclear"
    NUDGE = "nudge"
    """Silence that is answered by a text."""
    SILENCE = "silence"
    PAUSED = "paused"
    UNDELIVERED = "undelivered"
    RESULT = "result"
    ERROR = "error"
    CLOSED = "closed"
    RETURNED = "returned"
    """The flow of a `run:` has ended."""
    RUN_EXPIRED = "run expired"
    RUN_FAILED = "run failed"
    STEP = "step"
    """A step of the flow moves on."""
    SYSTEM = "system"
    """Expiry, an end from outside, a failure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Back(Step):
    """What follows an `anytime` block: the pending question is asked again."""


@dataclass(frozen=True, slots=True)
class Line:
    """A step and the one after it; where its block ends, that is what follows the step which holds the block."""

    step: Step
    state: str
    """The author's state, or `anytime`."""
    point: str
    """The node that the step moves to by itself: where it waits, matches or ends."""
    following: Line | None


@dataclass(frozen=True, slots=True)
class Node:
    """A place where a session can be."""

    name: str
    kind: Kind
    label: str
    state: str = ""
    """The author's state around it, or `anytime`; empty before the start and at the ends."""
    span: Span = NOWHERE
    step: Step | None = None
    """The step that waits here, or that matches."""
    line: Line | None = None
    """What runs from here: the steps of the state or block, or those after the step that waited."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from node to node. Where `source` is `dest`, the session stays and something happens there."""

    source: str
    dest: str
    trigger: str
    way: Way
    label: str = ""
    span: Span = NOWHERE
    part: ReplyBranch | Anytime | Timed | Say | None = None
    """What the author wrote for it."""
    flow: str = ""
