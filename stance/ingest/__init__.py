"""Files → articles."""

from stance.ingest.corpus import Corpus, Reject
from stance.ingest.text import read_article

__all__ = ["Corpus", "Reject", "read_article"]
