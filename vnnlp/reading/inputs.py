"""Inputs as named: files, folders (recursively, sorted), `-` for stdin; what `.vnnlpignore` names is left out.

The source of a file in a folder begins with the folder's own name, so that the same corpus gives the same rows wherever it lies.
"""

from __future__ import annotations

import fnmatch
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from vnnlp.errors import REMEDIES, InputError
from vnnlp.reading.records import Leaf, Rejected
from vnnlp.reading.streams import BUFFER, Meter, counted

IGNORE_FILE: Final = ".vnnlpignore"
MANIFEST: Final = "manifest.json"
"""The file that a finished run leaves last in its folder."""
_LONGEST_MANIFEST: Final = 1 << 20


def holds_run(folder: Path) -> bool:
    """Whether a folder holds a finished run: its tables are no articles, and would be read as some."""
    try:
        with (folder / MANIFEST).open("rb") as file:
            held = json.loads(file.read(_LONGEST_MANIFEST))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(held, dict) and {"vnnlp", "tables", "data_sha256"} <= held.keys()


def check(inputs: Sequence[str | Path]) -> None:
    """Raise InputError for an input that does not exist (IN001) or is a run's folder (IN004), before anything is read."""
    for given in inputs:
        if str(given) != "-" and not Path(given).exists():
            raise InputError("input not found", where=str(given), code="IN001",
                             remedy="Give a file, a folder, a container, or - for standard input")
        if str(given) != "-" and holds_run(Path(given)):
            raise InputError("the folder holds a run, not articles", where=str(given), code="IN004", remedy=REMEDIES["IN004"])


def streams(inputs: Sequence[str | Path], meter: Meter) -> Iterator[Leaf | Rejected]:
    """Each file named or found, opened; a file that cannot be opened is Rejected (IN002). Closed when the next is asked for."""
    for given in inputs:
        if str(given) == "-":
            yield Leaf("-", "stdin", counted(_read_stdin, meter))
            continue
        path = Path(given)
        found: Iterable[tuple[Path, str] | Rejected] = [(path, str(given))]
        if path.is_dir():
            found = _walk(path, Path(path.resolve().name), [])
        for one in found:
            if isinstance(one, Rejected):
                yield one
                continue
            file, source = one
            try:
                if not file.is_file():
                    yield Rejected(source, None, "IN002", "it is no regular file")
                    continue
                with io.BufferedReader(io.FileIO(file), BUFFER) as stream:
                    yield Leaf(source, file.name, stream)
            except OSError as error:
                yield Rejected(source, None, "IN002", f"it cannot be opened: {error.strerror or error}")


def _read_stdin(count: int) -> bytes:
    return sys.stdin.buffer.read(count)


def _walk(folder: Path, source: Path, rules: list[tuple[Path, str]]) -> Iterator[tuple[Path, str] | Rejected]:
    """Files under `folder` in sorted order, with their source. Links to folders are not followed: they may turn in a circle."""
    if holds_run(folder):
        yield Rejected(source.as_posix(), None, "IN004", "left out: the folder holds a run, not articles")
        return
    ignore = folder / IGNORE_FILE
    if ignore.is_file():
        lines = ignore.read_text(encoding="utf-8", errors="replace").splitlines()
        rules = [*rules, *((source, line.strip()) for line in lines if line.strip() and not line.startswith("#"))]
    try:
        with os.scandir(folder) as scan:
            entries = sorted((entry.name, entry.is_dir(follow_symlinks=False), entry.is_symlink()) for entry in scan)
    except OSError as error:
        yield Rejected(source.as_posix(), None, "IN002", f"the folder cannot be opened: {error.strerror or error}")
        return
    for name, is_folder, is_link in entries:
        place = source / name
        if name.startswith(".") or _is_ignored(place, is_folder, rules):
            continue
        if is_folder:
            yield from _walk(folder / name, place, rules)
        elif not (is_link and (folder / name).is_dir()):
            yield folder / name, place.as_posix()


def _is_ignored(place: Path, is_folder: bool, rules: list[tuple[Path, str]]) -> bool:
    """The last rule that fits decides, as in .gitignore: `name`, `folder/`, `a/*.txt`, `/top`, `!again`."""
    ignored = False
    for base, line in rules:
        wanted = not line.startswith("!")
        pattern = line.removeprefix("!")
        if pattern.endswith("/") and not is_folder:
            continue
        pattern = pattern.rstrip("/")
        inside = place.relative_to(base).as_posix()
        subject = inside if "/" in pattern else place.name
        if fnmatch.fnmatchcase(subject, pattern.removeprefix("/").removeprefix("**/")) or \
                (pattern.startswith("**/") and fnmatch.fnmatchcase(inside, pattern)):
            ignored = wanted
    return ignored
