"""The single commands: articles in, rows out, a group at a time; each article is looked at by itself."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from vnnlp.errors import UsageError
from vnnlp.pipeline import stages, tasks
from vnnlp.pipeline.engines import LocalEngine
from vnnlp.pipeline.formats import FORMATS
from vnnlp.pipeline.repeats import find_repeats
from vnnlp.pipeline.runs import batches, distinct_ids, nothing_read, parts, readable
from vnnlp.pipeline.store import read_shard
from vnnlp.pipeline.tasks import OURS, broken
from vnnlp.reading import Rejected, read
from vnnlp.settings import Settings
from vnnlp.shard import Article
from vnnlp.tables import Table


@dataclass(frozen=True, slots=True)
class _Group:
    items: tuple[Article | Rejected, ...]
    command: str
    settings: Settings
    dedup: bool
    form: str


def stream(inputs: Sequence[str | Path], command: str, settings: Settings, *, dedup: bool = False, workers: int = 1,
           form: str = "jsonl") -> Iterator[str | Rejected]:
    """The output lines of a single command, in the order of the input, with what could not be read between them.

    Raises UsageError for a format that the command does not have, InputError for an input that is not there or holds no
    article.
    """
    allowed = FORMATS.get(command, ("jsonl",))
    if form not in allowed:
        raise UsageError(f"{command} has no format {form!r}", remedy=f"Formats: {', '.join(allowed)}")
    # Small groups, so that the first rows of a long archive come soon.
    small = replace(settings, shard_articles=min(settings.shard_articles, 500))
    engine = LocalEngine(workers)
    articles = 0

    def counted() -> Iterator[Article | Rejected]:
        nonlocal articles
        for item in distinct_ids(read(inputs, settings.reading)):
            articles += isinstance(item, Article)
            yield item

    try:
        groups = (_Group(items, command, settings, dedup, form) for items in _groups(counted(), small))
        for lines in engine.map(_lines, groups):
            yield from lines
    finally:
        engine.close()
    if not articles:
        raise nothing_read(inputs, ())


def _groups(items: Iterable[Article | Rejected], settings: Settings) -> Iterator[tuple[Article | Rejected, ...]]:
    held: list[Article | Rejected] = []
    size = 0
    for item in items:
        held.append(item)
        size += len(item.text) if isinstance(item, Article) else 0
        if len(held) >= settings.shard_articles or size > settings.shard_bytes // 2:
            yield tuple(held)
            held, size = [], 0
    if held:
        yield tuple(held)


def _lines(group: _Group) -> list[str | Rejected]:
    lines: list[str | Rejected] = [item for item in group.items if isinstance(item, Rejected)]
    articles = [item for item in group.items if isinstance(item, Article)]
    try:
        return lines + list(_article_lines(articles, group))
    except OURS:
        raise
    except Exception:
        # Go article by article, so that one fault costs one article.
        for article in articles:
            try:
                lines += list(_article_lines([article], group))
            except Exception as error:
                lines.append(broken(article, error))
        return lines


def _article_lines(articles: Sequence[Article], group: _Group) -> Iterator[str]:
    if not articles:
        return iter(())
    work = stages.process(articles, group.command, group.settings, dedup=group.dedup)
    if group.form != "jsonl":
        return _FORMS[group.command, group.form](work)
    if group.command == "tokens":
        return stages.tokens_table(work.shard).to_jsonl()
    table = work.tables["edits" if group.command == "repair" else group.command]
    return stages.contract_columns(table).to_jsonl()


def _repaired(work: stages.Work) -> Iterator[str]:
    return (work.shard.article_text(index) for index in range(len(work.shard)))


def _views(work: stages.Work) -> Iterator[str]:
    """Each article that has edits, before and after side by side, as a terminal shows it."""
    from rich.console import Console

    from vnnlp.repair.view import terminal
    console = Console(width=140)
    for index in sorted(work.shard.edits):
        with console.capture() as captured:
            console.print(terminal(work.shard, index))
        yield captured.get().rstrip("\n")


def _exported(work: stages.Work, form: str) -> Iterator[str]:
    from vnnlp.extraction import exports
    rows = work.tables["entities"].to_pylist()
    if form == "conll":
        return exports.to_conll(work.shard, rows)
    if form == "label-studio":
        return (json.dumps(task, ensure_ascii=False) for task in exports.to_label_studio(work.shard.articles, rows))
    return (exports.to_spacy if form == "spacy" else exports.to_doccano)(work.shard.articles, rows)


def _conllu(work: stages.Work) -> Iterator[str]:
    shard = work.shard
    forms = shard.types.forms
    for index, article in enumerate(shard.articles):
        yield f"# newdoc id = {article.doc_id}"
        for sentence in range(shard.article_sentence[index], shard.article_sentence[index + 1]):
            first, last = int(shard.sentence_token[sentence]), int(shard.sentence_token[sentence + 1])
            yield f"# sent_id = {article.doc_id}-{sentence - shard.article_sentence[index]}"
            yield "# text = " + shard.text[shard.token_start[first]:shard.token_end[last - 1]].replace("\n", " ")
            _, start, end = shard.places(shard.token_start[first:last], shard.token_end[first:last])
            for number in range(last - first):
                glued = number + 1 < last - first and shard.token_end[first + number] == shard.token_start[first + number + 1]
                misc = f"Offset={start[number]}:{end[number]}" + ("|SpaceAfter=No" if glued else "")
                form = forms[shard.token_type[first + number]].replace("_", " ")
                yield f"{number + 1}\t{form}" + "\t_" * 7 + f"\t{misc}"
            yield ""


def _words(work: stages.Work) -> Iterator[str]:
    shard = work.shard
    forms = np.array([form.replace(" ", "_") for form in shard.types.forms], dtype=object)
    for first, last in zip(shard.sentence_token[:-1], shard.sentence_token[1:], strict=True):
        yield " ".join(forms[shard.token_type[first:last]])


_FORMS: dict[tuple[str, str], Callable[[stages.Work], Iterator[str]]] = {
    ("tokens", "conllu"): _conllu, ("tokens", "text"): _words, ("repair", "text"): _repaired, ("repair", "view"): _views,
    **{("entities", form): partial(_exported, form=form) for form in FORMATS["entities"][1:]},
}


def repeats(inputs: Sequence[str | Path], settings: Settings, workers: int, write: Callable[[Iterable[str]], None], *,
            explain: bool = False) -> list[Rejected]:
    """Write the rows of `vnnlp dedup` across all inputs (or, to explain, pairs of passages); returns what could not be read."""
    rejected: list[Rejected] = []
    engine = LocalEngine(workers)
    with tempfile.TemporaryDirectory(prefix="vnnlp-") as folder:
        work = Path(folder)
        articles = readable(distinct_ids(read(inputs, settings.reading)), rejected)
        count = 0
        for prepared in engine.map(tasks.prepare, batches(articles, work, settings)):
            count += 1
            rejected += prepared.rejected
        if not count:
            raise nothing_read(inputs, rejected)
        find_repeats(work, count, settings, engine)
        engine.close()
        found = parts(work, "duplicates", count)
        write(_explained(work, count, found) if explain else (line for part in found for line in part.to_jsonl()))
    return rejected


def _explained(work: Path, count: int, found: Iterator[Table]) -> Iterator[str]:
    from vnnlp.dedup import explain
    texts = {article.doc_id: article.text for number in range(count)
             for article in read_shard(tasks.shard_path(work, number)).articles}
    for table in found:
        for row in table:
            yield (f"{row['doc_id']} {row['start']}-{row['end']}  {row['kind']} {row['similarity']:.3f}  "
                   f"copies {row['of_doc_id']} {row['of_start']}-{row['of_end']}")
            yield str(explain(texts[row["doc_id"]][row["start"]:row["end"]],
                              texts[row["of_doc_id"]][row["of_start"]:row["of_end"]]))
