"""CoNLL-U: an article for each `# newdoc`, or one for the file; its words keep their segmentation.

The text is rebuilt word-segmented: a word of several syllables is joined by `_`, words are separated by a space, each sentence
is a line. What the treebank says beyond words is not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from vnnlp.reading.records import Found, Leaf, Problem, Record
from vnnlp.reading.streams import LineReader
from vnnlp.reading.transcode import as_utf8
from vnnlp.settings import ReadingSettings


def read_conllu(leaf: Leaf, settings: ReadingSettings) -> Iterator[Found]:
    """The documents of a CoNLL-U file, `number` counting them."""
    leaf, _ = as_utf8(leaf, settings)
    sentences: list[str] = []
    words: list[str] = []
    name: str | None = None
    number = length = 0
    inside_range = 0
    for line in LineReader(leaf.stream, settings.max_article_bytes):
        text = "" if line is None else line.decode("utf-8", "replace")
        if text.startswith("# newdoc"):
            _close(sentences, words)
            if sentences:
                number += 1
                yield _record(sentences, number, name, length, settings)
            sentences, length = [], 0
            name = text.partition("id =")[2].strip() or None
        elif not text.strip():
            length += _close(sentences, words)
            inside_range = 0
            if length > settings.max_article_bytes:
                sentences = sentences[:1]
        elif not text.startswith("#"):
            inside_range = _word(text, words, inside_range)
    _close(sentences, words)
    if sentences:
        yield _record(sentences, number + 1 if number or name else None, name, length, settings)
    elif not number:
        yield Problem(None, "RE010", "no word lines: not CoNLL-U")


def _word(line: str, words: list[str], inside_range: int) -> int:
    """Take the word of a line; the parts of a range (`3-4`) and empty nodes (`3.1`) are none. The range's last number."""
    columns = line.split("\t")
    if len(columns) < 2:
        return inside_range
    number, form = columns[0], "_".join(columns[1].split())
    first, _, last = number.partition("-")
    if last.isdigit() and first.isdigit():
        words.append(form)
        return int(last[:9])
    if not number.isdigit() or int(number[:9]) <= inside_range:
        return inside_range
    words.append(form)
    return inside_range


def _close(sentences: list[str], words: list[str]) -> int:
    if not words:
        return 0
    sentences.append(" ".join(words))
    words.clear()
    return len(sentences[-1]) + 1


def _record(sentences: list[str], number: int | None, name: str | None, length: int, settings: ReadingSettings) -> Found:
    if length > settings.max_article_bytes:
        return Problem(number, "RE008", f"document longer than {settings.max_article_bytes} characters")
    return Record("\n".join(sentences), number, id=name)
