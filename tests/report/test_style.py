"""What the style promises: text can be read in light and dark, by WCAG 2.2 AA (4.5 to 1; 3 to 1 for what is drawn)."""

from __future__ import annotations

import re

import pytest

from vnnlp.report.page import FOLDER

CSS = (FOLDER / "page.css").read_text(encoding="utf-8")
LIGHT = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", CSS[:CSS.index("@media")]))
DARK = LIGHT | dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", CSS[CSS.index("prefers-color-scheme:dark"):CSS.index("*{")]))

TEXT = [("ink", "paper"), ("muted", "paper"), ("ink", "raised"), ("muted", "raised"), ("accent", "paper"), ("link", "paper"),
        ("link", "raised"), ("accent", "h0"), ("accent", "h1"), *(("h-dark", f"h{step}") for step in range(4)),
        ("h-light", "h4"), ("h-light", "h5"), *(("ink", mark) for mark in ("per", "org", "loc", "prod", "fig"))]
DRAWN = [(f"s{number}", "paper") for number in range(6)]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place:place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    bright, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_drawings_stand_out_from_their_ground(scheme: dict[str, str]) -> None:
    weak = {f"{first} on {second}": round(contrast(scheme[first], scheme[second]), 2)
            for pairs, floor in ((TEXT, 4.5), (DRAWN, 3.0)) for first, second in pairs
            if contrast(scheme[first], scheme[second]) < floor}
    assert weak == {}


def test_the_page_respects_print_and_narrow_screens() -> None:
    assert "@media print" in CSS and "@media (max-width" in CSS and ":focus-visible" in CSS
