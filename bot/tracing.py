"""Traces for those who have OpenTelemetry: what took how long, and what led to what. Nothing, and free, for all others.

    webhook ◄─── decide ◄─── send         each in its own time and trace; the arrows are links, found by our ids

Spans carry ids and names of ours, never a phone or a text, and of an error its class only.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from threading import Lock
from typing import Any, Final, Protocol

from bot import __version__
from bot.limits import TRACES_REMEMBERED_MAX

Value = str | int | float | bool


class Span(Protocol):
    """Something that takes time."""

    def set(self, **attributes: Value) -> None:
        """Say more about it."""

    def known_as(self, *ids: str) -> None:
        """Let spans that come later link to this one by these ids."""


class Tracer(Protocol):
    """Where spans go."""

    @property
    def on(self) -> bool:
        """Whether anybody looks: whoever is called a thousand times a second asks first."""

    def span(self, name: str, after: Sequence[str] = (), **attributes: Value) -> AbstractContextManager[Span]:
        """Measure a block. `after` are ids of what led to it."""


# ── nobody looks ────────────────────────────────────────────────────────────────────────────────────────────────────


class _Nothing:
    """A span of nobody, and the block around it."""

    def set(self, **attributes: Value) -> None:
        """See `Span`."""

    def known_as(self, *ids: str) -> None:
        """See `Span`."""

    def __enter__(self) -> _Nothing:
        return self

    def __exit__(self, *failure: object) -> None:
        return None


class _Off:
    on = False

    def span(self, name: str, after: Sequence[str] = (), **attributes: Value) -> AbstractContextManager[Span]:
        return _NOTHING


_NOTHING: Final = _Nothing()
OFF: Final[Tracer] = _Off()


# ── OpenTelemetry ───────────────────────────────────────────────────────────────────────────────────────────────────


def make_tracer() -> Tracer:
    """Use OpenTelemetry if it is installed and somebody has set it up, as `opentelemetry-instrument` does."""
    try:
        api = import_module("opentelemetry.trace")
    except ImportError:
        return OFF
    if isinstance(api.get_tracer_provider(), api.ProxyTracerProvider | api.NoOpTracerProvider):
        return OFF
    return OpenTelemetry(api)


class OpenTelemetry:
    """Spans by its API; where they go is the business of whoever set it up."""

    on = True

    def __init__(self, api: Any) -> None:
        """`api` is the module `opentelemetry.trace`."""
        self._api = api
        self._tracer = api.get_tracer("parley", __version__)
        self._known: OrderedDict[str, Any] = OrderedDict()
        self._lock = Lock()
        """The database has a thread of its own."""

    @contextmanager
    def span(self, name: str, after: Sequence[str] = (), **attributes: Value) -> Iterator[Span]:
        """See `Tracer`. What an error says stays inside: it may quote what somebody wrote."""
        begun = self._tracer.start_as_current_span(
            f"parley.{name}",
            attributes=_named(attributes),
            links=self._links(after),
            record_exception=False,
            set_status_on_exception=False,
        )
        with begun as span:
            try:
                yield _OpenSpan(span, self)
            except BaseException as error:
                span.set_status(self._api.StatusCode.ERROR, type(error).__name__)
                raise

    def remember(self, context: Any, ids: Sequence[str]) -> None:
        """Keep where a span is found, for some time."""
        with self._lock:
            self._known.update(dict.fromkeys(ids, context))
            while len(self._known) > TRACES_REMEMBERED_MAX:
                self._known.popitem(last=False)

    def _links(self, after: Sequence[str]) -> list[Any]:
        with self._lock:
            return [self._api.Link(self._known[id]) for id in after if id in self._known]


class _OpenSpan:
    def __init__(self, span: Any, tracer: OpenTelemetry) -> None:
        self._span = span
        self._tracer = tracer

    def set(self, **attributes: Value) -> None:
        self._span.set_attributes(_named(attributes))

    def known_as(self, *ids: str) -> None:
        self._tracer.remember(self._span.get_span_context(), ids)


def _named(attributes: dict[str, Value]) -> dict[str, Value]:
    return {f"parley.{name}": value for name, value in attributes.items()}


# ── tests ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Taken:
    """A span as the notebook has it."""

    name: str
    after: tuple[str, ...]
    attributes: dict[str, Value]
    ids: list[str] = field(default_factory=list)
    error: str = ""

    def set(self, **attributes: Value) -> None:
        """See `Span`."""
        self.attributes |= attributes

    def known_as(self, *ids: str) -> None:
        """See `Span`."""
        self.ids += ids


class Notebook:
    """A tracer that keeps everything, for tests of whoever makes spans."""

    on = True

    def __init__(self) -> None:
        self.spans: list[Taken] = []
        """In the order in which they ended."""

    @contextmanager
    def span(self, name: str, after: Sequence[str] = (), **attributes: Value) -> Iterator[Span]:
        """See `Tracer`."""
        taken = Taken(name, tuple(after), attributes)
        try:
            yield taken
        except BaseException as error:
            taken.error = type(error).__name__
            raise
        finally:
            self.spans.append(taken)
