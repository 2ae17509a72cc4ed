"""What can be asked, and what is said where it cannot be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.audience import AudienceError, read_audience
from bot.audience.tree import Among, And, At, Compare, Has, IsSet, Not, Now, Op, Or, Path, Sort, Today

CITY, COUNTRY = Path("city", Sort.FIELD), Path("country", Sort.TEXT)
CREATED = Path("created_at", Sort.INSTANT)


def bare(node):
    """A tree without its places."""
    match node:
        case And(parts) | Or(parts):
            return type(node)(tuple(map(bare, parts)))
        case Not(part):
            return Not(bare(part))
    return type(node)(*(getattr(node, name) for name in node.__slots__ if name != "at"), at=At(0, 0))


def test(*given):
    *parts, kind = given
    return kind(*parts, at=At(0, 0))


test.__test__ = False  # a helper that reads well, not a test


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('fields.city = "Lyon"', test(CITY, Op.EQUAL, "Lyon", Compare)),
        ('contact.city = "Lyon"', test(CITY, Op.EQUAL, "Lyon", Compare)),
        ("fields.city = 'it\\'s'", test(CITY, Op.EQUAL, "it's", Compare)),
        ('fields.city != "Lyon"', Not(test(CITY, Op.EQUAL, "Lyon", Compare))),
        ('fields.city starts with "L"', test(CITY, Op.STARTS, "L", Compare)),
        ("fields.city >= -2.5", test(CITY, Op.MORE_EQUAL, -2.5, Compare)),
        ("fields.city = yes", test(CITY, Op.EQUAL, True, Compare)),
        ("fields.city < today -7d", test(CITY, Op.LESS, Today(-7), Compare)),
        ("created_at > now - 12h", test(CREATED, Op.MORE, Now(timedelta(hours=-12)), Compare)),
        ('created_at > "2026-03-06"', test(CREATED, Op.MORE, datetime(2026, 3, 6, tzinfo=UTC), Compare)),
        ('country in ("US", "CA")', test(COUNTRY, ("US", "CA"), Among)),
        ('country not in ("US")', Not(test(COUNTRY, ("US",), Among))),
        ('tags has "vip"', test(("vip",), True, Has)),
        ('tags not has any ("vip", "press")', Not(test(("vip", "press"), False, Has))),
        ("fields.city is set", test(CITY, IsSet)),
        ("fields.city is not set", Not(test(CITY, IsSet))),
        (
            'not tags has "a" and tags has "b" or tags has "c"',
            Or((And((Not(test(("a",), True, Has)), test(("b",), True, Has))), test(("c",), True, Has))),
        ),
        (
            'tags has "a" and (tags has "b" or tags has "c")',
            And((test(("a",), True, Has), Or((test(("b",), True, Has), test(("c",), True, Has))))),
        ),
    ],
)
def test_what_can_be_asked(source, expected):
    assert expected == bare(read_audience(source).tree)


@pytest.mark.parametrize("source", ["", "  ", "\n"])
def test_a_blank_filter_is_everybody(source):
    assert read_audience(source).tree is None


def test_every_test_knows_where_it_stands():
    tree = read_audience('tags has "vip"  and fields.city = "Lyon"').tree

    assert [At(0, 14), At(20, 40)] == [part.at for part in tree.parts]


@pytest.mark.parametrize(
    ("source", "shown", "problem", "hint"),
    [
        ('contry = "US"', "^^^^^^", "nothing is called `contry`", "did you mean `country`?"),
        ('city = "Lyon"', "^^^^", "nothing is called `city`", "a field of your own is `fields.city`"),
        (
            'city_of_birth = "Lyon"',
            "^^^^^^^^^^^^^",
            "nothing is called",
            "a field of your own is `fields.city_of_birth`",
        ),
        ('tags = "vip"', "     ^", "`tags` goes with `has` only", 'write `tags has "vip"`'),
        ('name has "x"', "     ^^^", "`has` goes with `tags` only", "did you mean `=`?"),
        ('name = "x', "       ^^", "the text that begins here has no end", 'close it with "'),
        ("name = “x”", "       ^", "`“` is not a quote", "straight quotes"),
        ("name = x", "       ^", "`x` is not a value", 'text stands in quotes: "x"'),
        ("name = 5", "       ^", "`name` is a text", 'put the value in quotes: "5"'),
        ('name = "x" && name = "y"', "           ^", "`&` means nothing here", "write `and` or `or`"),
        ('name = "x" amd name = "y"', "           ^^^", "`amd` is one too many", "did you mean `and`?"),
        ('(name = "x"', "           ^", "a bracket is not closed", "write `)`"),
        ('name containz "x"', "     ^^^^^^^^", "`containz` compares nothing", "did you mean `contains`?"),
        ("created_at > 5", "             ^", "`created_at` is a moment", "write `now - 30d`"),
        ("created_at = now", "             ^^^", "`created_at` is a moment", "compare with < or >"),
        ("fields.x > now", "           ^^^", "cannot be held against `now`", "`today`"),
        ("fields.x > today - 5h", "           ^^^^^", "`today` counts in days", "write `today - 7d`"),
        ("fields.x > yes", "           ^^^", "yes and no are only ever equal", "write `=`"),
        ("last_seen > now - 30", "                  ^^", "`30` is not a span", "such as 30d"),
        ("fields.a.b = 1", "^^^^^^^^^^", "`a.b` is not the name of a field", "no dots"),
        ("fields.x = 1234567890123456", "           ^^^^^^^^^^^^^^^^", "more than 15 digits", None),
        ("name =", "      ^", "a value is missing", "such as"),
        ("and", "^^^", "`and` stands where a name should", "an example"),
    ],
)
def test_what_cannot_be_read_is_shown(source, shown, problem, hint):
    with pytest.raises(AudienceError) as raised:
        read_audience(source)

    assert problem in str(raised.value)
    assert hint is None or hint in raised.value.hint
    assert f"{source}\n{shown}" == raised.value.shown


def test_of_several_lines_the_one_that_is_meant_is_shown():
    with pytest.raises(AudienceError) as raised:
        read_audience('tags has "vip"\n  and nme = "x"\n')

    assert '  and nme = "x"\n      ^^^' == raised.value.shown


@pytest.mark.parametrize(
    "source",
    [
        "(" * 50 + 'name = "x"' + ")" * 50,
        "not " * 50 + 'name = "x"',
        " and ".join(['name = "x"'] * 101),
        "name = " + '"' + "x" * 2_000 + '"',
        "name in (" + ", ".join(['"x"'] * 201) + ")",
        "created_at > now - 99999w",
        'name = "\x00"',
        'name = "\ud800"',
    ],
    ids=["brackets", "nots", "tests", "long", "list", "far", "nul", "half a character"],
)
def test_what_would_cost_too_much_is_refused(source):
    with pytest.raises(AudienceError):
        read_audience(source)
