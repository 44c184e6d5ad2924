from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from vnnlp.dedup import explain
from vnnlp.evaluation.dedup import score

TEXT = st.text(alphabet=st.sampled_from("aăđ _.,<>&\"'/\n[]12"), max_size=40)


class Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.marked = ""
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells:
            self.cells[-1] += data


@given(TEXT, TEXT)
def test_the_pieces_are_the_passages(passage: str, source: str) -> None:
    made = explain(passage, source)
    assert "".join(text for text, _ in made.passage) == passage
    assert "".join(text for text, _ in made.source) == source
    assert 0 <= made.similarity <= 1


@given(TEXT, TEXT)
def test_hostile_text_stays_text_in_html(passage: str, source: str) -> None:
    parser = Text()
    parser.feed(explain(passage, source).html())
    parser.close()
    assert parser.tags <= {"table", "tr", "th", "td", "mark"}
    assert parser.cells == [passage, source]


def test_segmentation_case_and_punctuation_are_no_difference() -> None:
    made = explain("Khách_hàng của Viettel .", "khách hàng của VIETTEL")
    assert all(same for _, same in (*made.passage, *made.source))
    assert explain("", "").similarity == 1.0


def test_differences_are_marked_on_a_terminal() -> None:
    console = Console(width=80, record=True, force_terminal=True, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    console.print(explain("có 52 triệu thuê_bao", "có 58 triệu thuê_bao"))
    shown = console.export_text(styles=True)
    assert "\x1b[1;31m 52" in shown
    assert "\x1b[1;31m 58" in shown


def test_scores_count_characters_once_and_sources_by_article() -> None:
    gold = [{"doc_id": "b", "start": 0, "end": 10, "kind": "exact", "of_doc_id": "a"},
            {"doc_id": "b", "start": 0, "end": 10, "kind": "near", "of_doc_id": "a"}]
    found = [{"doc_id": "b", "start": 0, "end": 5, "kind": "exact", "of_doc_id": "a"},
             {"doc_id": "b", "start": 5, "end": 20, "kind": "line", "of_doc_id": "c"},
             {"doc_id": "b", "start": 0, "end": 20, "kind": "near", "of_doc_id": "a"},
             {"doc_id": "d", "start": 0, "end": 20, "kind": "near", "of_doc_id": "a"}]
    scores = score(gold, found)
    assert (scores["precision"], scores["recall"], scores["source"]) == (50.0, 100.0, 50.0)
    assert (scores["near_precision"], scores["near_recall"], scores["near_source"]) == (50.0, 100.0, 100.0)
    assert score([], []) == {"precision": 100.0, "recall": 100.0, "f1": 100.0, "source": 100.0, "near_precision": 100.0,
                             "near_recall": 100.0, "near_source": 100.0}
