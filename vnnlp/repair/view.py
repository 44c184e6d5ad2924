"""A repair to look at: before and after side by side, each edit with its reason; on a terminal, and as HTML.

The text of an archive is hostile: HTML is built with autoescape on, and on the terminal nothing is read as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from vnnlp.edits import Edit
from vnnlp.shard import Shard

if TYPE_CHECKING:
    from jinja2 import Template
    from rich.console import RenderableType

Piece = tuple[str, Edit | None]

_TEMPLATE = """\
<section class="repair" lang="vi">
<h3>{{ title }}</h3>
<p class="repair-verdict">{{ verdict }}</p>
{% if book %}<table class="repair-book"><thead><tr><th>digit</th><th>stands for</th><th>uses</th><th>probability</th></tr></thead>
<tbody>{% for digit, role, probability, count in book %}<tr><td>{{ digit }}</td><td>{{ role }}</td><td>{{ count }}</td>\
<td>{{ "%.2f"|format(probability) }}</td></tr>{% endfor %}</tbody></table>
{% endif %}<div class="repair-sides" style="display:grid;grid-template-columns:1fr 1fr;gap:1.5em">
{% for heading, pieces in sides %}<div><h4>{{ heading }}</h4><p style="white-space:pre-wrap">{% for text, edit in pieces %}\
{% if edit %}<mark class="{{ edit.kind }}" title="{{ edit.reason }} ({{ '%.2f'|format(edit.confidence) }})">{{ text }}</mark>\
{% else %}{{ text }}{% endif %}{% endfor %}</p></div>
{% endfor %}</div>
<ol class="repair-edits">{% for edit in edits %}<li value="{{ loop.index }}"><code>{{ edit.before }}</code> → \
<code>{{ edit.after }}</code> {{ edit.reason }} ({{ "%.2f"|format(edit.confidence) }}\
{{ "" if edit.applied else ", proposed only" }})</li>{% endfor %}</ol>
</section>
"""


@cache
def _template() -> Template:
    from jinja2 import Environment
    return Environment(autoescape=True, trim_blocks=False).from_string(_TEMPLATE)


def sides(text: str, edits: Sequence[Edit]) -> tuple[list[Piece], list[Piece]]:
    """The article before and after, cut at its applied edits: (text, the edit or None).

    >>> before, after = sides("hơn 7.", [Edit(4, 6, "7.", ".", "mark")])
    >>> [text for text, _ in before], [text for text, _ in after]
    (['hơn ', '7.'], ['hơn ', '.'])
    """
    before: list[Piece] = []
    after: list[Piece] = []
    position = 0
    for edit in sorted((edit for edit in edits if edit.applied), key=lambda edit: edit.start):
        if edit.start > position:
            before.append((text[position:edit.start], None))
            after.append((text[position:edit.start], None))
        before.append((edit.before, edit))
        after.append((edit.after, edit))
        position = edit.end
    if position < len(text):
        before.append((text[position:], None))
        after.append((text[position:], None))
    return before, after


def html(shard: Shard, index: int, diagnosis: Any = None) -> str:
    """An HTML fragment of one article of a repaired shard; `diagnosis` adds the verdict and the code book."""
    article, edits = shard.articles[index], shard.edits.get(index, ())
    before, after = sides(article.text, edits)
    return _template().render(title=article.title or article.doc_id, verdict=_verdict(shard, index, diagnosis),
                              book=diagnosis.code_book if diagnosis else (), edits=edits,
                              sides=(("as read", before), ("repaired", after)))


def terminal(shard: Shard, index: int, diagnosis: Any = None, reasons: int = 40) -> RenderableType:
    """A rich renderable of one article of a repaired shard: two columns, then up to `reasons` edits with their reasons."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text
    article, edits = shard.articles[index], shard.edits.get(index, ())

    def coloured(pieces: list[Piece]) -> Text:
        text = Text()
        for piece, edit in pieces:
            text.append(piece, style="bold black on yellow" if edit else "")
        return text

    before, after = sides(article.text, edits)
    columns = Table(title=Text(article.title or article.doc_id), expand=True, show_lines=False)
    columns.add_column("as read", ratio=1)
    columns.add_column("repaired", ratio=1)
    columns.add_row(coloured(before), coloured(after))
    listed = Table(show_header=True, expand=True)
    for name in ("before", "after", "confidence", "reason"):
        listed.add_column(name, ratio=6 if name == "reason" else 1)
    for edit in edits[:reasons]:
        listed.add_row(Text(edit.before), Text(edit.after), Text(f"{edit.confidence:.2f}"),
                       Text(edit.reason if edit.applied else f"proposed only: {edit.reason}"))
    more = [Text(f"… and {len(edits) - reasons} more")] if len(edits) > reasons else []
    return Group(Text(_verdict(shard, index, diagnosis)), columns, listed, *more)


def _verdict(shard: Shard, index: int, diagnosis: Any) -> str:
    edits = shard.edits.get(index, ())
    applied = sum(edit.applied for edit in edits)
    damaged = shard.damaged is not None and bool(shard.damaged[index])
    probability = f" (probability {diagnosis.probability:.2f})" if diagnosis else ""
    vetoes = f"; {'; '.join(diagnosis.vetoes)}" if diagnosis and diagnosis.vetoes else ""
    return f"{'damaged by digit codes' if damaged else 'no digit codes'}{probability}: {applied} edits applied, " \
           f"{len(edits) - applied} proposed{vetoes}"
