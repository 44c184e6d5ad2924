"""Mistakes of word segmentation: proposed where the context tells, never applied, off by default."""

from __future__ import annotations

import pytest

from vnnlp.segmentation import segment
from vnnlp.settings import SegmentationSettings
from vnnlp.shard import Article, Shard


def _segment(text: str, *, mistakes: bool = True) -> Shard:
    return segment([Article("a", "Tin một ."), Article("b", text)], SegmentationSettings(segmented="yes", mistakes=mistakes))


@pytest.mark.parametrize(("text", "before", "after"), [
    ("quà trị_giá 2 triệu đồng_đều được trao", "đồng_đều", "đồng đều"),
    ("mức 1.000.000 đồng_không nhiều", "đồng_không", "đồng không"),
    ("Dù_lượng khách ít", "Dù_lượng", "Dù lượng"),
    ("Tổng_Công ty Viễn_thông", "Tổng_Công ty", "Tổng_Công_ty"),
    ("Phó_Tổng_Giám đốc nói", "Phó_Tổng_Giám đốc", "Phó_Tổng_Giám_đốc"),
    ("ở Việt_Nam , cả Việt_Nam mừng . Mạng lớn nhất Việt_Nam_Sau đó", "Việt_Nam_Sau", "Việt_Nam Sau"),
])
def test_proposed(text: str, before: str, after: str) -> None:
    shard = _segment(text)
    (edit,) = shard.edits[1]
    assert (edit.before, edit.after, edit.applied, edit.kind) == (before, after, False, "segmentation")
    assert text[edit.start:edit.end] == before and 0 not in shard.edits


@pytest.mark.parametrize("text", [
    "5 đồng_nghiệp và 3 triệu đồng_bào", "ngày 17/5 đồng_loạt giảm", "ông Nguyễn_Văn_Trong cho_biết", "Dù_cho khó",
    "Tổng_Công trình sư",
])
def test_not_proposed(text: str) -> None:
    assert not _segment(text).edits


def test_off_by_default() -> None:
    assert not _segment("Dù_lượng khách ít", mistakes=False).edits
