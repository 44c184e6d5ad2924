"""Edits can be undone byte for byte, and offsets lead back to the article as read."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnnlp.edits import Edit, apply, undo
from vnnlp.errors import ContractError

SEED = "Chỉ chiếm trên_dưới 1 % thuê_bao 7 song đem_về gần 1 % doanh_thu 7."


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(alphabet="aàắđ 17._\n%", max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=10)))
    edits = [Edit(start, end, text[start:end], draw(st.sampled_from(["", ",", "⟨?⟩", ". "])), "mark", applied=draw(st.booleans()))
             for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    return text, edits


@given(texts_with_edits())
def test_undo_gives_back_the_text(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    repaired, _ = apply(text, edits)
    assert undo(repaired, edits) == text


@given(texts_with_edits())
def test_untouched_characters_map_to_themselves(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    repaired, offsets = apply(text, edits)
    touched = {k for edit in edits if edit.applied for k in range(edit.start, edit.end)}
    inserted = {edit.start for edit in edits if edit.applied and edit.start == edit.end}
    for k, character in enumerate(text):
        if k not in touched and k not in inserted:
            start, end = offsets.span_to_repaired(k, k + 1)
            assert repaired[start:end].endswith(character)
            assert offsets.span_to_read(end - 1, end) == (k, k + 1)


def test_a_span_that_touches_an_edit_covers_it_whole() -> None:
    edits = [Edit(20, 21, "1", "⟨?⟩", "lost_number"), Edit(33, 34, "7", ",", "mark")]
    repaired, offsets = apply(SEED, edits)
    assert repaired == "Chỉ chiếm trên_dưới ⟨?⟩ % thuê_bao , song đem_về gần 1 % doanh_thu 7."
    start = repaired.index("⟨?⟩")
    assert offsets.span_to_read(start, start + 5) == (20, 23)
    assert SEED[slice(*offsets.span_to_read(start, start + 3))] == "1"
    assert offsets.to_read(np.array([repaired.index("song")])).tolist() == [SEED.index("song")]


def test_proposals_change_nothing() -> None:
    assert apply(SEED, [Edit(20, 21, "1", "⟨?⟩", "lost_number", applied=False)])[0] == SEED


@pytest.mark.parametrize("edits", [
    [Edit(0, 3, "Chỉ", "", "x"), Edit(2, 4, "ỉ ", "", "x")],
    [Edit(0, 3, "chỉ", "", "x")],
])
def test_edits_that_overlap_or_do_not_fit_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ContractError, match="CO002"):
        apply(SEED, edits)


def test_undo_refuses_the_edits_of_another_run() -> None:
    with pytest.raises(ContractError, match="CO002"):
        undo("một câu khác", [Edit(0, 1, "7", ",", "mark")])
