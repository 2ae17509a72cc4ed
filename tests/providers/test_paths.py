"""Documents by the paths of their parts."""

import pytest

from bot.providers.paths import Template, at, nested, part

DOCUMENT = {"texts": [{"id": 7, "ok": True, "price": 0.5}], "a": {"b": None}, "0": "x"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("texts.0.id", "7"),
        ("0", "x"),
        ("texts.0.ok", None),
        ("texts.0.price", None),
        ("texts.1.id", None),
        ("texts.-1.id", None),
        ("texts.٠.id", None),
        ("texts.99999.id", None),
        ("texts.id", None),
        ("a.b", None),
        ("a.b.c", None),
        ("", None),
    ],
)
def test_a_part_is_found_by_its_path(path, expected):
    assert expected == at(DOCUMENT, path)


def test_a_blank_path_is_the_whole():
    assert DOCUMENT is part(DOCUMENT, "")


def test_a_document_is_made_of_paths():
    made = nested({"texts.0.id": "7", "texts.0.from.number": "+1", "texts.1.id": "8", "a": {}})

    assert {"texts": [{"id": "7", "from": {"number": "+1"}}, {"id": "8"}], "a": {}} == made


def test_a_template_is_filled_and_left_without_what_is_absent():
    template = Template({"to": ["{to}"], "say": "[{text}] {no}", "url": "{no}", "deep": {"n": 5, "url": "{no}"}})

    assert {"to", "text", "no"} == set(template.names)
    assert {"to": ["+1"], "say": "[{x}] ", "deep": {"n": 5}} == template.filled({"to": "+1", "text": "{x}", "no": None})
