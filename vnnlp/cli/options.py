"""What the commands share: the application, options that mean the same everywhere, and how rows go out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from vnnlp.settings import Settings

app = typer.Typer(
    name="vnnlp", no_args_is_help=True, invoke_without_command=True, add_completion=False, rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Vietnamese news text to clean, deduplicated, evidence-linked data.\n\n"
         "INPUT is a file, a folder, a container (zip, tar, gz…) or `-`; a JSON Lines record has `text` and, where known, "
         "`id`, `title`, `published`.")


@app.callback()
def _version(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False) -> None:
    if version:
        from importlib.metadata import version as version_of
        print_lines([f"vnnlp {version_of('vnnlp')}"])
        raise typer.Exit


Inputs = Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files, folders, containers, or - for standard input.")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="TOML file of settings; `vnnlp settings` prints one.")]
Dedup = Annotated[bool, typer.Option("--dedup", help="Leave out passages that repeat an earlier one of the same article.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if anything went to quarantine.")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="Processes; by default one (run: one a core).")]


def settings_of(path: Path | None) -> Settings:
    """The settings of a file, or the defaults."""
    return Settings.from_toml(path) if path else Settings()


def choose(settings: Settings, section: str, **choices: object) -> Settings:
    """The settings with what the command line gave for one section."""
    return Settings.of({section: {name: value for name, value in choices.items() if value is not None}}, settings)


def print_lines(lines: Iterable[str]) -> None:
    """Lines to stdout; a reader that closes the pipe ends the command quietly."""
    try:
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # `vnnlp tokens archive | head` is no error; keep the interpreter from flushing into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def json_lines(items: Iterable[Any]) -> Iterator[str]:
    """One JSON object an item; dataclasses as their fields, dates in ISO form."""
    for item in items:
        row = asdict(item) if is_dataclass(item) and not isinstance(item, type) else item
        yield json.dumps(row, ensure_ascii=False, default=date.isoformat)
