"""Second thoughts."""

import pytest

from bot.flow.model import Type
from tests.engine.understand.asking import hear


@pytest.mark.parametrize(
    ("text", "expect", "expected"),
    [
        ("3pm no wait 4pm", Type.TIME, "16:00"),
        ("3pm, sorry, 4pm", Type.TIME, "16:00"),
        ("no wait, 4pm", Type.TIME, "16:00"),
        ("actually 4pm", Type.TIME, "16:00"),
        ("3pm no wait", Type.TIME, None),
        ("3pm no 4pm", Type.TIME, "16:00"),
        ("tuesday, I mean wednesday", Type.DATE, "2026-03-11"),
        ("tomorrow at 3, no wait, 4pm", Type.DATETIME, "2026-03-06T16:00:00-05:00"),
        ("monday at 10 actually tuesday", Type.DATETIME, "2026-03-10T10:00:00-04:00"),
        ("8, no, 9", Type.INTEGER, 9),
        ("8 wait 7", Type.INTEGER, 7),
        ("8 sorry", Type.INTEGER, 8),
        ("make it 7", Type.INTEGER, 7),
        ("scratch that, friday", Type.DATE, "2026-03-06"),
        ("3pm no espera 4pm", Type.TIME, "16:00"),
        ("no, friday", Type.DATE, "2026-03-06"),
        ("no friday", Type.DATE, None),
        ("not friday, saturday", Type.DATE, None),
        ("friday actually that works", Type.DATE, "2026-03-06"),
        ("Oops 6", Type.INTEGER, 6),
        ("5 - too long wait", Type.INTEGER, 5),
        ("wait", Type.DATE, None),
        ("sorry", Type.DATE, None),
        ("friday, sorry", Type.DATE, "2026-03-06"),
        ("no", Type.TIME, None),
        ("4pm no way", Type.TIME, None),
        ("tomorrow at 3, I mean later", Type.DATETIME, None),
        ("hello, I mean 4pm", Type.DATETIME, None),
        ("ana@example.com oops ana@example.org", Type.EMAIL, "ana@example.org"),
    ],
)
def test_what_a_person_ends_up_saying(text, expect, expected):
    assert expected == hear(text, expect)
