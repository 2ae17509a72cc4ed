"""What a webhook may prove itself by, and everything that must not pass for it."""

import base64
import json
from datetime import UTC, datetime

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import SecretStr, ValidationError

from bot.errors import BadSignature
from bot.providers.base import WebhookRequest, basic_auth
from bot.providers.signing import (
    AddressSettings,
    BasicSettings,
    bearer,
    check_age,
    check_ed25519,
    check_hash,
    ed25519_key,
    hmac_base64,
    hmac_hex,
    keys,
    make_jwt,
    read_jwt,
    rsa_key,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECOND = int(NOW.timestamp())
URL = "https://sms.example.com/webhooks/main"
TOKEN = "a-webhook-token-long-and-random"
SECRET = b"qwertyuiopasdfghjklzxcvbnm123456"


def test_while_rotating_both_secrets_are_good_and_the_current_one_signs():
    assert (b"now", b"before") == keys(SecretStr("now"), SecretStr("before"))
    assert (b"now",) == keys(SecretStr("now"), None)


def test_hashes_are_those_of_rfc_4231():
    key, text = b"Jefe", b"what do ya want for nothing?"

    assert "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" == hmac_hex(key, text)
    assert "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=" == hmac_base64(key, text)


@pytest.mark.parametrize("claimed", ["", "c", "é", "ab"])
def test_a_hash_that_we_would_not_have_made_is_refused(claimed):
    check_hash("b", ["a", "b"])
    with pytest.raises(BadSignature):
        check_hash(claimed, ["a", "b"])
    with pytest.raises(BadSignature):
        check_hash(claimed, [])


@pytest.mark.parametrize("seconds", [0, 300, -300])
def test_a_request_of_about_now_is_believed(seconds):
    check_age(str(SECOND + seconds), NOW)


@pytest.mark.parametrize("seconds", [301, -301, 86_400, -SECOND])
def test_an_old_or_early_request_is_refused(seconds):
    with pytest.raises(BadSignature, match="300 seconds"):
        check_age(str(SECOND + seconds), NOW)


@pytest.mark.parametrize("timestamp", ["", "now", "-1", "1e9", "²", "9" * 5000, f"{SECOND}.5", f" {SECOND}", "\x00"])
def test_a_time_that_is_none_is_refused(timestamp):
    with pytest.raises(BadSignature, match="missing"):
        check_age(timestamp, NOW)


# ── public keys ─────────────────────────────────────────────────────────────────────────────────────────────────────

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key()
SIGNED = base64.b64encode(PRIVATE.sign(b"hello")).decode()


def test_any_of_the_keys_may_have_signed():
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()

    check_ed25519(SIGNED, b"hello", [other, PUBLIC])
    with pytest.raises(BadSignature):
        check_ed25519(SIGNED, b"hello", [other])


@pytest.mark.parametrize("claimed", ["", "é", "!", SIGNED[:-4], SIGNED + "\n", SIGNED.lower(), SIGNED[4:] + SIGNED[:4]])
def test_a_signature_that_is_none_is_refused(claimed):
    with pytest.raises(BadSignature):
        check_ed25519(claimed, b"hello", [PUBLIC])


def test_a_key_is_read_from_base64():
    text = base64.b64encode(PUBLIC.public_bytes_raw()).decode()

    assert PUBLIC == ed25519_key(text)
    for wrong in ("", "not base64", text[:-4], text + "AAAA"):
        with pytest.raises(ValueError):
            ed25519_key(wrong)


# ── tokens ──────────────────────────────────────────────────────────────────────────────────────────────────────────

CLAIMS = {"iss": "Vonage", "iat": SECOND, "jti": "ü", "payload_hash": "ab"}


def test_another_library_reads_our_tokens_and_we_read_its():
    assert CLAIMS == jwt.decode(make_jwt(CLAIMS, SECRET), SECRET, algorithms=["HS256"], options={"verify_iat": False})
    assert CLAIMS == read_jwt(jwt.encode(CLAIMS, SECRET, "HS256"), [b"another", SECRET])


RSA = generate_private_key(public_exponent=65537, key_size=2048)
PEM = RSA.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.mark.parametrize("pem", [PEM, PEM.replace("\n", "\\n")], ids=["lines", "one line"])
def test_a_private_key_signs_what_another_library_reads_by_its_public_half(pem):
    token = make_jwt(CLAIMS, rsa_key(SecretStr(pem)))

    assert CLAIMS == jwt.decode(token, RSA.public_key(), algorithms=["RS256"], options={"verify_iat": False})


def test_a_key_of_another_kind_is_refused():
    other = PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    for wrong in ("", "-----BEGIN PRIVATE KEY-----", other):
        with pytest.raises(ValueError):
            rsa_key(SecretStr(wrong))


def unsigned(head: dict) -> str:
    head_, claims = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (head, CLAIMS)
    )
    return f"{head_}.{claims}."


LONG = SECRET * 2
GOOD = jwt.encode(CLAIMS, LONG, "HS256")
TOKENS = {
    "another secret": jwt.encode(CLAIMS, LONG[::-1], "HS256"),
    "a longer hash": jwt.encode(CLAIMS, LONG, "HS512"),
    "no algorithm": unsigned({"alg": "none"}),
    "no signature": unsigned({"alg": "HS256"}),
    "no head": GOOD[GOOD.index(".") :],
    "two parts": GOOD[: GOOD.rindex(".")],
    "more parts": GOOD + ".more",
    "changed claims": GOOD.replace(".ey", ".eY", 1),
    "another head": unsigned([]) + GOOD.rpartition(".")[2],
    "no text": "é.é.é",
    "deep": "W" * 4000 + "..",
    "long": GOOD + "A" * 4096,
    "blank": "",
    "dots": "...",
}


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS.keys())
def test_a_token_that_nobody_signed_is_refused(token):
    assert CLAIMS == read_jwt(GOOD, [LONG])
    with pytest.raises(BadSignature):
        read_jwt(token, [LONG])


def test_claims_that_are_none_are_as_good_as_missing():
    assert {} == read_jwt(make_jwt([1], SECRET), [SECRET])


@pytest.mark.parametrize(
    ("header", "expected"),
    [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Basic abc", ""), ("abc", ""), ("", "")],
)
def test_a_bearer_token_is_taken_out_of_its_header(header, expected):
    assert expected == bearer({"authorization": header})
    assert "" == bearer({})


# ── the address ─────────────────────────────────────────────────────────────────────────────────────────────────────


def call(url: str = URL, client: str = "") -> WebhookRequest:
    return WebhookRequest("POST", url, {}, b"", NOW, client)


BY_TOKEN = AddressSettings(webhook_token=TOKEN)
BY_CALLER = AddressSettings(allow_from="35.234.154.40, 2001:db8::/32")
BY_BOTH = AddressSettings(webhook_token=TOKEN, allow_from="35.234.154.40")


@pytest.mark.parametrize(
    ("settings", "request_"),
    [
        (BY_TOKEN, call(f"{URL}?token={TOKEN}")),
        (BY_TOKEN, call(f"{URL}?a=1&token={TOKEN}")),
        (BY_CALLER, call(client="35.234.154.40")),
        (BY_CALLER, call(client="2001:db8::1")),
        (BY_BOTH, call(f"{URL}?token={TOKEN}", "35.234.154.40")),
    ],
)
def test_a_caller_who_knows_the_address_or_has_one_is_believed(settings, request_):
    settings.check_address(request_)


@pytest.mark.parametrize(
    ("settings", "request_"),
    [
        (BY_TOKEN, call()),
        (BY_TOKEN, call(f"{URL}?token=another&token={TOKEN}")),
        (BY_CALLER, call(f"{URL}?token={TOKEN}")),
        (BY_CALLER, call(client="35.234.154.41")),
        (BY_CALLER, call(client="nobody")),
        (BY_BOTH, call(f"{URL}?token={TOKEN}")),
        (BY_BOTH, call(client="35.234.154.40")),
    ],
)
def test_everybody_else_is_refused(settings, request_):
    with pytest.raises(BadSignature):
        settings.check_address(request_)


def test_the_token_is_put_into_addresses_that_are_given_away():
    assert f"{URL}?token={TOKEN}" == BY_TOKEN.with_token(URL)
    assert f"{URL}?a=1&token={TOKEN}" == BY_TOKEN.with_token(f"{URL}?a=1")
    assert URL == BY_CALLER.with_token(URL)
    assert ("", "35.234.154.40") == (BY_TOKEN.believed_client(), BY_CALLER.believed_client())


def test_while_rotating_the_previous_token_is_still_good():
    rotating = AddressSettings(webhook_token="the-token-that-is-coming-now", webhook_token_previous=TOKEN)

    rotating.check_caller(call(f"{URL}?token={TOKEN}"))
    rotating.check_caller(call(rotating.with_token(URL)))
    with pytest.raises(BadSignature):
        rotating.check_caller(call(f"{URL}?token={TOKEN}x"))


def test_with_nothing_configured_nobody_is_believed():
    for settings in (AddressSettings(), BasicSettings()):
        with pytest.raises(BadSignature):
            settings.check_caller(call(f"{URL}?token=", "35.234.154.40"))


BASIC = {"webhook_user": "carrier", "webhook_password": "password-1", "webhook_password_previous": "password-0"}


def written(user: str, password: str) -> str:
    return basic_auth(user, SecretStr(password))


@pytest.mark.parametrize(
    ("more", "url", "authorization", "believed"),
    [
        ({}, URL, written("carrier", "password-1"), True),
        ({}, URL, written("carrier", "password-0"), True),
        ({}, URL, written("carrier", "password-2"), False),
        ({}, URL, written("nobody", "password-1"), False),
        ({}, URL, written("carrier", "password-1").removeprefix("Basic "), False),
        ({}, URL, "", False),
        ({"webhook_token": TOKEN}, f"{URL}?token={TOKEN}", written("carrier", "password-1"), True),
        ({"webhook_token": TOKEN}, f"{URL}?token={TOKEN}", "", False),
        ({"webhook_token": TOKEN}, URL, written("carrier", "password-1"), False),
        ({"allow_from": "35.234.154.40"}, URL, written("carrier", "password-1"), False),
    ],
)
def test_name_and_password_must_be_right_and_all_else_too(more, url, authorization, believed):
    settings = BasicSettings.model_validate(BASIC | more)
    request = WebhookRequest("POST", url, {"authorization": authorization}, b"", NOW)

    if believed:
        settings.check_caller(request)
    else:
        with pytest.raises(BadSignature):
            settings.check_caller(request)


def test_a_sample_calls_with_name_and_password():
    assert {"authorization": written("carrier", "password-1")} == BasicSettings.model_validate(BASIC).credentials()
    assert {} == BasicSettings(webhook_token=TOKEN).credentials()


@pytest.mark.parametrize(
    "half", [{"webhook_user": "carrier"}, {"webhook_password": "password-1"}, BASIC | {"webhook_password": "short"}]
)
def test_half_a_name_or_a_short_password_is_refused(half):
    with pytest.raises(ValidationError):
        BasicSettings.model_validate(half)


def test_settings_know_whether_they_tell_callers_apart():
    assert [False, True, True] == [one.tells_callers_apart for one in (AddressSettings(), BY_TOKEN, BY_CALLER)]
