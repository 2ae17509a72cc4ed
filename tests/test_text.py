"""Segments against the published vectors; folding and tokens as people type."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text import GSM_BASIC, GSM_EXTENSION, Segments, clauses, fold, normalise, offenders, segments, tokens, words

VECTORS = json.loads((Path(__file__).parent / "vectors" / "segments.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: ascii(row["text"][:20]))
def test_segments_agree_with_the_vectors(row):
    assert Segments(row["encoding"], row["units"], row["segments"]) == segments(row["text"])


def test_the_gsm_alphabet_has_its_127_characters_and_10_extensions():
    sizes = (len(GSM_BASIC), len(GSM_EXTENSION))
    expected = (127, 10)
    assert expected == sizes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Segments("GSM-7", 0, 1)),
        ("a" * 152 + "{" + "b" * 152, Segments("GSM-7", 306, 3)),
        ("😀" * 67, Segments("UCS-2", 134, 3)),
        ("\r\n", Segments("GSM-7", 2, 1)),
        ("\ud800", Segments("UCS-2", 1, 1)),
    ],
)
def test_segments_at_the_edges(text, expected):
    assert expected == segments(text)


@given(st.text(max_size=700))
def test_segments_agree_with_a_slow_count(text):
    counted = segments(text)
    gsm = set(text) <= GSM_BASIC | GSM_EXTENSION
    single, part = (160, 153) if gsm else (70, 67)
    widths = [
        (2 if char in GSM_EXTENSION else 1) if gsm else len(char.encode("utf-16-le", "surrogatepass")) // 2
        for char in text
    ]
    parts: list[int] = [0]
    for width in widths:
        if parts[-1] + width > part:
            parts.append(0)
        parts[-1] += width
    assert sum(widths) == counted.units
    assert (1 if sum(widths) <= single else len(parts)) == counted.count


def test_offenders_name_the_character_its_place_and_a_cheaper_spelling():
    expected = [(3, "’", "'"), (7, "–", "-"), (9, "á", "a"), (11, "😀", None), (12, "ж", None)]
    assert expected == offenders("You’re – á 😀ж")


@given(st.text(max_size=100))
def test_a_cheaper_spelling_is_always_gsm(text):
    for index, char, cheaper in offenders(text):
        assert char == text[index]
        assert cheaper is None or not offenders(cheaper)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"¡No, MÁS!"', "no mas"),
        ("don’t", "dont"),
        ("  STOP\u200b 🛑 ", "stop"),
        ("Opt-Out!", "opt out"),
        ("ＳＴＯＰ", "stop"),
        ("𝗦𝘁𝗼𝗽", "stop"),
        ("Straße", "strasse"),
        ("œuf Łódź", "oeuf lodz"),
        ("हिन्दी", "हिन्दी"),
        ("한국어", "한국어"),
        ("👍", ""),
    ],
)
def test_fold(text, expected):
    assert expected == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t stop!", ["don't", "stop", "!"]),
        ("4pm, OK?", ["4pm", ",", "ok", "?"]),
        ("👍🏽 yes", ["👍", "🏽", "yes"]),
        ("#2", ["#", "2"]),
        ("snake_case", ["snake_case"]),
        ("ＯＫ ①", ["ok", "1"]),
        ("  ", []),
    ],
)
def test_tokens(text, expected):
    assert expected == tokens(text)


@example("″")
@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing(text):
    assert normalise(text) == normalise(normalise(text))


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text):
    assert fold(text) == fold(fold(text))


ASCII = st.text(st.characters(max_codepoint=127), max_size=200)


@example("d'accord, l`AUTRE_1")
@given(ASCII)
def test_ascii_is_read_as_within_any_other_text(text):
    assert normalise(f"{text} ñ") == f"{normalise(text)} ñ"
    assert fold(f"{text} ñ") == f"{fold(text)} n".strip()
    assert words(f"{text} ñ") == [*words(text), "n"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stop it, please!", "stop it . please ."),
        ("“Stop it,” he said 😂", '" stop it . " he said lol'),
        ("“Arrêtez de m’écrire”", '" arretez de m ecrire "'),
        ("¿Qué? No, gracias…", "que ? no . gracias . . ."),
        ("don't text me\nplease", "dont text me . please"),
        ("opt-out #now", "opt out now"),
        ("ça va — merci", "ca va . merci"),
        ("नमस्ते, stop", "नमस्ते . stop"),
        ("", ""),
    ],
)
def test_clauses(text, expected):
    assert expected == clauses(text)


@given(st.text(max_size=80))
def test_clauses_are_the_folded_words_with_marks_between(text):
    assert " ".join(clauses(text).split()) == clauses(text)
