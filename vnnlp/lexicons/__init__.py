"""Lexicons: rules as data, one TSV a kind with a card (`NAME.md`) that says what it holds, from where, and since when.

A TSV has a header line; `#` begins a comment line; cells with several values separate them with `|`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from vnnlp.errors import ModelError

FOLDER = Path(__file__).parent


def read_lexicon(path: str | Path) -> list[dict[str, str]]:
    """The rows of a lexicon, each a dict from the header's names to cells; `path` is a file or the bare name of one shipped.

    Raises ModelError where the file is missing (MO001) or a row does not fit the header (MO002).

    >>> sorted(read_lexicon("carriers")[0])[:2]
    ['forms', 'from']
    """
    file = FOLDER / f"{path}.tsv" if isinstance(path, str) and "/" not in path and not path.endswith(".tsv") else Path(path)
    return list(_rows(file))


@cache
def _rows(file: Path) -> tuple[dict[str, str], ...]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ModelError(f"lexicon cannot be read: {error}", where=str(file),
                         remedy="Give a TSV file with a header line") from error
    return tuple(_parse(file, lines))


def _parse(file: Path, lines: list[str]) -> Iterator[dict[str, str]]:
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    header = numbered[0][1].split("\t") if numbered else []
    for number, line in numbered[1:]:
        cells = next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))
        if len(cells) != len(header):
            raise ModelError(f"row has {len(cells)} cells, the header {len(header)}", where=f"{file}:{number}", code="MO002",
                             remedy="Separate cells with one tab each; leave an absent cell empty")
        yield dict(zip(header, cells, strict=True))
