"""The schema as a file for editors."""

from __future__ import annotations

import json

from bot.flow.schema import schema


def test_the_schema_is_printed(parley):
    run = parley("schema")

    assert (0, "") == (run.code, run.err)
    assert schema() == json.loads(run.out)
