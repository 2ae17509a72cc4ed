"""Sinch's own Python SDK on the other side: it validates and reads our samples, and its client sends what we send."""

import json
from dataclasses import replace

import pytest
from sinch import SinchClient
from sinch.domains.sms.sinch_events.v1.sms_sinch_event import SmsSinchEvent

from bot.errors import BadSignature
from bot.events import Outbound
from bot.providers.base import Sample, WebhookRequest
from tests.answers import answer
from tests.providers.examples import EXAMPLES, NOW, STATUS_URL, URL
from tests.providers.wiretap import Wiretap

EXAMPLE = EXAMPLES["sinch"]
PROVIDER = EXAMPLE.provider
EVENTS = SmsSinchEvent("hook-secret")
BATCH = {
    "id": "carrier-1",
    "to": ["14155550101"],
    "from": "14155550100",
    "body": "hi",
    "type": "mt_text",
    "canceled": False,
    "delivery_report": "per_recipient",
    "client_reference": "msg_1",
    "created_at": "2026-03-02T09:00:00Z",
    "modified_at": "2026-03-02T09:00:00Z",
}


def sample(kind: Sample) -> WebhookRequest:
    return PROVIDER.sample_webhook(
        kind, url=URL, sender="+14155550101", recipient="+14155550100", text="hi ü 👍", id="in-1", now=NOW
    )


@pytest.mark.parametrize("kind", Sample)
def test_the_sdk_validates_our_samples(kind):
    request = sample(kind)

    assert EVENTS.validate_authentication_header(dict(request.headers), request.body)
    assert not SmsSinchEvent("another").validate_authentication_header(dict(request.headers), request.body)


@pytest.mark.parametrize("fields", [EXAMPLE.inbound, EXAMPLE.receipt])
def test_the_sdk_and_we_agree_on_what_is_signed(fields):
    request = EXAMPLE.webhook(fields)
    changed = replace(request, body=request.body + b" ")

    assert EVENTS.validate_authentication_header(dict(request.headers), request.body)
    PROVIDER.verify(request)
    assert not EVENTS.validate_authentication_header(dict(changed.headers), changed.body)
    with pytest.raises(BadSignature):
        PROVIDER.verify(changed)


def test_the_sdk_reads_our_samples_as_we_do():
    text, report = EVENTS.parse_event(sample(Sample.INBOUND).body), EVENTS.parse_event(sample(Sample.FAILED).body)
    [inbound], [receipt] = (PROVIDER.parse(sample(kind)) for kind in (Sample.INBOUND, Sample.FAILED))

    assert (text.id, f"+{text.from_}", text.body) == (inbound.provider_id, inbound.sender, inbound.text)
    assert (report.batch_id, report.status, str(report.code)) == (
        receipt.provider_id,
        receipt.raw_status,
        receipt.error_code,
    )


# ── the SDK's client ────────────────────────────────────────────────────────────────────────────────────────────────


def client(wiretap: Wiretap) -> SinchClient:
    made = SinchClient(service_plan_id="plan-1", sms_api_token="api-token", sms_region="us")
    wiretap.on(made.configuration.transport.http_session)
    return made


def test_the_sdk_sends_what_we_send():
    message = Outbound("msg_1", "+14155550100", "+14155550101", "Grüße 👍", status_url=STATUS_URL)
    wiretap = Wiretap(201, BATCH)

    sent = client(wiretap).sms.batches.send_sms(
        to=["14155550101"],
        from_="14155550100",
        body=message.text,
        delivery_report="per_recipient",
        event_destination_target=STATUS_URL,
        client_reference="msg_1",
    )
    ours, [theirs] = PROVIDER.build(message), wiretap.sent

    assert (theirs.method, theirs.url) == (ours.method, ours.url)
    for header in ("authorization", "content-type"):
        assert theirs.headers[header] == ours.header(header)
    assert json.loads(theirs.body) == {"type": "mt_text"} | json.loads(ours.body)
    assert sent.id == PROVIDER.read(answer(201, BATCH)).provider_id


def test_the_sdk_sends_media_and_parameters_as_we_do():
    message = Outbound("msg_1", "+14155550100", "+14155550101", "${a}", ("https://foo.bar/a.jpg",))
    wiretap = Wiretap(201, BATCH)

    client(wiretap).sms.batches.send_mms(
        to=["14155550101"],
        from_="14155550100",
        body={"url": "https://foo.bar/a.jpg", "message": "${dollar}{a}"},
        parameters={"dollar": {"default": "$"}},
        delivery_report="per_recipient",
        client_reference="msg_1",
    )

    assert json.loads(wiretap.sent[0].body) == json.loads(PROVIDER.build(message).body)


def test_the_sdk_finds_a_batch_by_its_reference_as_we_do():
    message = Outbound("msg_1", "+14155550100", "+14155550101", "hi")
    listed = {"count": 1, "page": 0, "page_size": 30, "batches": [BATCH]}
    wiretap = Wiretap(200, listed)

    [batch] = client(wiretap).sms.batches.list(client_reference="msg_1").content()
    ours, [theirs] = PROVIDER.query(message), wiretap.sent

    assert (theirs.method, theirs.url) == (ours.method, ours.url)
    assert batch.id == PROVIDER.read_query(message, answer(200, listed)).provider_id
