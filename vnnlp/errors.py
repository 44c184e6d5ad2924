"""Coded errors: what was wrong, where, and the remedy.

    VnnlpError
    ├── UsageError            exit 2   the call's words are off
    │   └── MissingExtraError          an optional library is not installed
    ├── InputError            exit 3   an input cannot be read at all
    │   └── RecordError                one article cannot be read: it becomes a quarantine row
    ├── OutputError           exit 4   the output folder is not usable
    ├── ModelError            exit 3   weights or a lexicon are missing, damaged or of another version
    ├── ContractError                  a table does not fit its schema, or edits do not fit their text
    └── LostNumberError                arithmetic on a number that the source lost

A code is stable and greppable: two letters of the area and three digits, listed in `CODES`.
"""

from __future__ import annotations

from typing import Final

CODES: Final[dict[str, str]] = {
    "US001": "wrong usage",
    "US002": "an optional library is not installed",
    "US003": "settings cannot be read",
    "IN001": "input not found",
    "IN002": "input cannot be opened",
    "IN003": "no reader for this format",
    "IN004": "a run's folder where articles are wanted",
    "RE001": "empty article",
    "RE002": "binary data, not text",
    "RE003": "bytes fit no known encoding",
    "RE004": "record is not valid JSON",
    "RE005": "record has no text",
    "RE006": "compressed data is truncated or damaged",
    "RE007": "container member refused (name, link, size, ratio, count or depth)",
    "RE008": "line or record too long",
    "RE009": "NUL or lone surrogate in text",
    "RE010": "record cannot be parsed",
    "RE011": "a stage failed on this article",
    "OU001": "output folder not usable",
    "OU002": "no space left on the output device",
    "OU003": "output folder holds another run",
    "MO001": "model file missing or damaged",
    "MO002": "lexicon row malformed",
    "CO001": "table does not fit its schema",
    "CO002": "edits overlap or do not fit their text",
    "LO001": "arithmetic on a lost number",
}

REMEDIES: Final[dict[str, str]] = {
    "IN003": "Convert it to one that is read: text, HTML, DOCX, JSON (Lines), CSV, TSV, Parquet, Arrow, CoNLL-U, WARC "
             "(a PDF: pdftotext FILE.pdf)",
    "IN004": "Read its tables with vnnlp.load(DIR), or give DIR to a command that takes a run (topics, kwic, trends, names…); "
             "else give the articles themselves",
    "RE001": "Leave it out, or look whether the download broke off",
    "RE002": "Name a text file, or a container that holds some",
    "RE003": "Name its encoding with --encoding",
    "RE004": "Mend the line: one JSON object each",
    "RE005": "Give it a `text`, or name the column with --text-column",
    "RE006": "Fetch the file again",
    "RE007": "Unpack it yourself if you trust it, or raise the caps of [reading] in --settings",
    "RE008": "Raise max_article_bytes of [reading] in --settings, or choose --layout line or block",
    "RE009": "Remove the character from the source",
    "RE010": "Look at the record in its source",
    "RE011": "Please report it with the article",
    "US002": "Install the extra that it names",
}
"""What to do about a record or an input that could not be read, by its code."""


class VnnlpError(Exception):
    """An error with a code (a key of `CODES`), what was wrong, where, and what to do about it."""

    exit_code: int = 1
    default_code: str = "US001"

    def __init__(self, what: str, *, where: str = "", remedy: str = "", code: str | None = None) -> None:
        self.code = code or self.default_code
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(what)

    def __str__(self) -> str:
        parts = [f"[{self.code}] {self.what}"]
        if self.where:
            parts.append(f"at {self.where}")
        text = " ".join(parts)
        return f"{text}. {self.remedy}" if self.remedy else text

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive the default pickling, and worker processes send errors home.
        return (_rebuild, (type(self), self.what, self.where, self.remedy, self.code))


def _rebuild(cls: type[VnnlpError], what: str, where: str, remedy: str, code: str) -> VnnlpError:
    return cls(what, where=where, remedy=remedy, code=code)


class UsageError(VnnlpError):
    """The call's words are off (exit 2)."""

    exit_code = 2
    default_code = "US001"


class MissingExtraError(UsageError):
    """An optional library is not installed; the remedy names the extra."""

    default_code = "US002"

    @classmethod
    def of(cls, library: str, extra: str, purpose: str) -> MissingExtraError:
        """The one message that names the missing library and the command that installs it."""
        return cls(f"{purpose} needs {library}, which is not installed",
                   remedy=f"Install it with: pip install 'vnnlp[{extra}]'")


class InputError(VnnlpError):
    """An input cannot be read at all (exit 3)."""

    exit_code = 3
    default_code = "IN002"


class RecordError(InputError):
    """One article cannot be read: it becomes a quarantine row and the run goes on."""

    default_code = "RE010"


class OutputError(VnnlpError):
    """The output folder is not usable (exit 4)."""

    exit_code = 4
    default_code = "OU001"


class ModelError(VnnlpError):
    """Weights or a lexicon are missing, damaged or of another version (exit 3)."""

    exit_code = 3
    default_code = "MO001"


class ContractError(VnnlpError):
    """A table does not fit its schema, or edits do not fit their text: a fault of vnnlp, never of the input."""

    default_code = "CO001"


class LostNumberError(VnnlpError):
    """Arithmetic on a number that the source lost."""

    default_code = "LO001"
