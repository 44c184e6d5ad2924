"""Encodings told apart, and the memory and speed of reading: `python -m tests.benchmarks.reading [encodings|memory]`."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.reading.legacy_text import encode_legacy
from tests.support import SHARED, read_jsonl
from vnnlp.errors import RecordError
from vnnlp.reading.encodings import decode
from vnnlp.reading.legacy import LEGACY

ARTICLES = 2_000
PARAGRAPH_WORDS = 40


def _texts() -> list[str]:
    texts: list[str] = []
    for row in read_jsonl(SHARED / "data" / "news_raw.jsonl.gz"):
        if len(row["text"].split()) >= PARAGRAPH_WORDS:
            texts.append(row["text"])
        if len(texts) == ARTICLES:
            break
    return texts


def _paragraph(text: str) -> str | None:
    """One paragraph of 40 to 80 words."""
    for line in text.split("\n"):
        words = line.split()
        if len(words) >= PARAGRAPH_WORDS:
            return " ".join(words[:2 * PARAGRAPH_WORDS])
    return None


def _detected(data: bytes) -> str:
    try:
        return decode(data).encoding
    except RecordError as error:
        return error.code


def _peer(data: bytes) -> str:
    """What charset-normalizer says."""
    from charset_normalizer import from_bytes
    best = from_bytes(data).best()
    return best.encoding.replace("_", "-") if best else "None"


def encodings() -> None:
    """Right answers a hundred, for whole articles and paragraphs."""
    texts = _texts()
    paragraphs = [paragraph for paragraph in map(_paragraph, texts) if paragraph]
    print(f"{'encoding':12} {'articles':>9} {'paragraphs':>11} {'text right':>11} {'charset-normalizer (100 articles)':>34}")
    for encoding in (*LEGACY, "utf-8", "utf-16-le"):
        def encoded(text: str, encoding: str = encoding) -> bytes:
            return encode_legacy(text, encoding) if encoding in LEGACY else text.encode(encoding)

        whole = [_detected(encoded(text)) == encoding for text in texts]
        cut = [_detected(encoded(text)) == encoding for text in paragraphs]
        lossless = [_same(decode(encoded(text)).text, text) for text in texts] if encoding in LEGACY else []
        peer = [_peer(encoded(text)) == encoding for text in texts[:100]]
        right = f"{100 * sum(lossless) / len(lossless):.2f}" if lossless else "-"
        print(f"{encoding:12} {100 * sum(whole) / len(whole):9.2f} {100 * sum(cut) / len(cut):11.2f} "
              f"{right:>11} {100 * sum(peer) / len(peer):34.1f}")
    print(f"articles: {len(texts)}, paragraphs of {PARAGRAPH_WORDS} to {2 * PARAGRAPH_WORDS} words: {len(paragraphs)}")


def _same(decoded: str, text: str) -> bool:
    """Whether the text came back, up to what the encoding cannot hold (`?`) and, for TCVN3, the case of marked capitals."""
    text = unicodedata.normalize("NFC", text)
    return len(decoded) == len(text) and all(
        one == other or one == "?" or one.lower() == other.lower() for one, other in zip(decoded, text, strict=True))


def memory(megabytes: int = 5_000) -> None:
    """Peak memory of reading a large archive: JSON Lines in tar, and small files in zip."""
    print(f"{'archive':28} {'MB':>6} {'articles':>9} {'seconds':>8} {'MB/s':>6} {'peak MB':>20}")
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        for name, write in (("one tar of JSON Lines", _tar), ("one zip of many small files", _zip)):
            path = Path(folder) / ("a.tar" if write is _tar else "a.zip")
            size = write(path, megabytes)
            # In a process of its own, so that the peak is that of reading alone.
            out = subprocess.run([sys.executable, "-c", _COUNT, str(path)], check=True, capture_output=True, text=True).stdout
            count, seconds, peak = (float(value) for value in out.split())
            print(f"{name:28} {size / 1e6:6.0f} {count:9.0f} {seconds:8.1f} {size / 1e6 / seconds:6.1f} {peak / 1e3:20.0f}")
            path.unlink()


_COUNT = """
import re, sys, time
from pathlib import Path
from vnnlp.reading import read
from vnnlp.shard import Article
begun = time.process_time()
count = sum(isinstance(one, Article) for one in read([sys.argv[1]]))
# Not ru_maxrss: it counts what the process that started this one held.
print(count, time.process_time() - begun, re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def _rows(megabytes: int) -> Iterator[bytes]:
    rows = [json.dumps({"id": row["id"], "text": row["text"]}, ensure_ascii=False).encode() + b"\n"
            for row, _ in zip(read_jsonl(SHARED / "data" / "news_segmented.jsonl.gz"), range(2_000), strict=False)]
    size = 0
    while size < megabytes * 1_000_000:
        for row in rows:
            size += len(row)
            yield row


def _tar(path: Path, megabytes: int) -> int:
    size = 0
    with tempfile.TemporaryFile() as file, tarfile.open(path, "w") as tar:
        for row in _rows(megabytes):
            file.write(row)
            size += len(row)
        file.seek(0)
        member = tarfile.TarInfo("news.jsonl")
        member.size = size
        tar.addfile(member, file)
    return size


def _zip(path: Path, megabytes: int) -> int:
    size = 0
    text = "Viettel tri_ân khách_hàng lâu năm .\n"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for number in range(min(1_000_000, megabytes * 200)):
            content = f"{text}{number}".encode()
            archive.writestr(f"{number:07}.txt", content)
            size += len(content)
    return size


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["encodings", "memory"]
    if "encodings" in chosen:
        encodings()
    if "memory" in chosen:
        memory(int(sys.argv[2]) if len(sys.argv) > 2 else 5_000)
