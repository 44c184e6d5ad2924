"""Counts are of articles; copies are one voice; a lost number has no value and no place on a scale."""

from __future__ import annotations

from datetime import date

from tests.report.samples import document, entity, figure, sample, strategy
from vnnlp.report import measures, views
from vnnlp.report.copies import copying
from vnnlp.report.names import Names
from vnnlp.report.source import Index

GIFT = strategy("gifts", "Viettel tặng", "viettel", "gift_greeting", "vip")


def test_an_article_that_says_it_twice_counts_once_and_a_copy_not_at_all() -> None:
    tables = sample(strategies=[GIFT, GIFT | {"start": 40}, GIFT | {"doc_id": "copy"}])
    cell = views.cross(tables, Index(tables), "strategy", "carrier", keep=5).cells["gift_greeting", "viettel"]
    assert (cell.articles, cell.rows, len(cell.evidence)) == (1, 2, 2)


def test_what_is_done_and_what_ends_are_counted_apart() -> None:
    rows = [GIFT, GIFT | {"start": 40, "polarity": "stops"}, GIFT | {"doc_id": "stops", "polarity": "rejects"},
            GIFT | {"doc_id": "later", "strategy": "prize_draw"}, GIFT | {"doc_id": "stops", "strategy": "prize_draw"}]
    tables = sample(strategies=rows)
    crossed = views.cross(tables, Index(tables), "strategy", "carrier")
    cell = crossed.cells["gift_greeting", "viettel"]
    assert (cell.articles, cell.does, cell.against) == (2, 1, 2)
    assert crossed.rows == ("prize_draw", "gift_greeting") and crossed.top == 2


def test_evidence_shows_each_article_before_one_twice() -> None:
    rows = [GIFT, GIFT | {"start": 40, "confidence": 1.0}, GIFT | {"doc_id": "stops", "confidence": 0.6}]
    tables = sample(strategies=rows)
    cell = views.cross(tables, Index(tables), "strategy", "carrier", keep=2).cells["gift_greeting", "viettel"]
    assert [row["doc_id"] for row in cell.evidence] == ["gifts", "stops"]


def test_all_carriers_together_stand_behind_the_named_ones() -> None:
    rows = [GIFT | {"doc_id": doc_id, "carrier": "all"} for doc_id in ("gifts", "stops", "later")] + [GIFT]
    tables = sample(strategies=rows)
    assert views.cross(tables, Index(tables), "strategy", "carrier").columns == ("viettel", "all")


def test_years_count_articles_and_leave_out_what_has_no_date() -> None:
    tables = sample(strategies=[GIFT, GIFT | {"start": 40}, GIFT | {"doc_id": "copy"}, GIFT | {"doc_id": "plain"}])
    assert views.by_year(tables, Index(tables)) == ({("gift_greeting", 2010): 1}, {2010: 1, 2012: 1, 2013: 2})


def test_two_periods_are_cut_where_the_articles_fall_into_halves() -> None:
    periods = views.compare_periods({("a", 2010): 4, ("b", 2013): 5}, {2010: 5, 2012: 1, 2013: 6})
    assert periods is not None
    assert (periods.last, periods.early, periods.late) == (2012, 6, 6)
    assert [(key.word, key.reference, key.target) for key in periods.keys] == [("b", 0, 5), ("a", 4, 0)]
    assert views.compare_periods({}, {2010: 5}) is None


def test_what_one_carrier_alone_does_sets_it_apart() -> None:
    rows = [GIFT | {"doc_id": f"a{number}", "carrier": carrier, "strategy": code}
            for number in range(8) for carrier, code in (("viettel", "health_care"), ("mobifone", "prize_draw"))]
    documents = [document(f"a{number}", "tin", date(2010, 1, 1)) for number in range(8)]
    tables = sample(documents=documents, strategies=rows)
    found = views.apart(views.cross(tables, Index(tables), "strategy", "carrier"))
    assert {item.value: [key.word for key in item.keys] for item in found} == {
        "viettel": ["health_care"], "mobifone": ["prize_draw"]}


def test_spellings_of_one_carrier_count_together_and_people_by_full_name() -> None:
    rows = [entity("gifts", "Viettel", "ORG", "viettel"), entity("gifts", "Viettel tặng", "ORG", "viettel"),
            entity("stops", "MobiFone", "ORG", "viettel"), entity("gifts", "Mai_Lan_Chi", "PER"), entity("gifts", "Chi", "PER")]
    tables = sample(entities=rows)
    found = views.top_entities(tables, Index(tables))
    assert [(name.kb_id, name.articles, name.mentions) for name in found["ORG"]] == [("viettel", 2, 3)]
    assert [name.name for name in found["PER"]] == ["Mai Lan Chi"]


def test_rates_of_one_unit_come_together_whatever_they_measure() -> None:
    tables = sample()
    index = Index(tables)
    rate = measures.Measure("", "VND", "phút")
    assert (rate, 2, 2) in measures.top_units(tables, index)
    assert len(measures.figures_of(tables, index, {rate: 2})[rate]) == 2
    assert len(measures.figures_of(tables, index, {rate: 2}, keep=1)[rate]) == 1


def test_a_lost_number_has_no_value_no_place_and_no_plot() -> None:
    tables = sample()
    row = measures.lost_figures(tables, Index(tables))[0]
    assert row["unit"] == "khách hàng"
    assert measures.written(row) == "" and measures.reach(row) is None and measures.dated([row]) == []
    assert measures.Scale(0, 10, False).glyph(row) is None


def test_a_denied_figure_is_not_plotted() -> None:
    row = figure("gifts", "1.200", "count", value=1200.0, low=None, high=None, negated=True) | {"published": date(2010, 1, 1)}
    assert measures.dated([row]) == [] and measures.reach(row) == (1200.0, 1200.0)


def test_bounds_are_written_with_their_sign() -> None:
    stated = {"status": "stated", "value": None, "low": None, "high": None, "cmp": "="}
    assert measures.written(stated | {"value": 900.0, "cmp": "<="}) == "≤ 900"
    assert measures.written(stated | {"low": 5.0, "cmp": ">="}) == "≥ 5"
    assert measures.written(stated | {"low": 1e7, "high": 99999999.0, "cmp": "vague"}) == "≈ 10 million – 100 million"
    assert measures.written(stated | {"value": 50e6, "cmp": "<~"}) == "just under 50 million"


def test_a_near_duplicate_counts_whole_and_not_its_passages_again() -> None:
    near = {"doc_id": "copy", "start": 0, "end": 100, "kind": "near", "of_doc_id": "gifts", "of_start": 0, "of_end": 100,
            "similarity": 0.9}
    tables = sample(duplicates=[near, near | {"kind": "exact", "start": 10, "end": 60}])
    found = copying(tables, Index(tables))
    assert [(pair.characters, pair.near, pair.passages) for pair in found.pairs] == [(100, True, 2)]
    assert found.kinds == (("near", 1, 100), ("exact", 1, 50))


def test_names_come_from_the_lexicons_and_unknown_codes_stand_for_themselves() -> None:
    names = Names.of()
    assert names.strategy("health_care") == ("Chăm sóc sức khỏe", "Health care")
    assert names.carrier("vinaphone") == "VinaPhone" and names.carrier("new_one") == "new one"
    assert names.segment(None)[1] == "not said" and names.segment("vip")[1] == "VIP"
    assert Names.of({"settings": {"extraction": {"taxonomy": "/gone/banks.tsv"}}}).strategy("health_care")[1] == "Health care"
