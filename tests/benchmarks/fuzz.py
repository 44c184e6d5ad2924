"""Mutated inputs through every reader: no crash, no hang, no wrong offset. `python -m tests.benchmarks.fuzz [inputs] [seed]`.

Each input is a good file of a format with some bytes changed, cut, doubled or spliced with another. Whatever comes out is
segmented, and tokens must slice to their text.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import sys
import tarfile
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

from tests.reading.legacy_text import encode_legacy
from vnnlp.reading import Rejected, read
from vnnlp.reading.legacy import LEGACY
from vnnlp.segmentation import segment
from vnnlp.settings import ReadingSettings, SegmentationSettings
from vnnlp.shard import Article

TEXT = ("Nhà mạng tặng quà\nThứ Sáu, 01/11/2013 08:00 GMT+7\nKhách_hàng lâu năm ở TP.HCM được giảm 50% cước , từ 1.250.000đ/th "
        "xuống “ 690 đồng ” ... Ông N.V.A. nói : \" Rẻ quá ! \" .\nHà_Mi_Theo_Tri_Thức_Phương thức mới . https://a.vn/b d@a.vn")
SETTINGS = ReadingSettings(max_article_bytes=1_000_000, max_member_bytes=5_000_000, max_total_bytes=20_000_000)
_NASTY = (b"\0", b"\xff\xff\xff\xff", b'"', b"\n", b"\\ud800", b"{", b"[" * 50, b"\xef\xbb\xbf", b"<")
SLOW = 2.0
"""Seconds that an input may take at most."""


def seeds() -> dict[str, bytes]:
    """One good file of each format."""
    row = json.dumps({"id": 7, "text": TEXT, "date": "2013-11-01"}, ensure_ascii=False)
    lines = f"{row}\n" * 3
    table = "id,title,text\n" + "".join(f'{number},"Tin ""hay""","{TEXT.replace(chr(34), chr(39))}"\n' for number in range(3))
    words = "".join(f"{number}\t{word}\t_\n" for number, word in enumerate(TEXT.split(), 1))
    conllu = f"# newdoc id = a\n{words}\n# newdoc\n1-2\ta b\n\n"
    files = {
        "a.txt": TEXT.encode(), "b.jsonl": lines.encode(), "c.json": json.dumps([{"text": TEXT}] * 3).encode(),
        "d.csv": table.encode(),
        "e.tsv": table.replace(",", "\t").encode(), "f.conllu": conllu.encode(), "g.txt": TEXT.encode("utf-16"),
        "h.html": f"<!doctype html><html><title>Tin</title><body><article><p>{TEXT}</p></article></body></html>".encode(),
        "i.noname": TEXT.encode(),
    }
    files |= {f"l{number}.txt": encode_legacy(TEXT, encoding) for number, encoding in enumerate(LEGACY)}
    containers = {
        "j.txt.gz": gzip.compress(TEXT.encode()), "k.jsonl.bz2": bz2.compress(lines.encode()),
        "l.txt.xz": lzma.compress(TEXT.encode()),
        "m.txt.zst": _zst(TEXT.encode()), "n.zip": _zip(files), "o.tar": _tar(files), "p.tgz": gzip.compress(_tar(files)),
        "q.parquet": _parquet(), "r.arrow": _arrow(), "s.docx": _docx(), "t.warc": _warc(files),
    }
    return files | containers


def _zst(data: bytes) -> bytes:
    import zstandard
    return zstandard.compress(data)


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _tar(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in list(files.items())[:4]:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def _parquet() -> bytes:
    import pyarrow as pa
    from pyarrow import parquet
    buffer = io.BytesIO()
    parquet.write_table(pa.table({"id": ["a", "b"], "text": [TEXT, TEXT]}), buffer)
    return buffer.getvalue()


def _arrow() -> bytes:
    import pyarrow as pa
    table = pa.table({"id": ["a", "b"], "text": [TEXT, TEXT]})
    buffer = io.BytesIO()
    with pa.ipc.new_file(buffer, table.schema) as writer:
        writer.write_table(table)
    return buffer.getvalue()


def _docx() -> bytes:
    import docx
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(TEXT)
    document.save(buffer)
    return buffer.getvalue()


def _warc(files: dict[str, bytes]) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.0")
    record = writer.create_warc_record("http://a.vn/", "response", payload=io.BytesIO(files["h.html"]), http_headers=headers)
    writer.write_record(record)
    return buffer.getvalue()


def mutate(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Some bytes of `data` changed."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        if not changed:
            break
        place = chance.randrange(len(changed))
        what = chance.randrange(7)
        if what == 0:
            changed[place] = chance.randrange(256)
        elif what == 1:
            changed[place] ^= 1 << chance.randrange(8)
        elif what == 2:
            del changed[place:place + chance.choice((1, 4, 64, 4096))]
        elif what == 3:
            part = changed[place:place + chance.choice((1, 16, 256))]
            changed[place:place] = part * chance.choice((1, 2, 50))
        elif what == 4:
            start = chance.randrange(len(other) or 1)
            changed[place:place] = other[start:start + chance.choice((1, 16, 256))]
        elif what == 5:
            changed[place:place] = chance.choice(_NASTY)
        else:
            del changed[place:]
    return bytes(changed)


def main(inputs: int = 100_000, seed: int = 0) -> None:
    """Run, and print what came out."""
    chance = random.Random(seed)
    files = seeds()
    outcomes: Counter[str] = Counter()
    slowest = (0.0, "")
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(inputs):
            name = chance.choice(list(files))
            data = mutate(files[name], files[chance.choice(list(files))], chance)
            path = Path(folder) / name
            path.write_bytes(data)
            start = time.perf_counter()
            try:
                found = list(read([path], SETTINGS))
                _check([one for one in found if not isinstance(one, Rejected)])
            except Exception:
                kept = Path(tempfile.gettempdir()) / f"fuzz-{seed}-{number}-{name}"
                kept.write_bytes(data)
                print(f"FAILED on {kept}")
                raise
            outcomes.update(one.error_code if isinstance(one, Rejected) else "article" for one in found)
            seconds = time.perf_counter() - start
            slowest = max(slowest, (seconds, f"{name} #{number}"))
            if seconds > SLOW:
                kept = Path(tempfile.gettempdir()) / f"slow-{seed}-{number}-{name}"
                kept.write_bytes(data)
                print(f"slow: {seconds:.1f} s on {kept}")
    print(f"{inputs} inputs in {time.perf_counter() - begun:.0f} s; slowest {slowest[0]:.2f} s ({slowest[1]})")
    for outcome, count in outcomes.most_common():
        print(f"{outcome:8} {count:8}")


def _check(articles: list[Article]) -> None:
    if not articles:
        return
    shard = segment(articles, SegmentationSettings(segmented="yes"))
    text, forms = shard.text, shard.types.forms
    for start, end, number in zip(shard.token_start.tolist(), shard.token_end.tolist(), shard.token_type.tolist(), strict=True):
        assert text[start:end] == forms[number]


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
