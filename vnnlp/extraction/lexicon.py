"""Find the entries of a lexicon in a shard, however the text was segmented.

`chăm sóc khách hàng` stands in news as `chăm_sóc khách_hàng`, as one raw word with inner spaces, or as four syllables; and
`TP.HCM` as one token or as three. So entries and tokens are compared as *atoms*, runs of letters or digits and single
punctuation marks in lower case, by a walk in a trie that begins only at tokens whose type can begin an entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any, Final

import numpy as np
import regex

from vnnlp.shard import Int32, Mask, Shard, Types

_ATOM: Final = regex.compile(r"[^\W_]+|[^\w\s]")
_ENTRY: Final = ""
"""The key under which a trie node holds its entries: no atom is empty."""
_NUMBERS: Final = count()

Atoms = tuple[str, ...]


@lru_cache(maxsize=1 << 18)
def atoms(form: str) -> Atoms:
    """The atoms of a form, in lower case.

    >>> atoms("chăm_sóc"), atoms("TP. HCM")
    (('chăm', 'sóc'), ('tp', '.', 'hcm'))
    """
    return tuple(_ATOM.findall(form.casefold()))


def atoms_of(types: Types) -> tuple[Atoms, ...]:
    """The atoms of each type of a shard."""
    column: tuple[Atoms, ...] = types.column("atoms", lambda forms: tuple(map(atoms, forms)))
    return column


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """What a matcher found, in text order: k spans of tokens (half-open token indices of the shard) and their entries."""

    start: Int32
    end: Int32
    entry: Int32
    """k: index into the forms that the matcher was made of."""

    def __len__(self) -> int:
        return len(self.start)


class Matcher:
    """A lexicon made ready: matches whole tokens, longest first from the left, within a sentence.

    `forms` are the spellings to find; entry i of a match is `forms[i]` (of equal spellings the first counts). `cased` marks
    those that must stand in the text as they are spelled, capitals included (`VMS`, `Hạ_Long`); the others match in any case.

    >>> from vnnlp.segmentation import segment
    >>> from vnnlp.shard import Article
    >>> found = Matcher(["chăm sóc khách hàng", "khách hàng"]).find(segment([Article("a", "Chăm_sóc khách_hàng .")]))
    >>> found.start.tolist(), found.end.tolist(), found.entry.tolist()
    ([0], [2], [0])
    """

    __slots__ = ("_cased", "_name", "_root", "forms")

    def __init__(self, forms: Sequence[str], cased: Iterable[bool] | None = None) -> None:
        self.forms = tuple(forms)
        self._cased = tuple(cased) if cased is not None else (False,) * len(self.forms)
        self._root: dict[str, Any] = {}
        for entry, form in enumerate(self.forms):
            node = self._root
            for atom in atoms(form):
                node = node.setdefault(atom, {})
            if node is not self._root:
                node.setdefault(_ENTRY, []).append(entry)
        self._name = f"matcher {next(_NUMBERS)}"

    def _beginnings(self, types: Types) -> tuple[Mask, dict[int, dict[str, Any]]]:
        """Of each type, whether an entry can begin with it, and the node of the trie that its atoms lead to."""
        firsts: tuple[str, ...] = types.column("first atoms", lambda forms: tuple(
            parts[0] if parts else _ENTRY for parts in atoms_of(types)))

        def walk(forms: tuple[str, ...]) -> tuple[Mask, dict[int, dict[str, Any]]]:
            flags: Mask = np.fromiter(map(self._root.__contains__, firsts), dtype=np.bool_, count=len(forms))
            parts = atoms_of(types)
            nodes: dict[int, dict[str, Any]] = {}
            for kind in np.flatnonzero(flags).tolist():
                node = self._walk(self._root, parts[kind])
                if node is not None:
                    nodes[kind] = node
                else:
                    flags[kind] = False
            return flags, nodes

        begun: tuple[Mask, dict[int, dict[str, Any]]] = types.column(self._name, walk)
        return begun

    @staticmethod
    def _walk(node: dict[str, Any], parts: Atoms) -> dict[str, Any] | None:
        """The node that some atoms lead to from another; None where no entry goes on so."""
        for atom in parts:
            if atom not in node:
                return None
            node = node[atom]
        return node

    def find(self, shard: Shard, *, overlapping: bool = False, within: Mask | None = None) -> Matches:
        """All matches in a shard, at the tokens of `within` only if given; `overlapping` gives every match, not the longest."""
        flags, nodes = self._beginnings(shard.types)
        candidate = flags[shard.token_type]
        if within is not None:
            candidate = candidate & within
        where = np.flatnonzero(candidate)
        limits = shard.sentence_token[np.searchsorted(shard.sentence_token, where, side="right")]
        kinds = shard.token_type[where]
        parts, token_type = atoms_of(shard.types), shard.token_type
        found: list[tuple[int, int, int]] = []
        free = 0
        for first, limit, kind in zip(where.tolist(), limits.tolist(), kinds.tolist(), strict=True):
            if first < free and not overlapping:
                continue
            node: dict[str, Any] | None = nodes[kind]
            best: tuple[int, int, int] | None = None
            position = first
            while node is not None:
                position += 1
                if _ENTRY in node:
                    entry = self._fitting(shard, node[_ENTRY], first, position)
                    if entry is not None:
                        best = (first, position, entry)
                        if overlapping:
                            found.append(best)
                node = self._walk(node, parts[token_type[position]]) if position < limit else None
            if best is not None and not overlapping:
                found.append(best)
                free = best[1]
        columns = np.array(found, dtype=np.int32).reshape(-1, 3)
        return Matches(columns[:, 0], columns[:, 1], columns[:, 2])

    def get(self, form: str) -> int | None:
        """The entry that a form as a whole is, if any: for spans that another method found."""
        node = self._walk(self._root, atoms(form))
        for entry in node.get(_ENTRY, ()) if node is not None else ():
            if not self._cased[entry] or _plain(form) == _plain(self.forms[entry]):
                return int(entry)
        return None

    def _fitting(self, shard: Shard, entries: list[int], first: int, end: int) -> int | None:
        text = ""
        for entry in entries:
            if not self._cased[entry]:
                return entry
            text = text or _plain(shard.text[shard.token_start[first]:shard.token_end[end - 1]])
            if text == _plain(self.forms[entry]):
                return entry
        return None


def _plain(text: str) -> str:
    return "".join(_SPELLED.findall(text))


_SPELLED: Final = regex.compile(r"[^\s_]+")
