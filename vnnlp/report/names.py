"""What people call the codes: strategies and segments in Vietnamese and English, carriers, kinds, statuses.

The names come from the lexicons; a code that no lexicon names (another taxonomy, an older run) goes by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vnnlp.errors import ModelError
from vnnlp.lexicons import read_lexicon

POLARITY = {"does": "does", "stops": "stops", "rejects": "rejects"}
LABELS = {"PER": "People", "ORG": "Organisations", "LOC": "Places", "PROD": "Products"}
CARRIERS = {"all": "all carriers"}
SEGMENTS = {
    "": ("không nói rõ", "not said"),
    "vip": ("Khách VIP", "VIP"),
    "loyal": ("Khách lâu năm", "Loyal"),
    "postpaid": ("Trả sau", "Postpaid"),
    "prepaid": ("Trả trước", "Prepaid"),
    "new": ("Thuê bao mới", "New"),
    "low_income": ("Thu nhập thấp", "Low income"),
    "mass": ("Đại trà", "Mass market"),
    "youth": ("Giới trẻ, sinh viên", "Youth"),
    "rural": ("Nông thôn", "Rural"),
    "official": ("Cơ quan, cán bộ", "Officials"),
    "corporate": ("Doanh nghiệp", "Corporate"),
    "affected": ("Bị sự cố", "Affected by a fault"),
    "all": ("Mọi khách hàng", "All customers"),
}
DUPLICATES = {"exact": "repeated passage", "near": "near-duplicate article", "line": "repeated line"}


@dataclass(frozen=True, slots=True)
class Names:
    """Names by code; each pair is Vietnamese, English.

    >>> Names().strategy("unheard_of")
    ('', 'unheard of')
    """

    strategies: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    segments: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    carriers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, manifest: Mapping[str, Any] | None = None) -> Names:
        """The names of the lexicons that a run used: its own taxonomy where its settings name one."""
        taxonomy = str((manifest or {}).get("settings", {}).get("extraction", {}).get("taxonomy", "")) or "strategies"
        return cls(_pairs(taxonomy, "strategy") or _pairs("strategies", "strategy"), SEGMENTS,
                   CARRIERS | {row["kb_id"]: row["name"] for row in _rows("carriers")})

    def strategy(self, code: str) -> tuple[str, str]:
        """Vietnamese and English name of a strategy."""
        return self.strategies.get(code, ("", code.replace("_", " ")))

    def segment(self, code: str | None) -> tuple[str, str]:
        """Vietnamese and English name of a segment of customers."""
        return self.segments.get(code or "", ("", (code or "").replace("_", " ")))

    def carrier(self, code: str | None) -> str:
        """The name of a carrier."""
        return self.carriers.get(code or "", (code or "").replace("_", " "))


def _rows(name: str) -> list[dict[str, str]]:
    try:
        return read_lexicon(name)
    except ModelError:
        # A taxonomy of an older run may have moved; its codes still say what was found.
        return []


def _pairs(lexicon: str, kind: str) -> dict[str, tuple[str, str]]:
    pairs = {}
    for row in _rows(lexicon):
        if row.get("kind", kind) == kind and row.get("name"):
            vietnamese, _, english = row.get("forms", "").partition("|")
            pairs[row["name"]] = (vietnamese, english or row["name"].replace("_", " "))
    return pairs
