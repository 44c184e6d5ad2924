"""An archive with known copies: real sentences (no two of which share ten syllables in a row), put together into articles
into which copies of every kind are planted. Independent of vnnlp.dedup: what is a copy is known because it was put there.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.support import SHARED, read_jsonl
from vnnlp.shard import Article

DISTINCT = 10
"""Syllables in a row that no two sentences of the archive share."""

TEMPLATES = [
    """Thời_tiết {place}
Ngày {n} tháng {m} , {place} nhiều mây , có mưa rào và dông vài nơi , gió đông bắc cấp {s} , nhiệt_độ thấp nhất từ {t} đến \
{t} độ , cao nhất từ {t} đến {t} độ .
Độ_ẩm trung_bình {p} % , lượng mưa phổ_biến từ {p} đến {p} mm , có nơi trên {p} mm .
Trung_tâm dự_báo cho biết từ ngày {n} , không_khí lạnh được tăng_cường , biển động , sóng cao từ {s} đến {s} mét .""",
    """Giá vàng ngày {n}/{m}
Giá vàng miếng tại {place} sáng nay mua vào {k} triệu đồng mỗi lượng , bán ra {k} triệu đồng mỗi lượng , tăng {b} đồng so với \
chiều qua .
Trên thị_trường thế_giới , giá vàng giao ngay đứng ở mức {b} USD mỗi ounce , giảm {k} USD so với phiên trước .
Tỷ_giá trung_tâm được niêm_yết ở mức {b} đồng , mỗi USD tại ngân_hàng bán ra {b} đồng , mua vào {b} đồng .""",
    """Kết_quả xổ_số {place} ngày {n}/{m}
Giải đặc_biệt : {b}
Giải nhất : {b}
Giải nhì : {b} - {b}
Giải ba : {b} - {b} - {b} - {b}
Giải tư : {p} - {p} - {p} - {p}
Người trúng giải mang vé đến công_ty xổ_số {place} trong vòng {p} ngày kể từ ngày {n} để nhận thưởng , giá_trị giải đặc_biệt \
là {k} tỷ đồng .""",
    """Chứng_khoán phiên {n}/{m}
Kết_thúc phiên giao_dịch , VN - Index tăng {k} điểm , lên {b} điểm , với {p} mã tăng giá , {p} mã giảm giá và {p} mã đứng giá .
Tổng khối_lượng giao_dịch đạt {b} triệu đơn_vị , giá_trị {b} tỷ đồng .
Trên sàn Hà_Nội , chỉ_số giảm {k} điểm , còn {k} điểm , thanh_khoản đạt {p} triệu cổ_phiếu , trị_giá {b} tỷ đồng .
Khối ngoại mua ròng {p} tỷ đồng , bán ròng {p} tỷ đồng .""",
]
PLACES = ["Hà_Nội", "Đà_Nẵng", "Cần_Thơ", "Hải_Phòng", "Huế", "Vinh", "Nha_Trang", "Đà_Lạt"]


@dataclass(frozen=True)
class Planted:
    """One copy that was put in: where it stands, and the article that has the original."""

    kind: str
    doc_id: str
    start: int
    end: int
    of_doc_id: str

    def row(self) -> dict[str, object]:
        """As a row of `duplicates`."""
        return {"doc_id": self.doc_id, "start": self.start, "end": self.end, "kind": "exact", "of_doc_id": self.of_doc_id}


@dataclass
class Archive:
    """Articles in the order of the input, the copies in them, near-duplicate articles, and articles from templates."""

    articles: list[Article] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
    near: dict[str, tuple[str, float]] = field(default_factory=dict)
    """Copy -> (original, share of the words edited)."""
    template: set[str] = field(default_factory=set)


def sentences(limit: int, seed: int) -> list[str]:
    """Real sentences of 6 to 60 tokens, in random order, no two with `DISTINCT` syllables in a row in common."""
    rows = list(read_jsonl(SHARED / "data" / "news_segmented.jsonl.gz"))
    rng = random.Random(seed)
    rng.shuffle(rows)
    seen: set[tuple[str, ...]] = set()
    found: list[str] = []
    for row in rows:
        for line in row["text"].split("\n"):
            words = line.split()
            if not 6 <= len(words) <= 60 or not line.rstrip().endswith("."):
                continue
            syllables = [part.lower() for word in words for part in word.split("_") if any(map(str.isalnum, part))]
            keys = {tuple(syllables[at:at + DISTINCT]) for at in range(max(1, len(syllables) - DISTINCT + 1))}
            if not keys & seen:
                seen |= keys
                found.append(line.strip())
        if len(found) >= limit:
            break
    rng.shuffle(found)
    return found[:limit]


def archive(size: int, seed: int = 0) -> Archive:
    """`size` articles of their own, a third of which have a copy planted, with copies and templates beside them."""
    rng = random.Random(seed)
    pool = iter(sentences(size * 11, seed))
    made = Archive()
    originals = [_article(f"o{number:06d}", pool, rng) for number in range(size)]
    # Copies are younger than everything they copy.
    young = [replace(article, doc_id=f"y{article.doc_id[1:]}", published=article.published + timedelta(days=4000))  # type: ignore[operator]
             for article in originals[size // 2:]]
    old = originals[:size // 2]
    boilerplate = [text for text in (next(pool) for _ in range(40)) if len(text.split()) >= 16][:4]
    for at, text in enumerate(boilerplate):
        old[at] = replace(old[at], text=f"{old[at].text}\n{text}")
    made.articles += old
    for number, article in enumerate(young):
        kind = ("second copy", "mid-line", "paragraph", "boilerplate", "sentence", "none")[number % 6]
        made.articles.append(_plant(made, kind, article, rng.choice(old), boilerplate, pool, rng))
    for number in range(size // 10):
        original, share = rng.choice(old), (0.0, 0.1, 0.1, 0.2, 0.3)[number % 5]
        made.articles.append(Article(f"n{number:06d}", _edit(original.text, share, rng), published=date(2025, 1, 1)))
        made.near[f"n{number:06d}"] = (original.doc_id, share)
    for number in range(size // 10):
        text = _fill(TEMPLATES[number % len(TEMPLATES)], rng)
        made.articles.append(Article(f"t{number:06d}", text, published=date(2024, 1, 1)))
        made.template.add(f"t{number:06d}")
    rng.shuffle(made.articles)
    return made


def _article(doc_id: str, pool: Iterator[str], rng: random.Random) -> Article:
    lines = [" ".join(next(pool) for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(3, 5))]
    return Article(doc_id, "\n".join(lines), published=date(2005, 1, 1) + timedelta(days=rng.randrange(3000)))


def _plant(made: Archive, kind: str, article: Article, original: Article, boilerplate: list[str], pool: Iterator[str],
           rng: random.Random) -> Article:
    lines, source = article.text.split("\n"), original.text.split("\n")
    of_doc_id = original.doc_id
    if kind == "none":
        return article
    if kind == "second copy":
        before, copy, after, of_doc_id = article.text + "\nLê Minh Theo Tiền Phong ", article.text, "", article.doc_id
    elif kind == "mid-line":
        words = rng.choice([line for line in source if len(line.split()) >= 30] or [original.text.replace("\n", " ")]).split()
        first = rng.randint(1, max(1, len(words) - 28))
        at = rng.randrange(len(lines))
        host = lines[at].split()
        cut = rng.randint(1, len(host) - 1)
        before = "\n".join([*lines[:at], " ".join(host[:cut])]) + " "
        copy = " ".join(words[first:])
        after = "\n".join([" " + " ".join(host[cut:]), *lines[at + 1:]])
    else:
        if kind == "paragraph":
            copy = rng.choice([line for line in source if len(line.split()) >= 20] or source)
        elif kind == "boilerplate":
            which = rng.randrange(len(boilerplate))
            copy, of_doc_id = boilerplate[which], f"o{which:06d}"
        else:
            pieces = [piece.strip() + " ." for line in source for piece in line.split(" . ")]
            pieces = [piece.replace(". .", ".") for piece in pieces]
            copy = rng.choice([piece for piece in pieces if 8 <= len(piece.split()) <= 30] or [next(pool)])
        at = rng.randrange(len(lines) + 1)
        before, after = "".join(line + "\n" for line in lines[:at]), "".join("\n" + line for line in lines[at:])
    made.planted.append(Planted(kind, article.doc_id, len(before), len(before) + len(copy), of_doc_id))
    return replace(article, text=before + copy + after)


def _edit(text: str, share: float, rng: random.Random) -> str:
    """`share` of the words replaced, left out or doubled with another, white space kept."""
    words = text.split(" ")
    others = [word for word in words if word.isalpha()]
    for at, word in enumerate(words):
        if rng.random() < share and "\n" not in word:
            other = rng.choice(others)
            words[at] = rng.choice([other, other, other, "", f"{word} {other}"])
    return " ".join(word for word in words if word)


def _fill(template: str, rng: random.Random) -> str:
    """A template with other numbers in every slot."""
    place = rng.choice(PLACES)
    pieces = template.replace("{place}", place).split("{")
    slots = {"n": lambda: rng.randint(1, 31), "m": lambda: rng.randint(1, 12), "s": lambda: rng.randint(2, 8),
             "t": lambda: rng.randint(14, 36), "p": lambda: rng.randint(20, 990), "b": lambda: rng.randint(1000, 99999),
             "k": lambda: f"{rng.randint(10, 99)},{rng.randint(0, 99)}"}
    return pieces[0] + "".join(f"{slots[piece[0]]()}{piece[2:]}" for piece in pieces[1:])
