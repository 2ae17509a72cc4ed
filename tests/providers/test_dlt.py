"""What India asks for with every message: each provider that has fields for it fills them in, and only then."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import parse_qsl

import plivo
import pytest
from infobip_api_client.models import SmsRequest
from vonage_http_client import Auth, HttpClient
from vonage_messages.models import Sms as MessagesSms
from vonage_messages.models import SmsOptions
from vonage_sms import Sms, SmsMessage

from bot.events import Dlt, Outbound
from bot.providers.base import get_provider, make_provider, provider_names
from bot.providers.pdu import read_message, units
from tests.providers.examples import ALL
from tests.providers.wiretap import Wiretap

BARE = Outbound("msg_1", "RIVERS", "+919820012345", "Your table is booked.")
REGISTERED = replace(BARE, dlt=Dlt("1101", "1107"))
ENTITY = replace(BARE, dlt=Dlt("1101"))
GATEWAY = {
    "url": "https://gateway.example.com/send",
    "webhook_secret": "webhook-secret",
    "signature": "sha256",
    "fields": {"text": "{text}", "peid": "{dlt_entity_id}", "tid": "{dlt_template_id}"},
}


def provider(name):
    return make_provider("generic_http", GATEWAY) if name == "generic_http" else ALL[name].provider


def sent(name, message):
    """What of a request is about the registration."""
    request = provider(name).build(message)
    match name:
        case "plivo":
            return {key: value for key, value in json.loads(request.body).items() if key.startswith("dlt")}
        case "vonage":
            return {key: value for key, value in parse_qsl(request.body.decode()) if key in ("entity-id", "content-id")}
        case "vonage_messages":
            return json.loads(request.body).get("sms", {})
        case "infobip":
            return json.loads(request.body)["messages"][0].get("options", {}).get("regional", {}).get("indiaDlt", {})
        case "kannel":
            return request.header("x-kannel-meta-data")
        case "smpp":
            [unit] = units(request.body)
            options = read_message(unit.body).options
            return {tag: value for tag, value in options.items() if tag >= 0x1400}
        case _:
            return {key: value for key, value in json.loads(request.body).items() if key != "text"}


@pytest.mark.parametrize(
    ("name", "registered", "entity", "bare"),
    [
        ("plivo", {"dlt_entity_id": "1101", "dlt_template_id": "1107"}, {"dlt_entity_id": "1101"}, {}),
        ("vonage", {"entity-id": "1101", "content-id": "1107"}, {"entity-id": "1101"}, {}),
        ("vonage_messages", {"entity_id": "1101", "content_id": "1107"}, {"entity_id": "1101"}, {}),
        ("infobip", {"principalEntityId": "1101", "contentTemplateId": "1107"}, {"principalEntityId": "1101"}, {}),
        ("kannel", "?smpp?PE_ID=1101&TEMPLATE_ID=1107", "?smpp?PE_ID=1101", ""),
        ("smpp", {0x1400: b"1101", 0x1401: b"1107"}, {0x1400: b"1101"}, {}),
        ("generic_http", {"peid": "1101", "tid": "1107"}, {"peid": "1101"}, {}),
    ],
)
def test_the_ids_stand_in_the_providers_own_fields(name, registered, entity, bare):
    assert [registered, entity, bare] == [sent(name, message) for message in (REGISTERED, ENTITY, BARE)]
    assert provider(name).carries_dlt


def test_every_provider_with_such_fields_is_in_the_table():
    carriers = {name for name in provider_names() if get_provider(name).capabilities.dlt}

    assert {"plivo", "vonage", "vonage_messages", "infobip", "kannel", "smpp"} == carriers
    assert not make_provider("generic_http", {**GATEWAY, "fields": {"text": "{text}"}}).carries_dlt


def test_kannel_calls_the_ids_what_its_configuration_does():
    names = {
        "username": "u",
        "password": "p",
        "webhook_token": "t" * 20,
        "dlt_entity_tlv": "pe",
        "dlt_template_tlv": "ct",
    }

    assert "?smpp?pe=1101&ct=1107" == make_provider("kannel", names).build(REGISTERED).header("x-kannel-meta-data")


# ── the vendors' own SDKs ───────────────────────────────────────────────────────────────────────────────────────────


def test_plivos_sdk_sends_the_ids_as_we_do():
    wiretap = Wiretap(202, ALL["plivo"].taken)
    client = plivo.RestClient("MA00000000000000000A", "auth-token")
    wiretap.on(client.session)
    client.messages.create(
        src="RIVERS", dst="919820012345", text=BARE.text, dlt_entity_id="1101", dlt_template_id="1107"
    )
    theirs = json.loads(wiretap.sent[0].body)

    assert sent("plivo", REGISTERED) == {key: value for key, value in theirs.items() if key.startswith("dlt")}


def test_vonages_sdk_sends_the_ids_as_we_do():
    wiretap = Wiretap(200, ALL["vonage"].taken)
    http = HttpClient(Auth(api_key="abcd1234", api_secret="api-secret"))
    wiretap.on(http._session)
    Sms(http).send(SmsMessage(to="919820012345", from_="RIVERS", text=BARE.text, entity_id="1101", content_id="1107"))

    assert sent("vonage", REGISTERED).items() <= dict(parse_qsl(wiretap.sent[0].body)).items()


def test_vonages_model_of_a_message_has_the_ids_where_we_have_them():
    options = SmsOptions(entity_id="1101", content_id="1107")
    theirs = MessagesSms(to="919820012345", from_="RIVERS", text=BARE.text, sms=options)

    assert sent("vonage_messages", REGISTERED) == theirs.model_dump(exclude_none=True)["sms"]


def test_infobips_model_reads_the_ids():
    request = SmsRequest.from_json(provider("infobip").build(REGISTERED).body.decode())
    india = request.messages[0].options.regional.india_dlt

    assert ("1101", "1107") == (india.principal_entity_id, india.content_template_id)
