"""A reply as the guards of a question see it: understood once, then held against one edge after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from bot.engine import match
from bot.engine.match import Spec, Understood
from bot.engine.nodes import Edge, Way
from bot.events import Json
from bot.flow.model import Anytime, Check, Matcher, ReplyBranch


class Listener(NamedTuple):
    """Whose reply it is: what the same words mean depends on language, country and calendar."""

    language: str
    languages: tuple[str, ...]
    country: str
    now_local: datetime
    tags: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    """What `understand:` has found."""

    def understand(self, text: str, media: tuple[str, ...], spec: Spec) -> Understood | None:
        """Read a reply as what the question expects."""
        return match.understand(
            text,
            media,
            spec,
            language=self.language,
            languages=self.languages,
            today=self.now_local.date(),
            now_local=self.now_local,
        )

    def matches(self, matcher: Matcher, text: str, media: tuple[str, ...]) -> bool:
        """Whether a reply has what a matcher asks for."""
        return match.matches(
            matcher,
            text,
            media,
            tags=self.tags,
            intents=self.intents,
            language=self.language,
            languages=self.languages,
            country=self.country,
            today=self.now_local.date(),
            now_local=self.now_local,
        )


class Hearing(NamedTuple):
    """One reply at one question, or one value at one `match:`."""

    listener: Listener
    spec: Spec
    text: str
    media: tuple[str, ...] = ()
    understood: Understood | None = None
    fault: Check | None = None
    """The `check:` that the understood value does not pass."""
    settled: bool = True
    """False while `confirm:` has not been answered with yes."""
    denied: bool = False
    """`confirm:` was answered with no."""
    used_up: bool = False
    """Every text of `unclear:` has been said."""
    early: bool = False
    """Written before the question was asked: taken if it answers it, never held against the person."""
    wonders: bool = False
    """Words do not match, and there is somebody to ask what they mean."""
    hopeless: bool = False
    """There is nothing that could be answered: only `give_up` leads on."""

    def allows(self, edge: Edge) -> bool:
        """Whether the reply takes this edge."""
        if self.hopeless:
            return edge.way is Way.GIVE_UP
        allows = _WAYS.get(edge.way)
        return allows is None or allows(self, edge)

    @property
    def value(self) -> Json:
        """The understood value; None where there is none."""
        return None if self.understood is None else self.understood.value

    @property
    def accepted(self) -> bool:
        """Whether the value is understood, passes every check and is confirmed."""
        return self.settled and self.understood is not None and self.fault is None

    def takes(self, branch: ReplyBranch) -> bool:
        """Whether a label takes the reply: by its matcher if it has one, else by the value."""
        if branch.matcher is not None:
            return self.listener.matches(branch.matcher, self.text, self.media)
        return self.fault is None and match.branch_matches(
            branch.label, self.spec, self.understood, self.text, branch.others, self.listener.language
        )


def _labelled(heard: Hearing, edge: Edge) -> bool:
    return not isinstance(edge.part, ReplyBranch) or (heard.settled and heard.takes(edge.part))


def _at_any_time(heard: Hearing, edge: Edge) -> bool:
    part = edge.part
    return not isinstance(part, Anytime) or heard.listener.matches(part.matcher, heard.text, heard.media)


_WAYS: Final[Mapping[Way, Callable[[Hearing, Edge], bool]]] = {
    Way.REPLY: _labelled,
    Way.ANYTIME: _at_any_time,
    Way.ANSWERED: lambda heard, edge: heard.accepted,
    Way.CONFIRM: lambda heard, edge: heard.accepted,
    Way.OTHERWISE: lambda heard, edge: heard.settled and heard.fault is None and not heard.early,
    Way.ASIDE: lambda heard, edge: heard.wonders and heard.fault is None,
    Way.DENIED: lambda heard, edge: heard.denied,
    Way.GIVE_UP: lambda heard, edge: heard.used_up and not heard.early,
}
"""What a reply must be to take these; it takes any other."""
