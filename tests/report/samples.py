"""A small run made by hand: six articles of invented news with everything that the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from vnnlp.tables import RUN_TABLES, Table

GIFTS = ("Viettel tặng quà Tết cho khách VIP\n"
         "Sáng nay , Viettel tặng 1.200 phần quà cho khách_hàng VIP ở Đà_Lạt . "
         "Bà Mai_Lan_Chi cho_biết giá_trị khoảng 500.000 đồng .")
COPY = ("Quà Tết của Viettel\n"
        "Sáng nay , Viettel tặng 1.250 phần quà cho khách_hàng VIP ở Đà_Lạt . "
        "Bà Mai_Lan_Chi cho_biết giá_trị khoảng 500.000 đồng .")
STOPS = "MobiFone ngừng giảm cước\nMobiFone ngừng giảm cước cho sinh_viên , cước còn từ 690 đến 1.580 đồng/phút ."
DAMAGED = "S-Fone mời khách xem hát 7\nS-Fone mời 1 khách_hàng xem hát 7 ông Văn_Sơn nói 6 rất vui 6 7"
REPAIRED = "S-Fone mời khách xem hát .\nS-Fone mời ⟨?⟩ khách_hàng xem hát , ông Văn_Sơn nói “ rất vui ” ."
LATER = "Cước của MobiFone\nNăm nay cước của MobiFone tối_đa 900 đồng/phút , ít_nhất một lần ."
PLAIN = "Trời đẹp\nHôm_nay trời đẹp ."

ARTICLES = {
    "gifts": (GIFTS, date(2010, 1, 20), None), "copy": (COPY, date(2010, 1, 21), "gifts"),
    "stops": (STOPS, date(2012, 5, 2), None),
    "damaged": (DAMAGED, date(2013, 8, 3), None), "later": (LATER, date(2013, 9, 9), None), "plain": (PLAIN, None, None),
}


class Sample(dict[str, Table]):
    """Tables by name, and the manifest, as a Run has them."""

    manifest: Mapping[str, Any]


def span(doc_id: str, text: str, nth: int = 0) -> dict[str, Any]:
    """doc_id, start and end of the nth place of a text in an article."""
    whole = ARTICLES[doc_id][0]
    start = -1
    for _ in range(nth + 1):
        start = whole.index(text, start + 1)
    return {"doc_id": doc_id, "start": start, "end": start + len(text)}


def document(doc_id: str, text: str, published: date | None = None, **more: Any) -> dict[str, Any]:
    """A row of documents."""
    return {"doc_id": doc_id, "source": f"{doc_id}.txt", "title": text.partition("\n")[0], "published": published,
            "encoding": "utf-8", "segmented": True, "text": text, "damaged": False, "n_tokens": len(text.split()),
            "n_sentences": 2, "n_edits": 0, "n_lost_numbers": 0} | more


def entity(doc_id: str, text: str, label: str, kb_id: str | None = None) -> dict[str, Any]:
    """A row of entities."""
    return span(doc_id, text) | {"sentence": 1, "text": text, "label": label, "kb_id": kb_id, "confidence": 1.0,
                                 "method": "rule"}


def figure(doc_id: str, text: str, kind: str, **more: Any) -> dict[str, Any]:
    """A row of figures."""
    return span(doc_id, text) | {"sentence": 1, "text": text, "kind": kind, "cmp": "=", "status": "stated",
                                 "negated": False} | more


def strategy(doc_id: str, text: str, carrier: str, code: str, segment: str | None, polarity: str = "does",
             figures: tuple[str, ...] = (), entities: tuple[str, ...] = ()) -> dict[str, Any]:
    """A row of strategies."""
    spans = [[{"start": found["start"], "end": found["end"]} for found in (span(doc_id, one) for one in texts)]
             for texts in (entities, figures)]
    return span(doc_id, text) | {"sentence": 1, "carrier": carrier, "strategy": code, "segment": segment, "polarity": polarity,
                                 "evidence": text, "entity_spans": spans[0], "figure_spans": spans[1], "confidence": 0.9}


def edit(before: str, after: str, nth: int, kind: str) -> dict[str, Any]:
    """A row of edits of the damaged article."""
    return span("damaged", before, nth) | {"before": before, "after": after, "kind": kind, "confidence": 0.95,
                                           "reason": f"stands where {kind} belongs", "applied": True}


def sample(**tables: list[dict[str, Any]]) -> Sample:
    """The run; a table that is given replaces the one made by hand."""
    edits = [edit("7", ".", 0, "mark"), edit("1", "⟨?⟩", 0, "lost_number"), edit("7", ",", 1, "mark"), edit("6", "“", 0, "quote"),
             edit("6", "”", 1, "quote"), edit("7", ".", 2, "mark")]
    rows: dict[str, list[dict[str, Any]]] = {
        "documents": [document(doc_id, text, published, duplicate_of=original, damaged=doc_id == "damaged",
                               repaired=REPAIRED if doc_id == "damaged" else None, n_edits=6 if doc_id == "damaged" else 0,
                               n_lost_numbers=int(doc_id == "damaged"))
                      for doc_id, (text, published, original) in ARTICLES.items()],
        "edits": edits,
        "duplicates": [{"doc_id": "copy", "start": 20, "end": len(COPY), "kind": "near", "of_doc_id": "gifts", "of_start": 35,
                        "of_end": len(GIFTS), "similarity": 0.93}],
        "entities": [entity("gifts", "Viettel", "ORG", "viettel"), entity("gifts", "Đà_Lạt", "LOC"),
                     entity("gifts", "Mai_Lan_Chi", "PER"), entity("copy", "Viettel", "ORG", "viettel"),
                     entity("stops", "MobiFone", "ORG", "mobifone"),
                     entity("damaged", "Văn_Sơn", "PER")],
        "figures": [figure("gifts", "1.200", "count", value=1200.0, unit="phần quà", measures="quà"),
                    figure("gifts", "500.000 đồng", "money", value=500000.0, unit="VND", cmp="~", approx="khoảng",
                           measures="giá_trị"),
                    figure("stops", "từ 690 đến 1.580 đồng/phút", "rate", low=690.0, high=1580.0, unit="VND", per="phút",
                           cmp="range", measures="cước", subject="MobiFone", subject_kb_id="mobifone"),
                    figure("later", "900 đồng/phút", "rate", value=900.0, unit="VND", per="phút", cmp="<=", measures="cước",
                           subject="MobiFone", subject_kb_id="mobifone"),
                    figure("damaged", "1", "count", unit="khách hàng", measures="khách_hàng", status="lost")],
        "strategies": [strategy("gifts", "Viettel tặng 1.200 phần quà cho khách_hàng VIP ở Đà_Lạt", "viettel", "gift_greeting",
                                "vip", figures=("1.200",), entities=("Đà_Lạt",)),
                       strategy("stops", "MobiFone ngừng giảm cước cho sinh_viên", "mobifone", "tariff_discount", "youth",
                                "stops"),
                       strategy("damaged", "S-Fone mời 1 khách_hàng xem hát", "sfone", "entertainment_travel", None,
                                figures=("1",))],
        "topics": [{"topic": 0, "label": "quà", "terms": [{"term": "quà", "weight": 0.6}, {"term": "khách_hàng", "weight": 0.2}],
                    "coherence": -0.5, "share": 0.7}],
        "quarantine": [{"source": "cu.zip!a.txt", "record": 3, "error_code": "RE002", "message": "binary data, not text"}],
    } | tables
    made = Sample({name: Table.of(name, rows.get(name, [])) for name in RUN_TABLES})
    made.manifest = {
        "vnnlp": "0.1.0", "data_sha256": "a" * 64, "input": {"articles": len(made["documents"]), "sha256": "b" * 32},
        "settings": {"repair": {"floor": 0.5}, "extraction": {"taxonomy": ""}},
        "tables": {name: {"rows": len(table), "sha256": "c" * 64} for name, table in made.items()},
    }
    return made
