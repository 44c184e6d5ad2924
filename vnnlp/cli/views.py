"""topics, kwic, keyness, collocations, trends, matrix, compare, candidates, names, recover: what is said in the articles."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vnnlp.cli.options import Inputs, SettingsFile, app, choose, json_lines, print_lines, settings_of
from vnnlp.errors import UsageError
from vnnlp.settings import Settings

if TYPE_CHECKING:
    from vnnlp.pipeline.runs import Run
    from vnnlp.shard import Article

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a run.")]


def _source(inputs: list[str], settings: Settings | None = None) -> Run | Iterator[Article]:
    """A run where the one input is a run's folder, else the articles of the inputs."""
    from vnnlp.pipeline.runs import load
    from vnnlp.reading.inputs import holds_run
    if len(inputs) == 1 and holds_run(Path(inputs[0])):
        return load(inputs[0])
    return _articles(inputs, settings or Settings())


def _articles(inputs: list[str], settings: Settings) -> Iterator[Article]:
    """The articles of the inputs; what cannot be read is said, and raises InputError (IN002) where it is all."""
    from vnnlp.pipeline.runs import distinct_ids, nothing_read
    from vnnlp.reading import Rejected, read
    count = 0
    for item in distinct_ids(read(inputs, settings.reading)):
        if isinstance(item, Rejected):
            sys.stderr.write(f"vnnlp: {item}\n")
        else:
            count += 1
            yield item
    if not count:
        raise nothing_read(inputs, ())


@app.command()
def topics(inputs: Inputs, settings_file: SettingsFile = None,
           method: Annotated[str, typer.Option("--method", help="nmf or lda.")] = "nmf",
           number: Annotated[int, typer.Option("--topics", min=1, help="Number of topics.")] = 8,
           articles: Annotated[bool, typer.Option("--articles", help="Print each article's topics instead.")] = False) -> None:
    """What the articles are about. INPUT may be a run's folder.

    Example: `vnnlp topics out/ --method lda --topics 12`
    """
    import vnnlp
    settings = choose(settings_of(settings_file), "analysis", method=method, n_topics=number)
    print_lines(vnnlp.topics(_source(inputs, settings), settings=settings)[articles].to_jsonl())


@app.command()
def kwic(phrase: Annotated[str, typer.Argument(help="A word or phrase, with spaces or underscores.")], inputs: Inputs,
         width: Annotated[int, typer.Option("--width", min=0, help="Tokens on either side.")] = 8) -> None:
    """A word or phrase in its contexts. INPUT may be a run's folder.

    Example: `vnnlp kwic "khách hàng" out/`
    """
    import vnnlp
    print_lines(json_lines(vnnlp.kwic(_source(inputs), phrase, width=width)))


@app.command()
def keyness(target: Annotated[str, typer.Argument(help="Articles of interest: an input or a run's folder.")],
            reference: Annotated[str, typer.Argument(help="Articles to compare with.")],
            minimum: Annotated[int, typer.Option("--minimum", min=1, help="Uses of a word at least.")] = 3) -> None:
    """The words that set one collection apart from another.

    Example: `vnnlp keyness viettel.jsonl mobifone.jsonl`
    """
    import vnnlp
    found = vnnlp.keyness(_source([target]), _source([reference]), minimum=minimum)
    if not found:
        sys.stderr.write(f"vnnlp: no word is used {minimum} times or more; lower --minimum\n")
    print_lines(json_lines(found))


@app.command()
def collocations(inputs: Inputs,
                 minimum: Annotated[int, typer.Option("--minimum", min=1, help="Uses of a pair at least.")] = 5) -> None:
    """Pairs of words that stand together more often than chance. INPUT may be a run's folder.

    Example: `vnnlp collocations out/`
    """
    import vnnlp
    print_lines(json_lines(vnnlp.collocations(_source(inputs), minimum=minimum)))


@app.command()
def trends(folder: Folder,
           key: Annotated[str, typer.Option("--key", help="Column to count by.")] = "strategy",
           table: Annotated[str, typer.Option("--table", help="Table that has the column.")] = "strategies",
           by: Annotated[str, typer.Option("--by", help="year or month.")] = "year") -> None:
    """Articles by period and by what they say; copies are not counted.

    Example: `vnnlp trends out/ --table strategies --key carrier --by month`
    """
    import vnnlp
    print_lines(json_lines(vnnlp.trends(vnnlp.load(folder), key, table=table, by=by)))


@app.command()
def matrix(folder: Folder, row: Annotated[str, typer.Option("--row", help="carrier, segment, strategy or polarity.")] = "carrier",
           column: Annotated[str, typer.Option("--column", help="Likewise.")] = "strategy") -> None:
    """In how many articles two columns of strategies meet, with the sentences that say so; copies not counted.

    Example: `vnnlp matrix out/ --row segment`
    """
    import vnnlp
    print_lines(json_lines(vnnlp.matrix(vnnlp.load(folder), row, column)))


@app.command()
def compare(folder: Folder,
            before: Annotated[str, typer.Option("--before", metavar="FIRST..LAST", help="Years or days: 2007..2010.")],
            after: Annotated[str, typer.Option("--after", metavar="FIRST..LAST", help="Years or days: 2011..2014-06-30.")],
            key: Annotated[str, typer.Option("--key", help="Column to compare by.")] = "strategy") -> None:
    """How two periods differ, what grew most first.

    Example: `vnnlp compare out/ --before 2007..2010 --after 2011..2014`
    """
    import vnnlp
    print_lines(json_lines(vnnlp.compare(vnnlp.load(folder), _period(before), _period(after), key=key)))


def _period(text: str) -> tuple[date, date]:
    first, _, last = text.partition("..")
    last = last or first
    try:
        return (date.fromisoformat(first if "-" in first else f"{first}-01-01"),
                date.fromisoformat(last if "-" in last else f"{last}-12-31"))
    except ValueError as error:
        raise UsageError(f"{text!r} is no period", remedy="Write 2007..2010, or 2013-01-01..2013-06-30") from error


@app.command()
def candidates(folder: Folder, minimum: Annotated[int, typer.Option("--minimum", min=1, help="Articles at least.")] = 2) -> None:
    """Phrases that read like customer care and are in no row of the taxonomy yet, with examples.

    Example: `vnnlp candidates out/`
    """
    import vnnlp
    print_lines(json_lines(vnnlp.candidates(vnnlp.load(folder), minimum=minimum)))


@app.command()
def names(folder: Folder) -> None:
    """Who is named across the archive, how often, and how it is written.

    Example: `vnnlp names out/`
    """
    import vnnlp
    print_lines(json_lines(vnnlp.names(vnnlp.load(folder)).to_pylist()))


@app.command()
def recover(inputs: Inputs,
            least: Annotated[int, typer.Option("--least", min=1, help="Words around that must agree.")] = 8) -> None:
    """Numbers elsewhere in the archive for lost ones; never filled in. INPUT may be a run's folder.

    Example: `vnnlp recover out/`
    """
    import vnnlp
    print_lines(json_lines(vnnlp.recover(_source(inputs), least=least)))
