"""run, undo, report, settings: a whole archive, and the folder that a run leaves."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from vnnlp.cli.options import Inputs, SettingsFile, Strict, Workers, app, choose, json_lines, print_lines, settings_of
from vnnlp.errors import UsageError

if TYPE_CHECKING:
    from vnnlp.pipeline.runs import Run

_FIRST_REASONS: Final = 3


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
    settings = choose(settings_of(settings_file), "reading", encoding=encoding, text_column=text_column, layout=layout)
    settings = choose(settings, "extraction", with_duplicates=with_duplicates or None)
    try:
        found = vnnlp.run(inputs, out, settings=settings, engine=engine, workers=workers, scheduler=scheduler, resume=resume,
                          index=index or (), keep_index=keep_index)
    except KeyboardInterrupt:
        # Said here: typer ends a command that is interrupted without a word.
        sys.stderr.write("vnnlp: stopped; the same command with --resume goes on\n")
        raise typer.Exit(130) from None
    tables = found.manifest["tables"]
    sys.stderr.write(f"{found.manifest['input']['articles']} articles; "
                     + ", ".join(f"{table['rows']} {name}" for name, table in tables.items() if name != "documents") + "\n")
    sys.stderr.write(f"page: {found.page}\n")
    if tables["quarantine"]["rows"]:
        _say_quarantine(found)
        if strict:
            raise typer.Exit(1)


def _say_quarantine(found: Run) -> None:
    """How many records could not be read, the first of them with their reasons, and where the others are."""
    from vnnlp.reading import Rejected
    rows = found.quarantine
    sys.stderr.write(f"vnnlp: {len(rows)} could not be read, all of them in {found.folder / 'quarantine'}; the first:\n")
    for row in islice(rows, _FIRST_REASONS):
        sys.stderr.write(f"vnnlp: {Rejected(**row)}\n")


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
    print_lines(json_lines({"doc_id": name, "text": text} for name, text in vnnlp.undo(folder)))


@app.command()
def report(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a run.")]) -> None:
    """Write the page of a run anew.

    Example: `vnnlp report out/`
    """
    import vnnlp
    print_lines([str(vnnlp.report(folder))])


@app.command("settings")
def print_settings(settings_file: SettingsFile = None) -> None:
    """Every setting as TOML, to begin a settings file from.

    Example: `vnnlp settings > my.toml`
    """
    print_lines([settings_of(settings_file).to_toml().rstrip("\n")])
