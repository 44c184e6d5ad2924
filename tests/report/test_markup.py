"""Marks over a text: nothing of the text is lost or doubled, whatever the marks, and nothing of it acts as HTML."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from vnnlp.report.copies import side_by_side
from vnnlp.report.markup import Mark, marked, readable

TEXTS = st.text(alphabet=st.sampled_from("aăâbđ _,.;:!?%“”()<>&\"'\n7"), max_size=60)
MARKS = st.lists(st.tuples(st.integers(-3, 65), st.integers(-3, 65), st.sampled_from(["x", "y z", "del"])), max_size=8)


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


@given(TEXTS, MARKS)
def test_without_its_tags_the_markup_is_the_text(text: str, spans: list[tuple[int, int, str]]) -> None:
    marks = [Mark(start, end, classes, note=text) for start, end, classes in spans]
    assert plain(marked(text, marks, tidy=False)) == text


@given(TEXTS, MARKS)
def test_tidied_markup_is_the_tidied_text_whatever_the_marks(text: str, spans: list[tuple[int, int, str]]) -> None:
    marks = [Mark(start, end, classes) for start, end, classes in spans]
    assert plain(marked(text, marks)) == plain(marked(text, []))


@given(TEXTS, st.integers(0, 60), st.integers(0, 60), MARKS)
def test_a_part_of_the_text_has_that_part_only(text: str, start: int, end: int, spans: list[tuple[int, int, str]]) -> None:
    marks = [Mark(first, last, classes) for first, last, classes in spans]
    low, high = sorted((min(start, len(text)), min(end, len(text))))
    assert plain(marked(text, marks, start=low, end=high, tidy=False)) == text[low:high]


def test_marks_that_cross_share_the_piece_between_them() -> None:
    html = marked("khách hàng VIP", [Mark(0, 10, "en", "a"), Mark(6, 14, "fi", "b")])
    assert html == ('<span class="en" data-tip="a">khách </span><span class="en fi" data-tip="a · b">hàng</span>'
                    '<span class="fi" data-tip="b"> VIP</span>')


def test_an_anchor_stands_once_where_its_mark_begins() -> None:
    html = marked("một hai ba", [Mark(0, 10, "st", anchor="a1-0"), Mark(4, 7, "en")])
    assert html.count('id="a1-0"') == 1 and html.startswith('<span class="st" id="a1-0">một')


def test_numbers_and_abbreviations_keep_their_marks() -> None:
    assert readable("giá 1.250.000 đ , 7,2 % ( TP. HCM )") == "giá 1.250.000 đ, 7,2% (TP. HCM)"
    assert readable("Ông nói : “ Được ! ”") == "Ông nói: “Được!”"


def test_passages_that_differ_in_case_and_segmentation_only_are_the_same() -> None:
    copy, original = side_by_side("Khách_hàng được tặng quà", "khách_hàng Được tặng quà")
    assert "differs" not in copy + original


def test_what_one_passage_has_and_the_other_has_not_is_marked() -> None:
    copy, original = side_by_side("tặng 50% giá_trị thẻ nạp", "tặng 100% thẻ nạp")
    assert '<mark class="differs">50% giá trị</mark>' in copy and '<mark class="differs">100%</mark>' in original
