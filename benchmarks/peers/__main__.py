"""Turns of a conversation a second, beside frameworks that others use for such conversations.

    python -m benchmarks.peers [--people 1000] [--rounds 5]

Each holds the same conversation in a process of its own: state out of its store, one step of the dialogue with a reply,
state back. The peers are installed when this runs, in these versions, into a folder of their own under `build/`; where
one cannot be installed, the table says so.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
BUILD = ROOT / "build" / "peers"
FROM_PYPI = ("botbuilder-core==4.17.1", "botbuilder-dialogs==4.17.1", "aiohttp==3.14.5")  # which it needs and hides
FROM_NPM = ("xstate@5.33.3", "telegraf@4.16.3")
TIMEOUT_S = 300


class Missing(Exception):
    """Why a peer cannot take part."""


@dataclass(frozen=True)
class Peer:
    """Who takes part."""

    name: str
    command: Callable[[], Sequence[str | Path]]
    """Installs what it needs and says how it is run; raises `Missing`."""


@dataclass(frozen=True)
class Turns:
    """What a peer did."""

    name: str
    version: str = ""
    per_s: tuple[float, ...] = ()
    """Of each round."""
    cpu_s: float = 0.0
    """A turn, in the middle round."""
    missing: str = ""


# ── what they need ────────────────────────────────────────────────────────────────────────────────────────────────────


def ours(module: str) -> Callable[[], Sequence[str | Path]]:
    """A module of this folder, in the environment of the project."""
    return lambda: [sys.executable, "-m", f"benchmarks.peers.{module}"]


def on_python(module: str) -> Callable[[], Sequence[str | Path]]:
    """A module of this folder, in the environment of the peers from PyPI."""
    return lambda: [_python_environment() / "bin" / "python", "-m", f"benchmarks.peers.{module}"]


def on_node(script: str) -> Callable[[], Sequence[str | Path]]:
    """A script of this folder, beside the packages from npm."""
    return lambda: [_program("node"), _node_folder() / script]


def _python_environment() -> Path:
    folder = _folder("python", FROM_PYPI)
    if not (folder / "complete").exists():
        _install([sys.executable, "-m", "venv", "--clear", folder])
        pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _install([folder / "bin" / "python", *pip, *FROM_PYPI])
        (folder / "complete").touch()
    return folder


def _node_folder() -> Path:
    folder = _folder("node", FROM_NPM)
    if not (folder / "complete").exists():
        npm = [_program("npm"), "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
        folder.mkdir(parents=True, exist_ok=True)
        _install([*npm, "--prefix", folder, *FROM_NPM])
        (folder / "complete").touch()
    for file in [*HERE.glob("*.mjs"), HERE / "conversation.json"]:
        shutil.copy(file, folder)  # Node looks for packages from where the script lies
    return folder


def _folder(kind: str, packages: Sequence[str]) -> Path:
    """Other versions, another folder."""
    return BUILD / f"{kind}-{hashlib.sha256(' '.join(packages).encode()).hexdigest()[:8]}"


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Missing(f"not installed: there is no {name}")
    return found


def _install(command: Sequence[str | Path]) -> None:
    name = Path(command[0]).name if "pip" not in command else "pip"
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        raise Missing(f"not installed: {name} took more than {TIMEOUT_S} s") from None
    if done.returncode:
        raise Missing(f"not installed: {name} says {_complaint(done.stderr)}")


def _complaint(output: str) -> str:
    """The first line that speaks of an error, which says more than the last."""
    lines = output.strip().splitlines() or ["nothing"]
    return next((line for line in lines if "err" in line.casefold()), lines[-1])[:100]


# ── the run ───────────────────────────────────────────────────────────────────────────────────────────────────────────

PEERS = (
    Peer("Parley, one step", ours("parley_step")),
    Peer("Parley, durable on SQLite", ours("parley_durable")),
    Peer("Bot Framework, in memory", on_python("botframework")),
    Peer("xstate, in memory", on_node("xstate.mjs")),
    Peer("telegraf, in memory", on_node("telegraf.mjs")),
)


def run(peer: Peer, people: int, rounds: int) -> Turns:
    """Let one of them hold its conversations."""
    try:
        command = [*peer.command(), str(people), str(rounds)]
    except Missing as missing:
        return Turns(peer.name, missing=str(missing))
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIMEOUT_S, cwd=ROOT)
    except subprocess.TimeoutExpired:
        return Turns(peer.name, missing=f"not done within {TIMEOUT_S} s")
    if done.returncode:
        return Turns(peer.name, missing=f"failed: {_complaint(done.stderr)}")
    took = json.loads(done.stdout.strip().splitlines()[-1])
    turns = took["turns"]
    per_s = tuple(turns / seconds for seconds in took["seconds"])
    return Turns(peer.name, took["version"], per_s, median(took["cpu_seconds"]) / turns)


def report(taken: Sequence[Turns]) -> str:
    """A line for each, beside the first."""
    first = median(taken[0].per_s) if taken[0].per_s else float("nan")
    head = f"{'turns of a conversation':<28}{'version':<12}{'a second':>10}{'rounds':>18}{'CPU a turn':>14}"
    lines = [f"{head}{'beside Parley':>16}"]
    for turns in taken:
        if turns.missing:
            lines.append(f"{turns.name:<28}{turns.missing}")
            continue
        middle, spread = median(turns.per_s), f"{min(turns.per_s):,.0f}-{max(turns.per_s):,.0f}"
        figures = f"{middle:>10,.0f}{spread:>18}{turns.cpu_s * 1e6:>11,.0f} µs{middle / first:>14.2f} ×"
        lines.append(f"{turns.name:<28}{turns.version:<12}{figures}")
    return "\n".join(lines)


def main() -> None:
    """Run them one after the other and print the table."""
    parser = argparse.ArgumentParser(description="Turns of a conversation a second, beside other frameworks.")
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5, help="of the whole conversation; the median counts")
    options = parser.parse_known_args()[0]
    print(report([run(peer, options.people, options.rounds) for peer in PEERS]))


if __name__ == "__main__":
    main()
