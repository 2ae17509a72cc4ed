"""What operators are given: runbook, alerts and dashboard speak of figures, logs and commands that exist."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

import pytest
import yaml

from bot.errors import SendError
from bot.events import ErrorClass
from bot.watch import ready
from bot.watch.catalogue import catalogue
from tests.stage import ANA, staged

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = (REPOSITORY / "docs" / "operations.md").read_text(encoding="utf-8")
RULES = yaml.safe_load((REPOSITORY / "docs" / "alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
PANELS = json.loads((REPOSITORY / "docs" / "grafana.json").read_text(encoding="utf-8"))["panels"]
QUERIES = [(panel["title"], target) for panel in PANELS for target in panel.get("targets", ())]
RUNBOOK = PAGE.partition("## When an alert fires")[2].partition("\n## ")[0]
SECTIONS = dict(re.findall(r"^### (.+)\n((?:(?!^### ).*\n)*)", RUNBOOK, re.MULTILINE))

METRICS = {it.name: {*it.labels, "job", "instance"} for it in catalogue() if it.kind not in ("histogram", "info")}
METRICS |= {
    f"{it.name}{part}": {*it.labels, "job", "instance", "le"}
    for it in catalogue()
    if it.kind == "histogram"
    for part in ("_bucket", "_sum", "_count")
}
METRICS |= {"parley_build_info": {"job", "instance", "version", "role", "run"}, "up": {"job", "instance"}}
METRICS |= {
    name: {"job", "instance"}
    for name in ("process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds")
}
NAME = re.compile(r"\b(?:parley|process)_\w+|\bup\b")


def anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-")


def labels_of(query: str) -> set[str]:
    """The labels that a query chooses or groups by."""
    chosen = re.findall(r"[{,]\s*(\w+)\s*(?:=|!=|=~|!~)", query)
    grouped = [label for group in re.findall(r"\bby \(([^)]*)\)", query) for label in re.split(r"\s*,\s*", group)]
    return {*chosen, *grouped}


def faults(query: str) -> list[str]:
    """What a query names and nobody exports."""
    names = set(NAME.findall(query))
    known = set().union(*(METRICS.get(name, set()) for name in names))
    return sorted(names - set(METRICS)) + sorted(labels_of(query) - known)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('max(parley_lag_seconds{stage="send"})', []),
        ("max by (channel) (parley_lag_seconds)", ["channel"]),
        ('rate(parley_sends{result="taken"}[5m])', ["parley_sends", "result"]),
        ("sum by (le, kind) (rate(parley_inbound_seconds_bucket[5m]))", []),
        ("parley_inbound_seconds", ["parley_inbound_seconds"]),
    ],
)
def test_a_query_that_asks_for_what_is_not_there_is_found(query, expected):
    assert expected == faults(query)


# ── alerts ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_asks_for_figures_that_exist_and_names_its_section(rule):
    page, _, section = rule["annotations"]["runbook"].partition("#")

    assert [] == faults(rule["expr"])
    assert "operations.md" == page
    assert section in map(anchor, SECTIONS)
    assert rule["labels"]["severity"] in ("warning", "critical")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_what_an_alert_says_has_the_labels_that_it_fills_in(rule):
    said = set(re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]))
    grouped = labels_of(rule["expr"]) if " by (" in rule["expr"] else {"instance", "job"}

    assert set() == said - grouped


@pytest.mark.parametrize("heading", SECTIONS)
def test_a_section_says_how_it_shows_what_it_means_and_what_to_do(heading):
    found = re.findall(r"^\*\*(.+?)\.\*\*", SECTIONS[heading], re.MULTILINE)
    alerts = {rule["alert"] for rule in RULES if rule["annotations"]["runbook"].endswith(f"#{anchor(heading)}")}

    assert ["How it shows", "What it means", "What to do"] == found
    assert alerts == set(re.findall(r"`(Parley\w+)`", SECTIONS[heading]))


# ── the dashboard ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: f"{query[0]} {query[1]['refId']}")
def test_a_panel_asks_for_figures_that_exist(query):
    _, target = query
    legend = set(re.findall(r"{{(\w+)}}", target["legendFormat"]))

    assert [] == faults(target["expr"])
    assert 'job=~"$job"' in target["expr"]
    assert set() == legend - labels_of(target["expr"]) - {"instance"}


def test_the_panels_lie_beside_each_other():
    ids = [panel["id"] for panel in PANELS]
    taken = [
        (x, y)
        for panel in PANELS
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]

    assert len(set(ids)) == len(ids)
    assert len(set(taken)) == len(taken)
    assert 24 > max(x for x, _ in taken)


def test_every_figure_of_what_waits_is_on_the_dashboard():
    shown = {name for _, target in QUERIES for name in NAME.findall(target["expr"])}
    asked = {it.name for it in catalogue() if it.kind == "gauge" and not it.name.endswith("_age_seconds")}

    assert set() == asked - shown


# ── the page ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_figure_is_on_the_page():
    assert [] == [it.name for it in catalogue() if f"| `{it.name}` |" not in PAGE]


def test_figures_that_the_page_speaks_of_exist():
    named = set(re.findall(r"\bparley_\w+[a-z]", PAGE))

    assert set() == named - set(METRICS) - {it.name for it in catalogue()}


def test_every_reason_not_to_be_ready_is_on_the_page():
    codes = set(re.findall(r'Reason\(\s*"(\w+)"', inspect.getsource(ready)))

    assert codes == set(re.findall(r"^\| `(\w+)` \| ", PAGE.partition("## Figures")[0], re.MULTILINE))


def test_events_of_the_log_that_the_page_looks_for_are_logged():
    code = "\n".join(file.read_text(encoding="utf-8") for file in (REPOSITORY / "bot").rglob("*.py"))
    events = re.findall(r'\.event == "([^"]+)"', PAGE)

    assert len(events) >= 3
    assert [] == [event for event in events if not re.search(rf'log\.\w+\(\s*"{event}"', code)]


async def test_a_parked_row_can_be_tried_again(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.writes(ANA, "hello")
        await stage.rows(
            "UPDATE inbound SET status = 'parked', error = 'KeyError: x', done_at = received_at RETURNING 1"
        )
        await stage.settle()
        assert [] == stage.heard(ANA)

        await stage.rows(f"{statement('inbound')} RETURNING 1")
        await stage.settle()

        assert ["Your name?"] == stage.heard(ANA)


async def test_a_message_of_unknown_outcome_can_be_closed(tmp_path):
    async with staged(tmp_path) as stage:
        stage.carrier.then(stage.carrier.taken_but(SendError(ErrorClass.UNKNOWN, "timeout", "no answer")))
        await stage.says(ANA, "hello")
        await stage.passes(minutes=20)
        [message] = await stage.messages(ANA)
        assert "unknown" == message.status

        await stage.rows(f"{statement('message').replace('msg_…', message.id)} RETURNING 1")

        assert ["failed"] == await stage.statuses(ANA)


def statement(table: str) -> str:
    """The SQL by which the page changes a table."""
    [sql] = re.findall(rf"^```sql\n(UPDATE {table} .+?)\n```", PAGE, re.MULTILINE | re.DOTALL)
    return sql
