"""The roles that a code digit can have, and what each stands for in repaired text."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final


class Role(IntEnum):
    """What stood where a lone digit stands now; GENUINE is a digit that the author wrote.

    The values are the columns of the context model's weights: a new role means a new model.
    """

    COMMA = 0
    PERIOD = 1
    OPEN_QUOTE = 2
    CLOSE_QUOTE = 3
    OPEN_BRACKET = 4
    CLOSE_BRACKET = 5
    COLON = 6
    DASH = 7
    SEMICOLON = 8
    ELLIPSIS = 9
    QUESTION = 10
    EXCLAMATION = 11
    PLAIN = 12
    COMPOUND = 13
    GENUINE = 14

    @property
    def title(self) -> str:
        """The name in code books and reasons: `open quote`."""
        return _TITLES[self]


N_ROLES: Final = len(Role)
_TITLES: Final = tuple(role.name.lower().replace("_", " ") for role in Role)

MARKS: Final[dict[Role, str]] = {
    Role.COMMA: ",", Role.PERIOD: ".", Role.OPEN_QUOTE: "“", Role.CLOSE_QUOTE: "”", Role.OPEN_BRACKET: "(",
    Role.CLOSE_BRACKET: ")", Role.COLON: ":", Role.DASH: "-", Role.SEMICOLON: ";", Role.ELLIPSIS: "…", Role.QUESTION: "?",
    Role.EXCLAMATION: "!",
}
"""What repaired text shows for each mark."""

SENTENCE_END: Final = frozenset({Role.PERIOD, Role.QUESTION, Role.EXCLAMATION, Role.ELLIPSIS})
RARE: Final = (Role.DASH, Role.SEMICOLON, Role.ELLIPSIS)
"""Last choice inside a merged code: the context alone tells them badly from comma and period."""

LITERALS: Final[dict[str, tuple[Role, ...]]] = {
    ",": (Role.COMMA,), ".": (Role.PERIOD,), "“": (Role.OPEN_QUOTE,), "”": (Role.CLOSE_QUOTE,),
    '"': (Role.OPEN_QUOTE, Role.CLOSE_QUOTE), "(": (Role.OPEN_BRACKET,), ")": (Role.CLOSE_BRACKET,), ":": (Role.COLON,),
    "-": (Role.DASH,), "–": (Role.DASH,), ";": (Role.SEMICOLON,), "...": (Role.ELLIPSIS,), "…": (Role.ELLIPSIS,),
    "?": (Role.QUESTION,), "!": (Role.EXCLAMATION,),
}
"""The roles that a mark of the text itself speaks for."""

_PLAIN = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,12}){0,6}")
_COMPOUND = re.compile(r"\d{1,12}(?:[.,]\d{1,9}){0,4}(?:[-–/:x+]\d{1,12}(?:[.,]\d{1,9}){0,4}){1,4}")


def number_role(form: str) -> Role | None:
    """PLAIN for one number, COMPOUND for numbers joined by a stroke, hyphen or colon, None for anything else.

    >>> number_role("1.250.000"), number_role("2/11"), number_role("5S")
    (<Role.PLAIN: 12>, <Role.COMPOUND: 13>, None)
    """
    if _PLAIN.fullmatch(form):
        return Role.PLAIN
    return Role.COMPOUND if _COMPOUND.fullmatch(form) else None
