"""Proves a flow before it runs: every rule over every flow, all findings in one run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.flow.diagnostic import Diagnostic, Severity
from bot.flow.load import Draft, read_draft
from bot.flow.model import Ask, Flow
from bot.flow.rules.base import Checked
from bot.flow.rules.document import too_large
from bot.flow.rules.every import FLOW_RULES, LIBRARY_RULES
from bot.flow.yaml import split_lines
from bot.limits import QUESTION_WAYS_MAX


def check(flows: Sequence[Flow]) -> list[Diagnostic]:
    """Check flows that are loaded already, each by itself and all together."""
    return _check([Draft(flow.path, flow, (), tuple(split_lines(flow.source))) for flow in flows])


def check_sources(
    sources: Mapping[str, str], actions: Collection[str] | None = None
) -> tuple[dict[str, Flow], list[Diagnostic]]:
    """Load and check files (path → text): the flows without errors by their ids, and every finding. Never raises.

    `actions` are the names that `do` may call; None where they are not known.
    """
    drafts = [read_draft(source, path) for path, source in sources.items()]
    findings = sorted(
        [finding for draft in drafts for finding in draft.findings] + _check(drafts, actions), key=lambda it: it.order
    )
    broken = {finding.path for finding in findings if finding.severity is Severity.ERROR}
    flows = {draft.flow.id: draft.flow for draft in drafts if draft.flow is not None and draft.path not in broken}
    return flows, findings


def _check(drafts: Iterable[Draft], actions: Collection[str] | None = None) -> list[Diagnostic]:
    flows = [Checked(draft, draft.flow, actions) for draft in drafts if draft.flow is not None]
    found = [(flow, finding) for flow in flows for rule in FLOW_RULES for finding in rule(flow)]
    found += [(flow, finding) for flow in flows for finding in _too_many_ways(flow)]
    found += [pair for rule in LIBRARY_RULES for pair in rule(flows)]
    unique: dict[object, Diagnostic] = {}
    for flow, finding in found:
        # a block of `defaults:` stands in many questions: one finding is enough
        unique.setdefault(
            (flow.draft.path, finding.code, finding.span, finding.message), replace(finding, path=flow.draft.path)
        )
    return sorted(unique.values(), key=lambda finding: finding.order)


def _too_many_ways(flow: Checked) -> Iterator[Diagnostic]:
    """Bound what compiling costs: each question has a way for each of its labels, and for each that counts anytime."""
    asks = [step for step in flow.questions if isinstance(step, Ask)]
    ways = sum(len(flow.flow.anytime) + len(step.question.replies) for step in asks)
    if ways > QUESTION_WAYS_MAX:
        yield too_large(asks[0].span, f"its questions and labels make {ways} ways, {QUESTION_WAYS_MAX} are the most")
