"""What a run found, as one line of JSON: scores, intervals, seconds, and what made them."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from stance.files import whole_file

PACKAGES = ("stance", "scikit-learn", "numpy", "scipy", "nltk")
"""The packages whose versions can move a number."""


@dataclass(frozen=True)
class Signature:
    """What made a number: same signature, same number, to the last digit.

    Attributes
    ----------
    dataset, split, version, data
        The set, its split, the version of its card, and the hash of its content.
    protocol, model, parameters, seed
        How it was cut, and what was fitted.
    packages
        Versions of Python and of the packages that can move a number.
    """

    dataset: str
    split: str
    version: str
    data: str
    protocol: str
    model: str
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)
    seed: int = 0
    packages: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """One line to paste into a paper."""
        parts = asdict(self) | {"parameters": _pairs(self.parameters)}
        packages = [f"{name}:{number}" for name, number in sorted(self.packages.items())]
        kept = [f"{key}:{value}" for key, value in parts.items() if key != "packages"]
        return "|".join([*kept, *packages])

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change with any part."""
        return hashlib.sha256(str(self).encode()).hexdigest()[:12]


def signature(
    *,
    dataset: str,
    split: str,
    version: str,
    data: str,
    protocol: str,
    model: str,
    parameters: Mapping[str, Any] | None = None,
    seed: int = 0,
) -> Signature:
    """The signature of a run on this machine; `data` is the hash of the set's content.

    Examples
    --------
    >>> made = signature(dataset="semeval2016", split="a", version="1", data="9f8e",
    ...                  protocol="official", model="majority")
    >>> str(made)[:54]
    'dataset:semeval2016|split:a|version:1|data:9f8e|protoc'
    """
    given = dict(sorted((parameters or {}).items()))
    return Signature(
        dataset, split, version, data, protocol, model, given, seed, installed_versions()
    )


def installed_versions() -> dict[str, str]:
    """Versions of Python and of `PACKAGES` as they are installed here."""
    return {"python": platform.python_version()} | {name: _version(name) for name in PACKAGES}


@dataclass(frozen=True)
class Result:
    """Scores of one model on one split under one protocol, and what made them.

    `metrics` holds scores by the names of `stance.evaluation.metrics`; `intervals` the lower
    and upper end for each; `seconds` the time of `fit` and `predict`; `predictions` the file
    with the guesses, empty where none was written. Two runs of one signature agree in
    everything but the last two.
    """

    dataset: str
    split: str
    protocol: str
    model: str
    n: int
    metrics: Mapping[str, float] = field(hash=False)
    signature: Signature
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict, hash=False)
    seconds: Mapping[str, float] = field(default_factory=dict, hash=False)
    predictions: str = ""

    @property
    def name(self) -> str:
        """The set and split as `run` takes them: `semeval2016/a`."""
        return f"{self.dataset}/{self.split}" if self.split else self.dataset

    def without_seconds(self) -> Result:
        """Without its timings and where its guesses lie: what equal runs share to the byte."""
        return replace(self, seconds={}, predictions="")

    def to_json(self) -> str:
        """One line of JSON, keys in the order of the fields."""
        return json.dumps(_record(self), ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_json(cls, line: str) -> Result:
        """The result that `to_json` wrote.

        Raises
        ------
        ValueError
            For a line that is no result; the message says why.

        Examples
        --------
        >>> Result.from_json("{}")
        Traceback (most recent call last):
        ValueError: no result: 'dataset' is missing
        """
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"no result: this is not JSON ({error})") from None
        known = _checked(row, cls, "result")
        known["signature"] = Signature(**_checked(known["signature"], Signature, "signature"))
        ends = {key: (low, high) for key, (low, high) in known.get("intervals", {}).items()}
        return cls(**{**known, "intervals": ends})


def write_results(path: Path | str, results: Iterable[Result]) -> None:
    """Write all results, one line each, or leave the file as it was.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_results(Path(folder) / "none.jsonl", [])
    ...     read_results(Path(folder) / "none.jsonl")
    []
    """
    with (
        whole_file(Path(path)) as partial,
        partial.open("w", encoding="utf-8", newline="\n") as stream,
    ):
        stream.writelines(result.to_json() + "\n" for result in results)


def read_results(path: Path | str) -> list[Result]:
    """The results of a file, in its order.

    Raises
    ------
    FileNotFoundError
        Where there is no such file.
    ValueError
        For a line that is no result; the message names file and line.
    """
    source = Path(path)
    if not source.is_file():
        raise FileNotFoundError(
            f"{source}: no such results file; `stance run --json` writes one"
        )
    found = []
    for number, line in enumerate(source.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            try:
                found.append(Result.from_json(line))
            except ValueError as error:
                raise ValueError(f"{source.name}, line {number}: {error}") from None
    return found


def differences(before: Result, after: Result) -> list[str]:
    """What differs between two runs, one sentence each; nothing where they are the same.

    Timings and files are not compared. Other versions of data or packages are named before
    the scores they may have moved.
    """
    old, new = _flat(before.without_seconds()), _flat(after.without_seconds())
    names = dict.fromkeys([*(key for key in old if key.startswith("signature")), *old, *new])
    return [
        f"{name}: {old.get(name, 'absent')} before, {new.get(name, 'absent')} now"
        for name in names
        if old.get(name) != new.get(name)
    ]


def rerun(
    results: Iterable[Result], run: Callable[..., Result]
) -> Iterator[tuple[Result, list[str]]]:
    """Repeat each result from its signature; yield the new one and what differs.

    `run(name, model=, protocol=, seed=, **parameters)` is `stance.experiment.run`, or
    anything that is called like it.
    """
    for before in results:
        made = before.signature
        after = run(
            before.name,
            model=made.model,
            protocol=made.protocol,
            seed=made.seed,
            **made.parameters,
        )
        yield after, differences(before, after)


def check_comparable(results: Iterable[Result]) -> None:
    """Refuse results that are of different versions of the same data.

    Results of one protocol must also have been trained on the same data.

    Raises
    ------
    ValueError
        Naming the first two that must not stand in one table.
    """
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for result in results:
        made = result.signature
        tested = made.data.rpartition("+")[2]  # the hashes of training data stand before it
        for protocol, data in (("", tested), (result.protocol, made.data)):
            found = f"version {made.version}, data {data}"
            model, other = first.setdefault((result.name, protocol), (result.model, found))
            if found != other:
                raise ValueError(
                    f"{model} and {result.model} were scored on different {result.name} "
                    f"({other} and {found}): rerun one before you compare them"
                )


def _record(result: Result) -> dict[str, Any]:
    order = [item.name for item in fields(Result) if item.name != "signature"]
    plain = {name: getattr(result, name) for name in order}
    plain["intervals"] = {key: list(ends) for key, ends in result.intervals.items()}
    return {**plain, "signature": asdict(result.signature)}


def _checked(row: object, kind: type, name: str) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise ValueError(f"no {name}: {json.dumps(row)[:40]} is no JSON object")
    known = {item.name for item in fields(kind)}
    optional = {"intervals", "seconds", "predictions", "parameters", "packages", "seed"}
    for missing in (item.name for item in fields(kind) if item.name not in row):
        if missing not in optional:
            raise ValueError(f"no {name}: {missing!r} is missing")
    if unknown := sorted(set(row) - known):
        raise ValueError(f"no {name}: it has the unknown key {unknown[0]!r}")
    return row


def _flat(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in _record(result).items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        for key, part in parts:
            inner = part.items() if isinstance(part, dict) else [("", part)]
            found |= {" ".join(filter(None, (name, key, last))): one for last, one in inner}
    return found


def _pairs(parameters: Mapping[str, Any]) -> str:
    return ",".join(f"{key}={value}" for key, value in sorted(parameters.items()))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
