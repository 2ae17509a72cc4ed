"""A new project works as it is."""

from __future__ import annotations

from pathlib import Path

from bot.config import load_settings


def test_the_settings_and_the_flow_are_written(parley, folder):
    run = parley("init")

    assert 0 == run.code
    assert "now try: parley chat hello\n" in run.err
    assert "Our Business" == load_settings(folder / "parley.toml", {}).business.name
    assert (folder / "flows" / "hello.yaml").is_file()


def test_a_folder_is_made(parley, folder):
    run = parley("init", "clinic")

    assert "now try: cd clinic && parley chat hello\n" in run.err
    assert (folder / "clinic" / "parley.toml").is_file()


def test_the_new_flow_is_clean(parley):
    parley("init")

    run = parley("check", "--strict")

    assert (0, "", "checked 1 flow: 0 errors, 0 warnings\n") == (run.code, run.out, run.err)


def test_nothing_is_overwritten(parley, folder):
    (folder / "flows").mkdir()
    (folder / "flows" / "hello.yaml").write_text("mine")

    run = parley("init")

    assert (2, "error: flows/hello.yaml exists already; choose an empty folder\n") == (run.code, run.err)
    assert "mine" == (folder / "flows" / "hello.yaml").read_text()
    assert not (folder / "parley.toml").exists()


def test_a_folder_that_cannot_be_made(parley, folder):
    Path(folder / "taken").write_text("a file")

    run = parley("init", "taken")

    assert 1 == run.code
    assert "error: taken/parley.toml cannot be written: " in run.err
