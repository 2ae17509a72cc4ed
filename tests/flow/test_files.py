"""Which files belong to a flow."""

from __future__ import annotations

import pytest

from bot.flow.files import is_flow_file, is_source, language_of, stem_of, translation_path, translations_of


@pytest.mark.parametrize(
    ("name", "is_flow", "language"),
    [
        ("booking.yaml", True, None),
        ("booking.yml", True, None),
        ("booking.es.yaml", False, "es"),
        ("booking.pt-BR.yml", False, "pt-BR"),
        ("booking.es-419.yaml", False, "es-419"),
        ("booking.test.yaml", False, None),
        ("booking.ES.yaml", False, None),
        ("booking.e.yaml", False, None),
        ("booking.es.txt", False, None),
        ("booking.old.es.yaml", False, None),
        (".es.yaml", False, None),
        (".yaml", False, None),
        ("notes.txt", False, None),
    ],
)
def test_a_name_says_what_a_file_holds(name, is_flow, language):
    assert (is_flow, language) == (is_flow_file(name), language_of(f"some/folder.d/{name}"))
    assert (is_flow or language is not None) == is_source(name)


@pytest.mark.parametrize(
    ("path", "stem"),
    [
        ("flows/booking.es.yaml", "flows/booking"),
        ("flows.d/booking.yaml", "flows.d/booking"),
        ("booking.test.yaml", "booking"),
        ("C:\\flows\\booking.es.yaml", "C:\\flows\\booking"),
    ],
)
def test_the_files_of_a_flow_share_a_stem(path, stem):
    assert stem == stem_of(path)


def test_a_flow_has_the_translations_beside_it():
    paths = ["a/x.yaml", "a/x.es.yaml", "a/x.de.yaml", "a/x.test.yaml", "b/x.es.yaml", "a/xy.es.yaml", "x.es.yaml"]

    assert ["a/x.de.yaml", "a/x.es.yaml"] == translations_of("a/x.yaml", paths)
    assert "a/x.es.yaml" == translation_path("a/x.yml", "es")
