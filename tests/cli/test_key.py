"""Keys are printed once, and only they are on standard output."""

from __future__ import annotations

import json

import pytest


def test_only_the_key_is_on_standard_output(parley):
    run = parley("key", "create", "--scopes", "read,send,admin")

    assert 0 == run.code
    assert run.out.startswith("parley_")
    assert 1 == len(run.out.splitlines())
    assert "keep it safe: it cannot be shown again\n" == run.err


def test_a_key_is_listed_without_itself(parley):
    plain = parley("key", "create", "--scopes", "send,read", "--name", "crm").out.strip()

    table = parley("key", "list")
    [row] = json.loads(parley("key", "list", "--json").out)

    assert ("crm", ["read", "send"], None) == (row["name"], row["scopes"], row["revoked_at"])
    assert row["id"] in table.out
    assert plain not in table.out + str(row)


def test_nobody_has_a_key_yet(parley):
    assert "" == parley("key", "list").out
    assert [] == json.loads(parley("key", "list", "--json").out)


def test_a_revoked_key_is_shown_as_such(parley):
    parley("key", "create")
    [row] = json.loads(parley("key", "list", "--json").out)

    revoked = parley("key", "revoke", row["id"])
    again = parley("key", "revoke", row["id"])

    assert (0, f"revoked {row['id']}\n") == (revoked.code, revoked.err)
    assert (1, f"error: no living key has the id `{row['id']}`; see: parley key list\n") == (again.code, again.err)
    assert json.loads(parley("key", "list", "--json").out)[0]["revoked_at"]


@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        ("read,sned", "error: no scope is called `sned`, did you mean `send`?\n"),
        ("everything", "error: no scope is called `everything`, there are: read, send, admin\n"),
        (",", "error: a key needs a scope: read, send or admin\n"),
    ],
)
def test_a_scope_must_exist(parley, scopes, expected):
    run = parley("key", "create", "--scopes", scopes)

    assert (2, "", expected) == (run.code, run.out, run.err)
