"""`/v1/consent/classify`."""

from __future__ import annotations

import pytest

from tests.web.harness import Api, House


@pytest.mark.parametrize(
    ("text", "verdict", "matched_by"),
    [
        ("STOP", "out", "keyword"),
        ('  "stop!" ', "out", "keyword"),
        ("start", "in", "keyword"),
        ("Help", "help", "keyword"),
        ("what time does it end?", "none", None),
        ("", "none", None),
    ],
)
async def test_a_text_is_classified(standing: House, text, verdict, matched_by):
    answer = await standing.api.post("/v1/consent/classify", {"text": text}, key="read")

    assert (200, {"verdict": verdict, "matched_by": matched_by}) == (answer.status_code, answer.json())


async def test_a_text_that_no_phone_sends_is_refused(api: Api):
    assert 422 == (await api.post("/v1/consent/classify", {"text": "x" * 10_001})).status_code
