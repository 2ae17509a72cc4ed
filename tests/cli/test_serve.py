"""The server as a process: what it prints works, what stops it is said, and it stops when told to."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from bot.cli.serve import StartUp
from bot.errors import ConfigError

PATIENCE_S = 20.0
MENU = """\
flow: menu
start:
  - fallback
states:
  show:
    - say: Soup or salad?
    - end: shown
"""


@dataclass
class Process:
    """A `parley` that runs."""

    popen: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)

    def reads(self, pattern: str) -> str:
        """Wait for a line on standard error; everything printed so far."""
        assert self.popen.stderr is not None
        for line in self.popen.stderr:
            self.printed.append(line)
            if re.search(pattern, line):
                return "".join(self.printed)
        raise AssertionError(f"ended without {pattern!r}: {''.join(self.printed)}")

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> float:
        """Tell it to end; how many seconds that took."""
        began = time.monotonic()
        self.popen.send_signal(sign)
        self.popen.wait(PATIENCE_S)
        return time.monotonic() - began


@pytest.fixture
def start(folder: Path) -> Iterator[object]:
    """Start `parley …` in an empty folder with one flow; whatever still runs at the end is killed."""
    (folder / "flows").mkdir()
    (folder / "flows" / "menu.yaml").write_text(MENU)
    started: list[subprocess.Popen[str]] = []

    def run(*words: str) -> Process:
        command = [sys.executable, "-c", "from bot.cli import main; main()", *words]
        environ = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
        popen = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environ)
        started.append(popen)
        return Process(popen)

    yield run
    for popen in started:
        popen.kill()
        popen.communicate()


def curl(text: str) -> list[httpx.Request]:
    """The `curl` lines of a text, as the requests that they make."""
    requests = []
    for line in re.findall(r"^  curl -s .*$", text.replace("\\\n", ""), re.MULTILINE):
        words = shlex.split(line)
        address = words[2]
        headers = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
        body = next((words[at + 1] for at, word in enumerate(words) if word == "-d"), None)
        requests.append(httpx.Request("POST" if body else "GET", address, headers=headers, content=body))
    return requests


def test_what_it_prints_works_as_it_stands(start):
    server = start("serve", "--port", "0")
    text_in, answer_out = curl(server.reads("Stop with Ctrl"))

    with httpx.Client(trust_env=False) as client:
        assert 200 == client.send(text_in).status_code
        deadline = time.monotonic() + PATIENCE_S
        while not (messages := client.send(answer_out).json()["data"]) and time.monotonic() < deadline:
            time.sleep(0.05)
        simulator = re.search(r"simulator +(\S+)", "".join(server.printed))
        assert simulator is not None
        assert 200 == client.get(simulator[1]).status_code
        door = re.search(r"console +(\S+)", "".join(server.printed))
        assert door is not None
        assert "/console/inbox" == client.get(door[1]).headers["location"]
        inbox = f"{door[1].partition('/console')[0]}/console/inbox"
        assert (200, 410) == (client.get(inbox).status_code, client.get(door[1]).status_code)

    assert ["Soup or salad?"] == [message["text"] for message in messages]
    assert server.stop() < PATIENCE_S / 2


def test_the_printed_key_ends_with_the_process(start):
    first = start("serve", "--port", "0")
    _, with_old_key = curl(first.reads("Stop with Ctrl"))
    first.stop(signal.SIGINT)
    assert 0 == first.popen.returncode
    second = start("serve", "--port", str(with_old_key.url.port))
    second.reads("Stop with Ctrl")

    with httpx.Client(trust_env=False) as client:
        assert 401 == client.send(with_old_key).status_code


def test_a_worker_beside_a_server_that_only_receives(start):
    server = start("serve", "--port", "0", "--no-worker")
    text_in, answer_out = curl(server.reads("Stop with Ctrl"))
    with httpx.Client(trust_env=False) as client:
        client.send(text_in)
        time.sleep(0.5)
        assert [] == client.send(answer_out).json()["data"]

        worker = start("worker")
        worker.reads("working")
        deadline = time.monotonic() + PATIENCE_S
        while not (messages := client.send(answer_out).json()["data"]) and time.monotonic() < deadline:
            time.sleep(0.05)

    assert ["Soup or salad?"] == [message["text"] for message in messages]
    assert worker.stop() < PATIENCE_S / 2
    assert 0 == worker.popen.returncode


def test_a_worker_answers_probes_where_it_is_told_to(start, monkeypatch):
    monkeypatch.setenv("PARLEY_SERVER__METRICS_PORT", "0")
    worker = start("worker")
    address = re.search(r"http://127\.0\.0\.1:\d+", worker.reads("answering probes"))[0]
    worker.reads("working")
    with httpx.Client(trust_env=False, base_url=address) as client:
        answers = [client.get(path) for path in ("/healthz", "/readyz", "/metrics", "/v1/messages")]

    assert [200, 200, 200, 404] == [answer.status_code for answer in answers]
    assert 'role="worker"' in answers[2].text
    assert worker.stop() < PATIENCE_S / 2
    assert 0 == worker.popen.returncode


def test_a_port_for_probes_that_is_taken(parley, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("PARLEY_SERVER__METRICS_PORT", str(taken.getsockname()[1]))

        run = parley("worker")

    assert 3 == run.code
    assert "cannot be bound: another process has it" in run.err


def test_one_worker_at_a_time(start):
    start("serve", "--port", "0").reads("Stop with Ctrl")

    second = start("serve", "--port", "0")

    assert "error: another worker is running on parley.db" in second.reads("^error:")
    assert 3 == second.popen.wait(PATIENCE_S)
    assert "Traceback" not in "".join(second.printed)


def test_a_port_that_is_taken(parley, start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        run = parley("serve", "--port", str(port))

    assert 3 == run.code
    assert (
        f"error: 127.0.0.1 port {port} cannot be bound: another process has it; stop that one or choose with --port\n"
        == run.err
    )


def test_the_public_secret_is_not_served_to_others(parley):
    run = parley("serve", "--host", "0.0.0.0")

    assert 3 == run.code
    assert "the default secret of a loopback channel is public" in run.err


async def test_another_failure_keeps_its_traceback():
    async def broken(scope, receive, send):
        await send({"type": "lifespan.startup.failed", "message": "Traceback …"})
        raise RuntimeError("a bug")

    sent = []

    async def send(message):
        sent.append(message)

    start_up = StartUp(broken)
    with pytest.raises(RuntimeError, match="a bug"):
        await start_up({"type": "lifespan"}, None, send)

    assert [{"type": "lifespan.startup.failed", "message": "Traceback …"}] == sent
    assert start_up.failure is None


async def test_a_failure_that_was_foreseen_is_kept_in_a_sentence():
    async def unusable(scope, receive, send):
        await send({"type": "lifespan.startup.failed", "message": "Traceback …"})
        raise ConfigError("the key is wrong")

    sent = []

    async def send(message):
        sent.append(message)

    start_up = StartUp(unusable)
    await start_up({"type": "lifespan"}, None, send)

    assert [{"type": "lifespan.startup.failed", "message": ""}] == sent
    assert "the key is wrong" == str(start_up.failure)
