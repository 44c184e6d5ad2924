"""Words of raw text: underthesea's own tags, at the offsets of the original."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from vnnlp.segmentation import document
from vnnlp.segmentation.wordtagger import word_model

_FORMS = ["khách", "hàng", "Viettel", "tri", "ân", "Hà", "Nội", "di", "động", "3.000", "5", "-5", "99999999999", ",", ".", "TP.",
          "học", "sinh", "HỌC", "SINH", "nhà", "mạng", "Công", "ty", "xyzzy", "đ", "%", "S-Fone", "chăm", "sóc", "ở", "và", "BOS",
          "thông", "tin"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.integers(0, len(_FORMS) - 1), min_size=1, max_size=12), min_size=1, max_size=4))
def test_tags_are_those_of_underthesea(sentences: list[list[int]]) -> None:
    tagger = _underthesea()
    expected = [tag == "I-W" for sentence in sentences for tag in tagger.predict([[_FORMS[number]] for number in sentence])]
    bounds = np.concatenate(([0], np.cumsum([len(sentence) for sentence in sentences]))).astype(np.int32)
    types = np.array([number for sentence in sentences for number in sentence], dtype=np.int32)
    assert word_model().tag(_FORMS, types, bounds).tolist() == expected


_KEPT: list[object] = []


def _underthesea() -> object:
    if not _KEPT:
        from pathlib import Path

        import underthesea.pipeline.word_tokenize as package
        from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger
        tagger = FastCRFSequenceTagger()
        tagger.load(str(Path(package.__file__).parent / "models" / "ws_crf_vlsp2013_20230727"))
        _KEPT.append(tagger)
    return _KEPT[0]


def test_old_and_new_spelling_keep_their_offsets() -> None:
    view = document("Hoà Bình và thuỷ điện Hòa Bình tăng giá điện sinh hoạt cho các hộ khách hàng.")
    for token in view.tokens:
        assert view.text[token.start:token.end] == token.text
    assert "thuỷ điện" in [token.text for token in view.tokens]


def test_a_word_never_crosses_a_line_or_two_spaces() -> None:
    view = document("Nhà mạng tặng quà cho khách\nhàng và khách  hàng lâu năm của mình trên cả nước.")
    words = [token.text for token in view.tokens]
    assert "khách" in words and "hàng" in words and not any("\n" in word or "  " in word for word in words)
