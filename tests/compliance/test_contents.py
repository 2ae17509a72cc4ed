"""What marketing may speak of, to whom."""

from __future__ import annotations

import pytest

from bot.compliance.contents import refuse_content
from bot.events import MessageClass

HERE, ELSEWHERE = "+12065550101", "+4915112345678"
OLD_ENOUGH = {"of_age": True, "age_checked_on": "2026-03-05"}


@pytest.mark.parametrize(
    ("text", "fields", "approved", "reason"),
    [
        ("Our spring sale starts today.", {}, (), None),
        ("CBD oils, half price", {}, (), "restricted_content"),
        ("CBD oils, half price", OLD_ENOUGH, (), "restricted_content"),
        ("CBD oils, half price", {}, ("cannabis",), None),
        ("Wine tasting on Friday", {}, (), "age_not_proved"),
        ("Wine tasting on Friday", {"of_age": False}, (), "age_not_proved"),
        ("Wine tasting on Friday", {"of_age": "yes"}, (), "age_not_proved"),
        ("Wine tasting on Friday", OLD_ENOUGH, (), None),
        ("Wine tasting on Friday", {}, ("alcohol",), "age_not_proved"),
        ("Wine and handguns", OLD_ENOUGH, (), "restricted_content"),
        ("¡Cervezas para ti!", {}, (), "age_not_proved"),
    ],
)
def test_what_marketing_may_speak_of(text, fields, approved, reason):
    verdict = refuse_content(MessageClass.MARKETING, text, HERE, fields, approved)

    assert reason == (verdict and verdict.reason)


@pytest.mark.parametrize("message_class", [it for it in MessageClass if it is not MessageClass.MARKETING])
def test_it_is_about_marketing_only(message_class):
    """`No wine for a day before the operation` is no advertisement."""
    assert None is refuse_content(message_class, "No wine before the operation", HERE, {}, ())


def test_it_is_about_carriers_of_north_america_only():
    assert None is refuse_content(MessageClass.MARKETING, "Wein für alle", ELSEWHERE, {}, ())


def test_the_grounds_name_the_word_and_what_is_known_of_the_age():
    verdict = refuse_content(MessageClass.MARKETING, "Wine!", HERE, {"of_age": False}, ())

    assert {"rule": "us_carriers.alcohol", "word": "Wine", "of_age": False, "checked_on": None} == verdict.facts
