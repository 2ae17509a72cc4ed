"""Views and filters as a table, and along which index each of them goes, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import bindparam, text
from sqlalchemy import event as happenings

from bot.store import findings, inbox_counts, inbox_views, listing, terms
from bot.store.bulk import insert_rows
from bot.store.inbox_views import Filters
from bot.store.listing import Listing
from bot.store.tables import finding, listing_label
from bot.store.tables import listing as table
from tests.stage import NOON, staged

pytestmark = pytest.mark.usefixtures("either_database")

ME, OTHER = "usr_me", "usr_other"


def row(number, **given):
    """A row of the list; a larger number wrote later."""
    usual = {
        "contact_id": f"ctc_{number}", "channel": "main", "status": "open", "handler": "bot", "assignee": "",
        "queue": "", "priority": "", "flow": "", "state": "", "needs": 0, "at": NOON + timedelta(minutes=number),
        "author": "", "heard": number, "message_id": "", "waiting_since": None, "version": number,
    }  # fmt: skip
    return Listing(conversation_id=f"cnv_{number}", **usual | given)


ROWS = [
    row(1),
    row(2, handler="person", queue="billing"),
    row(3, handler="person", assignee=ME, flow="order"),
    row(4, handler="person", assignee=OTHER, priority="urgent"),
    row(5, status="snoozed", handler="person", assignee=ME),
    row(6, status="closed", flow="order"),
    row(7, channel="second", flow="order", state="confirm.ask", needs=1),
    row(8, assignee=ME),
]


@pytest.fixture
async def filled(tmp_path):
    async with staged(tmp_path) as stage:

        def fill(conn):
            insert_rows(conn, table, Listing._fields, ROWS)
            labels = [("vip", "cnv_3"), ("vip", "cnv_6"), ("new", "cnv_7")]
            insert_rows(conn, listing_label, ("label", "conversation_id"), labels)

        await stage.runtime.database.run(fill)
        yield stage


async def ids(stage, after="", limit=50, **given):
    page = await stage.runtime.database.look(inbox_views.page, Filters(**given), ME, after, limit)
    return [int(found.id.removeprefix("cnv_")) for found in page.rows], page.next


VIEWS = [
    ({"view": "all"}, [8, 7, 4, 3, 2, 1]),
    ({"view": "mine"}, [8, 3]),
    ({"view": "unassigned"}, [2]),
    ({"view": "bot"}, [7, 8, 1]),
    ({"view": "snoozed"}, [5]),
    ({"view": "closed"}, [6]),
    ({"view": "all", "order": "oldest"}, [1, 2, 3, 4, 7, 8]),
    ({"view": "all", "status": "closed"}, [6]),
    ({"view": "all", "assignee": "me"}, [8, 3]),
    ({"view": "all", "assignee": "nobody"}, [7, 2, 1]),
    ({"view": "all", "assignee": OTHER}, [4]),
    ({"view": "all", "label": "vip"}, [3]),
    ({"view": "closed", "label": "vip"}, [6]),
    ({"view": "all", "flow": "order"}, [7, 3]),
    ({"view": "all", "flow": "order", "state": "confirm"}, [7]),
    ({"view": "all", "flow": "order", "state": "conf"}, []),
    ({"view": "all", "channel": "second"}, [7]),
    ({"view": "all", "queue": "billing"}, [2]),
    ({"view": "all", "priority": "urgent"}, [4]),
    ({"view": "bot", "flow": "order"}, [7]),
    ({"view": "all", "unread": "yes"}, [7, 4, 3, 2]),
    ({"view": "all", "label": "vip", "flow": "order", "assignee": "me"}, [3]),
    ({"view": "all", "flow": "' OR 1=1 --"}, []),
]


async def test_each_view_has_what_belongs_in_it(filled):
    assert [wanted for _, wanted in VIEWS] == [(await ids(filled, **given))[0] for given, _ in VIEWS]


async def test_what_a_row_fits_is_known_without_the_database(filled):
    """Who watches a view is told by this; labels and what was read are left to the database."""
    plain = [(given, wanted) for given, wanted in VIEWS if not {"label", "unread"} & set(given)]

    assert [sorted(wanted) for _, wanted in plain] == [
        sorted(int(one.conversation_id[4:]) for one in ROWS if inbox_views.fits(one, Filters(**given), ME))
        for given, _ in plain
    ]


@pytest.mark.parametrize("given", [{"view": "all"}, {"view": "bot"}, {"view": "all", "order": "oldest"}])
async def test_page_after_page_is_the_whole_and_nothing_twice(filled, given):
    whole, seen, after = (await ids(filled, **given))[0], [], ""
    while True:
        found, after = await ids(filled, after, 2, **given)
        seen += found
        if not after:
            break

    assert whole == seen


@pytest.mark.parametrize("place", ["nonsense", "0~~cnv_1", "1~2026-03-05T17:00:00~cnv_1", "~~~", "0~2026-13-99~x"])
async def test_a_place_that_is_none_is_the_beginning(filled, place):
    assert [8, 7, 4, 3, 2, 1] == (await ids(filled, place, view="all"))[0]


async def test_every_view_is_counted(filled):
    counts = await filled.runtime.database.look(inbox_counts.counts, ME)

    assert inbox_counts.Counts(mine=2, unassigned=1, all=6, bot=3, snoozed=1, closed=1, needs=1) == counts


async def test_the_next_to_be_worked_on_is_the_one_below_and_then_the_first(filled):
    found = [await filled.runtime.database.look(inbox_views.beside, f"cnv_{n}", Filters("all"), ME) for n in (8, 4, 1)]

    assert ["cnv_7", "cnv_3", "cnv_8"] == found
    assert "cnv_3" == await filled.runtime.database.look(inbox_views.beside, "cnv_8", Filters("mine"), ME)
    assert None is await filled.runtime.database.look(inbox_views.beside, "cnv_2", Filters("unassigned"), ME)


async def test_filters_offer_what_there_is(filled):
    found = [await filled.runtime.database.look(inbox_views.choices, name) for name in ("label", "queue", "flow")]

    assert [["new", "vip"], ["billing"], ["order"]] == found


# ── plans ───────────────────────────────────────────────────────────────────────────────────────────────────────────

MANY = 3_000
PLANS = [
    (lambda conn: inbox_views.page(conn, Filters("all"), ME), "ix_listing_status"),
    (lambda conn: inbox_views.page(conn, Filters("all", order="oldest"), ME), "ix_listing_status"),
    (lambda conn: inbox_views.page(conn, Filters("closed"), ME), "ix_listing_status"),
    (lambda conn: inbox_views.page(conn, Filters("bot"), ME), "ix_listing_needs"),
    (lambda conn: inbox_views.page(conn, Filters("mine"), ME), "ix_listing_assignee"),
    (lambda conn: inbox_views.page(conn, Filters("unassigned"), ME), "ix_listing_holder"),
    (lambda conn: inbox_views.page(conn, Filters("all", flow="f9"), ME), "ix_listing_flow"),  # how many there are
    (lambda conn: inbox_views.page(conn, Filters("all", queue="q9"), ME), "ix_listing_queue"),
    (lambda conn: inbox_views.page(conn, Filters("all", label="vip"), ME), "listing_label"),
    (lambda conn: listing.since(conn, 2_990, 100), "ix_listing_version"),
    (lambda conn: findings.forget(conn, ["cnv_1"]), "ix_finding_about"),
]


async def test_every_view_goes_along_an_index_in_its_order(filled):
    plans = await filled.runtime.database.run(_plans)

    for (_, index), plan in zip(PLANS, plans, strict=True):
        assert index in plan, plan
        assert "Seq Scan" not in plan, plan
        assert "TEMP B-TREE" not in plan, plan
        assert "Sort" not in plan or index == "ix_listing_assignee", plan  # few: sorting them is as good


def _plans(conn):
    more = []
    for n in range(100, MANY):
        mine, who = (ME if n % 7 == 0 else ""), ("bot", "person")[n % 2]
        more.append(row(n, flow=f"f{n % 10}", queue=f"q{n % 10}", assignee=mine, handler=who))
    insert_rows(conn, table, Listing._fields, more)
    conn.execute(text("ANALYZE"))
    found = []
    for work, _ in PLANS:
        seen = []

        def remember(conn, cursor, statement, parameters, context, executemany, seen=seen):
            seen.append((statement, parameters))

        happenings.listen(conn, "before_cursor_execute", remember)
        work(conn)
        happenings.remove(conn, "before_cursor_execute", remember)
        statement, parameters = seen[0]
        how = "EXPLAIN " if conn.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
        found.append("\n".join(str(line[-1]) for line in conn.exec_driver_sql(how + statement, parameters)))
    return found


async def test_texts_that_many_have_and_those_that_few_have_are_both_found(filled, monkeypatch):
    monkeypatch.setattr(findings, "RECENT", 50)

    def fill(conn):
        arrays = conn.dialect.name == "postgresql"
        given = [
            findings.of_text(f"cnv_{n}", findings.IN, n, str(n), NOON + timedelta(seconds=n), said, arrays=arrays)
            for n, said in enumerate(["rare bird", *["common bird"] * 300])
        ]
        findings.add(conn, given)
        findings.add(conn, given)  # what is kept stays
        asked = (("common", None), ("rare", None), ("bird", given[2].id), ("comm bi", given[3].id), ("zz", None))
        looked = [[found.source for found in findings.texts(conn, terms.query(q), 3, end).found] for q, end in asked]
        return looked, findings.forget(conn, ["cnv_0"]), findings.texts(conn, terms.query("rare"), 3).found

    looked, gone, after = await filled.runtime.database.run(fill)

    assert [["300", "299", "298"], ["0"], ["1", "0"], ["2", "1"], []] == looked
    assert (1, []) == (gone, after)


async def test_what_some_have_is_found_further_back_and_in_order(filled, monkeypatch):
    """Every third says it: the newest fifty are not enough, and those before them are looked through."""
    monkeypatch.setattr(findings, "RECENT", 50)

    def fill(conn):
        arrays = conn.dialect.name == "postgresql"
        said = ["a third bird" if n % 3 == 0 else "a bird" for n in range(300)]
        found = [
            findings.of_text(f"cnv_{n}", findings.IN, n, str(n), NOON + timedelta(seconds=n), text, arrays=arrays)
            for n, text in enumerate(said)
        ]
        findings.add(conn, found)
        return [
            [one.source for one in findings.texts(conn, terms.query('"third bird"'), limit).found] for limit in (30, 70)
        ]

    some, many = await filled.runtime.database.run(fill)
    thirds = [str(n) for n in range(297, -1, -3)]

    assert [thirds[:30], thirds[:70]] == [some, many]


async def test_a_phrase_of_words_that_all_have_is_looked_for_piece_by_piece(filled, monkeypatch):
    """The index would have every text read; a look ends before that, and says where the next goes on."""
    monkeypatch.setattr(findings, "PATIENCE_MS", 1)
    monkeypatch.setattr(findings, "RECENT", 1000)
    said = "CASE WHEN i IN (7, 900, 12500) THEN 'the early bird' ELSE 'bird early the' END"

    def fill(conn):
        conn.execute(text("DELETE FROM finding"))
        if conn.dialect.name == "postgresql":
            rows, written = (
                "generate_series(1, 20000) AS i",
                f"array_to_tsvector('{{}}') || to_tsvector('simple', {said})",
            )
        else:
            rows = "(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n)"
            written = said
        conn.execute(
            text(
                "INSERT INTO finding (id, about, kind, source, at, terms) "  # noqa: S608 - our own words
                f"SELECT i, 'cnv_1', 'in', CAST(i AS TEXT), :at, {written} FROM {rows}"
            ).bindparams(bindparam("at", NOON, type_=finding.c.at.type))
        )

    def search(conn, before, by_index):
        return findings.texts(conn, terms.query('"early bird"'), 10, before, by_index=by_index)

    await filled.runtime.database.run(fill)
    looks = [await filled.runtime.database.run(search, None, True)]
    while looks[-1].rest is not None:
        looks.append(await filled.runtime.database.run(search, looks[-1].rest, looks[-1].by_index))

    assert ["12500", "900", "7"] == [found.source for look in looks for found in look.found]
    assert (5 if filled.runtime.database.shared else 1) == len(looks)


@pytest.mark.parametrize("after", ["9" * 19, "9" * 19 + "~", "9" * 40, "-1", "one"])
async def test_a_place_that_is_none_is_the_top(filled, after):
    page = await filled.runtime.database.run(inbox_views.page, Filters(view="all", q="nothing"), ME, after)

    assert ([], "") == page


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
async def test_a_place_at_the_end_of_the_calendar_is_the_top(filled, moment):
    found = [
        await filled.runtime.database.run(inbox_views.page, Filters(view="all"), ME, after)
        for after in ("", f"0~{moment}~cnv_1")
    ]

    assert found[0] == found[1]
    assert found[0].rows
