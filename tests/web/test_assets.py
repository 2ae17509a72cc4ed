"""Style sheets and scripts as they are served; what others made is what they published."""

from __future__ import annotations

import gzip
import json
from hashlib import sha256

import pytest

from bot.web.assets import FOLDER, VENDOR, Assets

INLINE = (" style=", "<style", " onclick", " onload", "javascript:", "hx-on", "hx-vals='js:", "|safe", "| safe")
LISTED = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: entry["package"])
def test_what_others_made_is_as_they_published_it(entry):
    assert entry["sha256"] == sha256((VENDOR / entry["file"]).read_bytes()).hexdigest()
    assert entry["version"] in entry["file"]
    assert "permission to use, copy, modify" in (VENDOR / entry["license_file"]).read_text(encoding="utf-8").lower()


def test_nothing_of_others_is_unlisted():
    listed = {entry[key] for entry in LISTED for key in ("file", "license_file")}

    assert listed | {"vendor.json"} == {file.name for file in VENDOR.iterdir()}


@pytest.mark.parametrize("name", ["console.css", "console.js", "simulator.css", "htmx-2.0.11.min.js"])
async def test_a_file_is_kept_for_ever_and_packed_for_who_can_read_that(http, name):
    url = Assets().url(name)
    plain = await http.get(url, headers={"accept-encoding": "identity"})
    packed = await http.get(url, headers={"accept-encoding": "gzip"})

    assert (200, "gzip") == (packed.status_code, packed.headers["content-encoding"])
    assert plain.content == packed.content  # unpacked by the client
    assert int(packed.headers["content-length"]) < len(gzip.compress(plain.content, 1)) + 100
    assert "immutable" in plain.headers["cache-control"]


async def test_no_other_file_is_served(http):
    assert [404] * 3 == [
        (await http.get(f"/static/{name}")).status_code for name in ("vendor.json", "console.css", "..%2fassets.py")
    ]


def test_nothing_is_styled_or_run_inline():
    """The content security policy forbids it, so it would silently not work."""
    templates = FOLDER.parent / "templates"
    wrong = [
        (file.name, word)
        for file in sorted(templates.rglob("*.html"))
        for word in (
            " style=",
            "<style",
            " onclick",
            " onload",
            "javascript:",
            "hx-on",
            "hx-vals='js:",
            "|safe",
            "| safe",
        )
        if word in file.read_text(encoding="utf-8").lower()
    ]

    assert [] == wrong


def test_every_section_of_the_consoles_styles_is_closed_before_the_next_one():
    """What is put together from several hands is easily one brace short, and then half of it means nothing."""
    depth, open_sections = 0, []
    for line in (FOLDER / "console.css").read_text(encoding="utf-8").splitlines():
        if line.startswith(("@layer", "/* ──")) and depth:
            open_sections.append(line)
        depth += line.count("{") - line.count("}")

    assert ([], 0) == (open_sections, depth)
