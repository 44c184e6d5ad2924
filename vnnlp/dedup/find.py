"""Repeats of one shard, in memory: the whole mechanism in one call."""

from __future__ import annotations

import numpy as np

from vnnlp.dedup.passages import rows
from vnnlp.dedup.seeds import Seeds, pair
from vnnlp.dedup.shelf import Shelf
from vnnlp.dedup.store import prints
from vnnlp.settings import DedupSettings
from vnnlp.shard import Shard
from vnnlp.tables import Table

_ARTICLE_MIX = np.uint64(0xD6E8FEB86659FD93)


def find(shard: Shard, settings: DedupSettings | None = None, *, across: bool = True) -> Table:
    """The rows of `duplicates` of a shard, in the order of its articles.

    With `across=False` each article is looked at by itself: only what it repeats of its own is found.

    >>> from vnnlp.segmentation import segment
    >>> from vnnlp.shard import Article
    >>> text = "Nhà mạng tặng thẻ nạp cho khách hàng lâu năm ở mười hai tỉnh miền núi trong dịp Tết này ."
    >>> shard = segment([Article("a", text), Article("b", "Tin vắn .\\n" + text)])
    >>> [(row["doc_id"], row["start"], row["kind"], row["of_doc_id"], row["of_start"]) for row in find(shard)]
    [('b', 0, 'near', 'a', 0), ('b', 10, 'exact', 'a', 0)]
    """
    settings = settings or DedupSettings()
    made = prints(shard, settings)
    article = np.searchsorted(made.columns.article, made.places, side="right") - 1
    order = np.lexsort((made.places, article, made.published[article]))
    hashes, places, lengths = made.hashes[order], made.places[order], made.lengths[order]
    if not across:
        hashes = hashes ^ (article[order].astype(np.uint64) * _ARTICLE_MIX)
    target, source = pair(hashes)
    here = np.zeros(len(target), dtype=np.int32)
    seeds = Seeds(here, places[target], here, places[source], lengths[target])
    return rows(made, 0, seeds, Shelf([0], lambda _: made), settings)
