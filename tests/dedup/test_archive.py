"""The tasks on files give what `find` gives, however the archive is cut up."""

from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.dedup.test_find import archives
from vnnlp.dedup import PARTITIONS, find, match_partition, passages, resolve, write_fingerprints
from vnnlp.errors import OutputError, UsageError
from vnnlp.segmentation import segment
from vnnlp.settings import DedupSettings
from vnnlp.shard import Article
from vnnlp.tables import Table, concat

WORDS = ["Viettel", "khách_hàng", "khuyến_mãi", "miền_núi", "ngày", "12", "tháng", "thẻ", "nạp", "tặng", "bác_sĩ", "khám", "bệnh",
         "người_dân", "chương_trình", "mưa", "lớn", "đường", "ngập", "xe", "chợ", "quê", "hội", "làng", "2013", "giá", "cước"]


def made_up(count: int, seed: int) -> list[Article]:
    """Articles of random words with passages of one another, half of them dated."""
    rng = random.Random(seed)
    sentences = [" ".join(rng.choices(WORDS, k=rng.randint(5, 25))) + " ." for _ in range(count)]
    articles = []
    for number in range(count):
        text = "\n".join(rng.choices(sentences, k=rng.randint(1, 6)))
        published = date(2013, 1, 1) + timedelta(days=rng.randrange(90)) if rng.random() < 0.5 else None
        articles.append(Article(f"a{number:03d}", text, published=published))
    return articles


def over_files(articles: list[Article], folder: Path, size: int, order: random.Random, index: tuple[Path, ...] = ()) -> Table:
    shards = [articles[first:first + size] for first in range(0, len(articles), size)]
    for number in order.sample(range(len(shards)), len(shards)):
        write_fingerprints(segment(shards[number]), folder, number)
    for partition in order.sample(range(PARTITIONS), PARTITIONS):
        match_partition(folder, partition, index=index)
    return concat("duplicates", [resolve(folder, number, index=index) for number in range(len(shards))])


@pytest.mark.parametrize("size", [1, 7, 40, 100])
def test_rows_do_not_depend_on_the_size_and_order_of_shards(tmp_path: Path, size: int) -> None:
    articles = made_up(max(30, size), seed=size)
    expected = find(segment(articles))
    assert len(expected) > 30
    assert over_files(articles, tmp_path, size, random.Random(size)).arrow.equals(expected.arrow)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(archives())
def test_rows_of_any_archive_are_those_in_memory(tmp_path_factory: pytest.TempPathFactory, articles: list[Article]) -> None:
    folder = tmp_path_factory.mktemp("archive")
    assert over_files(articles, folder, 2, random.Random(0)).arrow.equals(find(segment(articles)).arrow)


def write(articles: list[Article], folder: Path, number: int) -> Path:
    return write_fingerprints(segment(articles), folder, number)


def test_rows_do_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    articles = made_up(60, seed=3)
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(write, [articles[at:at + 20] for at in (0, 20, 40)], [tmp_path] * 3, range(3)))
        list(pool.map(match_partition, [tmp_path] * PARTITIONS, range(PARTITIONS)))
        found = concat("duplicates", pool.map(resolve, [tmp_path] * 3, range(3)))
    assert found.arrow.equals(find(segment(articles)).arrow)


def test_blocks_of_seeds_do_not_change_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = made_up(60, seed=4)
    expected = find(segment(articles))
    monkeypatch.setattr(passages, "_BLOCK", 50)
    assert find(segment(articles)).arrow.equals(expected.arrow)


def test_a_new_month_against_the_index_of_the_years_before(tmp_path: Path) -> None:
    articles = made_up(60, seed=5)
    old = sorted(articles[:40], key=lambda article: article.published or date.max)
    new = [Article(f"n{number}", article.text, published=date(2014, 1, 1)) for number, article in enumerate(articles[40:])]
    # In one archive undated articles come behind dated ones; the index comes first whatever its dates.
    old = [Article(article.doc_id, article.text, published=date(2013, 1, 1)) for article in old]
    everything = find(segment([*old, *new])).to_pylist()
    over_files(old[:20], tmp_path / "2012", 9, random.Random(1))
    over_files(old[20:], tmp_path / "2013", 20, random.Random(1), index=(tmp_path / "2012",))
    found = over_files(new, tmp_path / "new", 8, random.Random(1), index=(tmp_path / "2012", tmp_path / "2013"))
    assert found.to_pylist() == [row for row in everything if row["doc_id"].startswith("n")]


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    shard = segment(made_up(20, seed=6))
    first = write_fingerprints(shard, tmp_path / "a", 0).read_bytes()
    assert write_fingerprints(shard, tmp_path / "b", 0).read_bytes() == first
    assert match_partition(tmp_path / "a", 5).read_bytes() == match_partition(tmp_path / "b", 5).read_bytes()


def test_an_empty_shard_has_no_rows(tmp_path: Path) -> None:
    assert len(over_files([], tmp_path, 5, random.Random(0))) == 0
    write_fingerprints(segment([]), tmp_path, 0)
    for partition in range(PARTITIONS):
        match_partition(tmp_path, partition)
    assert len(resolve(tmp_path, 0)) == 0


def test_other_settings_than_those_of_the_index_are_refused(tmp_path: Path) -> None:
    write_fingerprints(segment(made_up(5, seed=7)), tmp_path, 0, DedupSettings(gram=5))
    with pytest.raises(UsageError, match="other settings"):
        match_partition(tmp_path, 0)


def test_shards_added_after_matching_are_noticed(tmp_path: Path) -> None:
    over_files(made_up(10, seed=8), tmp_path, 5, random.Random(0))
    write_fingerprints(segment(made_up(5, seed=9)), tmp_path, 2)
    with pytest.raises(UsageError, match="other shards"):
        resolve(tmp_path, 0)
    with pytest.raises(UsageError, match="no fingerprints"):
        resolve(tmp_path, 3)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = write_fingerprints(segment(made_up(5, seed=10)), tmp_path, 0)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(OutputError, match="damaged"):
        match_partition(tmp_path, 0)
    path.unlink()
    with pytest.raises(OutputError, match="missing"):
        resolve_unmatched(tmp_path)


def resolve_unmatched(folder: Path) -> Table:
    write_fingerprints(segment(made_up(5, seed=11)), folder, 0)
    return resolve(folder, 0)
