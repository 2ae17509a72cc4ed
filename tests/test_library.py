"""The flows that are live: the last good version of each, whatever happens to the files."""

from __future__ import annotations

import os

import pytest

from bot.flow.load import is_flow_file
from tests.stage import ANA, BEN, ECHO, Clock, staged, write_flows

pytestmark = pytest.mark.usefixtures("either_database")

SECOND = ECHO.replace("Your name?", "Who are you?").replace("Hello", "Welcome")
BROKEN = ECHO.replace("- end: named", "- go: nowhere")
OTHER = ECHO.replace("flow: echo", "flow: other").replace("- fallback", "- keyword: other")


@pytest.fixture
async def stage(tmp_path):
    async with staged(tmp_path, ECHO) as stage:
        yield stage


def rewrite(folder, *flows):
    """Change files as an editor does, and make sure that it shows."""
    write_flows(folder, *flows)
    for file in (folder / "flows").iterdir():
        status = file.stat()
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 10_000_000))


async def live(stage):
    await stage.runtime.library.turn()
    return sorted(stage.runtime.library.current.machines)


@pytest.mark.parametrize(
    ("name", "is_flow"),
    [
        ("booking.yaml", True),
        ("booking.yml", True),
        ("booking.test.yaml", False),
        ("booking.es.yaml", False),
        ("booking.txt", False),
        (".booking.yaml", False),
    ],
)
def test_which_files_hold_flows(name, is_flow):
    assert is_flow == is_flow_file(name)


async def test_files_that_did_not_change_are_not_read_again(stage):
    assert 0 == await stage.runtime.library.turn()


async def test_a_changed_file_is_live_and_who_is_in_the_old_version_stays_there(stage, tmp_path):
    await stage.says(ANA, "hi")
    rewrite(tmp_path, SECOND)
    assert 1 == await stage.runtime.library.turn()
    await stage.says(BEN, "hi")
    await stage.says(ANA, "Ana")
    await stage.says(BEN, "Ben")

    assert ["Your name?", "Hello Ana."] == stage.heard(ANA)
    assert ["Who are you?", "Welcome Ben."] == stage.heard(BEN)


async def test_sessions_finish_on_their_version_after_a_restart_too(tmp_path):
    async with staged(tmp_path, ECHO) as stage:
        await stage.says(ANA, "hi")
        clock = stage.clock
    async with staged(tmp_path, SECOND, clock=clock) as stage:
        stage._texts = 100
        await stage.says(ANA, "Ana")

        assert ["Hello Ana."] == stage.heard(ANA)


async def test_a_broken_file_changes_nothing_but_the_findings(stage, tmp_path):
    rewrite(tmp_path, BROKEN, OTHER)

    assert ["echo", "other"] == await live(stage)
    assert ["echo.yaml"] == [finding.path.rpartition("/")[2] for finding in stage.runtime.library.findings]
    await stage.says(ANA, "hi")
    assert ["Your name?"] == stage.heard(ANA)


async def test_a_file_that_is_no_yaml_at_all_changes_nothing_either(stage, tmp_path):
    (tmp_path / "flows" / "echo.yaml").write_bytes(b"\xff\xfe\x00 [ {")

    assert ["echo"] == await live(stage)
    assert stage.runtime.library.findings


async def test_the_last_good_version_survives_a_restart(tmp_path):
    clock = Clock()
    for source in (ECHO, SECOND):
        async with staged(tmp_path, source, clock=clock):
            clock.passes(hours=1)
    async with staged(tmp_path, BROKEN, clock=clock, broken=True) as stage:
        await stage.says(ANA, "hi")

        assert ["Who are you?"] == stage.heard(ANA)


async def test_a_repaired_file_is_live_again(stage, tmp_path):
    rewrite(tmp_path, BROKEN)
    await live(stage)
    rewrite(tmp_path, SECOND)
    await live(stage)
    await stage.says(ANA, "hi")

    assert () == stage.runtime.library.findings
    assert ["Who are you?"] == stage.heard(ANA)


async def test_a_file_that_is_gone_starts_nothing_more_but_ends_what_it_began(stage, tmp_path):
    await stage.says(ANA, "hi")
    (tmp_path / "flows" / "echo.yaml").unlink()
    assert [] == await live(stage)
    await stage.says(ANA, "Ana")
    await stage.says(BEN, "hi")

    assert ["Your name?", "Hello Ana."] == stage.heard(ANA)
    assert [] == stage.heard(BEN)


async def test_a_folder_that_does_not_exist_holds_no_flows(stage, tmp_path):
    (tmp_path / "flows" / "echo.yaml").unlink()
    (tmp_path / "flows").rmdir()

    assert [] == await live(stage)


async def test_a_stored_version_that_cannot_be_read_any_more_is_left_out(tmp_path):
    async with staged(tmp_path, ECHO) as stage:
        await stage.says(ANA, "hi")

        def damage(conn):
            conn.exec_driver_sql("UPDATE flow_version SET source = 'not a flow'")

        await stage.runtime.database.run(damage)
    async with staged(tmp_path, SECOND) as stage:
        stage._texts = 100
        await stage.says(ANA, "Ana")

        assert ["Welcome Ana."] == stage.heard(ANA)


SPEAKING = ECHO.replace("flow: echo\n", "flow: echo\nlanguages: [en, es]\n")
SPANISH = "ask: {ask: ¿Cómo se llama?, say: {1: 'Hola {{ name }}.'}}"


def translate(folder, text):
    file = folder / "flows" / "echo.es.yaml"
    file.write_text(text, encoding="utf-8")
    status = file.stat()
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 10_000_000))


def echo(stage):
    return stage.runtime.library.current.machines["echo"].flow


async def test_a_changed_translation_is_live(stage, tmp_path):
    rewrite(tmp_path, SPEAKING)
    await live(stage)
    before = echo(stage)
    translate(tmp_path, SPANISH)

    assert 1 == await stage.runtime.library.turn()
    assert {"es": {"ask.ask": "¿Cómo se llama?", "ask.say.1": "Hola {{ name }}."}} == echo(stage).catalogs
    assert before.version != echo(stage).version


async def test_a_broken_translation_keeps_the_last_good_version(stage, tmp_path):
    stage.clock.passes(hours=1)
    rewrite(tmp_path, SPEAKING)
    translate(tmp_path, SPANISH)
    await live(stage)
    good = echo(stage)
    translate(tmp_path, "nowhere: {ask: ¿?}")

    assert ["echo"] == await live(stage)
    errors = [finding for finding in stage.runtime.library.findings if finding.severity == "error"]
    assert ["echo.es.yaml"] == [finding.path.rpartition("/")[2] for finding in errors]
    assert good == echo(stage)


async def test_a_session_finishes_in_its_language_after_a_restart_too(tmp_path):
    (tmp_path / "flows").mkdir()
    translate(tmp_path, SPANISH)
    async with staged(tmp_path, SPEAKING, PARLEY_BUSINESS__LANGUAGE="es") as stage:
        await stage.says(ANA, "hi")
        clock = stage.clock
    (tmp_path / "flows" / "echo.es.yaml").unlink()
    async with staged(tmp_path, SECOND, clock=clock, PARLEY_BUSINESS__LANGUAGE="es") as stage:
        stage._texts = 100
        await stage.says(ANA, "Ana")

        assert ["Hola Ana."] == stage.heard(ANA)
