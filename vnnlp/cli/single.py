"""tokens, repair, entities, figures, strategies, dedup: articles in, rows out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from vnnlp.cli.options import Dedup, Inputs, SettingsFile, Strict, Workers, app, choose, print_lines, settings_of
from vnnlp.pipeline.formats import FORMATS
from vnnlp.settings import Settings


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
                sys.stderr.write(f"vnnlp: {item}\n")

    print_lines(lines())
    if rejected and strict:
        raise typer.Exit(1)


def _single(name: str, summary: str, example: str) -> None:
    forms = FORMATS.get(name, ("jsonl",))
    tagged = name in ("entities", "figures", "strategies")

    def command(inputs: Inputs, settings_file: SettingsFile = None, dedup: Dedup = False, strict: Strict = False,
                workers: Workers = None,
                form: str = typer.Option("jsonl", "--format", help=", ".join(forms), hidden=len(forms) == 1),
                model: str | None = typer.Option(None, "--model", help="Made by `vnnlp train entities`.", hidden=not tagged),
                taxonomy: str | None = typer.Option(None, "--taxonomy", help="Another taxonomy of strategies (TSV).",
                                                    hidden=name != "strategies"),
                encoding: Annotated[str | None, typer.Option("--encoding", help="Encoding of all inputs.")] = None,
                text_column: Annotated[str | None, typer.Option("--text-column", help="Column with the text.")] = None,
                layout: Annotated[str | None, typer.Option("--layout", help="Plain text: file, line, block.")] = None) -> None:
        settings = choose(settings_of(settings_file), "reading", encoding=encoding, text_column=text_column, layout=layout)
        settings = choose(settings, "extraction", model=model, taxonomy=taxonomy)
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
    rejected = repeats(inputs, settings_of(settings_file), workers or 1, print_lines, explain=explain)
    for row in rejected:
        sys.stderr.write(f"vnnlp: {row}\n")
    if rejected and strict:
        raise typer.Exit(1)
