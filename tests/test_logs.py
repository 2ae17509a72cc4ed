"""What a log line may hold, whoever wrote the words in it."""

from __future__ import annotations

import io
import json
import logging

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.config import LogSettings
from bot.logs import configure, protect


@pytest.fixture
def stream() -> io.StringIO:
    stream = io.StringIO()
    configure(LogSettings(format="json"), stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_with_time_level_and_fields(stream):
    structlog.get_logger().info("message sent", message="msg_01", attempts=2, ok=True)

    [line] = lines(stream)
    assert ["timestamp", "level", "event"] == list(line)[:3]
    assert str(line.pop("timestamp")).endswith("Z")
    assert {"event": "message sent", "level": "info", "message": "msg_01", "attempts": 2, "ok": True} == line


def test_the_standard_library_goes_the_same_way(stream):
    logging.getLogger("some.library").warning("from %s", "+15550101234")

    [line] = lines(stream)
    assert ("from +1•••••1234", "warning", "some.library") == (line["event"], line["level"], line["logger"])


def test_fields_bound_to_the_request_are_on_its_lines(stream):
    with structlog.contextvars.bound_contextvars(request_id="req_1"):
        structlog.get_logger().info("one")

    assert "req_1" == lines(stream)[0]["request_id"]


def test_what_is_below_the_level_is_not_written(stream):
    structlog.get_logger().debug("noise")
    logging.getLogger("httpx").info("HTTP Request: POST …")
    logging.getLogger("python_multipart.multipart").warning("Did not find CR at end of boundary")

    assert "" == stream.getvalue()


def test_a_traceback_is_kept_without_its_secrets(stream):
    try:
        raise ValueError("no answer from +15550101234\n2026-01-01 forged line \x1b[31m")
    except ValueError:
        structlog.get_logger().exception("send failed")

    [line] = lines(stream)
    assert "+1•••••1234" in str(line["exception"])
    assert "\\u001b[31m" in str(line["exception"])
    assert all(part.startswith("  ") for part in str(line["exception"]).split("\n"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("+15550101234", "+1•••••1234"),
        ("text from +1 555 010 1234 to +44 20 7946 0958.", "text from +1•••••1234 to +44•••••0958."),
        ("+1 (555) 010-1234", "+1•••••1234"),
        ("/v1/messages?to=%2B15550101234&limit=5", "/v1/messages?to=+1•••••1234&limit=5"),
        ("15550101234", "•••••1234"),
        ("call 555-010-1234 now", "call •••••1234 now"),
        ("(555) 010-1234", "•••••1234"),
        ("tel:+15550101234", "tel:+1•••••1234"),
        ("short code 12345", "short code 12345"),
        ("2026-11-23T10:15:30.123456Z", "2026-11-23T10:15:30.123456Z"),
        ("2026-11-23 10:15:30", "2026-11-23 10:15:30"),
        ("127.0.0.1:8000", "127.0.0.1:8000"),
        ("192.168.100.200", "192.168.100.200"),
        ("550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-446655440000"),
        ("msg_01jdz3k2x9v8h7g6f5d4s3a2q1", "msg_01jdz3k2x9v8h7g6f5d4s3a2q1"),
        ("took 0.1234567890123 s", "took 0.1234567890123 s"),
    ],
)
def test_phones_are_masked_and_nothing_else(value, expected):
    assert {"event": expected, "to": expected} == protect(None, "info", {"event": value, "to": value})


def test_phones_are_masked_wherever_they_stand():
    event = {"event": "x", "rows": [{"to": "+15550101234"}], "by": {"+15550101234": ("+15550101235",)}}

    assert {
        "event": "x",
        "rows": [{"to": "+1•••••1234"}],
        "by": {"+1•••••1234": ["+1•••••1235"]},
    } == protect(None, "info", event)


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("auth_token", "s3cret", "•••"),
        ("Authorization", "Bearer abc", "•••"),
        ("headers", {"authorization": "Basic abc", "accept": "*/*"}, {"authorization": "•••", "accept": "*/*"}),
        ("api_key", "abc", "•••"),
        ("otp_code", "4821", "•••"),
        ("note", "sent Bearer eyJhbGciOi.x.y on", "sent Bearer ••• on"),
        ("note", "key parley_0123456789abcdef leaked", "key parley_••• leaked"),
        ("text", "Your code is 4821", "17 characters"),
        ("text", None, None),
    ],
)
def test_secrets_and_texts_are_left_out(key, value, expected):
    assert {key: expected} == protect(None, "info", {key: value})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("one\nlevel=error event=forged", "one\\u000alevel=error event=forged"),
        ("bell\x07 and \x1b[2J", "bell\\u0007 and \\u001b[2J"),
        ("\x9b31m", "\\u009b31m"),
        ("line\u2028separator", "line\\u2028separator"),
        ("right\u202eto left", "right\\u202eto left"),
        ("naïve 👍🏽 日本", "naïve 👍🏽 日本"),
    ],
)
def test_nothing_in_a_value_can_forge_a_line(value, expected):
    assert {"event": expected} == protect(None, "info", {"event": value})


@given(st.text())
def test_any_value_stays_on_one_line(value):
    stream = io.StringIO()
    configure(LogSettings(format="console"), stream)

    structlog.get_logger().warning(value, name=value)

    assert 1 == len(stream.getvalue().splitlines())


def test_a_person_at_a_terminal_reads_plain_text():
    stream = io.StringIO()
    configure(LogSettings(format="console"), stream)

    structlog.get_logger().info("ready", port=8000)

    assert "ready" in stream.getvalue()
    assert "port=8000" in stream.getvalue()
    assert not stream.getvalue().startswith("{")
