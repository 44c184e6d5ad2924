"""Settings go to TOML and back, and a slip of the pen is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from vnnlp.errors import UsageError
from vnnlp.settings import Settings


def test_toml_and_back(tmp_path: Path) -> None:
    chosen = Settings.of({"repair": {"floor": 0.9}, "analysis": {"method": "lda"}, "shard_articles": 7})
    path = tmp_path / "my.toml"
    path.write_text(chosen.to_toml(), encoding="utf-8")
    assert Settings.from_toml(path) == chosen


def test_the_digest_tells_choices_apart() -> None:
    assert Settings().digest() == Settings().digest() != Settings.of({"dedup": {"minimum": 20}}).digest()


@pytest.mark.parametrize(("values", "named"), [
    ({"repairs": {}}, "repairs"),
    ({"repair": {"flor": 0.9}}, "repair.flor"),
    ({"repair": {"floor": "high"}}, "repair.floor"),
    ({"repair": 3}, "repair"),
    ({"shard_articles": True}, "shard_articles"),
])
def test_what_does_not_exist_is_named(values: dict[str, object], named: str) -> None:
    with pytest.raises(UsageError, match=f"US003.*{named}"):
        Settings.of(values)


def test_a_missing_file_says_where_to_begin(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="vnnlp settings"):
        Settings.from_toml(tmp_path / "none.toml")
