"""What every provider must do, whoever wrote it. A provider that is registered without an example fails here."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import BadPayload, BadSignature, ConfigError, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.providers.base import Provider, Sample, make_provider, provider_names
from bot.providers.http import Response
from tests.answers import answer
from tests.providers.examples import ALL, NOW, STATUS_URL, URL, Example

MESSAGE = Outbound("msg_1", "+14155550100", "+14155550101", "Your table is booked.", status_url=STATUS_URL)
PROOFS = ("webhook_", "signature", "signing_key", "public_key", "auth_token", "secret")
"""How the settings begin that say what a carrier is known by."""


@pytest.fixture(params=ALL.values(), ids=ALL.keys())
def example(request: pytest.FixtureRequest) -> Example:
    return request.param


@pytest.fixture(autouse=True)
def not_exempt(request: pytest.FixtureRequest) -> None:
    """Leave out what makes no sense of a provider, which says why."""
    if "example" in request.fixturenames:
        exempt = request.getfixturevalue("example").exempt
        if request.function.__name__ in exempt:
            pytest.skip(exempt[request.function.__name__])


@pytest.fixture
def provider(example: Example) -> Provider:
    return example.provider


def parsed(example: Example, fields: dict) -> Inbound | Receipt:
    if example.heard is not None:
        return example.heard(fields)
    request = example.webhook(fields)
    example.provider.verify(request)
    [event] = example.provider.parse(request)
    return event


def refusal(provider: Provider, response: Response) -> SendError:
    with pytest.raises(SendError) as caught:
        provider.read(response)
    return caught.value


def test_every_provider_has_an_example():
    assert sorted(provider_names()) == sorted(ALL)


def test_nobody_is_exempt_from_what_is_not_asked():
    assert set() == {name for example in ALL.values() for name in example.exempt} - {*globals()}


def test_a_provider_goes_by_the_name_that_it_is_registered_under(example):
    assert example is ALL[example.provider.name]


# ── texts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    ["hello", "Grüße 👍🏽 مرحبا", "", " spaced  out ", "line\r\nline", "a+b=c&d%20;e", "x" * 1600],
    ids=["plain", "unicode", "empty", "spaces", "lines", "delimiters", "long"],
)
def test_a_text_comes_through_unchanged(example, text):
    inbound = parsed(example, {**example.inbound, example.names["text"]: text})

    assert Inbound("in-1", "+14155550101", "+14155550100", text) == inbound


def test_media_come_as_addresses(example, provider):
    expected = ("https://foo.bar/a.jpg", "https://foo.bar/b.jpg") if provider.capabilities.media else ()

    assert expected == parsed(example, {**example.inbound, **example.media}).media


def test_a_number_without_its_plus_gets_it_back(example):
    inbound = parsed(example, {**example.inbound, example.names["sender"]: "14155550101"})

    assert "+14155550101" == inbound.sender


@pytest.mark.parametrize(("provider_name", "name"), [(key, name) for key in ALL for name in ALL[key].required])
def test_a_missing_field_is_a_bad_payload(provider_name, name):
    example = ALL[provider_name]
    fields = {theirs: value for theirs, value in example.inbound.items() if theirs != example.names[name]}

    with pytest.raises(BadPayload):
        parsed(example, fields)


@pytest.mark.parametrize("value", ["", " ", "x" * 201, "a\x00b", "a\nb"])
def test_an_id_that_is_none_is_a_bad_payload(example, value):
    if not value.strip() and "id" not in example.required:
        pytest.skip("this carrier may leave the id out")
    with pytest.raises(BadPayload):
        parsed(example, {**example.inbound, example.names["id"]: value})


def test_a_tampered_request_is_refused(example, provider):
    with pytest.raises(BadSignature):
        provider.verify(example.tampered(example.webhook(example.inbound)))


def test_an_unsigned_request_is_refused(example, provider):
    with pytest.raises(BadSignature):
        provider.verify(example.unsigned(example.inbound))


def test_the_secret_and_the_one_before_it_are_good_and_no_other(example, provider):
    request = example.unsigned(example.inbound)

    for good in (example.secret, example.previous):
        provider.verify(example.prove(request, good))
    for wrong in ("", example.secret[:-1], example.secret + "x", example.secret.swapcase()):
        with pytest.raises(BadSignature):
            provider.verify(example.prove(request, wrong))


def test_a_signature_covers_the_body(example, provider):
    if not example.covers_body:
        pytest.skip("nothing signs this carrier's webhooks")
    request = example.webhook(example.inbound)

    for changed in (request.body + b"&more=1", request.body[1:], b""):
        with pytest.raises((BadSignature, BadPayload)):
            provider.verify(replace(request, body=changed))


@pytest.mark.parametrize("late", [1, -1], ids=["replayed", "from the future"])
def test_a_signature_that_says_when_it_was_made_is_good_for_a_while(example, provider, late):
    if example.window_s is None:
        pytest.skip("this carrier's signatures say no time")
    request, second = example.webhook(example.inbound), timedelta(seconds=late)

    provider.verify(replace(request, received_at=NOW + second))
    with pytest.raises(BadSignature):
        provider.verify(replace(request, received_at=NOW + second * (example.window_s + 11)))


def test_without_anything_to_know_the_carrier_by_nobody_is_believed(example, provider):
    """Either it is no channel at all, or one that lets nothing in."""
    given = provider.settings.model_dump(exclude_unset=True)
    try:
        bare = make_provider(provider.name, {name: given[name] for name in given if not name.startswith(PROOFS)})
    except ConfigError:
        return

    request = example.unsigned(example.inbound)
    for attempt in (request, example.prove(request, example.secret), example.prove(request, "")):
        with pytest.raises(BadSignature):
            bare.verify(attempt)


def test_a_replay_brings_the_same_id(example, provider):
    request = example.webhook(example.inbound)

    assert provider.parse(request) == provider.parse(replace(request))


def test_the_answer_is_a_success_that_says_nothing_to_the_customer(example, provider):
    answered = provider.answer(example.webhook(example.inbound))

    assert (200, False) == (answered.status, b"<Message" in answered.body)


# ── receipts ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ours", [MessageStatus.DELIVERED, MessageStatus.FAILED, MessageStatus.UNKNOWN])
def test_a_receipt_tells_what_became_of_a_message(example, ours):
    known = {MessageStatus.DELIVERED: example.delivered, MessageStatus.FAILED: example.failed}
    theirs = known.get(ours, "brand_new")

    receipt = parsed(example, {**example.receipt, example.names["status"]: theirs})

    assert ("carrier-1", theirs) == (receipt.provider_id, receipt.raw_status)
    # some carriers do not tell what failed from what did not arrive
    assert receipt.status is ours or {receipt.status, ours} == {MessageStatus.UNDELIVERED, MessageStatus.FAILED}


def test_every_listed_status_is_understood(example, provider):
    for theirs, ours in provider.statuses.items():
        assert ours == parsed(example, {**example.receipt, example.names["status"]: theirs}).status


def test_a_receipt_without_an_id_is_a_bad_payload(example):
    fields = {**example.receipt}
    del fields[example.receipt_id or example.names["id"]]

    with pytest.raises(BadPayload):
        parsed(example, fields)


# ── sends ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_becomes_one_request_to_the_provider(example, provider):
    request = provider.build(MESSAGE)
    method, address = example.request

    assert method == request.method
    assert request.url.startswith(address)


def test_the_longest_message_fits_and_a_longer_one_is_refused_before_it_costs_a_request(example, provider):
    longest = "x" * provider.limits.chars_max

    assert longest.encode() in example.said(provider.build(replace(MESSAGE, text=longest)))
    with pytest.raises(SendError, match="too_long"):
        provider.build(replace(MESSAGE, text=longest + "x"))


def test_media_go_out_up_to_what_the_provider_takes(provider):
    links = tuple(f"https://foo.bar/{number}.jpg" for number in range(provider.limits.media_max))

    assert all(link[-5:].encode() in provider.build(replace(MESSAGE, media=links)).body for link in links)
    with pytest.raises(SendError, match="too_many_media"):
        provider.build(replace(MESSAGE, media=(*links, "https://foo.bar/more.jpg")))


@pytest.mark.parametrize("status", [200, 201, 202])
def test_an_acceptance_brings_the_id(example, provider, status):
    sent = provider.read(answer(status, example.taken))

    assert (example.taken_id, MessageStatus.ACCEPTED) == (sent.provider_id, sent.status)
    assert isinstance(sent, Sent)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": "Mon, 02 Mar 2026 09:01:30 GMT", "date": "Mon, 02 Mar 2026 09:00:00 GMT"}, 90.0),
        ({"retry_after": "Mon, 02 Mar 2026 09:01:30 GMT"}, None),
        ({"retry_after": "soon"}, None),
    ],
)
def test_a_throttled_send_says_when_to_come_back(provider, headers, seconds):
    error = refusal(provider, answer(429, **headers))

    assert (ErrorClass.THROTTLED, seconds) == (error.kind, error.retry_after_s)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("body", ["", "<html>bad gateway</html>", "{}", '{"message": "oops"}'])
def test_a_server_error_leaves_the_outcome_unknown(provider, status, body):
    error = refusal(provider, answer(status, text=body))

    assert (ErrorClass.UNKNOWN, str(status)) == (error.kind, error.code)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ErrorClass.PERMANENT),
        (401, ErrorClass.AUTH),
        (402, ErrorClass.CREDIT),
        (403, ErrorClass.AUTH),
        (404, ErrorClass.PERMANENT),
        (408, ErrorClass.RETRYABLE),
        (301, ErrorClass.PERMANENT),
        (303, ErrorClass.UNKNOWN),
    ],
)
def test_a_status_alone_is_enough(provider, status, kind):
    assert kind == refusal(provider, answer(status)).kind


def test_a_success_that_carries_an_error_is_a_refusal(example, provider):
    assert ErrorClass.PERMANENT == refusal(provider, answer(200, example.refused)).kind


@pytest.mark.parametrize("body", ["", "{}", "[]", "null", '"ok"', "<html>hello</html>", '{"id": ""}', "[" * 100_000])
def test_a_success_without_an_id_leaves_the_outcome_unknown(provider, body):
    assert ErrorClass.UNKNOWN == refusal(provider, answer(200, text=body)).kind


# ── secrets ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_secret_is_ever_seen(example, provider):
    settings = provider.settings
    echoing = answer(400, text=f"you sent {' and '.join(example.secrets)}")
    request = example.webhook(example.inbound)
    seen = [
        repr(settings),
        str(settings),
        settings.model_dump_json(),
        repr(settings.model_dump()),
        repr(provider),
        repr(vars(provider)["settings"]),
        repr(provider.build(MESSAGE)),
        repr(request),
        str(refusal(provider, echoing)),
    ]

    assert [] == [(secret, text) for secret in example.secrets for text in seen if secret in text]


# ── connecting ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_question_about_the_credentials_goes_to_the_provider_and_can_be_refused(provider):
    request = provider.probe()
    if request is None:
        pytest.skip("this carrier has no call that does nothing else")

    assert provider.build(MESSAGE).endpoint.origin == request.endpoint.origin
    with pytest.raises(SendError) as caught:
        provider.read_probe(answer(401))
    assert ErrorClass.AUTH == caught.value.kind


def test_it_is_said_where_our_address_belongs(provider):
    assert "{inbound}" in provider.paste


# ── samples that the provider makes itself ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("url", [URL, f"{STATUS_URL}?a=1&b=%20"])
@pytest.mark.parametrize("kind", Sample)
def test_a_sample_passes_the_providers_own_checks(provider, kind, url):
    sample = provider.sample_webhook(
        kind, url=url, sender="+14155550101", recipient="+14155550100", text="hi & grüße", id="id-1", now=NOW
    )
    provider.verify(sample)
    [event] = provider.parse(sample)

    assert "id-1" == event.provider_id
    if isinstance(event, Inbound):
        text = "STOP" if kind is Sample.STOP else "hi & grüße"
        assert ("+14155550101", "+14155550100", text) == (event.sender, event.recipient, event.text)
    else:
        failed = event.status in (MessageStatus.FAILED, MessageStatus.UNDELIVERED)
        assert (kind is Sample.FAILED, kind is Sample.DELIVERED) == (failed, event.status is MessageStatus.DELIVERED)
