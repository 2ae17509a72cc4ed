"""What texts are found by, in any script."""

from __future__ import annotations

import pytest

from bot.store.terms import TERM_CHARS_MAX, TERMS_MAX, fts5, person_query, phone_terms, query, terms, tsquery, tsvector


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello, THERE!", "hello there"),
        ("Crème brûlée, s'il vous plaît", "creme brulee sil vous plait"),
        ("it’s O'Neill", "its oneill"),
        ("heiße Grüße", "heisse grusse"),
        ("Привет, Ёлка", "привет елка"),
        ("12:30, room 4b", "12 30 room 4b"),
        ("東京都庁", "東京 京都 都庁 庁"),
        ("京", "京"),
        ("OK東京", "ok 東京 京"),
        ("한국어 텍스트", "한국어 텍스트"),
        ("नमस्ते दुनिया", "नमस्ते दुनिया"),
        ("مَرْحَبًا", "مرحبا"),
        ("שָׁלוֹם", "שלום"),
        ("ＦＵＬＬ ｗｉｄｔｈ", "full width"),
        ("👍🎉 … !!", ""),
        ("'; DROP TABLE -- \\ : & | * \" x", "drop table x"),
        ("a\x00b\u202ec\u200bd", "a b c d"),
        ("x" * 100, "x" * TERM_CHARS_MAX),
    ],
)
def test_a_text_is_found_by_its_words_however_they_are_written(text, found):
    assert found.split() == terms(text)


def test_a_text_without_end_has_so_many_terms_and_no_more():
    assert TERMS_MAX == len(terms("a b " * 5_000))


@pytest.mark.parametrize(
    ("typed", "sqlite", "postgresql"),
    [
        ("appoint", '"appoint"*', "('appoint':*)"),
        ("Friday 10", '"friday"* AND "10"*', "('friday':*) & ('10':*)"),
        ("a", '"a"', "('a')"),
        ('"day suits" you', '"day suits" AND "you"*', "('day' <-> 'suits') & ('you':*)"),
        ('"open quote', '"open quote"', "('open' <-> 'quote')"),
        ("京都", '"京都"', "('京都')"),
        ("東京都", '"東京 京都"', "('東京' <-> '京都')"),
        ("都", '"都"*', "('都':*)"),
        ("OK東京", '"ok"* AND "東京"', "('ok':*) & ('東京')"),
        ("NOT -x OR *", '"not"* AND "x" AND "or"*', "('not':*) & ('x') & ('or':*)"),
        ("👍 ''", "", ""),
    ],
)
def test_what_is_typed_is_words_that_all_have_to_be_there(typed, sqlite, postgresql):
    assert (sqlite, postgresql) == (fts5(query(typed)), tsquery(query(typed)))


@pytest.mark.parametrize("typed", ["0101", "555-0101", "(206) 555 01", "+1 206", "12065550101"])
def test_any_digits_within_a_number_find_it(typed):
    wanted = person_query(typed)[0].terms[0]

    assert any(term.startswith(wanted) for term in phone_terms("+12065550101"))


def test_terms_say_where_they_stand():
    assert "'see':1 'you':2 'see':3" == tsvector(terms("See you, see"))
