"""One frozen Settings: every choice of a run, to and from TOML, hashed into the manifest.

Each stage has its own section, so that a stage is handed only what concerns it. A default here is the measured best;
the docstring of the section names the benchmark that shows it.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from vnnlp.errors import UsageError

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How inputs become articles."""

    encoding: str = "auto"
    """`auto` or a name of reading.encodings."""
    layout: str = "auto"
    """Plain text: `auto`, `file` (one article a file), `line`, `block` (blank lines between)."""
    text_column: str = "auto"
    id_column: str = "auto"
    title_column: str = "auto"
    published_column: str = "auto"
    max_article_bytes: int = 20_000_000
    max_member_bytes: int = 2_000_000_000
    max_total_bytes: int = 500_000_000_000
    max_ratio: int = 200
    max_members: int = 5_000_000
    max_depth: int = 3


@dataclass(frozen=True, slots=True)
class SegmentationSettings:
    """Tokens, words and sentences."""

    segmented: str = "auto"
    """`auto` (decided per article), `yes` or `no`."""
    mistakes: bool = False
    """Offer edits for typical mistakes of word segmentation; none is applied."""


@dataclass(frozen=True, slots=True)
class RepairSettings:
    """Damaged digits."""

    enabled: bool = True
    floor: float = 0.5
    """Below this confidence an edit is recorded and not applied."""
    detection: float = 0.5
    """Below this probability an article counts as clean."""


@dataclass(frozen=True, slots=True)
class DedupSettings:
    """Repeated passages."""

    enabled: bool = True
    gram: int = 6
    """Syllables of a hashed gram."""
    window: int = 11
    """Grams of a winnowing window: every shared passage of gram + window - 1 syllables is seen."""
    minimum: int = 16
    """Syllables of the shortest passage that counts."""
    near: float = 0.5
    """Share of an article that its best single source must cover to call it a near-duplicate."""
    line_minimum: int = 8
    """Tokens of the shortest line or sentence that the exact hash removes."""


@dataclass(frozen=True, slots=True)
class ExtractionSettings:
    """Entities, figures, strategies."""

    with_duplicates: bool = False
    """Cover removed passages too."""
    untrusted: bool = False
    """Give out figures of digits that a damaged article did not prove genuine."""
    model: str = ""
    """Path of a tagger made by `vnnlp train entities`; empty: the one shipped."""
    taxonomy: str = ""
    """Path of a strategies taxonomy; empty: the one shipped."""
    strategy_floor: float = 0.5


@dataclass(frozen=True, slots=True)
class AnalysisSettings:
    """Topics."""

    method: str = "nmf"
    """`nmf` or `lda`."""
    n_topics: int = 8
    n_terms: int = 10
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """All choices of a run.

    >>> Settings.of({"repair": {"floor": 0.9}}).repair.floor
    0.9
    """

    reading: ReadingSettings = field(default_factory=ReadingSettings)
    segmentation: SegmentationSettings = field(default_factory=SegmentationSettings)
    repair: RepairSettings = field(default_factory=RepairSettings)
    dedup: DedupSettings = field(default_factory=DedupSettings)
    extraction: ExtractionSettings = field(default_factory=ExtractionSettings)
    analysis: AnalysisSettings = field(default_factory=AnalysisSettings)
    shard_articles: int = 2_000
    """Articles of a shard at most."""
    shard_bytes: int = 8_000_000
    """UTF-8 bytes of a shard at most (one longer article makes a shard of its own)."""

    @classmethod
    def of(cls, values: Mapping[str, Any], base: Settings | None = None) -> Settings:
        """`base` (or the defaults) with nested values over it; an unknown name or a wrong type raises UsageError."""
        return _merge(base or cls(), values, "")

    @classmethod
    def from_toml(cls, path: str | Path) -> Settings:
        """Settings from a TOML file; what it does not name keeps its default."""
        try:
            return cls.of(tomllib.loads(Path(path).read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UsageError(f"settings cannot be read: {error}", where=str(path), code="US003",
                             remedy="Begin from `vnnlp settings`, which prints every choice as TOML") from error

    def to_toml(self) -> str:
        """Every choice as TOML, sections sorted as declared."""
        top: list[str] = []
        sections: list[str] = []
        for item in fields(self):
            value = getattr(self, item.name)
            if is_dataclass(value):
                rows = [f"{inner.name} = {json.dumps(getattr(value, inner.name))}" for inner in fields(value)]
                sections.append("\n".join([f"[{item.name}]", *rows]))
            else:
                top.append(f"{item.name} = {json.dumps(value)}")
        return "\n\n".join(["\n".join(top), *sections]) + "\n"

    def digest(self) -> str:
        """SHA-256 over every choice: two runs with the same digest and input give the same bytes."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def _merge(settings: _T, values: Mapping[str, Any], section: str) -> _T:
    known = {item.name for item in fields(settings)}  # type: ignore[arg-type]
    changes: dict[str, Any] = {}
    for name, given in values.items():
        place = f"{section}{name}"
        if name not in known:
            raise UsageError(f"there is no setting {place!r}", code="US003", remedy=f"Known here: {', '.join(sorted(known))}")
        present = getattr(settings, name)
        if is_dataclass(present):
            if not isinstance(given, Mapping):
                raise UsageError(f"{place!r} is a section", code="US003", remedy=f"Write it as [{place}]")
            changes[name] = _merge(present, given, f"{place}.")
            continue
        value = float(given) if isinstance(present, float) and type(given) is int else given
        if type(value) is not type(present):
            raise UsageError(f"{place!r} takes a {type(present).__name__}, not {value!r}", code="US003")
        changes[name] = value
    return replace(settings, **changes)  # type: ignore[type-var]
