"""Texts to rows: tokens, repairs, repeated passages, entities, figures, strategies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from vnnlp.api.sources import Source, articles_of, processed
from vnnlp.edits import Edit
from vnnlp.edits import undo as undo_edits
from vnnlp.errors import UsageError
from vnnlp.pipeline import stages
from vnnlp.pipeline.runs import cut
from vnnlp.settings import Settings
from vnnlp.shard import Article
from vnnlp.tables import Table, concat

if TYPE_CHECKING:
    from vnnlp.document import Document
    from vnnlp.repair import Diagnosis


class Repairs(Table):
    """The edits of one or more articles (a table `edits`), with the texts that they make.

    `text` is the repaired text of a single article, `texts` those of all by doc_id, `originals` the articles as read.
    """

    __slots__ = ("originals", "texts")

    def __init__(self, edits: Table, texts: Mapping[str, str], originals: Mapping[str, str]) -> None:
        super().__init__("edits", edits.arrow)
        self.texts = dict(texts)
        self.originals = dict(originals)

    @property
    def text(self) -> str:
        """The repaired text of the one article; raises UsageError where there are several."""
        if len(self.texts) != 1:
            raise UsageError(f"there are {len(self.texts)} articles", remedy="Use .texts[doc_id]")
        return next(iter(self.texts.values()))

    def undo(self) -> dict[str, str]:
        """The articles as read, rebuilt from the repaired texts and the edits."""
        return {doc_id: undone(text, [row for row in self if row["doc_id"] == doc_id]) for doc_id, text in self.texts.items()}


def undone(repaired: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """The article as read, from its repaired text and its rows of `edits`."""
    return undo_edits(repaired, [Edit(**{name: row[name] for name in Edit.__dataclass_fields__}) for row in rows])


def document(text: str) -> Document:
    """A `Document` view of one text: tokens and sentences with their offsets.

    >>> [token.text for token in document("Viettel tặng quà .").tokens]
    ['Viettel', 'tặng', 'quà', '.']
    """
    from vnnlp.segmentation import document as view
    return view(text)


def tokens(source: Source, *, settings: Settings | None = None) -> Table:
    """Tokens: doc_id, sentence, start, end, text."""
    return concat("tokens", (stages.tokens_table(work.shard) for work in processed(source, "tokens", settings, False)))


def repair(source: Source, *, settings: Settings | None = None) -> Repairs:
    """The edits that mend damaged digits, with the texts that they make; see `Repairs`."""
    texts: dict[str, str] = {}
    originals: dict[str, str] = {}
    tables: list[Table] = []
    for work in processed(source, "repair", settings, False):
        for index, article in enumerate(work.shard.articles):
            texts[article.doc_id], originals[article.doc_id] = work.shard.article_text(index), article.text
        tables.append(work.tables["edits"])
    return Repairs(concat("edits", tables), texts, originals)


def diagnose(source: Source, *, settings: Settings | None = None) -> Diagnosis | list[Diagnosis]:
    """Damaged or not, how probably, by which code book, and what spoke against it; a list where `source` is several articles."""
    from vnnlp.repair import diagnose as diagnose_shard
    settings = settings or Settings()
    found = [each for group in cut(articles_of(source, settings), settings)
             for each in diagnose_shard(stages.segmented(group, settings).shard, settings.repair)]
    return found[0] if isinstance(source, str | Article) else found


def dedup(source: Source, *, settings: Settings | None = None) -> Table:
    """Repeated passages, within and across the articles of `source`, each with what it copies."""
    from vnnlp.dedup import find
    settings = settings or Settings()
    work = stages.process(list(articles_of(source, settings)), "repair", settings)
    found: Table = find(work.shard, settings.dedup)
    return found


def entities(source: Source, *, settings: Settings | None = None, dedup: bool = False) -> Table:
    """People, organisations, places and products; carriers with their kb_id."""
    return _extracted(source, "entities", settings, dedup)


def figures(source: Source, *, settings: Settings | None = None, dedup: bool = False) -> Table:
    """Every number with its meaning.

    >>> [(row["value"], row["unit"], row["cmp"]) for row in figures("Viettel có hơn 50 triệu khách_hàng .")]
    [(50000000.0, 'khách hàng', '>')]
    """
    return _extracted(source, "figures", settings, dedup)


def strategies(source: Source, *, settings: Settings | None = None, dedup: bool = False) -> Table:
    """Which carrier does what for which customers, by which sentence."""
    return _extracted(source, "strategies", settings, dedup)


def _extracted(source: Source, name: str, settings: Settings | None, dedup: bool) -> Table:
    return concat(name, (stages.contract_columns(work.tables[name]) for work in processed(source, name, settings, dedup)))
