"""Words taken apart before anything is looked for in them, and the same evened in labels."""

import pytest

from vnnlp.extraction.entities.labels import spans_of
from vnnlp.extraction.entities.refining import glued_parts, refined
from vnnlp.segmentation import segment
from vnnlp.shard import Article


@pytest.mark.parametrize(("form", "parts"), [
    ("Mỹ_Trump", ["Mỹ", "Trump"]),
    ("Triều_Tiên_Kim_Jong-un", ["Triều_Tiên", "Kim_Jong-un"]),
    ("Trung_Quốc_Lý_Khắc_Cường", ["Trung_Quốc", "Lý_Khắc_Cường"]),
    ("ví_Moca", ["ví", "Moca"]),
    ("Thái_Bình_Dương", ["Thái_Bình_Dương"]),
    ("Vietnam_Airlines", ["Vietnam_Airlines"]),
    ("Việt_Nam_Thịnh_Vượng", ["Việt_Nam_Thịnh_Vượng"]),
    ("châu_Âu", ["châu_Âu"]),
])
def test_what_segmentation_glued(form: str, parts: list[str]) -> None:
    assert [form[begin:end] for begin, end in glued_parts(form)] == parts


@pytest.mark.parametrize(("text", "words"), [
    ("công_nghệ CDMACông_ty Sao_Mai", ["công_nghệ", "CDMA", "Công_ty", "Sao_Mai"]),
    ("Ảnh : ĐỨC HIẾUCác đại_biểu", ["Ảnh", ":", "ĐỨC", "HIẾU", "Các", "đại_biểu"]),
    ("MobiFone và VinaPhone bán iPhone", ["MobiFone", "và", "VinaPhone", "bán", "iPhone"]),
])
def test_a_lost_space(text: str, words: list[str]) -> None:
    shard = refined(segment([Article("a", text)]))
    assert [shard.text[start:end] for start, end in zip(shard.token_start, shard.token_end, strict=True)] == words


def test_labels_of_glued_words_are_parted() -> None:
    words = ["Thượng_viện", "Mỹ_Bob_Corker", "gặp", "Nga_Putin"]
    spans = spans_of([("a", [(words, [(0, 1, "ORG"), (1, 2, "PER"), (3, 4, "PER")])])])
    text = " ".join(words)
    assert [(text[begin:end], label) for begin, end, label in spans] == [
        ("Thượng_viện Mỹ", "ORG"), ("Bob_Corker", "PER"), ("Nga", "LOC"), ("Putin", "PER")]
