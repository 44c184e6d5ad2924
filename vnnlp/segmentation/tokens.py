"""Tokens: what stands between two white spaces, split without losing a character.

In word-segmented text nearly every run of characters between white spaces (a chunk) is one token already. `split_chunk`
looks at one chunk, out of context, so it runs once per distinct chunk of a shard. Nothing of a chunk is dropped except
underscores at the edges of its parts, which become gaps. White space, control characters and zero-width spaces are gaps.

The inventory (one token each, unless said otherwise):

    words         khách  Viettel  m²  A320  QL1A  S10  3G  9X  720p  2O13      letters and digits
    compounds     khách_hàng  Phó_Tổng_Giám  Hà_Nội                            syllables joined by `_`
    hyphened      S-Fone  TT-TT  Covid-19  Bộ_TT-TT  ê-kíp                     chính_trị-xã_hội -> chính_trị - xã_hội
                  Wi-Fi  (two names with marks are two: Nga-Mỹ -> Nga - Mỹ)
    other joints  AT&T  T&T  O'Neill  I'm
    numbers       5  1.250.000  7,2  1,480,000  0987.654.321  1O.000 (scan)    digits, separators `.` and `,` between digits
    with unit     3.000đ/phút -> 3.000 đ / phút   30km/h -> 30 km / h          a number of digits and a unit of UNITS: two tokens
                  50% -> 50 %   $199 -> $ 199   30°C -> 30 °C
    ranges        690-1.580 -> 690 - 1.580   2/11 -> 2 / 11   08:00 -> 08 : 00   47/2017/TT-BTTTT -> 47 / 2017 / TT-BTTTT
    times         15h30  8h  7g15
    lost number   ⟨?⟩
    abbreviations TP.  Q.  PGS.  TS. (with their full stop)   PGS.TS. -> PGS. TS.   TP._Hồ_Chí_Minh -> TP. Hồ_Chí_Minh
                  TP.HCM  Q.1  P.12 (before capitals or a number: one token)   TP.Hà_Nội -> TP. Hà_Nội
                  the same for Q. P. X. H. before a name: H.Bình_Chánh -> H. Bình_Chánh
                  v.v  T.Ư  Th.S  Ph.D   initials: N.V.A  K.Anh
    glued marks   VIP. -> VIP .   khách.Theo -> khách . Theo   (VIP) -> ( VIP )
    addresses     https://a.vn/b?c=1  www.a.vn  vnexpress.net  ban_doc@bao.vn  #chuyenmang  @viettel  *101#
    marks         ...  ….  --  ***  (a run of full stops or of one dash, star or equals sign); every other mark by itself:
                  . , ; : ? ! " “ ” ' ( ) [ ] / % & + – •                      an emoji with its modifiers

Raw text has the same tokens, of which words are then joined: `khách hàng` is one token that holds its space (words.py).
A glued byline `Thục_Quyên_Theo_Tri_Thức_Phương` becomes `Thục_Quyên` `Theo` `Tri_Thức` `Phương` (bylines.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

import regex

from vnnlp.lexicons import read_lexicon

Span = tuple[int, int]

UNITS: Final = (
    "km2", "km²", "m2", "m3", "m²", "m³", "cm2", "cm²", "cm", "mm", "km", "kg", "ml", "ha", "tấn", "tạ", "lít", "mg", "kw", "kwh",
    "mw", "gb", "mb", "kb", "tb", "mbps", "kbps", "gbps", "mhz", "ghz", "hz", "mah", "mp", "inch", "đồng", "vnđ", "vnd", "đ",
    "usd", "tr", "tỷ", "tỉ", "triệu", "nghìn", "ngàn", "trăm", "k", "m", "phút", "giây", "giờ", "ngày", "tháng", "năm", "tuổi",
    "người", "sms", "độ",
)
"""Lower-case units that a number may be glued to; a capital K, M or G belongs to a name (`4K`, `3G`)."""
_UNITS_WITH_CAPITALS: Final = ("Mbps", "Kbps", "Gbps", "MHz", "GHz", "Hz", "kW", "kWh", "mAh", "Kb", "Mb", "Gb", "oC")

_LETTER: Final = r"[\p{L}\p{M}\u00ad\u200c\u200d]"
_SIGN: Final = r"[\p{L}\p{M}\p{N}\u00ad\u200c\u200d]"
_WORD: Final = rf"{_SIGN}+(?:_+{_SIGN}+)*"
_PLAIN: Final = regex.compile(rf"{_LETTER}+(?:_{_LETTER}+)*|[.,()“”\":?!…/%-]|\d+")
_PATH: Final = r"[^\s<>\"“”]"
_DOMAIN: Final = r"(?:[\p{L}\p{N}-]{1,63}\.){1,4}(?:vn|com|net|org|edu|gov|info|biz|tv|asia)(?![\p{L}\p{N}_])"
_SCANNED: Final = r"(?=[OoIlSB.,]{0,12}\d)[\dOoIlSB]{1,9}(?:[.,][\dOoIlSB]{1,3}){1,4}(?![\p{L}\p{M}\p{N}_]|[.,][\dOoIlSB])"
_CLOSING: Final = ".,;:!?…'’”\"»]}"
_LONGEST_KEPT: Final = 64
_UNIT_SPLIT: Final = r"(?=(?:{units})(?![\p{{L}}\p{{M}}\p{{N}}_]))"


@cache
def _pattern() -> regex.Pattern[str]:
    """All token patterns in order of precedence; built on first use because the abbreviations come from a lexicon."""
    forms: dict[str, list[str]] = {"place": [], "place_number": [], "title": [], "word": [], "other": []}
    for row in read_lexicon("abbreviations"):
        forms[row["kind"]].append(regex.escape(row["form"]))
    any_of = {kind: "|".join(sorted(names, key=len, reverse=True)) for kind, names in forms.items()}
    dotted = "|".join((any_of["place"], any_of["title"], any_of["other"]))
    spelled = {*UNITS, *_UNITS_WITH_CAPITALS, *(unit.upper() for unit in UNITS if len(unit) > 1)}
    units = "|".join(sorted(spelled, key=lambda unit: (-len(unit), unit)))
    parts = (
        r"⟨\?⟩",
        rf"(?P<link>(?:(?:https?|ftp)://|www\.){_PATH}+|{_DOMAIN}(?:[/?]{_PATH}*)?)",
        r"[\p{L}\p{N}_.+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}",
        rf"(?<![\p{{L}}\p{{N}}])[#@]{_LETTER}[\p{{L}}\p{{M}}\p{{N}}_]*|\*\d{{2,5}}(?:\*\d{{1,20}}){{0,5}}\#",
        # Times, then numbers: with separators always; plain digits unless letters that are no unit follow.
        r"\d{1,2}[hHgG]\d{2}(?![\p{L}\p{N}_])|\d{1,2}h(?![\p{L}\p{N}_])",
        _SCANNED,
        r"\d+(?:[.,]\d+)+",
        rf"\d+(?![\p{{L}}\p{{M}}\p{{No}}_\d])|\d+{_UNIT_SPLIT.format(units=units)}",
        rf"(?<!{_SIGN})(?:(?:{any_of['place']})\.(?:\p{{Lu}}{{2,}}|\d+)|(?:{any_of['place_number']})\.\d+)(?!{_SIGN})",
        rf"(?<!{_SIGN})(?:{any_of['word']})(?!{_SIGN})",
        rf"(?<!{_SIGN})(?:{dotted})\.(?![\p{{Ll}}.])",
        rf"(?<!{_SIGN})\p{{Lu}}(?:\.\p{{Lu}})+(?!{_LETTER})|(?<!{_SIGN})[^\P{{Lu}}HPQX]\.\p{{Lu}}[\p{{Ll}}\p{{M}}]+(?![\p{{L}}_])",
        rf"(?<!{_SIGN})[HX]\.(?=\p{{Lu}}[\p{{Ll}}\p{{M}}])",
        rf"(?P<joined>{_WORD}(?:[-&'’]{_WORD})*)",
        r"\.{2,}|…+|°[CF](?!\p{L})|(?P<run>[-–—*=~•])(?P=run)+",
        r"_+|\X",
    )
    return regex.compile("|".join(parts))


def split_chunk(chunk: str) -> tuple[Span, ...]:
    """The tokens of a chunk (a run without white space), as half-open spans of it, in order.

    >>> [("VIP.,3.000đ/phút")[start:end] for start, end in split_chunk("VIP.,3.000đ/phút")]
    ['VIP', '.', ',', '3.000', 'đ', '/', 'phút']
    """
    return _split_known(chunk) if len(chunk) <= _LONGEST_KEPT else tuple(_split(chunk))


@lru_cache(maxsize=1 << 16)
def _split_known(chunk: str) -> tuple[Span, ...]:
    """`split_chunk` of a short chunk: shards share most of their forms."""
    return ((0, len(chunk)),) if _PLAIN.fullmatch(chunk) else tuple(_split(chunk))


def _split(chunk: str) -> Iterator[Span]:
    find = _pattern().match
    position, length = 0, len(chunk)
    while position < length:
        match = find(chunk, position)
        if match is None:  # pragma: no cover - the last alternative takes any character
            return
        start, end = match.span()
        group = match.lastgroup
        if group == "link":
            end = start + max(1, len(_trimmed(match.group())))
            yield start, end
        elif group == "joined":
            yield from _split_joined(chunk, start, end)
        elif chunk[start] != "_" or end - start == length:
            yield start, end
        position = end


def _trimmed(link: str) -> str:
    """A link without the marks of the sentence that stand at its end."""
    while link and (link[-1] in _CLOSING or (link[-1] == ")" and "(" not in link)):
        link = link[:-1]
    return link


def _split_joined(chunk: str, start: int, end: int) -> Iterator[Span]:
    """Words with joints between them: one token where the joint belongs to a name, else words and joints apart."""
    first = start
    joints = [position for position in range(start + 1, end - 1) if chunk[position] in "-&'’"]
    edges = [start - 1, *joints, end]
    for number, position in enumerate(joints, 1):
        left, right = chunk[edges[number - 1] + 1:position], chunk[position + 1:edges[number + 1]]
        if not _belongs(chunk[position], left, right):
            yield first, position
            yield position, position + 1
            first = position + 1
    yield first, end


def _belongs(mark: str, left: str, right: str) -> bool:
    last, first = left.rsplit("_", 1)[-1], right.split("_", 1)[0]
    if mark == "-":
        if last.isupper() and first.isupper():
            return True
        # `Hà Nội-Hải Phòng` and `Nga-Mỹ` are two names; `Ma-crông` and `Wi-Fi` one.
        two_names = last[:1].isupper() and first[:1].isupper() and not (last + first).isascii()
        return "_" not in left and "_" not in right and not two_names
    if mark == "&":
        return last[:1].isupper() and first[:1].isupper() and "_" not in left + right
    return "_" not in left + right and min(len(left), len(right)) <= 2
