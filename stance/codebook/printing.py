"""A codebook on paper, in a terminal and on a page, and what changed between two versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from html import escape
from typing import TYPE_CHECKING, Any

from stance.codebook.codes import Code

if TYPE_CHECKING:
    from stance.codebook import Codebook


def markdown(book: Codebook) -> str:
    """The codebook as the appendix of a paper."""
    head = [
        f"# Codebook: {book.title} (version {book.version})",
        f"Unit of coding: {book.unit}; {_labels_each(book)} each. "
        f"Source: {book.source or 'own'}",
    ]
    if book.note:
        head.append(book.note)
    sections = (_section(code, depth) for code, depth in in_order(book.codes))
    return "\n\n".join([*head, *sections]) + "\n"


def text(book: Codebook) -> str:
    """The codebook for a terminal: one line a code, those below another indented."""
    each = f"{_labels_each(book)} for each {book.unit}"
    head = f"{book.title} ({book.id}, version {book.version}; {each})"
    rows = [("  " * (depth + 1) + code.id, code) for code, depth in in_order(book.codes)]
    width = max(len(name) for name, _ in rows) + 2
    return "\n".join([head, *(f"{name:<{width}}{code.definition}" for name, code in rows)])


def page(book: Codebook) -> str:
    """The codebook as a table of HTML, every text escaped."""
    heads = ("Code", "Name", "Definition", "Code it for", "Do not code it for", "Examples")
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    rows = "".join(_row(code, depth) for code, depth in in_order(book.codes))
    each = f"{_labels_each(book)} for each {book.unit}"
    caption = f"{book.title} (version {book.version}; {each})"
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{columns}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def changes(old: Codebook, new: Codebook) -> list[str]:
    """What changed from one version to the other, one line a change."""
    mine, others = ({code.id: code for code in book.codes} for book in (old, new))
    lines = _changed(old, new, skip="codes")
    lines += [f"- code {label}" for label in mine if label not in others]
    lines += [f"+ code {label}" for label in others if label not in mine]
    for label in (label for label in mine if label in others):
        found = _changed(mine[label], others[label])
        lines += [f"~ code {label}: {change[2:]}" for change in found]
    return lines


def in_order(codes: Iterable[Code], parent: str = "", depth: int = 0) -> Iterator[Any]:
    """Each code with its depth, those below a code right behind it."""
    rows = list(codes)
    for code in rows:
        if code.parent == parent:
            yield code, depth
            yield from in_order(rows, code.id, depth + 1)


def _labels_each(book: Codebook) -> str:
    return "any number of codes" if book.multilabel else "one code"


def _section(code: Code, depth: int) -> str:
    lines = [f"{'#' * (depth + 2)} {code.name} (`{code.id}`)", code.definition]
    if code.parent:
        lines.append(f"Belongs under `{code.parent}`.")
    for title, items in (("Code", code.include), ("Do not code", code.exclude)):
        lines += [f"*{title}:* " + "; ".join(items)] if items else []
    lines += [f"> {example}" for example in code.examples]
    words = [w if weight == 1 else f"{w} ({weight:g})" for w, weight in code.keywords.items()]
    lines += ["*Keywords:* " + ", ".join(words)] if words else []
    return "\n\n".join(lines)


def _row(code: Code, depth: int) -> str:
    cells = [
        code.name,
        code.definition,
        "; ".join(code.include),
        "; ".join(code.exclude),
        " ".join(code.examples),
    ]
    head = f'<th scope="row">{"– " * depth}{escape(code.id)}</th>'
    return f"<tr>{head}" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _changed(old: Codebook | Code, new: Codebook | Code, skip: str = "") -> list[str]:
    names = [item.name for item in fields(old) if item.name != skip]
    lines = []
    for name in names:
        was, now = getattr(old, name), getattr(new, name)
        if name == "keywords":
            lines += _changed_keywords(dict(was), dict(now))
        elif was != now:
            lines.append(f"~ {name}: {was!r} → {now!r}")
    return lines


def _changed_keywords(was: dict[str, float], now: dict[str, float]) -> list[str]:
    """Only the keywords that changed: a list of sixty hides the one that did."""
    lost = [f"-{word}" for word in was if word not in now]
    new = [f"+{word}" for word in now if word not in was]
    moved = [f"{w}^{was[w]:g}→{now[w]:g}" for w in was if w in now and was[w] != now[w]]
    found = [*lost, *new, *moved]
    return [f"~ keywords: {', '.join(found)}"] if found else []
