"""What corpus/ holds: `python -m tests.benchmarks.corpus`."""

from __future__ import annotations

from collections import Counter

from tests.support import ROOT, read_jsonl


def main() -> None:
    for half in ("develop", "heldout", "unseen"):
        rows = list(read_jsonl(ROOT / "corpus" / "gold" / f"{half}.jsonl"))
        print(f"## {half}: {len(rows)} articles, {sum(len(row['text'].split()) for row in rows)} words")
        print("damaged", sum("code_book" in row for row in rows), "raw", sum(not row["segmented"] for row in rows),
              "with passages", sum(bool(row["passages"]) for row in rows))
        for name, key in (("entities", "label"), ("figures", "kind"), ("strategies", "strategy"), ("edits", "kind"),
                          ("passages", "kind")):
            counts = Counter(item[key] for row in rows for item in row[name])
            print(f"{name} {sum(counts.values())}:", ", ".join(f"{value} {count}" for value, count in counts.most_common()))
        print("look-alikes", sum(len(row["not_figures"]) for row in rows))


if __name__ == "__main__":
    main()
