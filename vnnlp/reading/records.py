"""What readers yield: a `Record` for each article found, a `Rejected` for each that cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import PurePosixPath
from typing import Any

from vnnlp.errors import REMEDIES
from vnnlp.settings import ReadingSettings


@dataclass(frozen=True, slots=True)
class Rejected:
    """What could not be read: a row of the table `quarantine`.

    `record` counts from 1 within the source (a line, a row, a member's article), None where the whole source is meant.
    """

    source: str
    record: int | None
    error_code: str
    message: str

    def __str__(self) -> str:
        place = self.source if self.record is None else f"{self.source}, record {self.record}"
        remedy = REMEDIES.get(self.error_code, "")
        return f"[{self.error_code}] {self.message} at {place}. {remedy}".rstrip(". ")


@dataclass(frozen=True, slots=True)
class Record:
    """An article as its format gives it: bytes still to decode, or text; `number` counts from 1, None for a whole file."""

    content: bytes | str
    number: int | None = None
    id: str | None = None
    title: str | None = None
    published: object = None
    author: str | None = None
    publisher: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that its format cannot read."""

    number: int | None
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A stream that holds articles and is no container: `source` is its place, `name` the file name without compression."""

    source: str
    name: str
    stream: BufferedReader[Any]

    @property
    def stem(self) -> str:
        """The file name without its suffix: the beginning of the ids made here."""
        return PurePosixPath(self.name.replace("\\", "/")).stem or "text"

    @property
    def suffix(self) -> str:
        """The suffix in lower case, with its full stop."""
        return PurePosixPath(self.name.replace("\\", "/")).suffix.lower()


Found = Record | Problem
Reader = Callable[[Leaf, ReadingSettings], Iterator[Found]]
