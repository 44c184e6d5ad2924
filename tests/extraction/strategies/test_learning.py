"""Facts about the classifier: what gold it reads, that it learns the same every time, and what it adds to the triggers."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from tests.extraction.strategies.support import rows_of, said
from vnnlp.errors import InputError, ModelError, UsageError
from vnnlp.extraction.strategies.certainty import shift_to_news
from vnnlp.extraction.strategies.classifier import JUDGED, load_model
from vnnlp.extraction.strategies.gold import read_gold
from vnnlp.extraction.strategies.training import train_files
from vnnlp.lexicons import read_lexicon
from vnnlp.settings import ExtractionSettings

HEADER = "kind\tname\tforms\twith\twithout\tpolarity\tsegment\tconfidence\tnote\n"
SAYS = ["Viettel cho khách đổi {} cũ lấy đèn bàn", "Viettel để người già ngồi ghế êm chờ {}", "Viettel rót trà mời khách chờ {}"]
SAYS_NOTHING = ["Viettel báo lãi quý {}", "Viettel họp cổ_đông lần {}", "Viettel có {} giám_đốc mới"]


def own_gold(path: Path) -> Path:
    rows = [{"id": f"{kind}{word}{number}", "text": text.format(word), "rows": said}
            for kind, texts, said in (("y", SAYS, [["viettel", "warm", "all", "does"]]), ("n", SAYS_NOTHING, []))
            for number, text in enumerate(texts) for word in ("một", "hai", "ba", "bốn", "năm", "sáu")]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def own_taxonomy(folder: Path) -> Path:
    path = folder / "own.tsv"
    path.write_text(HEADER + "strategy\twarm\tẤm áp|Warmth\t\t\t\tall\t\tkindness\n"
                    "group\tdrink\ttrà|cà phê\t\t\t\t\t\t\ntrigger\twarm\t@drink\t\t\t\t\t0.9\t\n", encoding="utf-8")
    return path


def test_gold_comes_in_three_shapes(tmp_path: Path) -> None:
    article, clause, apart = tmp_path / "article.jsonl", tmp_path / "clause.jsonl", tmp_path / "apart.jsonl"
    row = {"line": 2, "carrier": "viettel", "strategy": "prize_draw", "segment": "all", "polarity": "does", "tier": "core"}
    article.write_text(json.dumps({"doc_id": "a", "text": "một\nhai", "strategies": [row]}), encoding="utf-8")
    clause.write_text(json.dumps({"id": "b", "text": "ba", "rows": [["viettel", "prize_draw", None, "does"]]}), encoding="utf-8")
    apart.write_text("\n".join(json.dumps(one) for one in ({"source": "news:7", **row}, {"source": "news:8", "line": 0})))
    with gzip.open(tmp_path / "news.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"id": number, "text": f"bài {number}"}) + "\n" for number in (7, 8))
    read = read_gold([article, clause, apart], tmp_path)
    assert [(one["doc_id"], one["text"], [held["line"] for held in one["strategies"]]) for one in read] == [
        ("a", "một\nhai", [2]), ("b", "ba", [0]), ("news:7", "bài 7", [2]), ("news:8", "bài 8", [])]
    with pytest.raises(InputError):
        read_gold([apart], tmp_path / "elsewhere")


def test_a_taxonomy_of_your_own_may_have_its_classifier(tmp_path: Path) -> None:
    taxonomy = own_taxonomy(tmp_path)
    chosen = ExtractionSettings(taxonomy=str(taxonomy))
    unseen = "Viettel cho khách đổi bảy cũ lấy đèn bàn"
    assert not said(unseen, settings=chosen)
    card = list(train_files([own_gold(tmp_path / "gold.jsonl")], taxonomy.with_suffix(""), taxonomy=str(taxonomy)))
    assert card[0].startswith("# own.npz") and (tmp_path / "own.md").is_file()
    load_model.cache_clear()
    row, = rows_of(unseen, settings=chosen)
    assert (row["carrier"], row["strategy"]) == ("viettel", "warm")
    first = (tmp_path / "own.npz").read_bytes()
    list(train_files([tmp_path / "gold.jsonl"], taxonomy.with_suffix(""), taxonomy=str(taxonomy)))
    assert (tmp_path / "own.npz").read_bytes() == first


def test_stand_off_gold_without_its_texts_is_left_out_and_named(tmp_path: Path) -> None:
    apart = tmp_path / "transfer.jsonl"
    apart.write_text(json.dumps({"source": "news:7", "start": 0, "end": 9, "actor": [[0, 3]], "rows": []}), encoding="utf-8")
    card = train_files([own_gold(tmp_path / "gold.jsonl")], tmp_path / "own", tuned=[apart],
                       taxonomy=str(own_taxonomy(tmp_path)))
    assert "Left out, because stand-off gold needs --data: transfer.jsonl." in list(card)


def test_gold_without_rows_teaches_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "gold.jsonl"
    empty.write_text(json.dumps({"id": "a", "text": "Viettel báo lãi", "rows": []}), encoding="utf-8")
    with pytest.raises(UsageError):
        list(train_files([empty], tmp_path / "model"))


def test_a_model_of_another_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text('{"version": 1}', encoding="utf-8")
    with pytest.raises(ModelError):
        load_model(tmp_path / "old")


def test_the_model_shipped_knows_the_taxonomy() -> None:
    model = load_model()
    assert len(model.codes) == 17 and model.weights.shape == (len(model.keys), len(model.codes))
    assert model.kernel.weights.shape == (len(model.kernel.known.length), len(model.codes) + len(model.sides))
    assert model.judge.shape == (2, len(JUDGED)) and np.all(np.diff(model.keys.astype(object)) > 0)


def test_words_of_like_company_point_the_same_way() -> None:
    give, present, tower, rare, parts = load_model().words.of(["tặng", "biếu", "trạm", "qqq", "tặng qqq"]).astype(float)
    assert give @ present / np.linalg.norm(present) > give @ tower / np.linalg.norm(tower)
    assert not rare.any() and (parts == give).all()


def test_the_kernel_gives_the_same_whatever_else_is_in_the_batch() -> None:
    kernel = load_model().kernel
    some = kernel.known[slice(0, 300)]
    together = kernel.logits(some)
    for first, last in ((0, 1), (7, 40), (255, 258)):
        assert (kernel.logits(some[slice(first, last)]) == together[first:last]).all()


def test_what_a_bank_does_is_learned_as_a_carriers(tmp_path: Path) -> None:
    text = "ACB tặng áo mưa cho khách . Ngân_hàng này còn tặng ô ."
    gift = {"strategy": "gift_greeting", "segment": ["all"], "polarity": "does"}
    rows = [{"source": "news:7", "line": 1, "start": 0, "end": 27, "actor": [[0, 3]], "rows": [gift]},
            {"source": "news:7", "line": 1, "start": 28, "end": 54, "actor": [], "rows": []}]
    (tmp_path / "transfer.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with gzip.open(tmp_path / "news.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": 7, "text": text}) + "\n")
    first, second = read_gold([tmp_path / "transfer.jsonl"], tmp_path)
    names = {row["kb_id"]: row["name"] for row in read_lexicon("carriers")}
    row, = first["strategies"]
    assert first["text"] == f"{names[row['carrier']]} tặng áo mưa cho khách ." and row["strategy"] == "gift_greeting"
    assert second["text"].endswith(" : Ngân_hàng này còn tặng ô .") and not second["strategies"]
    assert second["text"].split(" : ")[0] in names.values()


def test_products_name_their_carrier() -> None:
    text = "Gói MobiQ dành cho sinh_viên có cước gọi rẻ hơn 30 % ."
    assert {carrier for carrier, _ in said(text)} == {"mobifone"}


def test_a_number_of_carriers_means_those_of_the_last_list_of_as_many() -> None:
    text = "Viettel , VinaPhone và MobiFone có nhiều thuê_bao .\nCả ba nhà_mạng tặng 50 % giá_trị thẻ nạp cho khách_hàng ."
    assert {carrier for carrier, _ in said(text)} == {"viettel", "vinaphone", "mobifone"}
    text = "Viettel và VinaPhone có nhiều thuê_bao .\nBốn nhà_mạng tặng 50 % giá_trị thẻ nạp cho khách_hàng ."
    assert {carrier for carrier, _ in said(text)} == {"all"}


def test_real_news_shifts_how_sure_a_row_is_to_what_comes_true() -> None:
    odds = np.array([-2.0, 0.0, 1.0, 3.0])
    shift = shift_to_news(odds, np.array([0, 0, 0, 1], np.int8))
    assert shift < 0
    assert np.isclose((1 / (1 + np.exp(-odds - shift))).mean(), 0.25)
