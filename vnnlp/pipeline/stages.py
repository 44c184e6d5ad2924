"""The stages, each with what it requires and provides; a chain of them is checked when it is put together.

A stage is a plain function from `Work` to `Work`. The same chain serves a run over an archive, the single commands and
`vnnlp.figures(text)`: there is one code path, and it is the fast one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from vnnlp.errors import ContractError
from vnnlp.settings import Settings
from vnnlp.shard import LOST, Article, Shard
from vnnlp.tables import SCHEMAS, Table


@dataclass(frozen=True, slots=True)
class Work:
    """What stages hand on: the shard and the tables made of it so far."""

    shard: Shard
    tables: Mapping[str, Table] = field(default_factory=lambda: MappingProxyType({}))

    def with_table(self, table: Table) -> Work:
        """The same work with one more table."""
        return replace(self, tables=MappingProxyType({**self.tables, table.name: table}))


@dataclass(frozen=True, slots=True)
class Stage:
    """A named step with what must be there before it and what is there after it."""

    name: str
    requires: frozenset[str]
    provides: frozenset[str]
    apply: Callable[[Work, Settings], Work]


def _repair(work: Work, settings: Settings) -> Work:
    from vnnlp.repair import repair
    shard = repair(work.shard, settings.repair) if settings.repair.enabled else work.shard
    return replace(work, shard=shard).with_table(edits_table(shard))


def _dedup_within(work: Work, settings: Settings) -> Work:
    """Repeats inside each article by itself: what the single commands do under `--dedup`."""
    from vnnlp.dedup import find, keep
    duplicates = find(work.shard, settings.dedup, across=False)
    return replace(work, shard=keep(work.shard, duplicates)).with_table(duplicates)


def _entities(work: Work, settings: Settings) -> Work:
    from vnnlp.extraction.entities import extract
    return work.with_table(extract(work.shard, settings.extraction))


def _figures(work: Work, settings: Settings) -> Work:
    from vnnlp.extraction.figures import extract
    return work.with_table(extract(work.shard, work.tables.get("entities"), settings.extraction))


def _strategies(work: Work, settings: Settings) -> Work:
    from vnnlp.extraction.strategies import extract
    return work.with_table(extract(work.shard, work.tables["entities"], work.tables["figures"], settings.extraction))


REPAIR = Stage("repair", frozenset({"shard"}), frozenset({"repaired", "edits"}), _repair)
DEDUP = Stage("dedup", frozenset({"repaired"}), frozenset({"duplicates"}), _dedup_within)
ENTITIES = Stage("entities", frozenset({"repaired"}), frozenset({"entities"}), _entities)
FIGURES = Stage("figures", frozenset({"repaired", "entities"}), frozenset({"figures"}), _figures)
STRATEGIES = Stage("strategies", frozenset({"entities", "figures"}), frozenset({"strategies"}), _strategies)

EXTRACTION: tuple[Stage, ...] = (ENTITIES, FIGURES, STRATEGIES)

CHAINS: Mapping[str, tuple[Stage, ...]] = MappingProxyType({
    "tokens": (),
    "repair": (REPAIR,),
    "entities": (REPAIR, ENTITIES),
    "figures": (REPAIR, ENTITIES, FIGURES),
    "strategies": (REPAIR, ENTITIES, FIGURES, STRATEGIES),
})
"""What each single command runs behind segmentation."""


def check(stages: Sequence[Stage], given: Iterable[str] = ("shard",)) -> None:
    """Raise ContractError where a stage requires what no earlier stage provides."""
    present = set(given)
    for stage in stages:
        missing = stage.requires - present
        if missing:
            raise ContractError(f"stage {stage.name!r} needs {', '.join(sorted(missing))}, which no stage before it provides",
                                remedy="Put the stage that provides it in front")
        present |= stage.provides


def run_stages(work: Work, stages: Sequence[Stage], settings: Settings) -> Work:
    """The work after each stage in turn."""
    for stage in stages:
        work = stage.apply(work, settings)
    return work


def segmented(articles: Sequence[Article], settings: Settings) -> Work:
    """Articles as the work that stages begin with."""
    from vnnlp.segmentation import segment
    return Work(segment(articles, settings.segmentation))


def process(articles: Sequence[Article], command: str, settings: Settings, *, dedup: bool = False) -> Work:
    """What a single command does to a batch of articles; `dedup` removes repeats inside each article first."""
    chain = CHAINS[command]
    if dedup and chain:
        chain = (chain[0], DEDUP, *chain[1:])
    check(chain)
    return run_stages(segmented(articles, settings), chain, settings)


def edits_table(shard: Shard) -> Table:
    """The edits and proposals of a shard as rows."""
    return Table.of("edits", (
        {"doc_id": shard.articles[index].doc_id, "start": edit.start, "end": edit.end, "before": edit.before,
         "after": edit.after, "kind": edit.kind, "confidence": edit.confidence, "reason": edit.reason, "applied": edit.applied}
        for index in sorted(shard.edits) for edit in shard.edits[index]))


def tokens_table(shard: Shard) -> Table:
    """Every token as a row: what `vnnlp tokens` prints."""
    tokens = np.arange(shard.n_tokens)
    return Table.from_columns("tokens", shard.mentions(tokens, tokens + 1))


def documents_table(shard: Shard, duplicate_of: Mapping[str, str]) -> Table:
    """One row an article: as read, as repaired where that differs, and its counts."""
    from vnnlp.segmentation.bylines import bylines
    n_tokens = np.diff(shard.article_token)
    lost = shard.types.flags("lost", LOST.__eq__)[shard.token_type]
    n_lost = np.add.reduceat(np.append(lost, False).astype(np.int32), shard.article_token[:-1]) * (n_tokens > 0)
    return Table.of("documents", (
        {"doc_id": article.doc_id, "source": article.source, "title": article.title, "published": article.published,
         "encoding": article.encoding, "segmented": bool(shard.segmented[index]), "text": article.text,
         "repaired": shard.article_text(index) if index in shard.maps else None,
         "damaged": bool(shard.damaged[index]) if shard.damaged is not None else False,
         "n_tokens": int(n_tokens[index]),
         "n_sentences": int(shard.article_sentence[index + 1] - shard.article_sentence[index]),
         "n_edits": sum(edit.applied for edit in shard.edits.get(index, ())), "n_lost_numbers": int(n_lost[index]),
         "duplicate_of": duplicate_of.get(article.doc_id),
         "author": article.author or (byline.author if byline else None),
         "publisher": article.publisher or (byline.publisher if byline else None)}
        for index, (article, byline) in enumerate(zip(shard.articles, bylines(shard), strict=True))))


def contract_columns(table: Table) -> Table:
    """The table without the columns that stages hand each other behind the schema."""
    return Table(table.name, table.arrow.select(SCHEMAS[table.name].names))
