"""Reading: whatever the archive is, to articles with a source, an id, a title and a date; what cannot be read is said, not lost.

`read` walks files, folders, containers and stdin and yields an `Article` or a `Rejected` for each thing found, in the order
of the input. Inside: inputs.py (paths) -> containers.py (zip, tar, compression) -> formats.py (one reader a format) ->
encodings.py, legacy.py, detection.py, unicode.py (bytes to NFC text) -> finish.py (id, title, date).
"""

from vnnlp.reading.read import read
from vnnlp.reading.records import Rejected
from vnnlp.reading.unicode import fold_tone_marks

__all__ = ["Rejected", "fold_tone_marks", "read"]
