"""The matcher sees an entry in any segmentation, whole tokens only, the longest first."""

import pytest

from tests.support import shard_of
from vnnlp.extraction.lexicon import Matcher


def found(matcher: Matcher, text: str, **options: bool) -> list[str]:
    shard = shard_of(text)
    matches = matcher.find(shard, **options)
    return [shard.text[shard.token_start[first]:shard.token_end[last - 1]]
            for first, last in zip(matches.start, matches.end, strict=True)]


@pytest.mark.parametrize("text", ["dịch_vụ chăm_sóc khách_hàng tốt", "dịch vụ chăm sóc khách hàng tốt", "CHĂM_SÓC KHÁCH_HÀNG"])
def test_any_segmentation(text: str) -> None:
    assert len(found(Matcher(["chăm sóc khách hàng"]), text)) == 1


def test_punctuation_inside_a_name() -> None:
    assert found(Matcher(["S-Fone", "TP.HCM"]), "mạng S-Fone ở TP.HCM và TP. HCM") == ["S-Fone", "TP.HCM", "TP. HCM"]


def test_never_half_a_token() -> None:
    assert found(Matcher(["khách"]), "khách_hàng , khách") == ["khách"]


def test_longest_from_the_left() -> None:
    matcher = Matcher(["Viettel", "Viettel Telecom", "Telecom"])
    assert found(matcher, "công_ty Viettel Telecom") == ["Viettel Telecom"]
    assert found(matcher, "công_ty Viettel Telecom", overlapping=True) == ["Viettel", "Viettel Telecom", "Telecom"]


def test_cased_entries() -> None:
    matcher = Matcher(["VMS"], cased=[True])
    assert found(matcher, "VMS , vms") == ["VMS"]
    assert matcher.get("VMS") == 0
    assert matcher.get("vms") is None


def test_a_match_stays_in_its_sentence() -> None:
    assert found(Matcher(["Viettel Telecom"]), "của Viettel\nTelecom mới") == []
