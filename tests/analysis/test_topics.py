"""Topics are those that were put in, repeat exactly, and do not depend on how the archive was cut."""

from __future__ import annotations

import pytest

from vnnlp.analysis.topics import fit_topics
from vnnlp.errors import UsageError
from vnnlp.settings import AnalysisSettings

HEALTH = ["khám", "bệnh", "bác_sĩ", "thuốc", "bệnh_viện", "sức_khỏe"]
PRICE = ["cước", "giảm_giá", "gói_cước", "khuyến_mãi", "thẻ_nạp", "tin_nhắn"]
ARTICLES = [(f"h{k}", HEALTH[k % 3:] + HEALTH) for k in range(30)] + [(f"p{k}", PRICE[k % 3:] + PRICE) for k in range(20)]


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_two_themes_are_told_apart(method: str) -> None:
    topics, weights = fit_topics(lambda: ARTICLES, AnalysisSettings(method=method, n_topics=2, n_terms=6))
    assert [{term["term"] for term in row["terms"]} for row in topics] == [set(HEALTH), set(PRICE)]
    assert [row["topic"] for row in topics] == [0, 1]
    assert sum(row["share"] for row in topics) == pytest.approx(1, abs=1e-4)
    main = {row["doc_id"]: row["topic"] for row in weights if row["weight"] > 0.5}
    assert main == {doc_id: int(doc_id[0] == "p") for doc_id, _ in ARTICLES}


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_the_same_articles_give_the_same_tables(method: str) -> None:
    settings = AnalysisSettings(method=method, n_topics=2)
    first, again = fit_topics(lambda: ARTICLES, settings), fit_topics(lambda: iter(ARTICLES), settings)
    assert [table.to_pylist() for table in first] == [table.to_pylist() for table in again]


@pytest.mark.parametrize("articles", [[], [("a", ["cước"])], [("a", []), ("b", [])], [("a", ["và"]), ("b", ["của"])]])
@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_too_little_to_say_gives_empty_tables(method: str, articles: list[tuple[str, list[str]]]) -> None:
    assert [len(table) for table in fit_topics(lambda: articles, AnalysisSettings(method=method))] == [0, 0]


def test_an_unknown_method_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="nmf, lda"):
        fit_topics(lambda: ARTICLES, AnalysisSettings(method="lsa"))
