"""What is done of a long job, on disk: so that a run that was killed goes on where it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stance.labelling.writers import join, part, shard_file


@dataclass(frozen=True)
class Journal:
    """The unfinished output of one job: its settings, and a note for each shard that is done.

    A shard's note is written after its files, in one rename; what has no note is done again
    and gives the same files. The folder lies beside the output, `OUTPUT.partial`.
    """

    output: Path
    settings: Mapping[str, Any]

    @property
    def folder(self) -> Path:
        """Where the shards lie until all are done."""
        return self.output.with_name(self.output.name + ".partial")

    @property
    def _notes(self) -> Path:
        return self.folder / "_journal"

    def open(self) -> bool:
        """Begin the job or go on with it; False where the output is there already, finished.

        Raises
        ------
        ValueError
            Where what lies there was made with other settings; the message says which.
        OSError
            Where the folder cannot be written.
        """
        shutil.rmtree(self._rubbish, ignore_errors=True)
        if self._is_finished():
            return False
        kept = self._notes / "settings.json"
        if kept.exists():
            self._refuse_other(json.loads(kept.read_text("utf-8")))
            self._sweep()
        else:
            with shard_file(kept) as path:
                path.write_text(json.dumps(dict(self.settings)), "utf-8")
        return True

    @property
    def _finished(self) -> Path:
        """The folder the shards become, for outputs that are folders."""
        return self.output.with_suffix("") if self.output.suffix == ".html" else self.output

    def _is_finished(self) -> bool:
        if not self._finished.is_dir():
            return False
        kept = self._finished / "_journal" / "settings.json"
        if not kept.exists() or json.loads(kept.read_text("utf-8")) != self.settings:
            raise ValueError(
                f"{self._finished} exists already: remove it or name another output"
            )
        return True

    def _refuse_other(self, before: Mapping[str, Any]) -> None:
        other = [key for key in self.settings if before.get(key) != self.settings[key]]
        if other:
            changes = "; ".join(
                f"{key} was {_short(before.get(key))} and is {_short(self.settings[key])}"
                for key in other
            )
            raise ValueError(
                f"{self.folder} was begun with other settings ({changes}): "
                "repeat the first command, or remove that folder to begin again"
            )

    def _sweep(self) -> None:
        """Remove what a killed run was writing."""
        for path in self.folder.rglob(".*.partial"):
            path.unlink(missing_ok=True)

    def is_done(self, number: int) -> bool:
        """Whether this shard is done."""
        return self._note(number).exists()

    def note(self, number: int, counts: Mapping[str, int]) -> None:
        """Say that a shard is done, after its files are whole."""
        with shard_file(self._note(number)) as path:
            path.write_text(json.dumps(dict(counts)), "utf-8")

    def _note(self, number: int) -> Path:
        return self._notes / part(number, ".json")

    def totals(self) -> dict[str, int]:
        """The counts of all shards, added up."""
        folder = self._notes if self._notes.exists() else self._finished / "_journal"
        totals = {"articles": 0, "rejects": 0}
        for path in sorted(folder.glob("part-*.json")):
            for key, count in json.loads(path.read_text("utf-8")).items():
                totals[key] += count
        return totals

    @property
    def rejects(self) -> Path:
        """The file that says of every article that could not be labelled why."""
        return self.output.with_name(f"{self.output.stem}-rejects.jsonl")

    def reject_part(self, number: int) -> Path:
        """Where a shard lists its rejects; kept as long as its note."""
        return self._notes / "rejects" / part(number, ".jsonl")

    def join_rejects(self) -> None:
        """One file of all rejects beside the output; none where there are none."""
        parts = sorted(self.reject_part(0).parent.glob("part-*"))
        if parts:
            join(parts, self.rejects)

    @property
    def _rubbish(self) -> Path:
        return self.folder.with_name(f".{self.folder.name}")

    def close(self) -> None:
        """Remove what only an unfinished job needs; renamed first, so none is half there."""
        if self.folder.exists():
            self.folder.rename(self._rubbish)
        shutil.rmtree(self._rubbish, ignore_errors=True)


def _short(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) < 80 else f"{text[:77]}…"
