"""The alphabet of GSM 03.38, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.providers.gsm import decode, encode
from bot.text import GSM_BASIC, GSM_EXTENSION


@pytest.mark.parametrize(
    ("septets", "text"),
    [
        (b"hello", "hello"),
        (b"\x05v\x05nement", "événement"),
        (b"Gru\x1e \x1be \x1b(\x05\x1b)", "Gruß € {é}"),  # as a gateway wrote it to an SMSC
        (b"\x00\x02\x11", "@$_"),
        (b"\x1bA", "A"),
        (b"\x1b\x1b", " "),
        (b"a\x1b", "a"),
        (b"\x80\xff", "\ufffd\ufffd"),
        (b"", ""),
    ],
)
def test_septets_are_read(septets, text):
    assert text == decode(septets)


@given(st.text(sorted(GSM_BASIC | GSM_EXTENSION)))
def test_what_is_written_reads_the_same(text):
    assert text == decode(encode(text))


@given(st.binary())
def test_anything_can_be_read(septets):
    assert isinstance(decode(septets), str)


@pytest.mark.parametrize("text", ["👍", "ç", "`", "\x1b"])
def test_what_the_alphabet_lacks_cannot_be_written(text):
    with pytest.raises(ValueError, match="GSM alphabet"):
        encode(text)
