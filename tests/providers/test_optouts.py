"""Whose list of people who opted out can be read, how it is asked for, and what is read from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from telnyx import Telnyx as Client
from telnyx.types import MessagingOptoutListResponse

from bot.errors import BadPayload, SendError
from bot.events import ErrorClass
from bot.providers.base import get_provider, make_provider, provider_names
from bot.providers.optouts import Listed, Page
from tests.answers import answer
from tests.providers.examples import EXAMPLES
from tests.providers.examples.telnyx import PUBLIC_KEY
from tests.providers.peer import ours, peer

NUMBER = "+15550100000"
SINCE = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
TELNYX = {
    "data": [
        {
            "from": NUMBER,
            "to": "+12065550101",
            "messaging_profile_id": "16fd2706-8baf-433b-82eb-8c7fada847da",
            "keyword": "STOP",
            "created_at": "2026-03-05 12:00:38.631252+00:00",
        },
        {"from": NUMBER, "to": "+12065550102", "messaging_profile_id": None, "keyword": None},
        {"from": NUMBER, "to": "+1206555****", "keyword": "STOP"},
    ],
    "meta": {"total_pages": 2, "total_results": 103, "page_number": 1, "page_size": 100},
}
INFOBIP = {
    "results": [
        {
            "accountKey": "8F0792F86035A9F4290821F1EE6BC06A",
            "createdDate": "2026-03-05T12:00:38.000+0000",
            "destination": "12065550101",
            "sourceType": "MO",
            "sender": "15550100000",
            "channel": "SMS",
        },
        {"destination": "12065550102", "sourceType": "CUSTOM"},
        {"destination": "12065550103", "sourceType": "MO", "sender": "15550109999", "channel": "SMS"},
        {"destination": "12065550104", "sourceType": "MO", "sender": "15550100000", "channel": "VIBER"},
        {"destination": "12065550105", "sourceType": "CAMPAIGN", "channel": "SMS"},
        {"destination": "ana@example.com", "sourceType": "URL_OPT_OUT"},
    ],
    "paging": {"page": 0, "size": 100, "totalPages": 2, "totalResults": 106},
}
NOON = datetime(2026, 3, 5, 12, 0, 38, tzinfo=UTC)
LISTS = {
    "telnyx": (
        TELNYX,
        "2",
        (Listed("+12065550101", NOON + timedelta(microseconds=631252), "STOP"), Listed("+12065550102")),
    ),
    "infobip": (INFOBIP, "1", (Listed("+12065550101", NOON, "MO"), Listed("+12065550102", None, "CUSTOM"))),
}


def provider(name):
    return EXAMPLES[name].provider


def telnyx(**options):
    return make_provider("telnyx", {"api_key": "api-key", "public_key": PUBLIC_KEY, **options})


def test_every_provider_that_says_so_has_a_list_and_no_other():
    able = {name for name in provider_names() if get_provider(name).capabilities.opt_outs}

    assert able == {*LISTS}
    for name, example in EXAMPLES.items():
        assert (name in able) == (example.provider.opt_outs(NUMBER, None, "") is not None), name


@pytest.mark.parametrize("name", LISTS)
def test_what_is_asked_only_reads(name):
    request = provider(name).opt_outs(NUMBER, SINCE, "3")

    assert ("GET", b"") == (request.method, request.body)
    assert "api-key" not in request.url


@pytest.mark.parametrize("name", LISTS)
def test_a_page_and_the_one_after_it(name):
    document, following, listed = LISTS[name]

    assert Page(listed, following) == provider(name).read_opt_outs(NUMBER, "", answer(200, document))


@pytest.mark.parametrize(("name", "place", "last"), [("telnyx", "meta", 2), ("infobip", "paging", 1)])
def test_the_last_page_is_the_last(name, place, last):
    document = LISTS[name][0]
    field = "page_number" if name == "telnyx" else "page"
    page = {**document, place: {**document[place], field: last}}

    assert "" == provider(name).read_opt_outs(NUMBER, str(last), answer(200, page)).next
    with pytest.raises(BadPayload):  # the same page for ever is no list
        provider(name).read_opt_outs(NUMBER, str(last + 1), answer(200, page))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("status", "document", "kind"),
    [
        (401, {"errors": [{"code": "10009"}]}, ErrorClass.AUTH),
        (429, {}, ErrorClass.THROTTLED),
        (503, {}, ErrorClass.UNKNOWN),
        (200, {"hello": "world"}, ErrorClass.PERMANENT),
    ],
)
def test_a_fault_is_no_empty_list(name, status, document, kind):
    with pytest.raises(SendError) as raised:
        provider(name).read_opt_outs(NUMBER, "", answer(status, document))

    assert kind is raised.value.kind or (status == 200 and raised.value.kind is ErrorClass.UNKNOWN)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_does_not_say_which_page_it_is(name):
    rows = {key: value for key, value in LISTS[name][0].items() if isinstance(value, list)}

    with pytest.raises(BadPayload):
        provider(name).read_opt_outs(NUMBER, "", answer(200, rows))


# ── Telnyx's own SDK on the other side ──────────────────────────────────────────────────────────────────────────────


def test_the_sdk_asks_as_we_do_and_reads_what_we_read():
    with peer((200, {**TELNYX, "meta": {**TELNYX["meta"], "total_pages": 1}})) as carrier:
        client = Client(api_key="api-key", base_url=f"{carrier.url}/v2")
        theirs = list(
            client.messaging_optouts.list(
                created_at={"gte": SINCE},
                filter={"from": NUMBER},
                page_number=1,
                page_size=100,
                redaction_enabled="false",
            )
        )
        [asked] = carrier.seen
        mine = ours(telnyx(base_url=carrier.url).opt_outs(NUMBER, SINCE, ""))

    assert parse_qs(urlsplit(asked.target).query) == parse_qs(urlsplit(mine.target).query)
    assert (asked.method, urlsplit(asked.target).path) == (mine.method, urlsplit(mine.target).path)
    assert asked.headers["authorization"].split()[0] == mine.headers["authorization"].split()[0]
    assert all(isinstance(one, MessagingOptoutListResponse) for one in theirs)
    read = provider("telnyx").read_opt_outs(NUMBER, "", answer(200, TELNYX)).listed
    assert [(one.to, one.created_at, one.keyword or "") for one in theirs[:2]] == list(read)


def test_a_profile_is_asked_for_as_a_whole():
    request = telnyx(messaging_profile_id="prof-1").opt_outs(NUMBER, None, "")

    asked = parse_qs(urlsplit(request.url).query)
    assert ["prof-1"] == asked["filter[messaging_profile_id]"]
    assert {"filter[from]", "created_at[gte]"}.isdisjoint(asked)
