"""The command line: each command a thin call of one public function.

Rows go to stdout as JSON Lines in the order of the input; errors go to stderr with a code and a remedy. Exit codes:
0 done, 1 some records quarantined under --strict, 2 wrong usage, 3 input unreadable, 4 output folder not usable.
"""

from __future__ import annotations

import sys
from typing import NoReturn

from vnnlp.cli import archive, models, single, views
from vnnlp.cli.options import app
from vnnlp.errors import VnnlpError

__all__ = ["app", "archive", "main", "models", "single", "views"]


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
