"""One text file → one article, or one sentence that says why not."""

from __future__ import annotations

import re
from pathlib import Path

from stance.article import Article

LONGEST_ARTICLE = 5_000_000
"""Characters; the longest news features are a fiftieth of it."""

_HEADLINE = re.compile(r"\s*(?:#+[ \t]*)?(?P<title>[^\n]{1,200}?)[ \t]*\r?\n[ \t]*(?:\r?\n|$)")


def read_article(path: str | Path, encoding: str = "utf-8") -> Article:
    r"""Read one article from a text file; its text is kept to the character.

    The title is the first line, where a blank line follows it or a `#` marks it as a
    heading; the title stays in the text, so that offsets count from the file's first
    character. The id is the file's name without its ending.

    Raises
    ------
    ValueError
        Where the file is empty, binary, in another encoding, has no words, or is longer
        than `LONGEST_ARTICLE`; one sentence that names the file.
    OSError
        Where the file cannot be opened.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "strike.txt")
    ...     _ = path.write_text("# Strike ends\n\nDockers went back to work.")
    ...     read_article(path).title
    'Strike ends'
    """
    path = Path(path)
    if path.is_dir():
        raise ValueError(f"{path} is a folder: name the files in it")
    text = _decode(path.read_bytes(), path, encoding)
    if reason := why_no_article(text):
        raise ValueError(f"{path} {reason}")
    return Article(path.stem, text, title=title_of(text))


def title_of(text: str) -> str:
    r"""The first line, if a blank line sets it apart; else nothing.

    Examples
    --------
    >>> title_of("Taxes rise\n\nThe house voted.")
    'Taxes rise'
    >>> title_of("The house voted. It was late.\nThen it rose.")
    ''
    """
    found = _HEADLINE.match(text)
    return found["title"].strip() if found else ""


def _decode(data: bytes, path: Path, encoding: str) -> str:
    if b"\0" in data[:100_000] and "16" not in encoding and "32" not in encoding:
        raise ValueError(f"{path} is a binary file, not text: give the article as plain text")
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path} is not {encoding} (byte {data[error.start]:#04x} at {error.start}): "
            "convert it, or name its encoding, often cp1252"
        ) from None
    except LookupError:
        raise ValueError(f"there is no encoding {encoding!r}: try utf-8 or cp1252") from None


def why_no_article(text: object) -> str:
    """Why a text is no article, as the end of a sentence; empty where it is one.

    Examples
    --------
    >>> why_no_article("“”")
    'holds no words: there is nothing to label'
    """
    if not isinstance(text, str):
        return "has no text: there is nothing to label"
    if not text.strip():
        return "is empty: there is nothing to label"
    if len(text) > LONGEST_ARTICLE:
        return (
            f"holds {len(text):,} characters, more than the {LONGEST_ARTICLE:,} of the "
            "longest article: split it into its articles"
        )
    if not any(character.isalpha() for character in text):
        return "holds no words: there is nothing to label"
    return ""
