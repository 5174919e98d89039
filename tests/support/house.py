"""Figures of the rooms: lines, the share of `shared`, circles of imports. Run it to see them."""

import graphlib
from collections import Counter
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/functions.py"))
FOLDERS = ("shared", *ROOMS, "composition")


def lines_by_room() -> Counter[str]:
    """Count the lines of deployed Python by folder."""
    return Counter(
        {
            folder: sum(
                len(path.read_text(encoding="utf-8").splitlines())
                for path in (ROOT / folder).rglob("*.py")
            )
            for folder in FOLDERS
        }
    )


def share_of_shared() -> float:
    """Give the part of all deployed lines that lies in `shared`."""
    lines = lines_by_room()
    return lines["shared"] / lines.total()


@cache
def imports_of_all() -> grimp.ImportGraph:
    """Give what each deployed file imports, to be read only."""
    return grimp.build_graph(*FOLDERS, cache_dir=None)


def circle_of_files() -> list[str]:
    """Give files that import each other in a circle, type-only imports included; empty: none."""
    graph = imports_of_all()
    imports = {
        module: graph.find_modules_directly_imported_by(module) - {module}
        for module in graph.modules
    }
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def circle_of_rooms() -> list[str]:
    """Give rooms that import each other in a circle; triggers lie above all rooms."""
    graph = imports_of_all()
    imports: dict[str, set[str]] = {folder: set() for folder in FOLDERS}
    for module in graph.modules:
        if not module.endswith("functions"):
            room = module.partition(".")[0]
            imported = graph.find_modules_directly_imported_by(module)
            imports[room] |= {one.partition(".")[0] for one in imported} - {room}
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def main() -> None:
    """Print the figures."""
    lines = lines_by_room()
    for room, count in lines.most_common():
        print(f"{room:18} {count:6,} lines  {count / lines.total():6.1%}")
    print(f"{'all':18} {lines.total():6,} lines")
    print("circle of files:", " -> ".join(circle_of_files()) or "none")
    print("circle of rooms:", " -> ".join(circle_of_rooms()) or "none")


if __name__ == "__main__":
    main()
