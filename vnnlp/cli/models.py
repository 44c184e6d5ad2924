"""train, evaluate, agreement: models of your own, and how good they are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from vnnlp.cli.options import Inputs, SettingsFile, app, json_lines, print_lines, settings_of
from vnnlp.settings import Settings

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


@train.command("strategies")
def train_strategies(gold: Annotated[list[Path], typer.Argument(metavar="GOLD.jsonl...", help="Annotated articles or clauses.")],
                     out: Annotated[Path, typer.Option("--out", help="Where the model goes: OUT.npz, OUT.json and OUT.md.")],
                     tuned: Annotated[list[Path] | None, typer.Option(
                         "--tuned", help="Gold that rules were made on: it does not teach how sure they are.")] = None,
                     data: Annotated[Path | None, typer.Option("--data", help="Folder of the sources of stand-off gold.")] = None,
                     words: Annotated[Path | None, typer.Option(
                         "--words", help="Word-segmented archive to learn classes of words from; else those shipped.")] = None,
                     taxonomy: Annotated[str, typer.Option("--taxonomy", help="A taxonomy of your own.")] = "",
                     seed: Annotated[int, typer.Option("--seed", help="Of everything that is drawn by chance.")] = 0) -> None:
    """The classifier of strategies, from gold; beside a taxonomy of your own, under its name, it is used with that.

    Example: `vnnlp train strategies corpus/gold/clauses_*.jsonl corpus/gold/develop.jsonl --out models/strategies`
    """
    from vnnlp.extraction.strategies.training import train_files
    print_lines(train_files(gold, out, tuned=tuned or (), data=data, words=words, taxonomy=taxonomy, seed=seed))


@app.command()
def evaluate(task: Annotated[str, typer.Argument(help="entities, figures, strategies, repair or dedup.")],
             gold: Annotated[Path, typer.Argument(help="Gold in the format of corpus/gold/*.jsonl.")],
             settings_file: SettingsFile = None) -> None:
    """Score a task against gold, in percent.

    Example: `vnnlp evaluate figures corpus/gold/develop.jsonl`
    """
    import vnnlp
    scores = vnnlp.evaluate(task, gold, settings=settings_of(settings_file))
    print_lines(f"{name}\t{value}" for name, value in scores.items())


@app.command()
def agreement(first: Annotated[Path, typer.Argument(help="One annotator's gold.")],
              second: Annotated[Path, typer.Argument(help="The other's, of the same articles.")]) -> None:
    """Krippendorff's alpha of two annotations of strategies, by strategy and by field.

    Example: `vnnlp agreement first.jsonl second.jsonl`
    """
    import vnnlp
    from vnnlp.api.runs import read_gold
    print_lines(json_lines(vnnlp.agreement(read_gold(first), read_gold(second))))
