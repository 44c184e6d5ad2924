"""A measure over time: figures of one measure at the dates of their sentences, drawn with their ranges and bounds.

The date of a figure is the full date nearest to it in its sentence, else the day on which its article was published.
Currencies stay as written: one unit a plot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vnnlp.errors import UsageError
from vnnlp.extraction.figures.frames import to_timestamps

if TYPE_CHECKING:
    import pandas

_MOMENTS = ("date", "date_range", "time", "time_range")


def over_time(figures: pandas.DataFrame, measure: str, unit: str, published: dict[str, Any] | None = None) -> pandas.DataFrame:
    """The stated figures whose `measures` holds `measure` and whose unit is `unit`, with a `time`, in its order.

    `published`: doc_id to the day of publication, for the figures whose sentence has no full date. Columns: doc_id,
    sentence, start, end, text, time, value, low, high, cmp, subject, subject_kb_id. Figures without a time are left out.

    >>> from vnnlp.extraction.figures import extract
    >>> from vnnlp.segmentation import segment
    >>> from vnnlp.shard import Article
    >>> table = extract(segment([Article("a", "Ngày 2/11/2013 , doanh_thu đạt hơn 50 tỷ đồng .")]))
    >>> over_time(table.to_pandas(), "doanh thu", "VND")[["value", "cmp"]].values.tolist()
    [[50000000000.0, '>']]
    """
    import pandas

    frame = to_timestamps(figures)
    moment = frame["kind"].isin(_MOMENTS)
    named = frame["measures"].fillna("").str.casefold().str.contains(measure.casefold(), regex=False)
    chosen = frame[~moment & named & frame["unit"].eq(unit) & frame["status"].eq("stated")].copy()
    dates: dict[tuple[str, int], list[tuple[int, Any]]] = {}
    for row in frame[moment & frame["timestamp"].notna()].to_dict("records"):
        dates.setdefault((row["doc_id"], row["sentence"]), []).append((row["start"], row["timestamp"]))
    times: list[Any] = []
    for row in chosen.to_dict("records"):
        near = [(abs(start - row["start"]), stamp) for start, stamp in dates.get((row["doc_id"], row["sentence"]), ())]
        day = (published or {}).get(row["doc_id"])
        times.append(min(near)[1] if near else None if day is None else pandas.Timestamp(day))
    chosen["time"] = pandas.Series(times, index=chosen.index, dtype="datetime64[ns]")
    columns = ["doc_id", "sentence", "start", "end", "text", "time", "value", "low", "high", "cmp", "subject", "subject_kb_id"]
    return chosen[chosen["time"].notna()].sort_values(["time", "doc_id", "start"])[columns].reset_index(drop=True)


def plot_over_time(timeline: pandas.DataFrame, *, unit: str, title: str = "", axes: Any = None) -> Any:
    """Draw `over_time`: points for values, bars for ranges, arrows up for `more than` and down for `at most`.

    Returns the matplotlib axes. Raises UsageError (US001) where there is nothing to draw.
    """
    if timeline.empty:
        raise UsageError("there is no figure to draw", remedy="Ask for another measure or unit, or give the days of publication")
    if axes is None:
        from matplotlib.figure import Figure as Canvas

        axes = Canvas(figsize=(8, 4), layout="constrained").subplots()
    exact = timeline[timeline["value"].notna()]
    axes.plot(exact["time"], exact["value"], "o", label="stated")
    spans = timeline[timeline["value"].isna() & timeline["low"].notna() & timeline["high"].notna()]
    axes.vlines(spans["time"], spans["low"], spans["high"], linewidth=4, alpha=0.5, label="range")
    for marker, comparisons, label in (("^", (">", ">="), "or more"), ("v", ("<", "<=", "<~"), "or less")):
        bound = exact[exact["cmp"].isin(comparisons)]
        axes.plot(bound["time"], bound["value"], marker, markersize=10, fillstyle="none", linestyle="none", label=label)
    axes.set_ylabel(unit)
    axes.set_title(title)
    axes.legend()
    return axes
