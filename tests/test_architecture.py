"""The import table of ARCHITECTURE.md, read from its text and held against the imports."""

import ast
import re
from graphlib import CycleError, TopologicalSorter
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
    (tmp_path / "features" / "words.py").write_text("from stance.models import MODELS\n")
    (tmp_path / "article.py").write_text("import stance.cli\n")
    assert breaches(tmp_path) == ["article.py → cli", "words.py → models"]


def test_no_drawer_for_odds_and_ends_and_no_two_files_of_one_name():
    names = [p.stem for p in (ROOT / "stance").rglob("*.py") if p.stem != "__init__"]
    assert FORBIDDEN.isdisjoint(names)
    assert len(names) == len(set(names))


def module_of(path, package):
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(path, modules):
    tree = ast.parse(path.read_text("utf-8"))
    lazy = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) or is_for_types(node)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and id(node) not in lazy:
            named = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from (named | {node.module}) & modules if named & modules else [node.module]


def is_for_types(node):
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def circles(package):
    paths = {module_of(path, package): path for path in package.rglob("*.py")}
    graph = {
        name: {other for other in imported_modules(path, set(paths)) if other in paths} - {name}
        for name, path in paths.items()
        if path.name != "__init__.py"
    }
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        return error.args[1]
    return []


def test_imports_run_in_no_circle():
    assert circles(ROOT / "stance") == []


def test_a_planted_circle_is_caught(tmp_path):
    room = tmp_path / "stance" / "features"
    room.mkdir(parents=True)
    (room / "words.py").write_text("from stance.features.style import manner\n")
    (room / "style.py").write_text("from stance.features.words import count\n")
    assert set(circles(tmp_path / "stance")) == {
        "stance.features.words",
        "stance.features.style",
    }
