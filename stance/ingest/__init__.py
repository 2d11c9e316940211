"""Files → articles."""

from stance.ingest.text import read_article

__all__ = ["read_article"]
