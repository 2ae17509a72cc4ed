"""`parley user`: those who work in the console, from the command line."""

from __future__ import annotations

import json

import pytest

PASSWORD = "plum tractor violin moss"


@pytest.fixture
def ana(parley):
    """Somebody who was added, and the link that was printed for them."""
    return parley("user", "add", "Ana@Example.com", "--name", "Ana", "--role", "supervisor").out.strip()


def states(parley) -> dict[str, str]:
    return {row["email"]: row["state"] for row in json.loads(parley("user", "list", "--json").out)}


def test_only_the_link_is_on_standard_output(parley, ana):
    assert ana.startswith("http://127.0.0.1:8000/console/invitation?token=")
    assert 1 == len(ana.splitlines())
    [row] = json.loads(parley("user", "list", "--json").out)
    assert ("ana@example.com", "Ana", "supervisor", "invited", False) == tuple(
        row[name] for name in ("email", "name", "role", "state", "second_factor")
    )
    assert "ana@example.com" in parley("user", "list").out


def test_a_password_is_read_from_a_pipe_and_never_said(parley, ana):
    run = parley("user", "passwd", "ana@example.com", typed=PASSWORD + "\n")

    assert (0, "") == (run.code, run.out)
    assert "signed out everywhere" in run.err
    assert PASSWORD not in run.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("passwd", "ana@example.com"), "error: Take 12 characters or more"),
        (("passwd", "anna@example.com"), "error: nobody has the address `anna@example.com`, did you mean `ana@exam"),
        (("add", "ana@example.com"), "error: ana@example.com has an account already"),
        (("add", "nonsense"), "error: write an e-mail address"),
        (("role", "ana@example.com", "amin"), "error: no role is called `amin`, did you mean `admin`?"),
        (("link", "zoe@example.com"), "error: nobody has the address"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_said(parley, ana, arguments, said):
    run = parley("user", *arguments, typed="short\n")

    assert run.code in (1, 2)
    assert run.err.startswith(said)


def test_somebody_is_shut_out_and_let_in_again(parley, ana):
    assert 0 == parley("user", "disable", "ana@example.com").code
    assert {"ana@example.com": "disabled"} == states(parley)
    assert "is disabled" in parley("user", "link", "ana@example.com").err
    assert 0 == parley("user", "enable", "ana@example.com").code
    assert "/console/login?token=" in parley("user", "link", "ana@example.com").out


def test_the_last_admin_stays_one(parley):
    parley("user", "add", "boss@example.com", "--role", "admin")

    assert "has to be an admin" in parley("user", "role", "boss@example.com", "agent").err
    assert 0 == parley("user", "unlock", "boss@example.com", "--factor").code
