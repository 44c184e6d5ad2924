"""The page shows what the tables hold, says what they cannot know, and lets nothing of an archive act in the browser."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.report.samples import Sample, document, entity, figure, sample, strategy
from vnnlp.report import Limits, source, write_page
from vnnlp.tables import Table

VOID = {"meta", "input", "br", "link", "img", "hr"}
BLOCK = {"dt", "dd", "p", "li", "td", "th", "div", "h1", "h2", "h3", "summary", "details"}
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> \" ' & <b>đậm</b> {{ 7 * 7 }} javascript:alert(3)"


class Page(HTMLParser):
    """Elements of a page: tags with attributes, ids, the text; checks that what is opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(text)
        self.unbalanced += [tag for tag in self.open if tag not in {"p", "li"}]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in BLOCK:
            self.words.append(" ")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while (last := self.open.pop()) != tag:
                self.unbalanced.append(last)
        else:
            self.unbalanced.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in {"script", "style"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] or "" for _, attributes in self.elements if "id" in attributes]


def page_of(tables: Sample, folder: Path, **limits: Any) -> tuple[str, Page]:
    path = folder / "report.html"
    write_page(path, tables, limits=Limits(**limits))
    text = path.read_text(encoding="utf-8")
    return text, Page(text)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Page]:
    return page_of(sample(), tmp_path_factory.mktemp("page"))


def test_the_page_is_well_formed_and_its_links_lead_somewhere(written: tuple[str, Page]) -> None:
    _, page = written
    assert page.unbalanced == []
    assert len(page.ids) == len(set(page.ids))
    for tag, attributes in page.elements:
        if tag == "a":
            assert attributes["href"].startswith("#")  # type: ignore[union-attr]
            assert attributes["href"][1:] in page.ids, attributes["href"]  # type: ignore[index]


def test_nothing_is_fetched(written: tuple[str, Page]) -> None:
    text, page = written
    assert "http:" not in text and "https:" not in text and "@import" not in text and "url(#" in text
    assert not re.search(r"url\((?!#)", text)
    assert all(not {"src", "srcset", "action"} & set(attributes) for _, attributes in page.elements)
    assert "default-src 'none'" in text


def test_the_headline_counts_what_was_done(written: tuple[str, Page]) -> None:
    _, page = written
    assert "6 articles, 2010–2013" in page.text
    for count in ("read 6", "kept 5", "repaired 1", "lost 1", "quarantined 1", "1 near-duplicate aside"):
        assert count in page.text, count


def test_each_cell_of_the_matrix_leads_to_its_sentences(written: tuple[str, Page]) -> None:
    text, page = written
    cells = [attributes for tag, attributes in page.elements if tag == "a" and "cell" in (attributes.get("class") or "")]
    assert [cell["aria-label"] for cell in cells if (cell["href"] or "").startswith("#c")] == [
        "Entertainment and travel, S-Fone: 1 article", "Gifts and greetings, Viettel: 1 article",
        "Tariff discounts, MobiFone: done in none, ended or refused in 1 article"]
    assert 'data-tip="1\u202f200 phần quà · measures quà"' in text
    assert "Viettel tặng" in page.text and "phần quà cho khách hàng VIP ở" in page.text


def test_evidence_of_a_damaged_article_is_shown_as_repaired(written: tuple[str, Page]) -> None:
    _, page = written
    assert "S-Fone mời ⟨?⟩ khách hàng xem hát, ông Văn Sơn nói “rất vui”." in page.text
    assert "S-Fone mời khách xem hát." in page.text  # its title too


def test_a_lost_number_is_shown_as_lost_and_never_as_a_value(written: tuple[str, Page]) -> None:
    text, _ = written
    section = text[text.index("Numbers that the source lost"):text.index("Figures by kind")]
    assert "lost-chip" in section and "<b>1</b>" not in section


def test_ranges_and_bounds_are_drawn_as_such(written: tuple[str, Page]) -> None:
    text, _ = written
    assert "690 – 1\u202f580" in text and "≤ 900" in text and "≈ 500\u202f000" in text
    shapes = re.findall(r'<svg class="scale".*?</svg>', text, re.DOTALL)
    assert any("h-12" in shape for shape in shapes) and any("V11" in shape for shape in shapes)


def test_repairs_stand_side_by_side_with_their_reason(written: tuple[str, Page]) -> None:
    text, page = written
    assert "“7” → “,” · mark · stands where mark belongs · confidence 0.95" in text
    focusable = [attributes for tag, attributes in page.elements if tag == "ins" and attributes.get("tabindex") == "0"]
    assert len(focusable) == 6


def test_the_copy_stands_beside_its_original_with_differences_marked(written: tuple[str, Page]) -> None:
    text, _ = written
    differing = re.findall(r'<mark class="differs">([^<]*)</mark>', text)
    assert differing == ["1.250", "1.200"]
    assert '<del class="rm"' in text


def test_an_article_without_a_date_or_findings_is_there_too(written: tuple[str, Page]) -> None:
    assert "Hôm nay trời đẹp." in written[1].text


def test_the_settings_and_digests_are_on_the_page(written: tuple[str, Page]) -> None:
    _, page = written
    assert "repair.floor 0.5" in page.text and "cccccccccccccccc" in page.text and "aaaaaaaaaaaaaaaa" in page.text


def test_same_tables_same_bytes(tmp_path: Path) -> None:
    first, _ = page_of(sample(), tmp_path)
    second, _ = page_of(sample(), tmp_path)
    assert first == second


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    rows = [document(HOSTILE, f"{HOSTILE}\nViettel tặng quà {HOSTILE} .", date(2010, 1, 1), source=HOSTILE,
                     publisher=HOSTILE)]
    place = {"doc_id": HOSTILE, "start": len(HOSTILE) + 1, "end": len(HOSTILE) + 17}
    odd = strategy("gifts", "Viettel", HOSTILE, HOSTILE, HOSTILE, HOSTILE) | place | {"evidence": HOSTILE}
    tables = sample(
        documents=rows, strategies=[odd],
        entities=[place | {"sentence": 0, "text": HOSTILE, "label": HOSTILE, "kb_id": HOSTILE, "confidence": 1.0,
                           "method": "rule"}],
        figures=[place | {"sentence": 0, "text": HOSTILE, "kind": HOSTILE, "value": 3.0, "unit": HOSTILE, "per": HOSTILE,
                          "cmp": HOSTILE, "status": "stated", "measures": HOSTILE, "subject": HOSTILE, "negated": False}],
        edits=[place | {"before": "", "after": HOSTILE, "kind": HOSTILE, "confidence": 0.2, "reason": HOSTILE, "applied": False}],
        duplicates=[place | {"kind": HOSTILE, "of_doc_id": HOSTILE, "of_start": 0, "of_end": 9, "similarity": 1.0}],
        topics=[{"topic": 0, "label": HOSTILE, "terms": [{"term": HOSTILE, "weight": 1.0}], "coherence": None, "share": 1.0}],
        quarantine=[{"source": HOSTILE, "record": 1, "error_code": HOSTILE, "message": HOSTILE}])
    text, page = page_of(tables, tmp_path)
    assert text.count("<script") == 1 and text.count("</script") == 1 and "<img" not in text and "<b>đậm" not in text
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert not [attributes for _, attributes in page.elements if "javascript" in (attributes.get("href") or "")]
    assert "{{ 7 * 7 }}" in page.text and page.unbalanced == []


def test_a_path_of_the_machine_is_cut_from_the_settings(tmp_path: Path) -> None:
    tables = sample()
    tables.manifest = dict(tables.manifest) | {"settings": {"extraction": {"taxonomy": "/home/someone/banks.tsv"}}}
    text, _ = page_of(tables, tmp_path)
    assert "banks.tsv" in text and "/home/someone" not in text


def test_a_run_that_found_nothing_has_a_page(tmp_path: Path) -> None:
    none: dict[str, list[dict[str, Any]]] = {name: [] for name in (
        "edits", "duplicates", "entities", "figures", "strategies", "topics", "quarantine")}
    _, page = page_of(sample(documents=[document("a", "Trời đẹp\nHôm_nay trời đẹp .")], **none), tmp_path)
    for said in ("Nothing found, and left out below: strategies, figures, names, topics.", "No article was damaged.",
                 "No passage is repeated.", "Everything could be read."):
        assert said in page.text
    assert page.unbalanced == []
    assert not {"who", "segments", "time", "figures", "entities", "topics"} & set(page.ids)


def test_an_archive_that_is_not_about_carriers_opens_with_its_figures(tmp_path: Path) -> None:
    text, page = page_of(sample(strategies=[]), tmp_path)
    assert "<h1>Figures and names in the news</h1>" in text and "Who does what" not in page.text
    assert "6 articles, 2010–2013, read for 5 figures and 6 mentions of names." in page.text
    links = [attributes["href"] for tag, attributes in page.elements if tag == "a"]
    assert links[:2] == ["#figures", "#figures"] and {str(link)[1:] for link in links} <= set(page.ids)


def test_what_only_ends_is_not_shaded_and_no_headline(tmp_path: Path) -> None:
    ends = strategy("stops", "MobiFone ngừng giảm cước cho sinh_viên", "mobifone", "tariff_discount", "youth", "stops")
    text, page = page_of(sample(strategies=[ends]), tmp_path)
    assert re.findall(r'class="cell (\w+)"[^>]*>(.*?)</a>', text) == 2 * [("hnone", "<sub>−1</sub>")]
    assert "Most reported" not in page.text
    cut = ends | {"doc_id": "later", "polarity": "does", "end": ends["start"] + 20}
    _, page = page_of(sample(strategies=[ends | {"polarity": "does"}, cut, ends | {"doc_id": "gifts", "polarity": "rejects"}]),
                      tmp_path)
    assert "tariff discounts by MobiFone, in 2 articles (ended or refused in 1)." in page.text


def test_a_change_is_said_to_be_one(tmp_path: Path) -> None:
    rows = [figure("gifts", "1.200", "count", value=1200.0, unit="phần quà", measures="quà", change="up"),
            figure("later", "900 đồng/phút", "rate", value=900.0, unit="VND", per="phút", change="down", role="from")]
    text, _ = page_of(sample(figures=rows), tmp_path)
    sign = '<span class="change" title="{}"><span aria-hidden="true">{}</span><span class="unseen">{}</span>{}</span>'
    values = [" ".join(value.split())
              for value in re.findall(r'<td class="r">\s*(<span class="change".*?)</td>', text, re.DOTALL)]
    assert sorted(values) == [sign.format("down from", "▼", "down", " from") + " <b>900</b>",
                              sign.format("up", "▲", "up", "") + " <b>1 200</b>"]
    assert "measures quà · up" in text


def test_names_of_one_article_are_folded_and_like_counts_have_no_bars(tmp_path: Path) -> None:
    rows = [entity("gifts", "Viettel", "ORG", "viettel"), entity("stops", "MobiFone", "ORG", "viettel"),
            entity("gifts", "Mai_Lan_Chi", "PER"), entity("damaged", "Văn_Sơn", "PER"), entity("gifts", "Đà_Lạt", "LOC"),
            entity("stops", "MobiFone", "ORG", "mobifone")]
    text, page = page_of(sample(entities=rows), tmp_path)
    section = text[text.index('<section id="entities">'):text.index('<section id="topics">')]
    assert 'class="bar ' not in section and "Products" not in section
    for said in ("2 in one article each", "Mai Lan Chi, Văn Sơn", "1 more in one article each"):
        assert said in page.text


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    many = [document(f"a{number}", f"Tin {number}\nViettel tặng quà .", date(2010, 1, 1 + number % 28)) for number in range(70)]
    gift = strategy("gifts", "Viettel", "viettel", "gift_greeting", "all")
    rows = [gift | {"doc_id": f"a{number}", "start": 0, "end": 16, "evidence": "Viettel tặng quà"} for number in range(70)]
    text, page = page_of(sample(documents=many, strategies=rows, entities=[], figures=[], edits=[], duplicates=[]), tmp_path,
                         evidence=50, segment_evidence=12, articles=30)
    assert "and 20 more in strategies/" in page.text and "and 58 more in strategies/" in page.text
    assert "40 more in documents/" in page.text
    assert text.count('class="article"') == 30
    assert all(attributes["href"][1:] in page.ids for tag, attributes in page.elements if tag == "a")  # type: ignore[index]


def test_an_article_that_repeats_one_line_thousands_of_times(tmp_path: Path) -> None:
    line = "Gọi ngay tổng_đài để được tư_vấn miễn_phí .\n"
    text = line * 3000
    removed = [{"doc_id": "a", "start": number * len(line), "end": (number + 1) * len(line), "kind": "line", "of_doc_id": "a",
                "of_start": 0, "of_end": len(line), "similarity": 1.0} for number in range(1, 3000)]
    tables = sample(documents=[document("a", text)], duplicates=removed, entities=[], figures=[], strategies=[], edits=[])
    written, page = page_of(tables, tmp_path)
    assert page.unbalanced == [] and len(written) < 1_500_000


def test_evidence_beyond_what_is_held_of_an_endless_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "TEXT_LENGTH", 500)
    text = "Tin dài\n" + "Hôm_nay trời đẹp .\n" * 100 + "Viettel tặng quà ."
    gift = strategy("gifts", "Viettel", "viettel", "gift_greeting", "all")
    row = gift | {"doc_id": "a", "start": len(text) - 18, "end": len(text), "evidence": "Viettel tặng quà ."}
    _, page = page_of(sample(documents=[document("a", text)], strategies=[row], entities=[], figures=[], edits=[], duplicates=[]),
                      tmp_path)
    assert "Viettel tặng quà." in page.text and page.text.count("Hôm nay trời đẹp.") < 30
    ids = set(page.ids)
    assert all(attributes["href"][1:] in ids for tag, attributes in page.elements if tag == "a")  # type: ignore[index]


def test_batches_give_the_same_page_as_whole_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Scanned(Sample):
        def scan(self, name: str, columns: list[str]) -> list[pa.RecordBatch]:
            return list(self[name].arrow.select(columns).combine_chunks().to_batches(max_chunksize=1))

    whole, _ = page_of(sample(), tmp_path)
    tables = Scanned({name: Table(name, table.arrow) for name, table in sample().items()})
    tables.manifest = sample().manifest
    for chunk in (1, 2, 3):
        monkeypatch.setattr(source, "CHUNK", chunk)
        assert page_of(tables, tmp_path)[0] == whole
