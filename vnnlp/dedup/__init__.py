"""Removing repeated passages: every copy found with what it copies, the first one kept, nobody's text lost.

An article is a run of syllables (so that `khách_hàng`, `khách hàng` and raw text are the same). Grams of six syllables are
hashed and the smallest of each window is its fingerprint (winnowing: Schleimer, Wilkerson and Aiken 2003); equal
fingerprints seed a match, which is compared syllable by syllable, extended, and kept from 16 syllables on (`exact`). Short
sentences and lines that come back whole are found by their own hash (`line`). An article of which one earlier article
covers at least half is a near-duplicate (`near`).

Which copy is the first: the earlier `published` date (an article without a date comes behind all dated ones), then the
order of the input (shard number, place in the shard); an article of an `index` comes before all others. Every syllable
that is removed has an earlier equal one that is its source, so following the ledger always ends at text that was kept.

In memory, one shard:

    find(shard, settings=None, *, across=True) -> Table          rows of `duplicates`; across=False: each article by itself
    keep(shard, duplicates) -> Shard                             sets `kept`
    duplicate_of(duplicates) -> dict[str, str]                   near-duplicate article -> first original
    clusters(duplicates) -> list[list[str]]                      families of near-duplicates, first original in front
    explain(passage, source) -> Comparison                       two passages side by side: `print(...)`, rich, `.html()`

An archive larger than memory: pure tasks on files in `folder`, each file written under a temporary name and renamed:

    write_fingerprints(shard, folder, number, settings=None) -> Path            one task a shard; `number` is the shard's place
                                                                                in the input and thereby its order
    match_partition(folder, partition, settings=None, *, index=()) -> Path      one task for each of range(PARTITIONS),
                                                                                when all fingerprints are written
    resolve(folder, number, settings=None, *, index=()) -> Table                one task a shard, when all are matched:
                                                                                the rows of that shard's articles

The rows are those of `find` on all articles in one shard, whatever the sizes, workers and order of the tasks. `index` names
folders of fingerprints of earlier years (oldest first): a new month is matched against them and only its own rows come
out. What a row of kind `near` means: see `ledger`.
"""

from vnnlp.dedup.archive import match_partition, resolve, write_fingerprints
from vnnlp.dedup.explain import Comparison, explain
from vnnlp.dedup.find import find
from vnnlp.dedup.fingerprints import PARTITIONS
from vnnlp.dedup.ledger import clusters, copying, duplicate_of, keep

__all__ = ["PARTITIONS", "Comparison", "clusters", "copying", "duplicate_of", "explain", "find", "keep", "match_partition",
           "resolve", "write_fingerprints"]
