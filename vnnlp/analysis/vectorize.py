"""Articles to words, and words to the matrices of scikit-learn.

The tokens are ours already: scikit-learn's default token pattern would break `1.250.000` and drop `ở`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import regex

from vnnlp.lexicons import read_lexicon
from vnnlp.shard import Shard

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}_&-]*", regex.VERSION1)


@cache
def stopwords() -> frozenset[str]:
    """Function words of Vietnamese (lexicons/stopwords.tsv), folded, `_` between syllables."""
    return frozenset(row["word"].replace(" ", "_") for row in read_lexicon("stopwords"))


def article_words(shard: Shard) -> Iterator[list[str]]:
    """For each article its kept words in order: folded, syllables joined by `_`; no numbers, no punctuation.

    >>> from vnnlp.segmentation import document
    >>> next(article_words(document("Viettel tặng 5.000 khách_hàng VIP .").shard))
    ['viettel', 'tặng', 'khách_hàng', 'vip']
    """
    words = shard.types.column("words", lambda forms: np.array(
        [folded.replace(" ", "_") if _WORD.fullmatch(form.replace(" ", "_")) else "" for form, folded in
         zip(forms, shard.types.folded, strict=True)], dtype=object))
    is_word = shard.types.flags("is_word", lambda form: bool(_WORD.fullmatch(form.replace(" ", "_"))))[shard.token_type]
    if shard.kept is not None:
        is_word = is_word & shard.kept
    for index in range(len(shard)):
        tokens = slice(shard.article_token[index], shard.article_token[index + 1])
        yield list(words[shard.token_type[tokens][is_word[tokens]]])


def vectorizer(*, weighted: bool = True, min_articles: int = 2, max_share: float = 0.6, max_words: int = 20_000) -> Any:
    """An unfitted scikit-learn vectorizer over lists of words: tf-idf, or counts where not `weighted`."""
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
    kind = TfidfVectorizer if weighted else CountVectorizer
    return kind(analyzer=_topic_words, min_df=min_articles, max_df=max_share, max_features=max_words)


def _topic_words(words: list[str]) -> list[str]:
    return [word for word in words if len(word) > 1 and word not in stopwords()]
