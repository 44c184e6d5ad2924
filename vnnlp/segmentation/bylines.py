"""Bylines: who wrote an article and from which newspaper it was taken, and the bylines that segmentation glued to the text.

When articles are pasted into one text, the byline of one and the first syllable of the next become one compound:
`Thục_Quyên_Theo_Tri_Thức_Phương thức chủ_yếu ...`. Such a token is split, and a new sentence begins behind the newspaper. The
newspapers' names come from a lexicon; a name that it lacks ends before the last syllable if a small letter follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import regex

from vnnlp.lexicons import read_lexicon
from vnnlp.segmentation.columns import Columns, renumber
from vnnlp.shard import Int32, Shard


class Byline(NamedTuple):
    """A byline: `text[start:end]` of the article's current text; author or publisher may be missing, not both."""

    author: str | None
    publisher: str | None
    start: int
    end: int


_LONGEST_PAPER: Final = 6
_MOST_NAMES: Final = 5
_FEWEST_NAMES: Final = 2
_BEFORE_BYLINE: Final = frozenset(("", "\n", ".", "!", "?", "…", "”", '"', ")"))
_MARK: Final = regex.compile(r"_[Tt]heo_\p{Lu}|^Theo_\p{Lu}")


@cache
def _papers() -> dict[str, str]:
    """Newspaper by spelling: short forms in capitals as written, others in lower case."""
    papers: dict[str, str] = {}
    for row in read_lexicon("newspapers"):
        for form in row["forms"].split("|"):
            papers[form if form.isupper() else form.casefold()] = row["name"]
    return papers


def newspaper(name: str) -> str | None:
    """The newspaper of a spelling, None where the lexicon has none.

    >>> newspaper("Tri_Thức"), newspaper("TNO"), newspaper("tno"), newspaper("Viettel")
    ('Tri Thức', 'Thanh Niên', None, None)
    """
    plain = " ".join(name.replace("_", " ").split())
    papers = _papers()
    return papers.get(plain) or papers.get(plain.casefold())


def split_glued(columns: Columns) -> tuple[Columns, Int32]:
    """The tokens with glued bylines split, and the indices of the tokens at which a sentence must begin behind one."""
    glued = np.fromiter(("heo_" in form and _MARK.search(form) is not None for form in columns.forms), dtype=np.bool_,
                        count=len(columns.forms))
    if not glued.any():
        return columns, np.zeros(0, dtype=np.int32)
    places = np.flatnonzero(glued[columns.type])
    pieces: dict[int, list[tuple[int, int]]] = {}
    for place in places.tolist():
        form = columns.forms[columns.type[place]]
        follower = columns.forms[columns.type[place + 1]] if place + 1 < len(columns.type) else ""
        spans = split_byline(form, follower[:1].islower())
        if len(spans) > 1:
            pieces[place] = spans
    return _replaced(columns, pieces) if pieces else (columns, np.zeros(0, dtype=np.int32))


def breaks_behind(text: str, columns: Columns) -> Int32:
    """Where a sentence begins behind a byline inside a line: `... Thu Hà Theo Tri Thức Phương thức mới ...`.

    Only behind a newspaper of the lexicon, between a name and a capital; indices of tokens.
    """
    if "Theo" not in columns.forms:
        return np.zeros(0, dtype=np.int32)
    places = np.flatnonzero(columns.type == columns.forms.index("Theo"))
    breaks = (_behind_paper(text, columns, int(place)) for place in places)
    return np.array([token for token in breaks if token is not None], dtype=np.int32)


def _behind_paper(text: str, columns: Columns, place: int) -> int | None:
    """The token behind `Theo` and a newspaper, where a name stands before and a capital behind."""
    forms, types, start, end = columns.forms, columns.type, columns.start, columns.end
    if not place or not forms[types[place - 1]][:1].isupper() or start[place] - end[place - 1] > 1:
        return None
    last = min(place + _LONGEST_PAPER, len(types) - 2)
    for token in range(last, place, -1):
        if newspaper(text[start[place + 1]:end[token]]):
            behind = forms[types[token + 1]]
            is_begin = behind[:1].isupper() and "\n" not in text[end[token]:start[token + 1]]
            return token + 1 if is_begin else None
    return None


def split_byline(form: str, small_follows: bool) -> list[tuple[int, int]]:
    """The parts of a compound with a byline in it: author, `Theo`, newspaper, and what belongs to the next sentence.

    >>> form = "Thục_Quyên_Theo_Tri_Thức_Phương"
    >>> [form[start:end] for start, end in split_byline(form, True)]
    ['Thục_Quyên', 'Theo', 'Tri_Thức', 'Phương']
    """
    syllables = form.split("_")
    mark = next((place for place, syllable in enumerate(syllables) if syllable in ("Theo", "theo")), None)
    if mark is None or mark > _MOST_NAMES or not all(syllable[:1].isupper() for syllable in syllables[:mark]):
        return [(0, len(form))]
    rest = syllables[mark + 1:]
    if not rest or not rest[0][:1].isupper():
        return [(0, len(form))]
    paper = _paper_length(rest, small_follows)
    if not mark and newspaper(" ".join(rest[:paper])) is None:
        # Without an author before it, `Theo` may be a name itself.
        return [(0, len(form))]
    counts = [count for count in (mark, 1, paper, len(rest) - paper) if count]
    spans, position, first = [], 0, 0
    for count in counts:
        part = syllables[first:first + count]
        length = sum(map(len, part)) + count - 1
        spans.append((position, position + length))
        position += length + 1
        first += count
    return spans


def _paper_length(rest: list[str], small_follows: bool) -> int:
    """How many of the syllables behind `Theo` are the newspaper's name."""
    for length in range(min(len(rest), _LONGEST_PAPER), 0, -1):
        if newspaper(" ".join(rest[:length])):
            # The whole may be a name of which the last syllable is the next sentence's: believe the lexicon.
            return length
    return len(rest) - 1 if small_follows and len(rest) > 1 else len(rest)


def _replaced(columns: Columns, pieces: dict[int, list[tuple[int, int]]]) -> tuple[Columns, Int32]:
    start, end, types = columns.start.tolist(), columns.end.tolist(), columns.type.tolist()
    forms = list(columns.forms)
    number_of = {form: number for number, form in enumerate(forms)}
    new_start: list[int] = []
    new_end: list[int] = []
    new_type: list[int] = []
    breaks: list[int] = []
    position = 0
    for place in sorted(pieces):
        new_start += start[position:place]
        new_end += end[position:place]
        new_type += types[position:place]
        form, base = forms[types[place]], start[place]
        has_paper = False
        for first, last in pieces[place]:
            part = form[first:last]
            if has_paper:
                breaks.append(len(new_start))
            has_paper = bool(new_start) and part not in ("Theo", "theo") and form[:first].endswith(("Theo_", "theo_"))
            new_start.append(base + first)
            new_end.append(base + last)
            if part not in number_of:
                number_of[part] = len(forms)
                forms.append(part)
            new_type.append(number_of[part])
        position = place + 1
    new_start += start[position:]
    new_end += end[position:]
    new_type += types[position:]
    token_type, forms = renumber(np.array(new_type, dtype=np.int64), forms)
    return (Columns(np.array(new_start, dtype=np.int32), np.array(new_end, dtype=np.int32), token_type, forms, columns.lines),
            np.array(breaks, dtype=np.int32))


_NAME: Final = r"\p{Lu}[\p{L}\p{M}.]{0,15}"
_AUTHOR: Final = rf"(?P<author>{_NAME}(?:[ _-]{{1,3}}{_NAME}){{0,4}})"
_PAPER: Final = r"(?P<paper>[\p{L}\p{N}][^\n()\[\];:“”\"]{0,40}?)"
_SOURCE_WORD: Final = r"(?:[Tt]heo|THEO|[Nn]guồn ?:?|[Tt]in)"
_LAST_LINE: Final = tuple(regex.compile(pattern) for pattern in (
    # Minh_Anh ( Theo VnExpress ) · ( Theo VnExpress ) · Theo Tri_Thức · Minh Anh - Theo VnExpress · (Dân trí)
    rf"(?:{_AUTHOR} ?[-–,]? ?)?\( ?(?:{_SOURCE_WORD} ?)?{_PAPER} ?\) ?\.?",
    rf"(?:{_AUTHOR} ?[-–,]? ?)?{_SOURCE_WORD} ?{_PAPER} ?\.?",
    rf"{_AUTHOR} ?[-–/|] ?{_PAPER} ?\.?",
    rf"{_AUTHOR} ?\( ?(?P<digest>(?:tổng[ _]hợp|t ?/ ?h|tổng[ _]thuật|lược[ _]dịch|ghi|thực[ _]hiện))[^()\n]{{0,30}}\)",
    rf"{_AUTHOR}",
))
_FIRST_LINE: Final = regex.compile(rf"\(? ?{_PAPER} ?\)? ?[-–] ?(?=\S)|\( ?(?P<paper2>[^()\n]{{2,30}}?) ?\)")
_GLUED: Final = regex.compile(rf"(?<![\p{{L}}_.]){_AUTHOR}(?:[ _]Theo|_theo)[ _](?P<paper>{_NAME}(?:[ _]{_NAME}){{0,5}})")
_AT_END: Final = regex.compile(
    r"(?<=[.!?…”\")]\s{0,3})(?P<line>(?:\p{Lu}\p{Ll}?\.){0,3}[^\n().!?…]{0,60}\([^()\n]{2,40}\)\s*\.?|[Tt]heo [^\n.!?…]{2,40})$")
_LONGEST_LINE: Final = 90


def bylines(shard: Shard) -> list[Byline | None]:
    """The byline of each article, found at its end, glued inside it, or at its start; None where there is none.

    >>> from vnnlp.segmentation import document
    >>> bylines(document("Viettel tặng quà khách_hàng .\\nMinh_Anh ( Theo VnExpress )").shard)
    [Byline(author='Minh Anh', publisher='VnExpress', start=30, end=57)]
    """
    return [byline_of(shard.article_text(index)) for index in range(len(shard))]


def byline_of(text: str) -> Byline | None:
    """The byline of one text."""
    return next(_candidates(text), None)


def _candidates(text: str) -> Iterator[Byline]:
    end = len(text.rstrip())
    start = text.rfind("\n", 0, end) + 1
    if start and end - start <= _LONGEST_LINE:
        yield from _in_last_line(text, start, end)
    match = _AT_END.search(text, max(0, end - 120), end)
    if match:
        yield from _in_last_line(text, match.start("line"), match.end("line"), known_only=True)
    if "heo" in text:
        yield from _glued(text)
    head = text[:400]
    offset = 0
    for line in head.splitlines(keepends=True)[:4]:
        match = _FIRST_LINE.match(line.lstrip())
        paper = match and (match.group("paper") or match.group("paper2"))
        if match and paper and (name := newspaper(paper)):
            lead = offset + len(line) - len(line.lstrip())
            yield Byline(None, name, lead, lead + len(match.group().rstrip(" -–")))
        offset += len(line)


def _in_last_line(text: str, start: int, end: int, *, known_only: bool = False) -> Iterator[Byline]:
    lead = len(text[start:end]) - len(text[start:end].lstrip())
    start += lead
    line = text[start:end]
    for pattern in _LAST_LINE:
        match = pattern.fullmatch(line)
        if match is None:
            continue
        groups = match.groupdict()
        author, paper = groups.get("author"), groups.get("paper")
        publisher = newspaper(paper) if paper else None
        if paper and publisher is None:
            if known_only or not regex.match(rf".*?{_SOURCE_WORD}", line) or not _looks_like_name(paper):
                continue
            publisher = " ".join(paper.replace("_", " ").split())
        if publisher is None and (known_only or not author or not _looks_like_author(author)):
            continue
        yield Byline(_plain(author), publisher, start, end)


def _plain(author: str | None) -> str | None:
    """An author's name with spaces, without a `Theo` before it (`Theo Thu_Hà / VnExpress`)."""
    name = " ".join((author or "").replace("_", " ").split())
    return name.removeprefix("Theo ") or None


def _looks_like_name(paper: str) -> bool:
    return all(word[:1].isupper() or word in ("&", "và", "-") for word in paper.replace("_", " ").split())


def _looks_like_author(author: str) -> bool:
    syllables = author.replace("_", " ").replace("-", " ").split()
    return 1 < len(syllables) <= _MOST_NAMES and newspaper(author) is None


def _glued(text: str) -> Iterator[Byline]:
    for match in _GLUED.finditer(text):
        syllables = regex.split("[ _]", match.group("paper"))
        length = next((count for count in range(min(len(syllables), _LONGEST_PAPER), 0, -1)
                       if newspaper(" ".join(syllables[:count]))), 0)
        glued = "_Theo_" in match.group() or "_theo_" in match.group()
        before = text[:match.start()].rstrip(" ")[-1:]
        if not length and glued:
            follows_small = text[match.end():].lstrip()[:1].islower()
            length = len(syllables) - 1 if follows_small and len(syllables) > 1 else len(syllables)
        names = regex.split("[ _.]", match.group("author"))
        if not length or len(names) < _FEWEST_NAMES or before not in _BEFORE_BYLINE:
            continue
        paper = " ".join(syllables[:length])
        end = match.start("paper") + len(paper)
        yield Byline(_plain(match.group("author")), newspaper(paper) or paper, match.start(), end)
