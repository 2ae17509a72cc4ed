"""Where somebody may be: profile before postal code before number, and all that is possible."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from phonenumbers import PhoneMetadata
from phonenumbers.geodata import GEOCODE_DATA
from phonenumbers.tzdata import TIMEZONE_DATA

from bot.compliance.places import ENDS_OF_US, Place, of_number, of_zip, postal_code, whereabouts

NEW_YORK, CHICAGO, DENVER = "America/New_York", "America/Chicago", "America/Denver"
PACIFIC, PHOENIX = "America/Los_Angeles", "America/Phoenix"


@pytest.mark.parametrize(
    ("phone", "country", "states", "zones", "source"),
    [
        ("+12125550123", "US", ("NY",), (NEW_YORK,), "number"),
        ("+18505550123", "US", ("FL",), (CHICAGO, NEW_YORK), "number"),  # the panhandle is on both sides
        ("+12085550123", "US", ("ID",), (DENVER, PACIFIC), "number"),
        ("+19285550123", "US", ("AZ",), (PHOENIX, DENVER), "number"),
        ("+18085550123", "US", ("HI",), ("Pacific/Honolulu",), "number"),
        ("+17875550123", "US", ("PR",), ("America/Puerto_Rico",), "number"),
        ("+18005550123", "US", (), ENDS_OF_US, "country"),  # free of charge, from anywhere
        ("+15550100000", "US", (), ENDS_OF_US, "country"),
        ("+14165550123", "CA", (), ("America/Toronto",), "number"),
        ("+33612345678", "FR", (), ("Europe/Paris",), "number"),
        ("+919812345678", "IN", (), ("Asia/Calcutta",), "number"),
        ("+999123456789", None, (), (), "number"),
        ("55555", None, (), (), "number"),
        ("Parley", None, (), (), "number"),
    ],
)
def test_what_a_number_says(phone, country, states, zones, source):
    assert Place(country, states, zones, source) == of_number(phone) == whereabouts(phone)


@pytest.mark.parametrize(
    ("code", "states", "zones"),
    [
        ("10001", ("NY",), (NEW_YORK,)),
        ("02139-4307", ("MA",), (NEW_YORK,)),
        ("32501", ("FL",), (CHICAGO,)),  # Pensacola
        ("32401", ("FL",), (CHICAGO, NEW_YORK)),
        ("79936", ("TX",), (CHICAGO, DENVER)),  # El Paso is in a prefix of both
        ("79901", ("TX",), (CHICAGO, DENVER)),
        ("83414", ("ID", "WY"), (DENVER,)),  # Alta, Wyoming, is served from Idaho
        ("86515", ("AZ",), (PHOENIX, DENVER)),
        ("96799", ("AS", "HI"), ("Pacific/Pago_Pago", "Pacific/Honolulu")),
    ],
)
def test_what_a_zip_code_says(code, states, zones):
    assert Place("US", states, zones, "postal_code") == of_zip(code)


@pytest.mark.parametrize("code", ["09001", "96201", "34002", "00001", "1000", "SW1A 1AA", ""])
def test_a_military_post_office_or_no_zip_code_at_all_says_nothing(code):
    assert of_zip(code) is None


@pytest.mark.parametrize(
    ("known", "states", "zones", "source"),
    [
        ({}, ("FL",), (CHICAGO, NEW_YORK), "number"),
        ({"postal": "32501"}, ("FL",), (CHICAGO,), "postal_code"),
        ({"postal": "10001"}, ("NY",), (NEW_YORK,), "postal_code"),
        ({"postal": "nowhere"}, ("FL",), (CHICAGO, NEW_YORK), "number"),
        ({"timezone": DENVER}, ("FL",), (DENVER,), "profile"),
        ({"timezone": DENVER, "postal": "10001"}, ("NY",), (DENVER,), "profile"),
        ({"timezone": "Mars/Olympus"}, ("FL",), (CHICAGO, NEW_YORK), "number"),
        ({"timezone": "../../etc/passwd"}, ("FL",), (CHICAGO, NEW_YORK), "number"),
        ({"country": "FR"}, (), (CHICAGO, NEW_YORK), "number"),
        ({"country": "FR", "postal": "10001"}, (), (CHICAGO, NEW_YORK), "number"),
    ],
)
def test_the_profile_goes_before_the_postal_code_and_that_before_the_number(known, states, zones, source):
    assert Place(known.get("country", "US"), states, zones, source) == whereabouts("+18505550123", **known)


def test_a_zone_that_is_no_more_than_what_the_number_says_is_not_the_profile_s():
    """It is noted when somebody is met, from the exchange that the number began in."""
    assert whereabouts("+18505550123") == whereabouts("+18505550123", NEW_YORK, "US")
    assert "postal_code" == whereabouts("+18505550123", NEW_YORK, "US", "32501").source


@pytest.mark.parametrize("country", ["PR", "US", "us", None])
def test_the_law_of_the_united_states_is_that_of_its_territories(country):
    """A contact is noted with the country that phones know."""
    place = Place("US", ("PR",), ("America/Puerto_Rico",), "number")

    assert place == whereabouts("+17875550123", country=country)


def test_an_american_with_a_foreign_number_may_be_in_any_state():
    assert Place("US", (), ("Europe/Paris",), "number") == whereabouts("+33612345678", country="US")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, None),
        ({"zip": "10001"}, "10001"),
        ({"zip": ""}, None),
        ({"postal_code": " 10001 ", "zip": "90210"}, "10001"),
        ({"zip": 2139}, "02139"),
    ],
)
def test_a_postal_code_is_found_among_the_fields(fields, code):
    assert code == postal_code(fields)


# ── against the numbering plan of libphonenumber ────────────────────────────────────────────────────────────────────

NAMES = {"Washington D.C.": "DC", "Washington State": "WA"}
ALIKE = {
    "America/Boise": DENVER,
    "America/Juneau": "America/Anchorage",
    "America/North_Dakota/Center": CHICAGO,
    "America/St_Thomas": "America/Puerto_Rico",
    "Pacific/Saipan": "Pacific/Guam",
}
DOUBTFUL = {("689", CHICAGO), ("907", "Pacific/Honolulu")}
"""Orlando and Alaska, each with a zone that is only there in the library."""


def served():
    """Every area code of the country in libphonenumber's plan, with a number in it."""
    plan = re.compile(PhoneMetadata.metadata_for_region("US").fixed_line.national_number_pattern)
    return [str(code) for code in range(200, 1000) if plan.fullmatch(f"{code}2345678")]


def test_every_area_code_is_known():
    assert 300 < len(served())
    assert [] == [code for code in served() if not of_number(f"+1{code}2345678").states]


def test_area_codes_are_in_the_states_that_libphonenumber_names():
    named = defaultdict(set)
    for prefix, names in GEOCODE_DATA.items():
        found = re.search(r", ([A-Z]{2})$", names.get("en", ""))
        if prefix.startswith("1") and found:
            named[prefix[1:4]].add(found[1])
    wrong = {code: named[code] for code in served() if not named[code] <= {*of_number(f"+1{code}2345678").states}}

    assert {"201": {"NJ", "NY"}} == wrong  # one exchange of New Jersey reaches over the border


@pytest.mark.no_cover
def test_no_zone_that_libphonenumber_thinks_possible_is_left_out():
    missing = {
        (prefix[1:4], ALIKE.get(zone, zone))
        for prefix, zones in TIMEZONE_DATA.items()
        for zone in zones
        if prefix.startswith("1") and prefix[1:4] in served()
    } - {(code, zone) for code in served() for zone in of_number(f"+1{code}2345678").zones}

    assert missing == DOUBTFUL
