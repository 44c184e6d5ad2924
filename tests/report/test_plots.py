"""Plots say what the tables say: ranges as bars, bounds as arrows, approximations hollow, lost numbers not at all."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.report.samples import document, figure, sample
from vnnlp.report import canvas, plots, series
from vnnlp.report.names import Names
from vnnlp.report.svg import inline_svg


def words(figure: object) -> str:
    from matplotlib.text import Text
    return " ".join(text.get_text() for text in figure.findobj(Text))  # type: ignore[attr-defined]


@pytest.mark.parametrize("draw", [plots.strategy_matrix, plots.strategy_timeline, plots.entity_counts, plots.topic_terms,
                                  plots.who_copies_whom])
def test_every_plot_draws_a_run_and_an_empty_run(draw: object) -> None:
    none = {name: [] for name in ("edits", "duplicates", "entities", "figures", "strategies", "topics")}
    for tables in (sample(), sample(**none)):  # type: ignore[arg-type]
        made = draw(tables)  # type: ignore[operator]
        made.canvas.draw()
        assert words(made).strip()


def test_the_matrix_has_names_and_counts() -> None:
    said = words(plots.strategy_matrix(sample()))
    assert "Viettel" in said and "Gifts and greetings" in said and "1" in said
    assert "VIP" in words(plots.strategy_matrix(sample(), by="segment"))


def test_a_measure_shows_its_range_and_its_bound() -> None:
    made = plots.measure_over_time(sample(), "cước")
    axes = made.axes[0]
    assert axes.get_title("left") == "cước" and axes.get_ylabel() == "VND/phút"
    ends = [tuple(round(float(y)) for _, y in path) for bars in axes.containers for path in bars.lines[2][0].get_segments()]  # type: ignore
    assert ends == [(690, 1580)]
    arrows = [text for text in axes.texts if text.arrow_patch is not None]  # type: ignore[attr-defined]
    assert len(arrows) == 1
    assert arrows[0].xy[1] < 900 or arrows[0].xyann[1] < 900  # `tối_đa 900` points down


def of_carriers(*carriers: str) -> list[dict[str, object]]:
    return [figure("gifts", "1.200", "count", value=10.0 + place, unit="trạm", measures="trạm", subject="Mai",
                   subject_kb_id=carrier)
            for place, carrier in enumerate(carriers)]


def test_a_carrier_looks_the_same_on_every_plot_and_no_two_look_alike() -> None:
    names = Names.of()
    carriers = [code for code in names.carriers if code and code != "all"]
    together = series.looks(of_carriers(*carriers), names)
    assert len(set(together.values())) == len(carriers)
    for code in carriers:
        alone = series.looks([*of_carriers(code), *of_carriers("mic", "mic")], names)
        assert alone[names.carrier(code)] == together[names.carrier(code)]
        assert list(alone) == [names.carrier(code), "Mai"] and alone["Mai"].colour == canvas.MUTED


def test_beyond_a_few_persons_and_agencies_are_others() -> None:
    rows = [row | {"subject": name, "subject_kb_id": None} for name, row in zip("ABCDEF", of_carriers(*"abcdef"), strict=True)]
    made = plots.measure_over_time(sample(figures=[*rows, *of_carriers("mobifone")]), "trạm")
    assert [text.get_text() for text in made.legends[0].get_texts()] == ["MobiFone", "A", "B", "others"]


def test_a_change_is_marked_beside_its_number() -> None:
    row, level = of_carriers("mobifone", "viettel")
    made = plots.measure_over_time(sample(figures=[row | {"change": "down"}, level | {"change": "up", "role": "to"}]), "trạm")
    assert [text.get_text() for text in made.axes[0].texts] == ["▼"]
    assert "down: a change, no level" in words(made) and "up: a change" not in words(made)


def test_about_is_hollow_and_exactly_is_full() -> None:
    rows = [figure("gifts", "1.200", "count", value=10.0, unit="trạm", measures="trạm"),
            figure("stops", "690", "count", value=20.0, unit="trạm", measures="trạm", cmp="~")]
    marks = [line for line in plots.measure_over_time(sample(figures=rows), "trạm").axes[0].lines if len(line.get_xdata()) == 1]  # type: ignore
    assert [line.get_markerfacecolor() == "none" for line in marks] == [False, True]


def test_a_lost_number_is_not_drawn() -> None:
    assert "No dated figure" in words(plots.measure_over_time(sample(), "khách hàng"))


def test_an_unknown_measure_is_said_to_be_unknown() -> None:
    assert "No figure measures “giá vàng”" in words(plots.measure_over_time(sample(), "giá vàng"))


def test_a_date_alone_on_its_axis_and_a_wide_span() -> None:
    rows = [figure("gifts", "1.200", "count", value=value, unit="trạm", measures="trạm") for value in (0.5, 5e9)]
    made = plots.measure_over_time(sample(figures=rows), "trạm")
    made.canvas.draw()
    assert made.axes[0].get_yscale() == "log"


def test_inline_svg_has_no_address_no_fixed_ink_and_the_same_bytes() -> None:
    first, second = (inline_svg(plots.who_copies_whom(sample()), "Who <copies> whom", "copies") for _ in range(2))
    assert first == second
    assert "http" not in first and "<metadata" not in first and "<?xml" not in first and "#1a1b1c" not in first
    assert 'aria-label="Who &lt;copies&gt; whom"' in first and "var(--ink)" in first


def test_hostile_names_are_escaped_in_a_plot() -> None:
    text = "<script>alert(1)</script> $\\frac{a}{b}$ _x_"
    rows = [document("gifts", text, date(2010, 1, 1)), document("copy", text + " 2", date(2010, 1, 2), duplicate_of="gifts")]
    copied = [{"doc_id": "copy", "start": 0, "end": 9, "kind": "near", "of_doc_id": "gifts", "of_start": 0, "of_end": 9,
               "similarity": 1.0}]
    svg = inline_svg(plots.who_copies_whom(sample(documents=rows, duplicates=copied)), "copies", "copies")
    assert "<script" not in svg and "&lt;script&gt;" in svg


def test_inner_ids_of_two_plots_do_not_meet() -> None:
    first, second = (inline_svg(plots.strategy_timeline(sample()), "t", name) for name in ("one", "two"))
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (first, second)]
    assert not ids[0] & ids[1]
