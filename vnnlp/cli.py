"""The command line: each command a thin call of one public function.

Rows go to stdout as JSON Lines in the order of the input; errors go to stderr with a code and a remedy. Exit codes:
0 done, 1 some records quarantined under --strict, 2 wrong usage, 3 input unreadable, 4 output folder not usable.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from vnnlp.errors import UsageError, VnnlpError
from vnnlp.settings import Settings

app = typer.Typer(
    name="vnnlp", no_args_is_help=True, add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False,
    help="Vietnamese news text to clean, deduplicated, evidence-linked data.\n\n"
         "INPUT is a file, a folder, a container (zip, tar, gz…) or `-`; a JSON Lines record has `text` and, where known, "
         "`id`, `title`, `published`.")

Inputs = Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files, folders, containers, or - for standard input.")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="TOML file of settings; `vnnlp settings` prints one.")]
Dedup = Annotated[bool, typer.Option("--dedup", help="Leave out passages that repeat an earlier one of the same article.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if anything went to quarantine.")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="Processes; by default one (run: one a core).")]
Format = Annotated[str, typer.Option("--format", help="jsonl, or where it fits conllu or text.")]


def _settings(path: Path | None) -> Settings:
    return Settings.from_toml(path) if path else Settings()


def _choose(settings: Settings, section: str, **choices: object) -> Settings:
    """The settings with what the command line gave for one section."""
    return Settings.of({section: {name: value for name, value in choices.items() if value is not None}}, settings)


def _print(lines: Iterable[str]) -> None:
    try:
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # `vnnlp tokens archive | head` is no error; keep the interpreter from flushing into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def _rows(items: Iterable[Any]) -> Iterator[str]:
    for item in items:
        row = asdict(item) if is_dataclass(item) and not isinstance(item, type) else item
        yield json.dumps(row, ensure_ascii=False, default=date.isoformat)


def _stream(inputs: list[str], command: str, settings: Settings, *, dedup: bool, strict: bool, workers: int | None,
            form: str = "jsonl") -> None:
    from vnnlp.pipeline.single import stream
    rejected = 0

    def lines() -> Iterator[str]:
        nonlocal rejected
        for item in stream(inputs, command, settings, dedup=dedup, workers=workers or 1, form=form):
            if isinstance(item, str):
                yield item
            else:
                rejected += 1
                sys.stderr.write(f"[{item.error_code}] {item.source}: {item.message}\n")

    _print(lines())
    if rejected and strict:
        raise typer.Exit(1)


@app.command()
def run(inputs: Inputs,
        out: Annotated[Path, typer.Option("--out", help="Output folder: tables, manifest.json, report.html.")],
        engine: Annotated[str, typer.Option("--engine", help="local or dask.")] = "local",
        scheduler: Annotated[str | None, typer.Option("--scheduler", help="Address of a Dask scheduler.")] = None,
        workers: Workers = None,
        resume: Annotated[bool, typer.Option("--resume", help="Go on with a stopped run of the same input.")] = False,
        index: Annotated[list[Path] | None, typer.Option("--index", help="Earlier runs whose articles count as first.")] = None,
        keep_index: Annotated[bool, typer.Option("--keep-index", help="Leave the fingerprints for a later --index.")] = False,
        settings_file: SettingsFile = None,
        with_duplicates: Annotated[bool, typer.Option("--with-duplicates", help="Extract from removed passages too.")] = False,
        encoding: Annotated[str | None, typer.Option("--encoding", help="Of all inputs; default: detected.")] = None,
        text_column: Annotated[str | None, typer.Option("--text-column", help="Of CSV, TSV, Parquet.")] = None,
        layout: Annotated[str | None, typer.Option("--layout", help="Plain text: file, line, block.")] = None,
        strict: Strict = False) -> None:
    """The whole way: archive to tables, manifest and page.

    Example: `vnnlp run corpus/ --out out/`, then open out/report.html.
    """
    import vnnlp
    settings = _choose(_settings(settings_file), "reading", encoding=encoding, text_column=text_column, layout=layout)
    settings = _choose(settings, "extraction", with_duplicates=with_duplicates or None)
    found = vnnlp.run(inputs, out, settings=settings, engine=engine, workers=workers, scheduler=scheduler, resume=resume,
                      index=index or (), keep_index=keep_index)
    tables = found.manifest["tables"]
    sys.stderr.write(f"{found.manifest['input']['articles']} articles; "
                     + ", ".join(f"{table['rows']} {name}" for name, table in tables.items() if name != "documents") + "\n")
    sys.stderr.write(f"page: {found.page}\n")
    if strict and tables["quarantine"]["rows"]:
        raise typer.Exit(1)


def _single(name: str, summary: str, example: str) -> None:
    def command(inputs: Inputs, settings_file: SettingsFile = None, dedup: Dedup = False, strict: Strict = False,
                workers: Workers = None, form: Format = "jsonl",
                model: Annotated[str | None, typer.Option("--model", help="A tagger made by `vnnlp train entities`.")] = None,
                taxonomy: Annotated[str | None, typer.Option("--taxonomy", help="Another taxonomy of strategies (TSV).")] = None,
                encoding: Annotated[str | None, typer.Option("--encoding", help="Encoding of all inputs.")] = None,
                text_column: Annotated[str | None, typer.Option("--text-column", help="Column with the text.")] = None,
                layout: Annotated[str | None, typer.Option("--layout", help="Plain text: file, line, block.")] = None) -> None:
        settings = _choose(_settings(settings_file), "reading", encoding=encoding, text_column=text_column, layout=layout)
        settings = _choose(settings, "extraction", model=model, taxonomy=taxonomy)
        _stream(inputs, name, settings, dedup=dedup, strict=strict, workers=workers, form=form)

    command.__doc__ = f"{summary}\n\n    Example: `{example}`"
    app.command(name)(command)


_single("tokens", "Tokens with their offsets: doc_id, sentence, start, end, text.", "vnnlp tokens article.txt --format conllu")
_single("repair", "The edits that mend damaged digits; --format text gives the repaired articles.", "vnnlp repair damaged.txt")
_single("entities", "People, organisations, places, products; carriers with their kb_id.", "vnnlp entities articles.jsonl")
_single("figures", "Every number with its meaning.", "vnnlp figures articles.jsonl > figures.jsonl")
_single("strategies", "Which carrier does what for which customers, by which sentence.", "vnnlp strategies corpus/articles")


@app.command()
def dedup(inputs: Inputs, settings_file: SettingsFile = None, workers: Workers = None, strict: Strict = False,
          explain: Annotated[bool, typer.Option("--explain", help="Show each pair of passages side by side.")] = False) -> None:
    """Repeated passages across all inputs, each with what it copies.

    Example: `vnnlp dedup corpus/articles --explain`
    """
    from vnnlp.pipeline.single import repeats
    rejected = repeats(inputs, _settings(settings_file), workers or 1, _print, explain=explain)
    for row in rejected:
        sys.stderr.write(f"[{row.error_code}] {row.source}: {row.message}\n")
    if rejected and strict:
        raise typer.Exit(1)


@app.command()
def undo(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a run.")],
         out: Annotated[Path | None, typer.Option("--out", help="Write each article to a file in this folder.")] = None,
         doc_id: Annotated[str | None, typer.Option("--doc-id", help="Only this article, its bare text.")] = None) -> None:
    """The articles as read, rebuilt from repaired text and edits, and checked.

    Example: `vnnlp undo out/ --doc-id 003_af94a93c42f8841f-…`
    """
    import vnnlp
    if doc_id is not None:
        for name, text in vnnlp.undo(folder):
            if name == doc_id:
                sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
                return
        raise UsageError(f"the run has no article {doc_id!r}", where=str(folder), remedy="See the column doc_id of its documents")
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in vnnlp.undo(folder):
            safe = "".join(letter if letter.isalnum() or letter in "-_.~#" else "_" for letter in name).lstrip(".") or "article"
            (out / f"{safe}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
        return
    _print(_rows({"doc_id": name, "text": text} for name, text in vnnlp.undo(folder)))


@app.command()
def report(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a run.")]) -> None:
    """Write the page of a run anew.

    Example: `vnnlp report out/`
    """
    import vnnlp
    _print([str(vnnlp.report(folder))])


def _source(inputs: list[str]) -> Any:
    """A run where the one input is a run's folder, else the paths."""
    import vnnlp
    if len(inputs) == 1 and (Path(inputs[0]) / "manifest.json").is_file():
        return vnnlp.load(inputs[0])
    return [Path(path) for path in inputs]


@app.command()
def topics(inputs: Inputs, settings_file: SettingsFile = None,
           method: Annotated[str, typer.Option("--method", help="nmf or lda.")] = "nmf",
           number: Annotated[int, typer.Option("--topics", min=1, help="Number of topics.")] = 8,
           articles: Annotated[bool, typer.Option("--articles", help="Print each article's topics instead.")] = False) -> None:
    """What the articles are about. INPUT may be a run's folder.

    Example: `vnnlp topics out/ --method lda --topics 12`
    """
    import vnnlp
    settings = _choose(_settings(settings_file), "analysis", method=method, n_topics=number)
    _print(vnnlp.topics(_source(inputs), settings=settings)[articles].to_jsonl())


@app.command()
def kwic(phrase: Annotated[str, typer.Argument(help="A word or phrase, with spaces or underscores.")], inputs: Inputs,
         width: Annotated[int, typer.Option("--width", min=0, help="Tokens on either side.")] = 8) -> None:
    """A word or phrase in its contexts. INPUT may be a run's folder.

    Example: `vnnlp kwic "khách hàng" out/`
    """
    import vnnlp
    _print(_rows(vnnlp.kwic(_source(inputs), phrase, width=width)))


@app.command()
def keyness(target: Annotated[str, typer.Argument(help="Articles of interest: an input or a run's folder.")],
            reference: Annotated[str, typer.Argument(help="Articles to compare with.")],
            minimum: Annotated[int, typer.Option("--minimum", min=1, help="Uses of a word at least.")] = 3) -> None:
    """The words that set one collection apart from another.

    Example: `vnnlp keyness viettel.jsonl mobifone.jsonl`
    """
    import vnnlp
    _print(_rows(vnnlp.keyness(_source([target]), _source([reference]), minimum=minimum)))


@app.command()
def collocations(inputs: Inputs,
                 minimum: Annotated[int, typer.Option("--minimum", min=1, help="Uses of a pair at least.")] = 5) -> None:
    """Pairs of words that stand together more often than chance. INPUT may be a run's folder.

    Example: `vnnlp collocations out/`
    """
    import vnnlp
    _print(_rows(vnnlp.collocations(_source(inputs), minimum=minimum)))


@app.command()
def trends(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a run.")],
           key: Annotated[str, typer.Option("--key", help="Column to count by.")] = "strategy",
           table: Annotated[str, typer.Option("--table", help="Table that has the column.")] = "strategies",
           by: Annotated[str, typer.Option("--by", help="year or month.")] = "year") -> None:
    """Articles by period and by what they say; copies are not counted.

    Example: `vnnlp trends out/ --table strategies --key carrier --by month`
    """
    import vnnlp
    _print(_rows(vnnlp.trends(vnnlp.load(folder), key, table=table, by=by)))


@app.command()
def evaluate(task: Annotated[str, typer.Argument(help="entities, figures, strategies, repair or dedup.")],
             gold: Annotated[Path, typer.Argument(help="Gold in the format of corpus/gold/*.jsonl.")],
             settings_file: SettingsFile = None) -> None:
    """Score a task against gold, in percent.

    Example: `vnnlp evaluate figures corpus/gold/develop.jsonl`
    """
    import vnnlp
    scores = vnnlp.evaluate(task, gold, settings=_settings(settings_file))
    _print(f"{name}\t{value}" for name, value in scores.items())


train = typer.Typer(no_args_is_help=True, help="Train a model from your own data.")
app.add_typer(train, name="train")


@train.command("entities")
def train_entities(data: Annotated[list[Path], typer.Argument(metavar="DATA.conll...", help="Word-level CoNLL, 2 to 5 columns.")],
                   out: Annotated[Path, typer.Option("--out", help="Where the model goes: OUT.npz and OUT.json.")]) -> None:
    """A tagger of your own; use it with `vnnlp entities --model OUT`.

    Example: `vnnlp train entities train.conll --out models/mine`
    """
    from vnnlp.extraction.entities import train as train_tagger
    train_tagger(data, out)
    sys.stderr.write(f"{out}.npz, {out}.json\n")


@train.command("repair")
def train_repair(inputs: Inputs,
                 out: Annotated[Path, typer.Option("--out", help="Folder for repair.npz, repair.json and the card.")],
                 seed: Annotated[int, typer.Option("--seed", help="Of the damage that it learns from.")] = 0) -> None:
    """The repair model, from clean word-segmented articles that it damages itself.

    Example: `vnnlp train repair news.jsonl.gz --out models/`
    """
    from vnnlp.reading import read
    from vnnlp.repair import train as train_model
    from vnnlp.shard import Article
    out.mkdir(parents=True, exist_ok=True)
    train_model((item.text for item in read(inputs, Settings().reading) if isinstance(item, Article)), out, seed=seed)
    sys.stderr.write(f"{out}\n")


@app.command()
def settings(settings_file: SettingsFile = None) -> None:
    """Every setting as TOML, to begin a settings file from.

    Example: `vnnlp settings > my.toml`
    """
    _print([_settings(settings_file).to_toml().rstrip("\n")])


def main() -> NoReturn:
    """The entry point of the command `vnnlp`: runs it, and turns an error into its message and exit code."""
    try:
        app()
    except VnnlpError as error:
        sys.stderr.write(f"vnnlp: {error}\n")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("vnnlp: stopped; a run goes on with --resume\n")
        sys.exit(130)
    sys.exit(0)
