"""The page that adds a provider is followed: what it saves is saved, installed, listed, and passes its own tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.lesson import Lesson

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = (REPOSITORY / "docs" / "how-to-add-a-provider.md").read_text("utf-8")
LINES_MAX = 170


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Where a reader has followed the page, and installed the result as pip does: by a `.dist-info` beside it."""
    monkeypatch.chdir(tmp_path)
    Lesson().follow(PAGE)
    [(group, point)] = re.findall(
        r"^\[project\.entry-points\.\"(.+)\"\]\n(.+)\n", Path("pyproject.toml").read_text(), re.M
    )
    installed = tmp_path / "parley_pigeon-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: parley-pigeon\nVersion: 1.0\n")
    (installed / "entry_points.txt").write_text(f"[{group}]\n{point}\n".replace('"', ""))
    return tmp_path


def run(folder: Path, *words: str) -> str:
    """Run Python where the new provider is installed."""
    environ = os.environ | {"PYTHONPATH": f"{folder}:{REPOSITORY}", "PIGEON_KEY": "k" * 8, "PIGEON_SECRET": "s" * 8}
    environ = {name: value for name, value in environ.items() if not name.startswith(("COV_", "PYTEST_"))}
    ran = subprocess.run([sys.executable, *words], cwd=folder, env=environ, capture_output=True, text=True, timeout=60)
    assert 0 == ran.returncode, ran.stdout + ran.stderr
    return ran.stdout


def parley(folder: Path, *words: str) -> str:
    return run(folder, "-c", "from bot.cli import main; main()", *words)


def test_the_provider_is_short(folder):
    assert len((folder / "pigeon.py").read_text("utf-8").splitlines()) < LINES_MAX


def test_its_own_tests_pass(folder):
    out = run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_pigeon.py")

    assert "10 passed" in out


def test_it_is_written_as_everything_else_is(folder):
    configuration = ["--config", str(REPOSITORY / "pyproject.toml")]
    run(folder, "-m", "ruff", "check", *configuration, "pigeon.py")
    run(folder, "-m", "ruff", "format", "--check", *configuration, "pigeon.py")


def test_it_is_installed_and_can_be_used(folder):
    listed = parley(folder, "providers", "list")
    settings = parley(folder, "provider", "connect", "pigeon")
    channel = re.search(r"^\[channels\.main\]\n.*?\n\n", settings, re.MULTILINE | re.DOTALL)[0]
    (folder / "parley.toml").write_text(f'{channel}\n[business]\npublic_url = "https://sms.example.com"\n')
    pasted = parley(folder, "provider", "connect", "pigeon", "--no-check")

    assert re.search(r"^pigeon +yes +yes +- +- +- +- +- +this page$", listed, re.MULTILINE)
    assert 'secret = "$PIGEON_SECRET"' in channel
    assert pasted.endswith("\n\nhttps://sms.example.com/webhooks/main\n")
