"""The import table of ARCHITECTURE.md, read from its text and held against the imports."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
FORBIDDEN = {"utils", "helpers", "common", "base", "core"}


def table():
    section = (ROOT / "ARCHITECTURE.md").read_text("utf-8").split("## Who may import whom")[1]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", section.split("\n## ")[0], re.MULTILINE)[1:]
    split = [(rooms.split(", "), allowed.split(", ")) for rooms, allowed in rows]
    return {room: set(allowed) for rooms, allowed in split for room in rooms if room[0] != "-"}


def room_of(path, package):
    return path.relative_to(package).parts[0].removesuffix(".py")


def imported_rooms(path):
    tree = ast.parse(path.read_text("utf-8"))
    names = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names.append(node.module)
            if node.module == "stance":
                names += [f"stance.{alias.name}" for alias in node.names]
    return {name.split(".")[1] for name in names if name.startswith("stance.")}


def breaches(package):
    allowed = table()
    found = []
    for path in sorted(package.rglob("*.py")):
        room = room_of(path, package)
        if room in {"__init__", "__main__"}:
            continue
        permitted = allowed[room] | {room}
        if "everything" not in permitted:
            found += [f"{path.name} → {other}" for other in imported_rooms(path) - permitted]
    return found


def test_no_import_breaks_the_table():
    assert breaches(ROOT / "stance") == []


def test_a_planted_import_is_caught(tmp_path):
    (tmp_path / "features").mkdir()
    (tmp_path / "features" / "words.py").write_text("from stance.annotation import annotate\n")
    (tmp_path / "article.py").write_text("import stance.cli\n")
    assert breaches(tmp_path) == ["article.py → cli", "words.py → annotation"]


def test_no_drawer_for_odds_and_ends_and_no_two_files_of_one_name():
    names = [p.stem for p in (ROOT / "stance").rglob("*.py") if p.stem != "__init__"]
    assert FORBIDDEN.isdisjoint(names)
    assert len(names) == len(set(names))
