"""Segmentation: `python -m tests.benchmarks.segmentation [words|sentences|rebuild|speed|signs]`; all if none is named."""

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tests.support import SHARED, read_jsonl
from vnnlp.evaluation.segmentation import score
from vnnlp.lexicons import read_lexicon
from vnnlp.segmentation import is_segmented, segment
from vnnlp.settings import SegmentationSettings
from vnnlp.shard import Article, Shard

PARAGRAPH = 5
"""Sentences of the treebank that are joined to one paragraph."""
SHARD_BYTES = 8_000_000


def _treebank(part: str) -> Iterator[list[str]]:
    """The sentences of ud_vtb as lists of words."""
    words: list[str] = []
    with gzip.open(SHARED / "data" / "ud_vtb" / f"{part}.conllu.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if columns[0].isdigit():
                words.append(columns[1])
            elif not columns[0] and words:
                yield words
                words = []
    if words:
        yield words


def _gold_rows(paragraphs: list[list[list[str]]], joiner: str) -> tuple[list[Article], list[dict[str, Any]]]:
    """Paragraphs as articles, words joined by one space, and their gold as rows of `tokens`."""
    articles, rows = [], []
    for number, paragraph in enumerate(paragraphs):
        position, pieces = 0, []
        for sentence, words in enumerate(paragraph):
            for word in (word.replace(" ", joiner) for word in words):
                rows.append({"doc_id": str(number), "sentence": sentence, "start": position, "end": position + len(word)})
                pieces.append(word)
                position += len(word) + 1
        articles.append(Article(str(number), " ".join(pieces)))
    return articles, rows


def _found_rows(shard: Shard) -> Iterator[dict[str, Any]]:
    base = shard.article_start[np.searchsorted(shard.article_token, np.arange(shard.n_tokens), side="right") - 1]
    sentence = shard.sentence_of_token()
    for token in range(shard.n_tokens):
        article = int(np.searchsorted(shard.article_start, shard.token_start[token], side="right")) - 1
        yield {"doc_id": shard.articles[article].doc_id, "sentence": int(sentence[token]),
               "start": int(shard.token_start[token] - base[token]), "end": int(shard.token_end[token] - base[token])}


def words() -> None:
    """Words of raw text on ud_vtb, beside underthesea alone, sentence by sentence as underthesea was measured."""
    from underthesea import word_tokenize
    print(f"{'words':14} {'precision':>10} {'recall':>8} {'F1':>7} {'words/s':>9} {'offsets right':>14}")
    for part in ("dev", "test"):
        sentences = list(_treebank(part))
        articles, gold = _gold_rows([[sentence] for sentence in sentences], " ")
        begun = time.perf_counter()
        peer = [word_tokenize(article.text) for article in articles]
        seconds = time.perf_counter() - begun
        rows, placed, total = [], 0, 0
        for article, found in zip(articles, peer, strict=True):
            position = 0
            for word in found:
                # underthesea gives no offsets: count the characters that are no space.
                total += 1
                place = article.text.find(word, position)
                length = len(word)
                placed += place >= 0
                position = place + length if place >= 0 else position + length
                rows.append({"doc_id": article.doc_id, "sentence": 0, "start": position - length, "end": position})
        _print_words(f"{part} underthesea", score(gold, rows), len(rows) / seconds, 100 * placed / total)
        segment(articles[:1], SegmentationSettings(segmented="no"))
        begun = time.perf_counter()
        shard = segment(articles, SegmentationSettings(segmented="no"))
        seconds = time.perf_counter() - begun
        right = [shard.text[start:end] == shard.types.forms[number] for start, end, number in
                 zip(shard.token_start.tolist(), shard.token_end.tolist(), shard.token_type.tolist(), strict=True)]
        _print_words(f"{part} vnnlp", score(gold, _found_rows(shard)), shard.n_tokens / seconds, 100 * float(np.mean(right)))


def _print_words(name: str, scores: dict[str, float], rate: float, offsets: float) -> None:
    measures = f"{scores['words_precision']:8.2f} {scores['words_recall']:8.2f} {scores['words_f1']:7.2f}"
    print(f"{name:16} {measures} {rate:9.0f} {offsets:14.2f}")


def sentences() -> None:
    """Sentence ends on ud_vtb, paragraphs joined back; and the abbreviations, none of which may end a sentence."""
    print(f"{'sentences':34} {'precision':>10} {'recall':>8} {'F1':>7}")
    for part in ("train", "dev", "test"):
        treebank = list(_treebank(part))
        paragraphs = [treebank[first:first + PARAGRAPH] for first in range(0, len(treebank), PARAGRAPH)]
        for name, joiner, mode in (("raw", " ", "no"), ("word-segmented", "_", "yes")):
            articles, gold = _gold_rows(paragraphs, joiner)
            found = score(gold, _found_rows(segment(articles, SegmentationSettings(segmented=mode))))
            print(f"{part + ' ' + name:34} {found['sentences_precision']:10.2f} {found['sentences_recall']:8.2f} "
                  f"{found['sentences_f1']:7.2f}")
        if part == "test":
            _peer_sentences(paragraphs)
    split = [row["form"] for row in read_lexicon("abbreviations") for text in _with(row)
             if segment([Article("a", text)], SegmentationSettings(segmented="no")).n_sentences != 1]
    print(f"abbreviations split inside: {len(split)} of {len(read_lexicon('abbreviations'))} {' '.join(split)}")


def _with(row: dict[str, str]) -> list[str]:
    """The abbreviation inside a sentence, glued and apart, before what it stands before."""
    follows = {"place": ("Hà", "1"), "place_number": ("5",), "title": ("Nam",), "word": ("của",), "other": ("5", "báo")}
    return [f"khách ở {row['form']}.{space}{after} được tặng quà." for after in follows[row["kind"]] for space in ("", " ")
            if space or row["kind"] != "other"]


def _peer_sentences(paragraphs: list[list[list[str]]]) -> None:
    from underthesea import sent_tokenize
    articles, gold = _gold_rows(paragraphs, " ")
    rows = []
    for article in articles:
        position = 0
        for number, sentence in enumerate(sent_tokenize(article.text)):
            position = article.text.find(sentence[:20], position)
            rows.append({"doc_id": article.doc_id, "sentence": number, "start": position, "end": position + len(sentence)})
            position += len(sentence)
    found = score(gold, rows)
    print(f"{'test raw, underthesea alone':34} {found['sentences_precision']:10.2f} {found['sentences_recall']:8.2f} "
          f"{found['sentences_f1']:7.2f}")


def _shards(name: str, field: str = "text") -> Iterator[list[Article]]:
    shard: list[Article] = []
    size = 0
    for row in read_jsonl(SHARED / "data" / f"{name}.jsonl.gz"):
        shard.append(Article(row["id"], row[field]))
        size += len(row[field].encode())
        if size > SHARD_BYTES:
            yield shard
            shard, size = [], 0
    if shard:
        yield shard


def rebuild() -> None:
    """Tokens and gaps of every article give its text again."""
    print(f"{'rebuilt':18} {'articles':>9} {'right':>8}")
    for name in ("news_segmented", "news_raw"):
        count = right = 0
        for articles in _shards(name):
            shard = segment(articles)
            forms, text = shard.types.forms, shard.text
            edges = np.append(shard.token_end[:-1], 0)
            gaps = [text[end:start] for end, start in zip([0, *edges[:-1].tolist()], shard.token_start.tolist(), strict=True)]
            tokens = [forms[number] for number in shard.token_type.tolist()]
            built = "".join(part for pair in zip(gaps, tokens, strict=True) for part in pair) + text[int(shard.token_end[-1]):]
            count += len(articles)
            right += len(articles) if built == "".join(article.text + "\n" for article in articles) else 0
        print(f"{name:18} {count:9} {100 * right / count:8.2f}")


def speed() -> None:
    """Tokens, types and sentences as shard columns on one core, beside a loop of one pattern's spans."""
    import regex
    pattern = regex.compile(r"\d+(?:[.,]\d+)*|\w+(?:[-&]\w+)*|\.{2,}|[^\w\s]")

    def loop(articles: list[Article]) -> object:
        return [[match.span() for match in pattern.finditer(article.text)] for article in articles]

    print(f"{'speed':44} {'MB/s (best of 3)':>17}")
    for name, label in (("news_segmented", "segmented"), ("news_raw", "raw, with words")):
        shards = list(_shards(name))[:3]
        size = sum(len(article.text.encode()) for articles in shards for article in articles) / 1e6
        segment(shards[0][:1])
        print(f"{label + ': shard columns':44} {_best(segment, shards, size):17.1f}")
        print(f"{label + ': a loop of spans alone, no types':44} {_best(loop, shards, size):17.1f}")
    from underthesea import word_tokenize
    few = [article.text for article in shards[0][:100]]
    begun = time.perf_counter()
    for text in few:
        word_tokenize(text)
    print(f"{'raw: underthesea.word_tokenize (100 articles)':44} "
          f"{sum(len(text.encode()) for text in few) / 1e6 / (time.perf_counter() - begun):17.2f}")


def _best(run: Callable[[list[Article]], object], shards: list[list[Article]], size: float) -> float:
    rates = []
    for _ in range(3):
        begun = time.process_time()
        for articles in shards:
            run(articles)
        rates.append(size / (time.process_time() - begun))
    return max(rates)


def signs() -> None:
    """Whether articles are taken for segmented or raw."""
    print(f"{'segmented?':18} {'articles':>9} {'right':>8}")
    for name, expected in (("news_segmented", True), ("news_raw", False)):
        answers = [is_segmented(row["text"])[0] is expected for row in read_jsonl(SHARED / "data" / f"{name}.jsonl.gz")]
        print(f"{name:18} {len(answers):9} {100 * sum(answers) / len(answers):8.2f}")


if __name__ == "__main__":
    parts = {"words": words, "sentences": sentences, "rebuild": rebuild, "speed": speed, "signs": signs}
    for chosen in sys.argv[1:] or parts:
        parts[chosen]()
