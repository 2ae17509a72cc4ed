"""Proves a flow before it runs: every rule over every flow, all findings in one run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.flow.diagnostic import Diagnostic, Severity
from bot.flow.files import language_of, stem_of, translations_of
from bot.flow.load import Draft, read_draft
from bot.flow.model import Ask, Flow
from bot.flow.rules.base import Checked, all_blocks
from bot.flow.rules.document import too_large, too_many
from bot.flow.rules.every import FLOW_RULES, LIBRARY_RULES
from bot.flow.rules.translation import without_flow
from bot.flow.yaml import split_lines
from bot.limits import FINDINGS_PER_FILE_MAX, QUESTION_WAYS_MAX


def check(flows: Sequence[Flow]) -> list[Diagnostic]:
    """Check flows that are loaded already, each by itself and all together."""
    return _listed(_check([_draft(flow) for flow in flows]))


def check_sources(
    sources: Mapping[str, str], actions: Collection[str] | None = None, *, heard: bool = True
) -> tuple[dict[str, Flow], list[Diagnostic]]:
    """Load and check files (path → text): the flows without errors by their ids, and every finding. Never raises.

    Files such as `x.es.yaml` are the texts of the flow `x.yaml` in another language: part of it, its mistakes as well.
    `actions` are the names that `do` may call; None where they are not known. `heard` says whether there is a channel
    to which people can reply.
    """
    drafts = [
        read_draft(source, path, {other: sources[other] for other in translations_of(path, sources)})
        for path, source in sources.items()
        if language_of(path) is None
    ]
    found = (
        [finding for draft in drafts for finding in draft.findings] + _check(drafts, actions, heard) + _strays(sources)
    )
    broken = broken_flows(found)
    flows = {
        draft.flow.id: draft.flow for draft in drafts if draft.flow is not None and stem_of(draft.path) not in broken
    }
    return flows, _listed(found)


def broken_flows(findings: Iterable[Diagnostic]) -> set[str]:
    """The flows, as `stem_of` names them, that have an error in any of their files."""
    return {stem_of(finding.path) for finding in findings if finding.severity is Severity.ERROR}


def _draft(flow: Flow) -> Draft:
    if flow.translations:  # what was added to the flow is not to be translated again
        return replace(read_draft(flow.source, flow.path, flow.translations), findings=())
    return Draft(flow.path, flow, (), tuple(split_lines(flow.source)))


def _strays(sources: Mapping[str, str]) -> list[Diagnostic]:
    """Translations of flows that are not here."""
    flows = {stem_of(path) for path in sources if language_of(path) is None}
    return [without_flow(path) for path in sources if language_of(path) and stem_of(path) not in flows]


def _check(drafts: Iterable[Draft], actions: Collection[str] | None = None, heard: bool = True) -> list[Diagnostic]:
    read = [(draft, draft.flow) for draft in drafts if draft.flow is not None]
    sizes = [(draft, list(_too_many_ways(flow))) for draft, flow in read]
    huge = {draft.path for draft, findings in sizes if findings}
    flows = [Checked(draft, flow, actions, heard=heard) for draft, flow in read if draft.path not in huge]
    found = [(draft.path, finding) for draft, findings in sizes for finding in findings]
    found += [(flow.draft.path, finding) for flow in flows for rule in FLOW_RULES for finding in rule(flow)]
    found += [(flow.draft.path, finding) for rule in LIBRARY_RULES for flow, finding in rule(flows)]
    unique: dict[object, Diagnostic] = {}
    for path, finding in found:
        # a block of `defaults:` stands in many questions: one finding is enough
        path = finding.path or path
        unique.setdefault((path, finding.code, finding.span, finding.message), replace(finding, path=path))
    return list(unique.values())


def _listed(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort findings, and leave out what nobody would read: of a file with thousands, the first errors are kept."""
    files: dict[str, list[Diagnostic]] = {}
    for finding in sorted(findings, key=lambda it: (it.severity is not Severity.ERROR, it.order)):
        files.setdefault(finding.path, []).append(finding)
    kept = [finding for found in files.values() for finding in found[:FINDINGS_PER_FILE_MAX]]
    for found in files.values():
        if len(found) > FINDINGS_PER_FILE_MAX:
            kept.append(too_many(found[FINDINGS_PER_FILE_MAX], len(found) - FINDINGS_PER_FILE_MAX))
    return sorted(kept, key=lambda finding: finding.order)


def _too_many_ways(flow: Flow) -> Iterator[Diagnostic]:
    """Bound what compiling costs: each question has a way for each of its labels, and for each that counts anytime."""
    asks = [step for block in all_blocks(flow) for step in block if isinstance(step, Ask)]
    ways = sum(len(flow.anytime) + len(step.question.replies) for step in asks)
    if ways > QUESTION_WAYS_MAX:
        at = min((step.span for step in asks), key=lambda span: (span.line, span.column))
        problem = f"its questions and labels make {ways} ways, {QUESTION_WAYS_MAX} are the most"
        yield replace(too_large(at, problem), path=flow.path)
