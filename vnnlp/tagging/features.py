"""What the tagger sees of a token: attributes of its form, and templates that say where in the window they are looked at.

An attribute depends on the form alone, so it is computed once per distinct type. A template is one attribute at one place
of the window (`w` at -1), or several together (`w` at -1 with `shape` at 0). The same templates serve training, where they
make feature strings for python-crfsuite, and decoding, where they gather rows of weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby
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


def written(form: str) -> str:
    """A form with `_` as space and every digit as 0, capitals kept.

    >>> written("Tháng_9")
    'Tháng 0'
    """
    return _DIGIT.sub("0", form.replace("_", " "))


@lru_cache(maxsize=1 << 16)
def fold(form: str) -> str:
    """A form as words are compared: lower case, `_` as space, every digit as 0.

    >>> fold("Khách_hàng"), fold("2013")
    ('khách hàng', '0000')
    """
    return written(form.casefold())


def written_all(forms: Sequence[str]) -> list[str]:
    """`written` of each form, in one pass over all of them."""
    found = written("\n".join(forms)).split("\n")
    return found if len(found) == len(forms) else list(map(written, forms))


def fold_all(forms: Sequence[str]) -> list[str]:
    """`fold` of each form, in one pass over all of them.

    >>> fold_all(["Khách_hàng", "2013"])
    ['khách hàng', '0000']
    """
    found = written("\n".join(forms).casefold()).split("\n")
    return found if len(found) == len(forms) else list(map(fold, forms))


@lru_cache(maxsize=1 << 16)
def shape(form: str) -> str:
    """How a form is capitalised, syllable by syllable, repeats once; then its number of syllables if more than one.

    >>> shape("Phạm_Việt_Tú"), shape("Tổng_công_ty"), shape("TP.HCM"), shape("3G"), shape("khách hàng")
    ('X3', 'Xx3', 'A', '0L', 'x2')
    """
    parts = [part for part in form.replace("_", " ").split(" ") if part]
    if len(parts) == 1:
        return _kind(parts[0])
    kinds = [kind for kind, _ in groupby(map(_kind, parts))]
    return "".join(kinds[:4]) + (str(min(len(parts), 5)) if parts else "")


@lru_cache(maxsize=1 << 14)
def _kind(part: str) -> str:
    """How one syllable is capitalised."""
    letters = part if part.isalpha() else "".join(filter(str.isalpha, part))
    digits = "0" if letters is not part and any(map(str.isdigit, part)) else ""
    if not letters:
        return digits or part[:3]
    if all(map(str.islower, letters)):
        return digits + "x"
    if all(map(str.isupper, letters)):
        return digits + ("A" if len(letters) > 1 else "L")
    return digits + ("X" if letters[0].isupper() and all(map(str.islower, letters[1:])) else "M")


@lru_cache(maxsize=1 << 14)
def is_vietnamese(syllable: str) -> bool:
    """Whether a lower-case syllable is spelled as Vietnamese can be.

    >>> is_vietnamese("nghiêng"), is_vietnamese("huawei")
    (True, False)
    """
    return _SYLLABLE.fullmatch(syllable) is not None


class _Forms:
    """Forms, and what several attributes ask of them, each computed once."""

    def __init__(self, forms: Sequence[str]) -> None:
        self.forms = forms
        self.written = written_all(forms)
        self.folded = fold_all(forms)
        self.parts = [form.split(" ") for form in self.folded]

    def syllables(self, place: int) -> list[Value]:
        """The first (0) or last (-1) syllable of each compound."""
        return [parts[place] if len(parts) > 1 else None for parts in self.parts]

    @cached_property
    def foreign(self) -> list[Value]:
        """The first syllable of each form that is not spelled as Vietnamese can be."""
        return [next((part for part in parts if len(part) > 2 and part.isalpha() and not is_vietnamese(part)), None)
                for parts in self.parts]


BUILT_IN: Final[Mapping[str, Callable[[_Forms], Sequence[Value]]]] = {
    "w": lambda of: of.folded,
    "shape": lambda of: list(map(shape, of.forms)),
    "first": lambda of: of.syllables(0),
    "last": lambda of: of.syllables(-1),
    "prefix": lambda of: [part and part[:3] for part in of.foreign],
    "suffix": lambda of: [part and part[-3:] for part in of.foreign],
    "plain": lambda of: [part and "foreign" for part in of.foreign],
}


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes of a model: those of `BUILT_IN`, and its word lists.

    `words` holds, by attribute name, what a form is known as (a cluster, membership of a lexicon): looked up as written
    (with `_` as space and digits as 0), then in lower case. An attribute `first/NAME` (`last/NAME`) looks the first
    (last) syllable of a compound up in the list NAME.
    """

    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def columns(self, names: Iterable[str], forms: Sequence[str]) -> dict[str, Sequence[Value]]:
        """The values of some attributes for each form, by the attribute's name."""
        of = _Forms(forms)
        return {name: BUILT_IN[name](of) if name in BUILT_IN else self._listed(name, of) for name in names}

    def _listed(self, name: str, of: _Forms) -> list[Value]:
        where, _, listed = name.rpartition("/")
        get = self.words[listed].get
        if where:
            place = 0 if where == "first" else -1
            return [get(form.split(" ")[place]) for form in of.written]
        return [get(form) or get(folded) for form, folded in zip(of.written, of.folded, strict=True)]
