"""Damage sound articles the way the seed is damaged: the source of training articles and of the benchmark's.

A `CodeBook` gives each digit one set of roles; every mark or number of those roles becomes that digit. `random_book` draws
books of every kind (sentence marks merged or apart, quotes, brackets, colon, dash, numbers by shape or all alike);
`SEED_BOOK` is the one of the real damaged article. The text is expected word-segmented, marks between spaces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final

from vnnlp.repair.roles import LITERALS, Role, number_role


@dataclass(frozen=True, slots=True)
class Code:
    """One lone digit of a damaged text: `text[offset] == digit`. GENUINE: the author's own digit; None: its side is unknown."""

    offset: int
    digit: str
    role: Role | None
    before: str

    @property
    def stood(self) -> Role | None:
        """What stood there, whether it became a code or not: GENUINE for any number of one figure, PLAIN for one of more."""
        return Role.GENUINE if self.role is Role.PLAIN and len(self.before) == 1 else self.role


@dataclass(frozen=True, slots=True)
class CodeBook:
    """Which digit stands for which roles, and the manner of the damage."""

    digits: Mapping[Role, str]
    glued: bool = False
    """A `.` is glued to the end of each line that has none."""
    joined: int = 1
    """Lines are joined to paragraphs of up to this many."""
    kept_numbers: float = 0.0
    """Share of the numbers that stay as they are although their shape has a code."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged text with the truth about each of its lone digits."""

    text: str
    book: CodeBook
    codes: tuple[Code, ...] = field(default=())

    @property
    def n_codes(self) -> int:
        """How many of the digits are codes."""
        return sum(code.role is not Role.GENUINE for code in self.codes)


SEED_BOOK: Final = CodeBook({Role.COMMA: "7", Role.PERIOD: "7", Role.OPEN_QUOTE: "6", Role.CLOSE_QUOTE: "6", Role.COLON: "7",
                             Role.SEMICOLON: "7", Role.OPEN_BRACKET: "7", Role.CLOSE_BRACKET: "7", Role.QUESTION: "7",
                             Role.PLAIN: "1", Role.COMPOUND: "4"}, glued=True, joined=6)


def random_book(random: Random) -> CodeBook:
    """A code book of any kind; at least one kind of sentence mark has a code in nine of ten."""
    digits: dict[Role, str] = {}
    free = random.sample("0123456789", 10)

    def give(*roles: Role) -> None:
        digit = free.pop() if free else ""
        for role in roles:
            if digit:
                digits[role] = digit

    def either(together: float, coded: float, *roles: Role) -> None:
        if random.random() < together:
            if random.random() < coded:
                give(*roles)
            return
        for role in roles:
            if random.random() < coded:
                give(role)

    if random.random() < 0.6:
        also = [role for role in (Role.SEMICOLON, Role.QUESTION, Role.EXCLAMATION, Role.ELLIPSIS, Role.COLON, Role.DASH)
                if random.random() < 0.3]
        give(Role.COMMA, Role.PERIOD, *also)
    else:
        either(0.0, 0.85, Role.COMMA, Role.PERIOD)
    either(0.75, 0.8, Role.OPEN_QUOTE, Role.CLOSE_QUOTE)
    either(0.5, 0.65, Role.OPEN_BRACKET, Role.CLOSE_BRACKET)
    either(0.5, 0.8, Role.PLAIN, Role.COMPOUND)
    rest = [role for role in (Role.COLON, Role.DASH, Role.SEMICOLON, Role.ELLIPSIS, Role.QUESTION, Role.EXCLAMATION)
            if role not in digits]
    random.shuffle(rest)
    for role in rest:
        if random.random() < (0.5 if role in (Role.COLON, Role.DASH) else 0.25):
            give(role)
    return CodeBook(digits, glued=random.random() < 0.5, joined=random.choice((1, 1, 2, 4, 6, 8)),
                    kept_numbers=random.choice((0.0, 0.0, 0.0, 0.1, 0.3)))


def training_book(random: Random) -> CodeBook:
    """A code book to train on: one in eight is of the seed's kind, with one digit for all the marks of sentences."""
    if random.random() < 0.875:
        return random_book(random)
    mark, quote, plain, compound = random.sample("0123456789", 4)
    digits = {role: {"7": mark, "6": quote, "1": plain, "4": compound}[digit] for role, digit in SEED_BOOK.digits.items()}
    if random.random() < 0.5:
        del digits[Role.OPEN_BRACKET], digits[Role.CLOSE_BRACKET]
    if random.random() < 0.3:
        digits |= {Role.ELLIPSIS: mark, Role.EXCLAMATION: mark, Role.DASH: mark}
    return CodeBook(digits, glued=random.random() < 0.7, joined=random.choice((1, 2, 4, 6, 8)),
                    kept_numbers=random.choice((0.0, 0.0, 0.1)))


def damage(text: str, book: CodeBook, random: Random) -> Damaged:
    """`text` as the code book damages it.

    >>> from random import Random
    >>> damage("Viettel , MobiFone giảm 10 % .", SEED_BOOK, Random(0)).text
    'Viettel 7 MobiFone giảm 1 % 7.'
    """
    pieces: list[str] = []
    codes: list[Code] = []
    length = 0
    for line in _paragraphs(text, book.joined, random):
        words = line.split()
        for number, (word, role) in enumerate(zip(words, _roles(words), strict=True)):
            lead = " " if number else ""
            digit = book.digits.get(role, "") if role is not None else ""
            if role in (Role.PLAIN, Role.COMPOUND) and book.kept_numbers and random.random() < book.kept_numbers:
                digit = ""
            if digit:
                known = None if role is Role.OPEN_QUOTE and word == '"' and words.count('"') % 2 else role
                codes.append(Code(length + len(lead), digit, known, word))
            elif len(word) == 1 and word.isdecimal():
                codes.append(Code(length + len(lead), word, Role.GENUINE, word))
            pieces += (lead, digit or word)
            length += len(lead) + len(digit or word)
        if book.glued and words and not pieces[-1].endswith("."):
            pieces.append(".")
            length += 1
        pieces.append("\n")
        length += 1
    return Damaged("".join(pieces[:-1]), book, tuple(codes))


def _paragraphs(text: str, most: int, random: Random) -> Iterator[str]:
    lines = [line for line in text.split("\n") if line.strip()]
    if most == 1:
        yield from lines
        return
    yield from lines[:1]
    first = 1
    while first < len(lines):
        count = random.randint(1, most)
        yield " ".join(lines[first:first + count])
        first += count


def _roles(words: list[str]) -> Iterator[Role | None]:
    """The role of each word of a line; a straight quote opens and closes in turn."""
    inside = False
    for word in words:
        roles = LITERALS.get(word)
        if roles is None:
            yield number_role(word) if word[0].isdecimal() or word[-1].isdecimal() else None
        elif word == '"':
            yield roles[inside]
            inside = not inside
        else:
            yield roles[0]
