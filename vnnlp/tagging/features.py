"""What the tagger sees of a token: attributes of its form, and templates that say where in the window they are looked at.

An attribute depends on the form alone, so it is computed once per distinct type. A template is one attribute at one place
of the window (`w` at -1), or several together (`w` at -1 with `shape` at 0). The same templates serve training, where they
make feature strings for python-crfsuite, and decoding, where they gather rows of weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import regex

Value = str | None
PAD: Final = "<s>"
"""The value of `w` and `shape` outside the sentence."""
PADDED: Final = frozenset({"w", "shape"})

_SYLLABLE: Final = regex.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
    r"[aăâeêioôơuưyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]{1,3}"
    r"(?:ch|nh|ng|[cmnpt])?")
_DIGIT: Final = regex.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Template:
    """Attributes looked at together: ((name, offset), …), offsets in tokens from the one that is labelled."""

    parts: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, text: str) -> Template:
        """A template as written in a model's JSON.

        >>> Template.of("w:-1 shape:0").parts
        (('w', -1), ('shape', 0))
        """
        return cls(tuple((part.split(":")[0], int(part.split(":")[1])) for part in text.split()))

    def __str__(self) -> str:
        return " ".join(f"{name}:{offset}" for name, offset in self.parts)


DEFAULT_TEMPLATES: Final = tuple(map(Template.of, (
    "w:-2", "w:-1", "w:0", "w:1", "w:2",
    "shape:-2", "shape:-1", "shape:0", "shape:1", "shape:2",
    "first:-1", "first:0", "first:1", "last:-1", "last:0", "last:1", "prefix:0", "suffix:0", "plain:0", "plain:1",
    "shape:-1 shape:0", "shape:0 shape:1", "shape:-1 shape:0 shape:1", "w:-1 shape:0", "shape:0 w:1", "w:-1 w:0", "w:0 w:1",
)))


def window(name: str, *offsets: int) -> tuple[Template, ...]:
    """One template for each place of an attribute."""
    return tuple(Template(((name, offset),)) for offset in offsets)


@lru_cache(maxsize=1 << 17)
def fold(form: str) -> str:
    """A form as words are compared: lower case, `_` as space, every digit as 0.

    >>> fold("Khách_hàng"), fold("2013")
    ('khách hàng', '0000')
    """
    return _DIGIT.sub("0", form.casefold().replace("_", " "))


@lru_cache(maxsize=1 << 17)
def shape(form: str) -> str:
    """How a form is capitalised, syllable by syllable, repeats once; then its number of syllables if more than one.

    >>> shape("Phạm_Việt_Tú"), shape("Tổng_công_ty"), shape("TP.HCM"), shape("3G"), shape("khách hàng")
    ('X3', 'Xx3', 'A', '0L', 'x2')
    """
    parts = [part for part in form.replace("_", " ").split(" ") if part]
    kinds: list[str] = []
    for part in parts:
        kind = _kind(part)
        if not kinds or kinds[-1] != kind:
            kinds.append(kind)
    return "".join(kinds[:4]) + (str(min(len(parts), 5)) if len(parts) > 1 else "")


def _kind(part: str) -> str:
    letters = [char for char in part if char.isalpha()]
    if not letters:
        return "0" if any(char.isdigit() for char in part) else part[:3]
    digits = "0" if any(char.isdigit() for char in part) else ""
    if all(char.islower() for char in letters):
        return digits + "x"
    if all(char.isupper() for char in letters):
        return digits + ("A" if len(letters) > 1 else "L")
    return digits + ("X" if letters[0].isupper() and all(char.islower() for char in letters[1:]) else "M")


def is_vietnamese(syllable: str) -> bool:
    """Whether a lower-case syllable is spelled as Vietnamese can be.

    >>> is_vietnamese("nghiêng"), is_vietnamese("huawei")
    (True, False)
    """
    return _SYLLABLE.fullmatch(syllable) is not None


def _first(form: str) -> Value:
    parts = fold(form).split(" ")
    return parts[0] if len(parts) > 1 else None


def _last(form: str) -> Value:
    parts = fold(form).split(" ")
    return parts[-1] if len(parts) > 1 else None


def _foreign(form: str) -> str | None:
    parts = fold(form).split(" ")
    strange = [part for part in parts if len(part) > 2 and part.isalpha() and not is_vietnamese(part)]
    return strange[0] if strange else None


def _prefix(form: str) -> Value:
    strange = _foreign(form)
    return strange[:3] if strange else None


def _suffix(form: str) -> Value:
    strange = _foreign(form)
    return strange[-3:] if strange else None


def _plain(form: str) -> Value:
    return "foreign" if _foreign(form) else None


BUILT_IN: Final[Mapping[str, Callable[[str], Value]]] = {
    "w": fold, "shape": shape, "first": _first, "last": _last, "prefix": _prefix, "suffix": _suffix, "plain": _plain}


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes of a model: those of `BUILT_IN`, and its word lists.

    `words` holds, by attribute name, what a form is known as (a cluster, membership of a lexicon): looked up as written
    (with `_` as space and digits as 0), then in lower case. An attribute `first/NAME` (`last/NAME`) looks the first
    (last) syllable of a compound up in the list NAME.
    """

    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def values(self, name: str, forms: Sequence[str]) -> list[Value]:
        """The value of one attribute for each form."""
        if name in BUILT_IN:
            return list(map(BUILT_IN[name], forms))
        where, _, listed = name.rpartition("/")
        table = self.words[listed]
        if where:
            index = 0 if where == "first" else -1
            return [table.get(written(form).split(" ")[index]) for form in forms]
        return [table.get(written(form)) or table.get(fold(form)) for form in forms]


@lru_cache(maxsize=1 << 17)
def written(form: str) -> str:
    """A form with `_` as space and every digit as 0, capitals kept.

    >>> written("Tháng_9")
    'Tháng 0'
    """
    return _DIGIT.sub("0", form.replace("_", " "))
