"""Names that the tagger ran together, taken apart: at the verb between them, and between a role's owner and its holder.

`Cục Quản_lý cạnh_tranh phạt S-Fone` is two organisations, `Barcelona thắng Real Madrid` two teams, and in
`CEO Apple Tim_Cook` a company stands before a person.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np

from vnnlp.extraction.entities import knowledge
from vnnlp.extraction.entities.mistaken import HOUSES
from vnnlp.extraction.entities.spans import Span, span_of
from vnnlp.extraction.entities.view import View
from vnnlp.tagging.features import is_vietnamese

_ROLES: Final = frozenset({"ceo", "cto", "cfo", "sếp", "ông chủ", "chủ tịch", "tổng giám đốc", "giám đốc", "nhà sáng lập",
                           "người sáng lập", "đồng sáng lập", "giám đốc điều hành"})
"""Roles in a company, besides the titles."""
COMPANY: Final = frozenset({
    "telecom", "mobile", "group", "software", "electronics", "products", "store", "online", "vina", "vietnam", "airlines", "bank",
    "media", "shop", "corporation", "corp", "inc", "united", "city", "madrid", "asia", "global", "latinh", "la", "retail", "land",
    "capital", "securities", "motor", "display", "network", "review", "magazine", "times", "banker", "finance", "international",
    "institute", "university", "club", "travel", "report", "news", "daily", "journal", "holdings", "motors", "systems",
    "technologies", "labs", "energy", "partners", "insurance", "care", "health", "airways", "broadcasting", "entertainment",
    "pictures", "studios", "records", "foundation", "association", "company", "industries", "resources", "financial"})
"""Words behind a company's or country's name that belong to a company, folded."""
_BETWEEN_HOUSES: Final = frozenset({"và", "-", "–", ","})
_HOUSES: Final = frozenset({"công ty", "công ty cổ phần", "tổng công ty", "tập đoàn", "ngân hàng", "bộ", "cục", "tổng cục", "sở",
                            "báo", "công an", "ubnd", "bệnh viện", "trường", "trường đại học", "đài", "hiệp hội"})
"""Heads that begin another organisation behind `và` or a dash, folded."""
_AND: Final = frozenset({"và", "cùng"})
_SEATED: Final = frozenset({"sở", "ubnd", "hđnd", "công an", "ủy ban nhân dân", "uỷ ban nhân dân", "hội đồng nhân dân", "tand",
                            "tòa án", "toà án", "vksnd", "viện kiểm sát", "chi cục", "cục thuế", "cục hải quan", "tỉnh ủy",
                            "thành ủy", "thành đoàn", "tỉnh đoàn", "đài", "hội"})
"""Heads of bodies whose name ends with their province, folded."""


def severed(view: View, spans: list[Span]) -> list[Span]:
    """The model's mentions, those parted that hold a verb or a role's owner and holder."""
    if not spans:
        return spans
    long = [span for span in spans if span.last - span.first > 1 and span.label != "PROD"]
    inside = np.zeros(view.shard.n_tokens, dtype=np.bool_)
    for span in long:
        inside[span.first:span.last] = True
    found = knowledge.between_verbs().find(view.shard, within=inside & ~view.capital[view.shard.token_type])
    verbs = dict(zip(found.start.tolist(), found.end.tolist(), strict=True))
    countries = {country.split(" ")[0] for country in knowledge.countries()}
    nations = view.shard.types.flags("nation begins", lambda form: (
        form.replace("_", " ").split(" ", 1)[0].casefold() in countries))
    houses = _joined_houses(view)
    full = view.shard.types.flags("full name", _is_full_name)
    result: list[Span] = []
    for span in spans:
        if span.last - span.first < 2 or span.label == "PROD":
            result.append(span)
        elif verbs and (cuts := [token for token in range(span.first, span.last) if token in verbs]):
            result += _at_verbs(view, span, [(token, min(verbs[token], span.last)) for token in cuts])
        elif houses and span.label == "ORG" and (house := _second_house(view, span, houses)) is not None:
            result += _at_verbs(view, span, [(house, house + 1)])
        elif (joint := _joint(view, span)) is not None:
            result += _at_verbs(view, span, [(joint, joint + 1)])
        elif span.label == "ORG" and nations[view.types[_capital(view, span)]] and (owner := _owner_end(view, span)) is not None:
            result += [span_of(view.shard, _capital(view, span), owner, "LOC", confidence=span.confidence),
                       span_of(view.shard, owner, span.last, "ORG", confidence=span.confidence)]
        elif span.label == "ORG" and full[view.types[span.last - 1]] and _holds_person(view, span):
            result += [span_of(view.shard, span.first, span.last - 1, "ORG", confidence=span.confidence),
                       span_of(view.shard, span.last - 1, span.last, "PER", confidence=span.confidence)]
        elif (span.label == "LOC" and nations[view.types[span.first]]) or _is_role(view, span.first):
            result += _at_person(view, span)
        else:
            result.append(span)
    return result


def _at_verbs(view: View, span: Span, cuts: list[tuple[int, int]]) -> list[Span]:
    """The names of a mention before and behind its verbs, each [begin, end)."""
    pieces: list[Span] = []
    for (_, begin), (end, _) in pairwise([(span.first, span.first), *cuts, (span.last, span.last)]):
        first = begin
        while first < end and not view.is_capital(first):
            first += 1
        if first < end:
            label = _label(view, span, first, end)
            pieces.append(span_of(view.shard, first, end, label, confidence=span.confidence, method="model"))
    return pieces


def _second_house(view: View, span: Span, houses: frozenset[int]) -> int | None:
    """The `và` or dash before another organisation's head: `Tập_đoàn Sao_Mai và Ngân_hàng Hồng_Hà`, `Cục C50 - Bộ Công_an`."""
    if view.fold(span.first) in {"cơ quan", "trung tâm"}:
        return None
    return next((token for token in range(span.first + 1, span.last - 2) if token in houses), None)


def _joint(view: View, span: Span) -> int | None:
    """The `và` between two foreign names that the model took for one: `McClure và bạn_trai Mark`."""
    first = span.first
    if span.last - first < 3 or view.fold(first + 1) not in _AND or view.is_head(first) or view.is_acronym(first):
        return None
    word = view.form(first).replace("_", " ").split(" ")[0]
    known = knowledge.organisations().get(view.shard.text[span.start:span.end]) is not None
    foreign = len(word) > 2 and view.is_capital(first) and not is_vietnamese(word.casefold())
    return first + 1 if foreign and not known and view.is_capital(span.last - 1) else None


def _label(view: View, span: Span, first: int, last: int) -> str:
    text = view.shard.text[view.shard.token_start[first]:view.shard.token_end[last - 1]]
    if view.is_head(first) or knowledge.carriers()[0].get(text) is not None or knowledge.organisations().get(text) is not None:
        return "ORG"
    return "LOC" if knowledge.key(text) in knowledge.places() else span.label


def _holds_person(view: View, span: Span) -> bool:
    """Whether an organisation behind a role ends with who has it: `tổng_cục_trưởng [Tổng_cục Cảnh_sát] Phan_Văn_Vĩnh`."""
    name = span.last - 1
    return (name - span.first > 1 and view.is_capital(name - 1) and not view.is_head(name - 1)
            and view.fold(name - 1) not in HOUSES and _is_role(view, span.first))


def _is_full_name(form: str) -> bool:
    """Whether a form is a full Vietnamese name of three syllables or more."""
    words = form.replace("_", " ").split(" ")
    return len(words) > 2 and words[0] in knowledge.name_parts("family") and all(word[:1].isupper() for word in words)


def _joined_houses(view: View) -> frozenset[int]:
    """The tokens of `và` or a dash with an organisation's head and a further capital behind them."""
    types, shard = view.shard.token_type, view.shard
    if len(types) < 3:
        return frozenset()
    joins = shard.types.flags("between houses", _BETWEEN_HOUSES.__contains__)[types]
    heads = (view.among("second house", _HOUSES) & view.capital)[types]
    return frozenset(np.flatnonzero(joins[:-2] & heads[1:-1] & view.capital[types][2:]).tolist())


def _capital(view: View, span: Span) -> int:
    """The first token of a mention with a capital, else its first."""
    first = span.first
    while first < span.last - 1 and not view.is_capital(first):
        first += 1
    return first if view.is_capital(first) else span.first


def _owner_end(view: View, span: Span) -> int | None:
    """The end of a country before a known company: `Trung_Quốc Huawei`."""
    text, start, end = view.shard.text, view.shard.token_start, view.shard.token_end
    first = next((token for token in range(span.first, span.last) if view.is_capital(token)), span.last)
    if first == span.last or knowledge.key(view.form(first)) not in _country_beginnings():
        return None
    for cut in range(first + 1, span.last):
        if knowledge.key(text[start[first]:end[cut - 1]]) in knowledge.countries():
            known = text[start[cut]:span.end]
            return cut if view.form(cut).isascii() and knowledge.organisations().get(known) is not None else None
    return None


@cache
def _country_beginnings() -> frozenset[str]:
    """Whatever a country's name begins with, as compared by `knowledge.key`."""
    return frozenset(country[:length] for country in knowledge.countries() for length in range(1, len(country) + 1))


def _at_person(view: View, span: Span) -> list[Span]:
    """A known organisation or country and the person behind it, where a role stands before (before a country none need)."""
    first = span.first
    role = _is_role(view, first)
    for cut in range(span.last - 1, first, -1):
        owner = view.shard.text[view.shard.token_start[first]:view.shard.token_end[cut - 1]]
        country = knowledge.key(owner) in knowledge.countries()
        known = role and any(matcher.get(owner) is not None for matcher in (
            knowledge.organisations(), knowledge.carriers()[0], knowledge.bodies()[0]))
        if (known or (country and (role or span.label == "LOC"))) and _is_person(view, cut, span.last, full=not country):
            return [span_of(view.shard, first, cut, "LOC" if country else "ORG", confidence=span.confidence),
                    span_of(view.shard, cut, span.last, "PER", confidence=span.confidence)]
    return [span]


@cache
def _role_ends() -> frozenset[str]:
    """Last syllables of roles and titles of several, folded."""
    return frozenset(role.rsplit(" ", 1)[1] for role in (*knowledge.titles(), *_ROLES) if " " in role)


def _is_role(view: View, end: int) -> bool:
    """Whether the tokens before `end` are a title or a role, in one token or a syllable each."""
    if not end or view.opens[end]:
        return False
    words = view.fold(end - 1)
    if words in knowledge.titles() or words in _ROLES:
        return True
    if words not in _role_ends():
        return False
    for token in range(end - 2, max(end - 5, -1), -1):
        if view.opens[token + 1]:
            return False
        words = f"{view.fold(token)} {words}"
        if words in knowledge.titles() or words in _ROLES:
            return True
    return False


def _is_person(view: View, first: int, last: int, *, full: bool) -> bool:
    """Whether tokens can be a person's name: a family name and more, or foreign words (`full`: two of them or more)."""
    text = view.shard.text[view.shard.token_start[first]:view.shard.token_end[last - 1]]
    words = text.replace("_", " ").split()
    if not all(word[:1].isupper() and word.isalpha() and word.casefold() not in COMPANY for word in words):
        return False
    if knowledge.key(text) in knowledge.places():
        return False
    if any(view.is_acronym(token) or view.is_head(token) for token in range(first, last)):
        return False
    if words[0] in knowledge.name_parts("family"):
        return len(words) > 1
    foreign = any(not is_vietnamese(word.casefold()) for word in words)
    return foreign and len(words[0]) > 2 and (len(words) > 1 or not full)


def teams(view: View, spans: list[Span]) -> None:
    """Make both sides of a match teams where one is: `Barcelona thắng Real Madrid`; countries stay places."""
    matches = {word for word, kind in knowledge.between().items() if kind == "match"}
    for left, right in pairwise(spans):
        if right.first - left.last != 1 or view.fold(left.last) not in matches or view.opens[left.last:right.first + 1].any():
            continue
        if "PROD" in {left.label, right.label} or "ORG" not in {left.label, right.label}:
            continue
        for side in (left, right):
            name = knowledge.key(view.shard.text[side.start:side.end])
            if side.label != "ORG" and name not in knowledge.countries():
                side.label, side.confidence, side.method = "ORG", 0.8, "rule"


def seated(view: View, spans: list[Span]) -> list[Span]:
    """A body of a province with the province behind it as one name: `Sở Y_tế Hà_Nội`; `Hoàng Anh` and `Xuân` as one too."""
    result: list[Span] = []
    for span in spans:
        before = result[-1] if result else None
        if before is None or before.last != span.first:
            result.append(span)
        elif (before.label == "ORG" and span.label in {"LOC", "PER"}
                and before.kb_id is None and not view.opens[span.first]
                and view.is_capital(before.first) and view.fold(before.first) in _SEATED
                and knowledge.key(view.shard.text[span.start:span.end]) in knowledge.provinces()):
            result[-1] = span_of(view.shard, before.first, span.last, "ORG", confidence=before.confidence, method=before.method)
        elif (before.label == span.label == "PER" and not view.opens[span.first] and before.end < span.start
                and view.form(before.last - 1).endswith("Anh")):
            # `Anh` is a title too, and was parted from the name it is in the middle of.
            result[-1] = span_of(view.shard, before.first, span.last, "PER", confidence=before.confidence, method=before.method)
        else:
            result.append(span)
    return result
