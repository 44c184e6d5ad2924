"""What is known before a text is read: the lexicons of carriers, places, titles and heads, made ready once a process."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from vnnlp.extraction.lexicon import Matcher, atoms
from vnnlp.lexicons import read_lexicon
from vnnlp.tagging.features import fold, written


def split(cell: str) -> list[str]:
    """The values of a cell."""
    return [value for value in cell.split("|") if value]


@cache
def carriers() -> tuple[Matcher, tuple[str | None, ...]]:
    """The matcher over every spelling of a carrier, and the kb_id of each of its entries; None for a company of its own."""
    forms: list[str] = []
    cased: list[bool] = []
    ids: list[str | None] = []
    for row in read_lexicon("carriers"):
        for column, exact in (("forms", False), ("spelled", True)):
            for form in split(row[column]):
                forms.append(form)
                cased.append(exact)
                ids.append(row["kb_id"] or None)
    return Matcher(forms, cased), tuple(ids)


@cache
def places() -> dict[str, str]:
    """kb_id by place name, folded; of equal names the first (provinces before districts, countries before all)."""
    known: dict[str, str] = {}
    for lexicon in ("countries", "places"):
        for row in read_lexicon(lexicon):
            for form in (row["name"], *split(row["forms"])):
                known.setdefault(key(form), row["kb_id"])
    return known


@cache
def countries() -> frozenset[str]:
    """Names of countries, as compared by `key`."""
    return frozenset(key(form) for row in read_lexicon("countries") for form in (row["name"], *split(row["forms"])))


@cache
def well_known() -> frozenset[str]:
    """Countries, provinces, cities and regions whose name means nothing else, as compared by `key`."""
    rows = [*read_lexicon("countries"), *(row for row in read_lexicon("places") if row["kind"] in {"province", "region", "city"})]
    forms = {form for row in rows for form in (row["name"], *split(row["forms"]))}
    return frozenset(key(form) for form in forms if len(form) > 4 and (" " in form or (form.isascii() and form[:1].isupper())))


@cache
def parted_places() -> Matcher:
    """The matcher over well-known places of several syllables, without class words (`Hà` `Nội`, no `Thủ_đô Hà_Nội`)."""
    return Matcher(sorted(form for form in well_known() if " " in form and not form.startswith(("thủ đô ", "tỉnh "))))


@cache
def titles() -> dict[str, bool]:
    """Words before a person's name, folded; True: whatever capitalised name follows is a person."""
    return {fold(row["title"]): row["strict"] == "yes" for row in read_lexicon("titles")}


@cache
def title_beginnings() -> frozenset[str]:
    """What titles of several syllables begin with, folded: `phó tổng giám` of `phó tổng giám đốc`."""
    return frozenset(title[:place] for title in titles() for place, sign in enumerate(title) if sign == " ")


@cache
def strict_titles() -> frozenset[str]:
    """Titles behind which any capitalised name is a person, with and without a full stop, folded."""
    return frozenset(form for title, strict in titles().items() if strict for form in (title, title + "."))


@cache
def heads() -> frozenset[str]:
    """Head words of organisation names, folded."""
    return frozenset(fold(row["head"]) for row in read_lexicon("heads"))


@cache
def name_parts(part: str) -> frozenset[str]:
    """Parts of Vietnamese names as spelled: `family`, `given` or `middle`."""
    return frozenset(row["name"] for row in read_lexicon("names") if row["part"] == part)


def unidecode(text: str) -> str:
    """A text without diacritics."""
    flat = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in flat if not unicodedata.combining(char))


@lru_cache(maxsize=1 << 14)
def key(name: str) -> str:
    """A place name as compared: lower case, single spaces, none around dots."""
    return " ".join(name.casefold().replace("_", " ").replace(".", ". ").split())


def word_lists() -> dict[str, dict[str, str]]:
    """The word lists that the tagger's attributes look up: lexicon name to written form to value.

    Family names and places of several syllables are known without diacritics, too.
    """
    places = {written(form): kind for form, kind in _places()}
    bare = {unidecode(form): kind for form, kind in places.items() if " " in form}
    return {
        "family": dict.fromkeys(sorted(name_parts("family") | set(map(unidecode, name_parts("family")))), "1"),
        "given": dict.fromkeys(sorted(name_parts("given") | name_parts("middle")), "1"),
        "place": bare | places,
        "org": {written(form): "1" for lexicon in ("agencies", "carriers") for row in read_lexicon(lexicon)
                for form in (row["name"], *split(row["forms"]), *split(row.get("spelled", "")))},
        "product": {written(form): "1" for row in read_lexicon("products") for form in (row["name"], *split(row["forms"]))},
        "title": {title: "strict" if strict else "loose" for title, strict in titles().items()},
        "head": dict.fromkeys(sorted(heads()), "1"),
    }


def _places() -> Iterator[tuple[str, str]]:
    for lexicon in ("places", "countries"):
        for row in read_lexicon(lexicon):
            for form in (row["name"], *split(row["forms"])):
                yield form, row.get("kind", "country")


@cache
def classes() -> tuple[Matcher, tuple[tuple[str, str], ...]]:
    """The matcher over class words, and label and strength of each."""
    rows = read_lexicon("classes")
    return Matcher([row["word"] for row in rows]), tuple((row["label"], row["strength"]) for row in rows)


@cache
def stops() -> frozenset[str]:
    """Words at which the lower-case part of a name ends, folded."""
    return frozenset(fold(row["word"]) for row in read_lexicon("stops"))


@cache
def between() -> dict[str, str]:
    """Verbs that stand between two names, folded, and the kind of each: `match` or `act`."""
    return {fold(row["word"]): row["kind"] for row in read_lexicon("between")}


@cache
def before() -> dict[str, tuple[str, str]]:
    """Class words that say what the name right behind them is, folded: label and kind."""
    return {fold(row["word"]): (row["label"], row["kind"]) for row in read_lexicon("before")}


@cache
def between_verbs() -> Matcher:
    """The matcher over those verbs."""
    return Matcher(list(between()))


@cache
def famous() -> frozenset[str]:
    """People known by one foreign word, as spelled."""
    return frozenset(row["name"] for row in read_lexicon("famous"))


@cache
def brands() -> tuple[Matcher, tuple[str, ...]]:
    """The matcher over makers and series of devices, as spelled, and the kind of each."""
    rows = read_lexicon("brands")
    return Matcher([row["word"] for row in rows], [True] * len(rows)), tuple(row["kind"] for row in rows)


@cache
def products() -> Matcher:
    """The matcher over named products, as spelled."""
    forms = [form for row in read_lexicon("products") for form in (row["name"], *split(row["forms"]))]
    return Matcher(forms, [True] * len(forms))


@cache
def agencies() -> tuple[Matcher, tuple[int, ...]]:
    """The matcher over named organisations in any case, and the number of atoms of each."""
    forms = organisations().forms
    return Matcher(forms), tuple(len(atoms(form)) for form in forms)


@cache
def bodies() -> tuple[Matcher, tuple[str, ...]]:
    """The matcher over ministries and departments without their head, in any case, and the head of each, folded."""
    heads_of_state = ("tổng cục", "bộ", "cục", "sở", "vụ")
    found: dict[str, str] = {}
    for form in organisations().forms:
        folded = fold(form)
        head = next((head for head in heads_of_state if folded.startswith(head + " ")), None)
        if head is not None:
            found.setdefault(form[len(head) + 1:], head)
    return Matcher(list(found)), tuple(found.values())


@cache
def organisations() -> Matcher:
    """The matcher over named organisations, as spelled."""
    forms = [form for row in read_lexicon("agencies") for form in (row["name"], *split(row["forms"]))]
    return Matcher(forms, [True] * len(forms))


@cache
def grounds() -> frozenset[str]:
    """Heads of buildings and grounds that belong, in capitals, to the name of the place: `Nhà_hát Bến_Thành`, folded."""
    return frozenset({"nhà hát", "sân bay", "cảng", "công viên", "chợ", "cầu", "bến xe", "quảng trường", "sân vận động", "chùa",
                      "đền", "nhà thờ", "bảo tàng", "khu công nghiệp", "khu đô thị", "khu kinh tế", "khu du lịch", "đảo", "vịnh",
                      "sân", "ga", "nhà ga", "đèo", "hồ", "núi", "sông", "biển", "bán đảo", "quần đảo", "khách sạn", "kcn"})


@cache
def provinces() -> frozenset[str]:
    """Provinces and cities of Viet Nam, as compared by `key`: a carrier has a branch in each."""
    return frozenset(key(form) for row in read_lexicon("places") if row["kind"] in {"province", "city"}
                     for form in (row["name"], *split(row["forms"])))


@cache
def carrier_syllables() -> dict[str, str]:
    """kb_id by each carrier name of one syllable, folded: those found inside glued tokens."""
    return {form.casefold(): row["kb_id"] for row in read_lexicon("carriers") for form in split(row["forms"])
            if " " not in form and len(form) > 3 and row["kb_id"]}


@cache
def series() -> frozenset[str]:
    """Words of the series of devices, as spelled."""
    return frozenset(word for row in read_lexicon("brands") if row["kind"] == "series" for word in row["word"].split())


@cache
def brand_words() -> frozenset[str]:
    """First words of makers, series and carriers, as spelled: what follows them is a word of its own."""
    words = {row["word"].split()[0] for row in read_lexicon("brands")}
    return frozenset(words | {form.split()[0] for row in read_lexicon("carriers") for form in split(row["forms"])})


@cache
def standing() -> frozenset[str]:
    """Heads that are a name by themselves in capitals, folded."""
    return frozenset({"chính phủ", "quốc hội", "đảng"})


@cache
def places_heads() -> frozenset[str]:
    """Heads of buildings and grounds: what they name is a place, folded."""
    return frozenset({"cảng", "sân bay", "công viên", "khách sạn", "nhà hàng", "chợ", "nhà hát", "nhà máy", "trường", "phòng",
                      "ban", "đội", "đoàn", "mạng", "hội", "viện", "trạm", "siêu thị", "cảnh sát", "quân đội"})


@cache
def unnamed(kind: str) -> frozenset[str]:
    """Capitalised words that name nothing, folded: `unit`, `generic` or `never`."""
    return frozenset(row["word"] for row in read_lexicon("unnamed") if row["kind"] == kind)


@cache
def inner_words() -> frozenset[str]:
    """Lower-case words between head and carrier inside a name, folded."""
    return frozenset(row["word"] for row in read_lexicon("inner"))
