"""Figures measured: scores on every gold there is, written forms of dates and times with their coverage, speed.

    python -m tests.benchmarks.figures [--forms] [--speed] [--hostile] [--measures] [--readings [--sample N]] [--articles N]

Needs ../shared. Duckling's rules on the same 60 cases (measured elsewhere): value F1 53.2, value + unit + per 23.2, 18 of 27
look-alikes fired, 0.077 MB/s.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import regex

from tests.benchmarks.readings.measures import print_scores as print_measures
from tests.benchmarks.readings.reading import print_readings, print_unread
from tests.support import ROOT, SHARED, load_cases, read_jsonl
from vnnlp.evaluation.figures import score
from vnnlp.extraction.entities import extract as entities
from vnnlp.extraction.figures import extract
from vnnlp.repair import repair
from vnnlp.segmentation import segment
from vnnlp.shard import Article

PUBLISHED = date(2019, 6, 3)
"""A day of writing for the real articles, so that relative dates are read too."""

DUCKLING_SPEED = 0.077
"""MB/s of Duckling's Vietnamese rules, measured with its own server on the same kind of text."""

_NUMBER_WORD = r"(?:một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|giêng|chạp|nhất)"
_PLACE = (r"(?:(?:ngày|mùng|mồng|hôm|tháng|năm|quý|sáng|trưa|chiều|tối|đêm|thứ[ _](?:\d|\p{L}+)|chủ[ _]nhật"
          r"|giai[ _]đoạn|nhiệm[ _]kỳ|SN)[ _])")
_FORMS = regex.compile(
    rf"(?<![\p{{L}}\d_./-])(?:"
    rf"{_PLACE}{{0,2}}\d{{1,2}} ?[/-] ?\d{{1,2}}(?: ?[/-] ?\d{{2,4}})?(?![\d/-])"
    rf"|(?:ngày|mùng|mồng|hôm) \d{{1,2}}(?: tháng \d{{1,2}}(?: năm \d{{4}})?)?(?![\d/.,])"
    rf"|tháng[ _](?:\d{{1,2}}(?: ?[/-] ?\d{{4}}| năm \d{{4}})?|{_NUMBER_WORD})(?![\d/_])"
    rf"|quý (?:\d|[IV]+)(?: ?[/-] ?\d{{4}}| năm \d{{4}})?(?![\d/])"
    rf"|(?:năm|SN|giai_đoạn|nhiệm_kỳ|năm_học) \d{{4}}(?: ?[-–] ?\d{{4}})?(?![\d/.,])"
    rf"|\d{{1,2}} ?(?:h|g|:) ?\d{{2}}(?:'| phút)?(?!\d)|\d{{1,2}} ?h(?!\p{{L}})"
    rf"|\d{{1,2}} giờ(?: \d{{1,2}}(?: phút)?)? (?:sáng|trưa|chiều|tối|đêm|ngày)"
    rf"|(?:năm|tháng|tuần|quý)[ _](?:ngoái|nay|này|trước|sau|tới|qua)(?!\p{{L}})"
    rf"|(?:hôm|ngày|sáng|trưa|chiều|tối|đêm)[ _](?:nay|qua|mai|kia)(?!\p{{L}})"
    rf")", regex.IGNORECASE)


def articles(limit: int) -> list[Article]:
    """The first `limit` segmented articles of the real data."""
    rows = read_jsonl(SHARED / "data" / "news_segmented.jsonl.gz")
    return [Article(row["id"], row["text"], published=PUBLISHED) for _, row in zip(range(limit), rows, strict=False)]


def golds() -> Iterator[tuple[str, list[dict[str, Any]], bool]]:
    """Every gold set: its name, its cases, and whether its articles go through repair first."""
    cases = load_cases("figures", "wild") + load_cases("figures", "negative")
    yield "own sentences, developed on", [case for case in cases if case["split"] == "develop"], False
    yield "own sentences, held out", [case for case in cases if case["split"] == "heldout"], False
    yield "shared/gold/figure_cases", list(read_jsonl(SHARED / "gold" / "figure_cases.jsonl")), False
    yield "shared/gold/dev (real)", list(read_jsonl(SHARED / "gold" / "dev.jsonl")), False
    for name in ("develop", "heldout"):
        path = ROOT / "corpus" / "gold" / f"{name}.jsonl"
        if path.exists():
            yield f"corpus/gold/{name}", list(read_jsonl(path)), True


def print_scores() -> None:
    """One row a gold set, one column a level."""
    names: list[str] = []
    for title, gold, damaged in golds():
        shard = segment([Article(case.get("doc_id") or case["id"], case["text"]) for case in gold])
        shard = repair(shard) if damaged else shard
        scores = score(gold, extract(shard, entities(shard)))
        if not names:
            names = list(scores)
            print(f"{'':30}" + "".join(f"{name:>20}" for name in names))
        print(f"{title:30}" + "".join(f"{scores[name]:20.1f}" for name in names))


def print_forms(limit: int) -> None:
    """Written forms of dates and times by shape, most frequent first: how many there are, and how many are covered."""
    batch = articles(limit)
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in extract(segment(batch)):
        spans[row["doc_id"]].append((row["start"], row["end"]))
    seen: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    for article in batch:
        for match in _FORMS.finditer(article.text):
            shape = regex.sub(r"\d", "9", match.group().casefold().replace("_", " "))
            seen[shape] += 1
            covered[shape] += any(start < match.end() and match.start() < end for start, end in spans[article.doc_id])
    total = sum(count for count in seen.values() if count >= 5)
    print(f"{len(seen)} shapes, {total} mentions of shapes seen 5 times or more")
    for shape, count in seen.most_common():
        if count >= 5:
            print(f"{count:7d} {100 * covered[shape] / count:6.1f} % covered  {shape}")


def print_speed(limit: int) -> None:
    """Megabytes a second on one core, beside a pattern that only finds digits and beside Duckling."""
    batch = articles(limit)
    size = sum(len(article.text.encode()) for article in batch) / 1e6
    shard = segment(batch)
    extract(segment(batch[:50]))
    begin = time.process_time()
    rows = len(extract(shard))
    taken = time.process_time() - begin
    begin = time.process_time()
    digits = sum(len(regex.findall(r"\d+(?:[.,]\d+)*", article.text)) for article in batch)
    plain = time.process_time() - begin
    speed = size / taken
    print(f"{size:.1f} MB, {rows} figures in {taken:.2f} s: {speed:.2f} MB/s, {speed / DUCKLING_SPEED:.0f} times Duckling")
    print(f"a pattern that only finds the {digits} numbers in digits: {size / plain:.1f} MB/s")


def print_hostile() -> None:
    """Seconds for texts that are nothing but numbers, and for noise."""
    dice = random.Random(5)
    rows = "\n".join(" ".join(str(dice.randint(1, 99_999)) for _ in range(20)) for _ in range(2500))
    amounts = " ".join(f"{dice.randint(1, 999)} triệu đồng , {dice.randint(1, 99)} % và 5 người ." for _ in range(6000))
    numerals = ("một", "hai", "năm", "bảy", "trăm", "nghìn", "triệu", "mươi", "lăm", "linh")
    words = " ".join(dice.choice(numerals) for _ in range(60_000))
    texts = {"50,000 numbers in rows": rows, "50,000 numbers in a row": rows.replace("\n", " "), "18,000 amounts": amounts,
             "60,000 numeral words": words, "14,000 dates": "ngày 2/11/2013 " * 14_000,
             "100,000 digits": "7" * 100_000,
             "10,000 slashes": "/" * 10_000, "100,000 fractions": "1/" * 100_000,
             "a number of 400 digits": f"giá {'9' * 400} đồng"}
    for name, text in texts.items():
        shard = segment([Article("a", text)])
        begin = time.process_time()
        found = len(extract(shard))
        print(f"{name:25} {len(text.encode()) / 1e3:6.0f} KB {found:6d} figures {time.process_time() - begin:6.3f} s")


def main() -> None:
    """Print what is asked for; the scores by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--hostile", action="store_true", help="seconds for dense numbers and noise")
    parser.add_argument("--measures", action="store_true", help="kind, measure and subject on labelled carrier articles")
    parser.add_argument("--readings", action="store_true", help="samples of real articles read by hand")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="with --readings: N unread rows with their sentence")
    parser.add_argument("--articles", type=int, default=2000)
    choice = parser.parse_args()
    if choice.forms:
        print_forms(choice.articles)
    elif choice.speed:
        print_speed(choice.articles)
    elif choice.hostile:
        print_hostile()
    elif choice.measures:
        print_measures()
    elif choice.readings and choice.sample:
        print_unread(choice.sample)
    elif choice.readings:
        print_readings()
    else:
        print_scores()


if __name__ == "__main__":
    main()
