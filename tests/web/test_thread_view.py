"""A thread in words: whose, when, what became of it, and what of a very long text is folded away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.reading import Item, Spoken
from bot.store.desk import Note
from bot.web.console.delivery import Standing, delivery, moment
from bot.web.console.thread_view import Reading, fold, show, since_seen

NOON = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
"""A Thursday, noon in New York."""
NEW_YORK, SEATTLE = ZoneInfo("America/New_York"), ZoneInfo("America/Los_Angeles")
READING = Reading(now=NOON, here=NEW_YORK, there=SEATTLE, me="usr_mia", names={"usr_mia": "Mia", "usr_ana": "Ana Li"})
ANA = {"id": "usr_ana", "name": "Ana (then)", "kind": "agent"}
MIA = {"id": "usr_mia", "name": "Mia", "kind": "agent"}


def spoken(**changes) -> Spoken:
    usual = {
        "id": "msg_1",
        "session_id": None,
        "state": None,
        "author": None,
        "message_class": "conversational",
        "text": "Hello.",
        "media": (),
        "encoding": "GSM-7",
        "segments": 1,
        "status": "delivered",
        "error": None,
        "error_detail": None,
        "decision": None,
        "possible_duplicate": False,
        "channel": "main",
        "sender": "+15550100000",
        "provider": "loopback",
        "created_at": NOON,
        "due_at": None,
        "sent_at": None,
        "delivered_at": None,
    }
    return Spoken(**usual | changes)


def activity(what: str, by=MIA, **data) -> Item:
    return Item(1, "activity", NOON, by=by, what=what, data=data)


# ── who says it ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("item", "kind", "by"),
    [
        (Item(1, "customer", NOON, "Hi"), "customer", ""),
        (Item(1, "bot", NOON, "Hi", message=spoken(state="confirm")), "bot", "confirm"),
        (Item(1, "bot", NOON, "Hi", message=spoken(state="booking/inner/confirm.day")), "bot", "confirm.day"),
        (Item(1, "agent", NOON, "Hi", by=MIA, message=spoken()), "agent", "You"),
        (Item(1, "agent", NOON, "Hi", by=ANA, message=spoken()), "agent", "Ana Li"),
        (Item(1, "agent", NOON, "Hi", by={"id": "usr_gone", "name": "Bo"}, message=spoken()), "agent", "Bo"),
        (Item(1, "business", NOON, "Hi", by={"id": "key_1", "name": ""}, message=spoken()), "business", "key_1"),
        (Item(1, "note", NOON, "Hm", by=ANA), "note", "Ana Li"),
    ],
)
def test_who_says_it(item, kind, by):
    [shown] = show([item], READING)

    assert (kind, by) == (shown.kind, shown.by)


def test_a_note_names_whom_it_is_for():
    note = Note("nte_1", "cnv_1", "usr_ana", "Ana", "@Mia look", ["usr_mia", "usr_gone"], NOON)
    [shown] = show([Item(1, "note", NOON, "@Mia look", by=ANA, note=note)], READING)

    assert ("Mia", "usr_gone") == shown.mentions


def test_attachments_are_behind_an_address_of_ours():
    [shown] = show([Item(7, "customer", NOON, "", ("https://evil.example/x",), data={"inbound": 17})], READING)

    assert [("Attachment 1", "/console/media/in_17/0")] == [(file.name, file.href) for file in shown.media]


# ── what happened ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (activity("started", flow="booking"), "The flow booking started"),
        (activity("ended", flow="booking", outcome="no_reply"), "The flow booking ended: no reply"),
        (activity("handed_off", handoff={"queue": "desk"}), "The bot asked for a person (desk)"),
        (activity("refused", flow="news", reason="opted_out"), "The flow news did not start: they have opted out"),
        (activity("consent", verdict="out"), "Opted out: nothing is sent to them any more"),
        (activity("taken_over"), "You took over from the bot"),
        (activity("taken_over", ANA, canceled=["a"]), "Ana Li took over from the bot; 1 message of the bot taken back"),
        (activity("handed_back", ANA, how="continue"), "Ana Li handed back to the bot, at its question"),
        (activity("handed_back", how="state", state="ask"), "You handed back to the bot, at ask"),
        (activity("resumes", until="2026-03-05T17:30:00+00:00"), "You set the bot to go on today 12:30"),
        (activity("assigned", assignee="usr_mia"), "You took it"),
        (activity("assigned", ANA, assignee="usr_mia"), "Ana Li assigned it to you"),
        (activity("assigned", assignee="usr_ana"), "You assigned it to Ana Li"),
        (activity("assigned", assignee=None), "You assigned it to nobody"),
        (activity("snoozed", until="2026-03-06T14:00:00+00:00"), "You put it away until tomorrow 09:00"),
        (activity("snoozed", until=None), "You put it away until they write"),
        (activity("labeled", add=["vip"], remove=["new"]), "You labeled it vip and took off new"),
        (activity("closed", {"id": "key_1", "name": "shop"}), "shop closed it"),
    ],
)
def test_what_happened_is_said_in_words(item, words):
    assert [words] == [shown.head for shown in show([item], READING)]


def test_what_is_no_news_to_an_agent_is_left_out():
    assert [] == show([activity("no_date"), activity("trigger")], READING)


def test_a_flow_starts_before_it_speaks():
    items = [
        Item(1, "customer", NOON, "visit"),
        Item(1, "bot", NOON, "When?", message=spoken()),
        Item(1, "activity", NOON, what="started", data={"flow": "booking"}),
        Item(1, "activity", NOON, what="ended", data={"flow": "booking", "outcome": "done"}),
    ]

    assert ["visit", "The flow booking started", "Hello.", "The flow booking ended: done"] == [
        shown.head if shown.sent is None else "Hello." for shown in show(items, READING)
    ]


# ── days, and what is new ───────────────────────────────────────────────────────────────────────────────────────────


def test_days_begin_by_the_agents_clock():
    times = [timedelta(days=-400), timedelta(days=-7), timedelta(days=-1), timedelta(hours=-13), timedelta(hours=-11)]
    items = [Item(number, "customer", NOON + back, "Hi") for number, back in enumerate(times)]

    assert ["Wednesday 29 January 2025", "Thursday 26 February", "Yesterday", "", "Today"] == [
        shown.day for shown in show(items, READING)
    ]


def test_what_goes_on_the_same_day_has_no_day_of_its_own():
    item = Item(2, "customer", NOON, "Hi")

    assert "" == show([item], READING, NOON - timedelta(hours=2))[0].day
    assert "Today" == show([item], READING, NOON - timedelta(days=1))[0].day


def test_the_first_that_was_not_seen_is_marked():
    items = [Item(number, kind, NOON, "Hi") for number, kind in enumerate(("customer", "customer", "note", "customer"))]

    assert [False, False, True, False] == [one.new for one in since_seen(show(items, READING), 1)]
    assert not any(one.new for one in since_seen(show(items, READING), 9))


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("short", "short"),
        ("x" * 1_200, "x" * 1_200),
        ("x" * 10_000, "x" * 900),
        ("word " * 2_000, ("word " * 180).rstrip()),
    ],
)
def test_of_a_very_long_text_the_beginning_is_shown(text, head):
    assert head == fold(text)[0]
    assert text == "".join(fold(text))


# ── what became of it ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "words", "tone"),
    [
        (Standing("queued"), "waits to be sent", "waiting"),
        (Standing("queued", due_at=NOON + timedelta(seconds=5)), "leaves in a moment", "waiting"),
        (Standing("queued", due_at=NOON + timedelta(hours=20)), "goes out tomorrow 05:00 their time", "waiting"),
        (
            Standing("queued", due_at=NOON + timedelta(hours=20), held="quiet_hours"),
            "goes out tomorrow 05:00 their time: marketing may not come at that hour where the person may be",
            "waiting",
        ),
        (Standing("accepted"), "the provider has it", "waiting"),
        (Standing("delivered"), "delivered", "fine"),
        (Standing("undelivered", "30005", "Unknown handset"), "not delivered: Unknown handset (30005)", "bad"),
        (Standing("undelivered", "30005"), "not delivered: error 30005", "bad"),
        (Standing("rejected", "21211", "Invalid 'To'"), "refused by the provider: Invalid 'To' (21211)", "bad"),
        (Standing("refused", "opted_out"), "not sent: the person has opted out", "bad"),
        (Standing("canceled", "canceled"), "taken back", "waiting"),
        (
            Standing("canceled", "taken_over"),
            "taken back: a person took the conversation over before it left",
            "waiting",
        ),
        (Standing("unknown"), "nobody knows yet whether the provider took it", "waiting"),
    ],
)
def test_what_became_of_a_message_is_said_in_words(given, words, tone):
    found = delivery(given, NOON, SEATTLE)

    assert (words, tone) == (found.words, found.tone)
    assert found.sign


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(hours=1), "today 10:00"),
        (timedelta(days=1), "tomorrow 09:00"),
        (timedelta(days=3), "Sun 10:00"),  # the clocks went forward
        (timedelta(days=40), "Tue 14 April 10:00"),
    ],
)
def test_a_moment_is_named_by_the_customers_clock(ahead, words):
    assert words == moment(NOON + ahead, NOON, SEATTLE)


def test_what_it_costs_is_said_with_its_class():
    item = Item(1, "agent", NOON, "Hi", by=MIA, message=spoken(segments=2, encoding="UCS-2"))
    [shown] = show([item], READING)

    assert shown.sent is not None
    assert "2 segments · UCS-2 · conversational" == shown.sent.cost
