"""Text can be read on what it stands on, light and dark: at least 4.5 to 1, as WCAG AA asks."""

from __future__ import annotations

import re

import pytest

from bot.flow.svg_style import STYLE
from bot.web.assets import FOLDER

CONTRAST_MIN = 4.5
PAGE = (FOLDER / "simulator.css").read_text(encoding="utf-8")
CONSOLE = (FOLDER / "console.css").read_text(encoding="utf-8")


def page_colours(scheme: int, page: str = PAGE) -> dict[str, str]:
    """A page's colours: `light-dark(light, dark)`, or one for both."""
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", page)
    single = dict(re.findall(r"--([\w-]+): (#\w{6});", page))
    return single | {name: colours[scheme] for name, *colours in pairs}


def drawing_colours(scheme: int) -> dict[str, str]:
    """The drawing's colours; the dark ones follow in a media query."""
    parts = STYLE.split("@media screen and (prefers-color-scheme: dark)")
    return dict(re.findall(r"--([\w-]+): (#\w{6});", parts[scheme]))


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_most_there_is():
    assert 21 == contrast("#000000", "#ffffff")
    assert 1 == contrast("#777777", "#777777")


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "papers"),
    [
        ("ink", ["paper", "surface", "raised", "theirs", "person-tint"]),
        ("muted", ["paper", "surface", "raised"]),
        ("accent", ["surface"]),
        ("on-accent", ["accent"]),
        ("on-mine", ["mine"]),
        ("person", ["surface", "person-tint"]),
        ("end", ["surface"]),
        ("trouble", ["surface"]),
    ],
)
def test_the_page_can_be_read(ink, papers, scheme):
    colours = page_colours(scheme)

    assert [] == [paper for paper in papers if contrast(colours[ink], colours[paper]) < CONTRAST_MIN]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "papers"),
    [
        ("ink", ["paper", "card", "ask", "say"]),
        ("muted", ["paper", "card", "ask"]),
        ("trouble", ["paper"]),
        ("person", ["person-tint"]),
        ("end", ["end-tint"]),
        ("main", ["paper"]),
    ],
)
def test_the_drawing_can_be_read(ink, papers, scheme):
    colours = drawing_colours(scheme)

    assert [] == [paper for paper in papers if contrast(colours[ink], colours[paper]) < CONTRAST_MIN]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "papers"),
    [
        ("ink", ["paper", "surface", "raised", "accent-tint", "warn-tint", "bad-tint", "good-tint", "note-tint"]),
        ("muted", ["paper", "surface", "raised", "accent-tint", "note-tint"]),
        ("accent", ["paper", "surface", "raised", "accent-tint"]),
        ("on-accent", ["accent"]),
        ("warn", ["paper", "surface", "warn-tint"]),
        ("bad", ["paper", "surface", "bad-tint"]),
        ("good", ["paper", "surface", "good-tint"]),
        ("note", ["paper", "surface", "note-tint"]),
    ],
)
def test_the_console_can_be_read(ink, papers, scheme):
    colours = page_colours(scheme, CONSOLE)

    assert [] == [paper for paper in papers if contrast(colours[ink], colours[paper]) < CONTRAST_MIN]


@pytest.mark.parametrize("page", [PAGE, CONSOLE], ids=["simulator", "console"])
def test_controls_can_be_seen(page):
    """What outlines a control needs 3 to 1."""
    for scheme in (0, 1):
        colours = page_colours(scheme, page)
        assert contrast(colours["control"], colours["surface"]) >= 3
