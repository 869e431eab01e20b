"""The direction of the arrows between rooms, read from the imports of every file.

model <- engine <- worker <- presenter <- window
model <- ui views, export
engine <- run <- face, command line
"""

import ast
import subprocess
import sys
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import rnnsim

ROOT = Path(rnnsim.__file__).parent.parent

ROOMS = {
    "rnnsim": "face",
    "rnnsim.version": "version",
    "rnnsim.versions": "versions",
    "rnnsim.self_test": "self-test",
    "rnnsim.self_test.window": "trials",
    "rnnsim.self_test.files": "trials",
    "rnnsim.__main__": "command line",
    "rnnsim.cli": "command line",
    "rnnsim.checks": "checks",
    "rnnsim.resources": "resources",
    "rnnsim.translation": "translation",
    "rnnsim.model": "model",
    "rnnsim.engine": "engine",
    "rnnsim.worker": "worker",
    "rnnsim.run": "run",
    "rnnsim.export": "export",
    "rnnsim.ui": "views",
    "rnnsim.ui.presenter": "presenter",
    "rnnsim.ui.playhead": "playhead",
    "rnnsim.ui.lineup": "lineup",
    "rnnsim.ui.guide.tour": "tour",
    "rnnsim.ui.plots": "plots",
    "rnnsim.ui.figure": "figures",
    "rnnsim.ui.figure.shown": "views",
    "rnnsim.ui.window": "window",
    "rnnsim.ui.commands": "window",
    "rnnsim.ui.stage": "window",
    "rnnsim.ui.session": "window",
    "rnnsim.ui.session.opening": "opening",
    "rnnsim.ui.training_desk": "window",
    "rnnsim.ui.export": "window",
    "rnnsim.ui.pump": "window",
    "rnnsim.ui.studio": "studio",
    "rnnsim.ui.figure.reel": "film",
    "rnnsim.ui.figure.film": "film",
    "rnnsim.ui.app": "application",
    "rnnsim.ui.rendering": "application",
}
"""The room of a module, or of all modules under it that are not named themselves."""

MAY_IMPORT = {
    "version": set(),
    "versions": {"version", "translation", "numpy", "PySide6"},
    "resources": set(),
    "translation": {"resources"},
    "model": {"resources", "translation", "version", "numpy", "msgspec"},
    "face": {"run", "model", "version"},
    "engine": {"model", "numpy"},
    "checks": {"engine", "model", "numpy"},
    "worker": {"engine", "model", "numpy"},
    "run": {"engine", "export", "model", "version", "numpy"},
    "presenter": {"worker", "lineup", "model"},
    "studio": {"presenter", "worker", "views", "model"},
    "film": {"studio", "views", "figures", "export", "model", "translation", "PySide6"},
    "opening": {"export", "model"},
    "playhead": {"model"},
    "lineup": {"model", "translation"},
    "tour": {"model"},
    "export": {"model", "version", "numpy", "PySide6", "PIL"},
    "views": {
        *(
            "plots",
            "playhead",
            "lineup",
            "tour",
            "model",
            "resources",
            "translation",
            "version",
            "versions",
            "face",
            "numpy",
        ),
        "PySide6",
    },
    "plots": {"views", "model", "translation", "numpy", "PySide6", "pyqtgraph"},
    "figures": {
        *("views", "plots", "export", "model", "translation", "version", "numpy"),
        *("PySide6", "shiboken6"),
    },
    "window": {
        *(
            "presenter",
            "opening",
            "film",
            "playhead",
            "lineup",
            "tour",
            "views",
            "figures",
            "export",
            "model",
            "translation",
            "face",
        ),
        "PySide6",
    },
    "application": {
        *(
            "window",
            "film",
            "studio",
            "presenter",
            "opening",
            "worker",
            "views",
            "figures",
            "export",
            "model",
            "translation",
            "face",
        ),
        "PySide6",
    },
    "self-test": {"trials", "checks", "run", "model"},
    "trials": {
        *("self-test", "application", "window", "opening", "film", "figures", "playhead"),
        *("run", "views", "export", "model", "numpy", "PIL", "PySide6"),
    },
    "command line": {
        *(
            "self-test",
            "versions",
            "application",
            "opening",
            "shtab",
            "figures",
            "film",
            "studio",
            "checks",
            "run",
            "views",
            "export",
            "model",
            "translation",
            "version",
        ),
    },
}
"""What a room may import beside itself and Python's own library."""

WITHOUT_QT = {
    "version",
    "versions",
    "self-test",
    "face",
    "command line",
    "checks",
    "resources",
    "model",
    "engine",
    "worker",
    "run",
    "presenter",
    "opening",
    "studio",
    "playhead",
    "lineup",
    "translation",
}
"""Rooms whose modules leave Qt unloaded."""

ONLY_LAZILY = {
    ("rnnsim.cli", "rnnsim.ui"): "the window is loaded only when it is wanted",
    ("rnnsim.cli", "rnnsim.export.picture"): "it loads Qt",
    ("rnnsim.cli", "rnnsim.export.data"): "it loads NumPy",
    ("rnnsim.cli", "shtab"): "it is loaded only where a shell asks for its script",
    ("rnnsim.cli", "rnnsim.export.table"): "it loads NumPy",
    ("rnnsim.cli", "rnnsim.export.weights"): "it loads NumPy",
    ("rnnsim.cli", "rnnsim.run"): "it loads NumPy and the engine",
    ("rnnsim.export", "PIL"): "it is loaded only where an animation is written",
    ("rnnsim.cli", "rnnsim.self_test"): "it is loaded only where it is wanted",
    ("rnnsim.self_test.parts", "rnnsim.self_test.window"): "it loads Qt",
    ("rnnsim.self_test.parts", "rnnsim.self_test.files"): "it loads Qt",
    ("rnnsim.versions", "PySide6"): "versions of what cannot be loaded are told too",
    ("rnnsim.versions", "numpy"): "versions of what cannot be loaded are told too",
    ("rnnsim.cli", "rnnsim.checks"): "the checks are loaded only when they are wanted",
    ("rnnsim.ui.plot_docks", "rnnsim.ui.plots"): "pyqtgraph is slow to load",
    ("rnnsim.ui.figure", "rnnsim.ui.plots"): "pyqtgraph is slow to load",
}
"""Who may import what within functions only, and why."""

ONLY_BY = {"rnnsim.ui.plots": ("rnnsim.ui.plot_docks", "rnnsim.ui.figure")}
"""Who alone may import a package from outside."""

NOWHERE = {
    "PySide6.QtTest": "it is for tests",
    "matplotlib": "pyqtgraph draws the plots",
    "scipy": "the engine is NumPy only",
}


@dataclass(frozen=True)
class Import:
    """One module imported by another.

    Attributes
    ----------
    place : str
        File and line.
    lazy : bool
        Within a function.
    typing : bool
        For type checkers only.
    """

    place: str
    importer: str
    imported: str
    lazy: bool
    typing: bool


class Source:
    """All modules of a tree and what they import."""

    def __init__(self, root):
        self.root = root
        self.paths = {module_name(path.relative_to(root)): path for path in files(root)}
        self.imports = [each for name in self.paths for each in self._imports_of(name)]

    def _imports_of(self, name):
        path = self.paths[name]
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
        package = name if path.stem == "__init__" else name.rpartition(".")[0]
        for node, lazy, typing in walk(tree):
            for imported in self._named(node, package):
                place = f"{path.relative_to(self.root).as_posix()}:{node.lineno}"
                yield Import(place, name, imported, lazy, typing)

    def _named(self, node, package):
        """The modules that a node imports, by their full names."""
        if isinstance(node, ast.Import):
            return [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            above = parts[: len(parts) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            whole = (f"{base}.{alias.name}" for alias in node.names)
            known = (name if name in self.paths or is_outside(base) else base for name in whole)
            return list(dict.fromkeys(known))
        if isinstance(node, ast.Call) and name_of(node.func) in ("import_module", "__import__"):
            return [each.value for each in node.args[:1] if isinstance(each, ast.Constant)]
        return []


def files(root):
    return sorted((root / "rnnsim").rglob("*.py"))


def module_name(path):
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_outside(module):
    return module.split(".")[0] != "rnnsim"


def name_of(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def walk(node, lazy=False, typing=False):
    """All nodes, with whether they stand in a function, and whether for type checkers only."""
    for child in ast.iter_child_nodes(node):
        inside = lazy or isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        checked = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)
        yield child, inside, typing
        yield from walk(child, inside, typing or checked)


def within(module, package):
    return module == package or module.startswith(f"{package}.")


def room_of(module):
    """The room of one of our modules, the package of one from outside."""
    if is_outside(module):
        return module.split(".")[0]
    known = [name for name in ROOMS if within(module, name) and name != "rnnsim"]
    if module == "rnnsim":
        return "face"
    return ROOMS[max(known, key=len)] if known else None


# The rules: each gives a message for every breach


def every_module_has_a_room(source):
    for name, path in source.paths.items():
        if room_of(name) is None:
            yield f"{path.relative_to(source.root).as_posix()}: {name} is in no room; see ROOMS"


def arrows_point_the_right_way(source):
    for each in source.imports:
        here, there = room_of(each.importer), room_of(each.imported)
        own = here == there or there in sys.stdlib_module_names
        if not own and there not in MAY_IMPORT.get(here, ()):
            may = ", ".join(sorted(MAY_IMPORT.get(here, ()))) or "nothing"
            yield f"{each.place}: {here} → {there}: imports {each.imported}; may import {may}"


def some_imports_are_lazy(source):
    for each in source.imports:
        for (importer, imported), why in ONLY_LAZILY.items():
            meant = within(each.importer, importer) and within(each.imported, imported)
            if meant and not (each.lazy or each.typing):
                yield (
                    f"{each.place}: {importer} → {imported}: imports {each.imported} at once,"
                    f" but may within functions only: {why}"
                )


def some_packages_have_one_door(source):
    for each in source.imports:
        for package, doors in ONLY_BY.items():
            entered = any(within(each.importer, door) for door in (package, *doors))
            if within(each.imported, package) and not entered:
                only = " and ".join(doors)
                yield f"{each.place}: {each.importer} → {package}: only {only} may import that"


def some_libraries_are_used_nowhere(source):
    for each in source.imports:
        for library, why in NOWHERE.items():
            if within(each.imported, library):
                yield f"{each.place}: {each.importer} → {library}: nobody may import that: {why}"


def the_package_of_the_views_is_empty(source):
    # importing rnnsim.ui.presenter runs it, and the presenter knows no Qt
    for each in source.imports:
        if each.importer == "rnnsim.ui":
            yield f"{each.place}: rnnsim.ui → {each.imported}: it must not import anything"


def there_are_no_circles(source):
    graph = {name: set() for name in source.paths}
    for each in source.imports:
        if not each.typing and each.imported in graph and each.imported != each.importer:
            graph[each.importer].add(each.imported)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield "a circle of imports: " + " → ".join(reversed(error.args[1]))


RULES = [
    every_module_has_a_room,
    arrows_point_the_right_way,
    some_imports_are_lazy,
    some_packages_have_one_door,
    some_libraries_are_used_nowhere,
    the_package_of_the_views_is_empty,
    there_are_no_circles,
]


@pytest.fixture(scope="module")
def source():
    return Source(ROOT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_program_keeps_the_rule(source, rule):
    breaches = list(rule(source))
    assert not breaches, "\n" + "\n".join(breaches)


def test_no_file_is_overlooked(source):
    assert {"rnnsim", "rnnsim.engine.simulation", "rnnsim.ui.canvas.view"} <= source.paths.keys()
    arrows = {(each.importer, each.imported) for each in source.imports}
    assert ("rnnsim.worker.runs", "rnnsim.engine.training") in arrows
    assert ("rnnsim.ui.window", "rnnsim.ui.presenter") in arrows
    assert ("rnnsim.ui.window", "PySide6.QtWidgets.QMainWindow") in arrows
    assert {room_of(name) for name in source.paths} == set(MAY_IMPORT)


WITHOUT = """
import importlib, sys
for name in sys.argv[2:]:
    importlib.import_module(name)
    if sys.argv[1] in sys.modules:
        sys.exit(f"importing {name} loads {sys.argv[1]}")
"""


def assert_unloaded(library, modules):
    command = [sys.executable, "-c", WITHOUT, library, *modules]
    ended = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr


def test_what_knows_no_qt_leaves_it_unloaded(source):
    modules = [name for name in source.paths if room_of(name) in WITHOUT_QT]
    modules.remove("rnnsim.__main__")  # importing it runs the program
    assert "rnnsim.ui.presenter" in modules
    assert_unloaded("PySide6", modules)


def test_the_face_and_the_command_line_leave_numpy_unloaded():
    # the command line says how many threads NumPy may use, which must come first
    assert_unloaded("numpy", ["rnnsim", "rnnsim.cli"])


def test_the_window_leaves_pyqtgraph_unloaded():
    assert_unloaded("pyqtgraph", ["rnnsim.ui.app"])


def test_the_probe_finds_what_is_loaded():
    with pytest.raises(AssertionError, match=r"importing rnnsim\.ui\.window loads PySide6"):
        assert_unloaded("PySide6", ["rnnsim.ui.window"])


# Each rule finds what breaks it

OFFENDERS = [
    (every_module_has_a_room, "attic.py", "", "rnnsim/attic.py: rnnsim.attic is in no room"),
    (every_module_has_a_room, "attic/a.py", "", "rnnsim/attic/a.py"),
    *(
        (arrows_point_the_right_way, path, line, f"{{at}}: {arrow}")
        for path, line, arrow in [
            ("model/a.py", "from rnnsim.engine import b", "model → engine"),
            ("model/a.py", "import rnnsim.ui.theme", "model → views"),
            ("model/a.py", "from PySide6 import QtCore", "model → PySide6"),
            ("engine/a.py", "from rnnsim.worker.runner import Runner", "engine → worker"),
            ("engine/a.py", "import PySide6.QtCore", "engine → PySide6"),
            ("engine/a.py", "from msgspec import json", "engine → msgspec"),
            ("engine/a.py", "def f():\n    import rnnsim.ui", "engine → views"),
            ("engine/a.py", "from .. import worker", "engine → worker"),
            ("engine/a.py", "from ..worker import runner", "engine → worker"),
            ("engine/a.py", "import importlib\nimportlib.import_module('torch')", "engine → torch"),
            ("worker/a.py", "from rnnsim.ui.presenter import Presenter", "worker → presenter"),
            ("worker/a.py", "from PySide6.QtCore import QThread", "worker → PySide6"),
            ("ui/presenter.py", "from PySide6.QtCore import QObject", "presenter → PySide6"),
            ("ui/presenter.py", "from rnnsim.ui import window", "presenter → window"),
            ("ui/presenter.py", "from rnnsim.engine import simulation", "presenter → engine"),
            ("ui/verdict.py", "import rnnsim.engine.theory", "views → engine"),
            ("ui/canvas/view.py", "from rnnsim.worker.runner import Order", "views → worker"),
            ("ui/canvas/view.py", "from rnnsim.ui.presenter import Presenter", "views → presenter"),
            ("ui/canvas/view.py", "from rnnsim.ui.window import Window", "views → window"),
            ("ui/canvas/view.py", "from rnnsim.export import picture", "views → export"),
            ("ui/canvas/view.py", "import pyqtgraph as pg", "views → pyqtgraph"),
            ("ui/plots/loss.py", "from rnnsim.engine import losses", "plots → engine"),
            ("ui/window.py", "from rnnsim.worker.runner import Runner", "window → worker"),
            ("ui/window.py", "from rnnsim.engine import simulation", "window → engine"),
            (
                "ui/app.py",
                "from rnnsim.engine.simulation import Simulation",
                "application → engine",
            ),
            ("export/picture.py", "from rnnsim.ui.theme import Theme", "export → views"),
            ("export/picture.py", "from rnnsim.engine import elman", "export → engine"),
            ("cli.py", "import numpy", "command line → numpy"),
            ("cli.py", "from rnnsim.engine import simulation", "command line → engine"),
            ("__init__.py", "from rnnsim.engine import simulation", "face → engine"),
            ("__init__.py", "import PySide6", "face → PySide6"),
            ("engine/a.py", "from rnnsim.run import simulate", "engine → run"),
            ("run/a.py", "from rnnsim.ui.theme import Theme", "run → views"),
            ("run/a.py", "import rnnsim", "run → face"),
            ("run/a.py", "from rnnsim.worker import runner", "run → worker"),
            ("version.py", "import rnnsim", "version → face"),
            ("resources.py", "from rnnsim.model import settings", "resources → model"),
            ("checks.py", "from rnnsim.worker import runner", "checks → worker"),
        ]
    ),
    (
        some_imports_are_lazy,
        "cli.py",
        "from rnnsim.ui.app import run",
        "{at}: rnnsim.cli → rnnsim.ui",
    ),
    (
        some_imports_are_lazy,
        "cli.py",
        "if True:\n    import rnnsim.checks",
        "{at}: rnnsim.cli → rnnsim.checks",
    ),
    (
        some_imports_are_lazy,
        "cli/a.py",
        "from rnnsim.run.simulate import simulate",
        "{at}: rnnsim.cli → rnnsim.run",
    ),
    (
        some_imports_are_lazy,
        "ui/plot_docks.py",
        "from rnnsim.ui.plots import LossPlot",
        "{at}: rnnsim.ui.plot_docks → rnnsim.ui.plots",
    ),
    (
        some_packages_have_one_door,
        "ui/window.py",
        "def f():\n    from rnnsim.ui.plots import LossPlot",
        "{at}: rnnsim.ui.window → rnnsim.ui.plots: only rnnsim.ui.plot_docks",
    ),
    (
        some_libraries_are_used_nowhere,
        "ui/app.py",
        "from PySide6 import QtTest",
        "{at}: rnnsim.ui.app → PySide6.QtTest",
    ),
    (
        some_libraries_are_used_nowhere,
        "ui/app.py",
        "def f():\n    from PySide6.QtTest import QTest",
        "{at}: rnnsim.ui.app → PySide6.QtTest",
    ),
    (
        some_libraries_are_used_nowhere,
        "engine/a.py",
        "from scipy.linalg import schur",
        "{at}: rnnsim.engine.a → scipy",
    ),
    (
        some_libraries_are_used_nowhere,
        "ui/plots/a.py",
        "import matplotlib.pyplot as plt",
        "{at}: rnnsim.ui.plots.a → matplotlib",
    ),
    (
        the_package_of_the_views_is_empty,
        "ui/__init__.py",
        "from rnnsim.ui.theme import Theme",
        "{at}: rnnsim.ui → rnnsim.ui.theme",
    ),
    (
        there_are_no_circles,
        "engine/a.py",
        "from rnnsim.engine import b",
        "rnnsim.engine.a → rnnsim.engine.b → rnnsim.engine.a",
    ),
]

NEWLINE = "\n"

INNOCENT = {
    "__init__.py": "",
    "engine/__init__.py": "",
    "engine/b.py": "def f():\n    import rnnsim.engine.a",
    "engine/elman.py": "import math\nimport numpy\nfrom rnnsim.model.settings import Settings",
    "model/__init__.py": "",
    "model/settings.py": "from dataclasses import dataclass",
    "ui/__init__.py": "",
    "ui/plots/__init__.py": "import pyqtgraph",
    "ui/plot_docks.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n"
    "    from rnnsim.ui.plots import Plot\n\ndef f():\n    from rnnsim.ui.plots import LossPlot",
    "ui/window.py": "from rnnsim.ui.plot_docks import PlotDocks",
    "worker/__init__.py": "",
    "worker/runner.py": "from rnnsim.engine.elman import ElmanCell",
    "cli.py": "def f():\n    from rnnsim.ui.app import run",
}


def written(tree, files):
    for path, text in files.items():
        file = tree / "rnnsim" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return Source(tree)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_passes_what_keeps_it(rule, tmp_path):
    assert list(rule(written(tmp_path, INNOCENT))) == []


@pytest.mark.parametrize(
    ("rule", "path", "text", "message"),
    OFFENDERS,
    ids=[f"{rule.__name__}-{path}-{i}" for i, (rule, path, _, _) in enumerate(OFFENDERS)],
)
def test_a_rule_names_the_file_that_breaks_it(rule, path, text, message, tmp_path):
    breaches = list(rule(written(tmp_path, INNOCENT | {path: text})))
    assert len(breaches) == 1
    assert message.format(at=f"rnnsim/{path}:{text.count(NEWLINE) + 1}") in breaches[0]
