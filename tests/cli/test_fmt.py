"""Files laid out anew, or only named."""

from __future__ import annotations

from pathlib import Path

import pytest

UNTIDY = "flow:   untidy\nstates:\n  only:\n      - say: Reply #1 now   # at once\n      - end: 'done'\n"
TIDY = 'flow: untidy\n\nstates:\n  only:\n    - say: "Reply #1 now"   # at once\n    - end: done\n'
NEAT = "flow: neat\n\nstates:\n  only:\n    - end: done\n"


@pytest.fixture
def flows(folder: Path) -> Path:
    (folder / "flows").mkdir()
    (folder / "flows" / "untidy.yaml").write_text(UNTIDY)
    (folder / "flows" / "neat.yaml").write_text(NEAT)
    return folder / "flows"


def test_files_are_laid_out_anew(parley, flows):
    run = parley("fmt")

    assert (0, "flows/untidy.yaml\n", "changed 1 of 2 files\n") == (run.code, run.out, run.err)
    assert TIDY == (flows / "untidy.yaml").read_text()
    assert "changed 0 of 2 files\n" == parley("fmt").err


def test_check_writes_nothing(parley, flows):
    run = parley("fmt", "--check")

    assert (1, "flows/untidy.yaml\n", "would change 1 of 2 files\n") == (run.code, run.out, run.err)
    assert UNTIDY == (flows / "untidy.yaml").read_text()
    assert 0 == parley("fmt", "--check", "flows/neat.yaml").code


def test_a_file_that_cannot_be_read_is_left_alone(parley, flows):
    (flows / "broken.yaml").write_text('flow: "broken\n')

    run = parley("fmt")

    assert (1, "flows/untidy.yaml\n") == (run.code, run.out)
    assert " --> flows/broken.yaml:1:7\n" in run.err
    assert 'flow: "broken\n' == (flows / "broken.yaml").read_text()


def test_a_file_that_cannot_be_written(parley, flows, monkeypatch):
    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_text", refuse)

    run = parley("fmt")

    assert (1, "error: flows/untidy.yaml cannot be written: Permission denied\n") == (run.code, run.err)
