"""Draw the rooms of the program and who imports whom: docs/pictures/architecture-*.svg.

The rooms and arrows are those of `tests/test_architecture.py`, which the tests hold this against.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from xml.sax.saxutils import escape

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"

COLUMN, GAP, HEIGHT, ROW, MARGIN = 178.0, 26.0, 54.0, 96.0, 24.0
"""Width of a column and the space between two, height of a box, from row to row, edge; pixels."""

COLUMNS, ROWS = 6, 9
WIDTH = COLUMNS * COLUMN + (COLUMNS - 1) * GAP + 2 * MARGIN


@dataclass(frozen=True)
class Room:
    """A box.

    Attributes
    ----------
    column, row : float
        Of its left upper corner.
    span : float
        Columns that it is wide.
    says : str
        What is in it.
    qt : bool
        Whether its modules load Qt.
    """

    column: float
    row: float
    span: float
    says: str
    qt: bool = False

    @property
    def left(self) -> float:
        """Its left edge."""
        return MARGIN + self.column * (COLUMN + GAP)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return MARGIN + self.row * ROW

    @property
    def width(self) -> float:
        """From its left to its right edge."""
        return self.span * (COLUMN + GAP) - GAP


ROOMS: Mapping[str, Room] = MappingProxyType(
    {
        "application": Room(0, 0, 2, "starts Qt, makes the window", qt=True),
        "trials": Room(2, 0, 1, "window, every file", qt=True),
        "self-test": Room(3, 0, 1, "all tried once"),
        "command line": Room(4, 0, 1, "a file a command"),
        "window": Room(0, 1, 2, "desks, docks, commands, dialogs", qt=True),
        "film": Room(2, 2, 1, "animations", qt=True),
        "face": Room(5, 2, 1, "import rnnsim"),
        "studio": Room(2, 3, 1, "no window needed"),
        "figures": Room(3, 3, 1, "views for paper", qt=True),
        "opening": Room(3, 2, 1, "any file, its session"),
        "views": Room(0, 4, 1, "network, panel, …", qt=True),
        "plots": Room(1, 4, 1, "with pyqtgraph", qt=True),
        "presenter": Room(2, 4, 1, "what is wanted"),
        "checks": Room(3, 4, 1, "the literature"),
        "run": Room(4, 4, 1, "a whole run, a sweep"),
        "export": Room(5, 4, 1, "files taken home", qt=True),
        "tour": Room(0, 5, 0.66, "a lesson's way"),
        "playhead": Room(0.67, 5, 0.66, "the moment"),
        "lineup": Room(1.34, 5, 0.66, "runs beside"),
        "worker": Room(2, 5, 1, "a plain thread"),
        "engine": Room(2, 6, 3, "cells, tasks, exact backpropagation, theory, training"),
        "model": Room(0, 7, 6, "settings, the parameter table, frames, lessons, sessions"),
        "version": Room(0, 8, 1, "one number"),
        "versions": Room(1, 8, 1, "what it runs with"),
        "translation": Room(2, 8, 2, "tr"),
        "resources": Room(4, 8, 2, "where what is shipped lies"),
    }
)

ARROWS = (
    ("command line", "self-test"),
    ("command line", "film"),
    ("command line", "run"),
    ("self-test", "trials"),
    ("self-test", "checks"),
    ("self-test", "run"),
    ("trials", "self-test"),
    ("trials", "application"),
    ("application", "window"),
    ("window", "views"),
    ("window", "presenter"),
    ("window", "film"),
    ("window", "opening"),
    ("film", "studio"),
    ("film", "figures"),
    ("studio", "presenter"),
    ("studio", "views"),
    ("figures", "plots"),
    ("figures", "export"),
    ("opening", "export"),
    ("face", "run"),
    ("views", "plots"),
    ("plots", "views"),
    ("views", "tour"),
    ("views", "playhead"),
    ("views", "lineup"),
    ("views", "versions"),
    ("presenter", "lineup"),
    ("presenter", "worker"),
    ("worker", "engine"),
    ("checks", "engine"),
    ("run", "engine"),
    ("run", "export"),
    ("export", "model"),
    ("engine", "model"),
    ("tour", "model"),
    ("playhead", "model"),
    ("lineup", "model"),
    ("model", "translation"),
    ("model", "version"),
    ("versions", "version"),
    ("versions", "translation"),
    ("translation", "resources"),
)
"""Who imports whom; what follows from others is left out."""

GUTTERS: Mapping[tuple[str, str], int] = MappingProxyType(
    {
        ("self-test", "checks"): 4,
        ("self-test", "run"): 4,
        ("window", "presenter"): 2,
        ("opening", "export"): 5,
        ("views", "versions"): 0,
    }
)
"""Arrows that go down between columns, left of the one of this number, past what is between."""


@dataclass(frozen=True)
class Colors:
    """Those of one theme."""

    ground: str
    text: str
    faint: str
    line: str
    plain: str
    plain_edge: str
    qt: str
    qt_edge: str


THEMES: Mapping[str, Colors] = MappingProxyType(
    {
        "light": Colors(
            *("#ffffff", "#1b1f24", "#59626e", "#7b8694"),
            *("#eef6f0", "#3f8f5f", "#eaf1fd", "#2f6fd0"),
        ),
        "dark": Colors(
            *("#14171c", "#e3e6ea", "#a2abb7", "#7f8a99"),
            *("#18251d", "#5fb583", "#182336", "#79a8f5"),
        ),
    }
)


def drawing(theme: str) -> str:
    """The whole drawing, as SVG."""
    colors, height = THEMES[theme], MARGIN + ROWS * ROW + 10
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}"'
        f' width="{WIDTH:g}" height="{height:g}" font-family="Inter, system-ui, sans-serif">'
    )
    parts = [
        head,
        "<title>The rooms of rnnsim and who imports whom</title>",
        f'<rect width="100%" height="100%" fill="{colors.ground}"/>',
        _marker(colors),
        *(_arrow(one, other, colors) for one, other in ARROWS),
        *(line for name, room in ROOMS.items() for line in _box(name, room, colors)),
        *_legend(colors, height - 22),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _marker(colors: Colors) -> str:
    return (
        '<marker id="tip" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8"'
        f' orient="auto-start-reverse"><path d="M0 0.6 8 4 0 7.4z" fill="{colors.line}"/></marker>'
    )


def _box(name: str, room: Room, colors: Colors) -> Iterator[str]:
    fill, edge = (colors.qt, colors.qt_edge) if room.qt else (colors.plain, colors.plain_edge)
    middle = room.left + room.width / 2
    yield (
        f'<rect x="{room.left:.1f}" y="{room.top:.1f}" width="{room.width:.1f}"'
        f' height="{HEIGHT:g}" rx="9" fill="{fill}" stroke="{edge}" stroke-width="1.4"/>'
    )
    yield (
        f'<text x="{middle:.1f}" y="{room.top + 23:.1f}" text-anchor="middle" font-size="15"'
        f' font-weight="600" fill="{colors.text}">{escape(name)}</text>'
    )
    yield (
        f'<text x="{middle:.1f}" y="{room.top + 41:.1f}" text-anchor="middle" font-size="12.5"'
        f' fill="{colors.faint}">{escape(room.says)}</text>'
    )


def _arrow(importer: str, imported: str, colors: Colors) -> str:
    """From the edge of the importer to that of the imported."""
    one, other, gutter = ROOMS[importer], ROOMS[imported], GUTTERS.get((importer, imported))
    if one.row == other.row:
        path = _sideways(one, other)
    elif gutter is None:
        path = _downwards(one, other)
    else:
        path = _past(one, other, MARGIN + gutter * (COLUMN + GAP) - GAP / 2)
    return (
        f'<path d="{path}" fill="none" stroke="{colors.line}" stroke-width="1.5"'
        ' marker-end="url(#tip)"/>'
    )


def _sideways(one: Room, other: Room) -> str:
    """The two ways between neighbours lie beside one another."""
    right = other.left > one.left
    y = one.top + HEIGHT / 2 + (-7.0 if right else 7.0)
    begin, end = (
        (one.left + one.width, other.left - 2)
        if right
        else (one.left, other.left + other.width + 2)
    )
    return f"M{begin:.1f} {y:.1f}H{end:.1f}"


def _downwards(one: Room, other: Room) -> str:
    """Straight where one is above the other, and otherwise a curve that leaves and ends upright."""
    top, bottom = one.top + HEIGHT, other.top - 2
    left = max(one.left, other.left)
    right = min(one.left + one.width, other.left + other.width)
    if right - left > GAP:
        return f"M{(left + right) / 2:.1f} {top:.1f}V{bottom:.1f}"
    begin, end = _port(one, other), _port(other, one)
    return f"M{begin:.1f} {top:.1f}{_curve(begin, top, end, bottom)}"


def _past(one: Room, other: Room, x: float) -> str:
    """Down at `x`, from the lower edge of one to the upper of the other."""
    begin, end, top, bottom = _port(one, other), _port(other, one), one.top + HEIGHT, other.top - 2
    reach = ROW - HEIGHT
    return (
        f"M{begin:.1f} {top:.1f}{_curve(begin, top, x, top + reach)}V{bottom - reach:.1f}"
        f"{_curve(x, bottom - reach, end, bottom)}"
    )


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    bend = min(60.0, 0.5 * (to_y - y))
    return f"C{x:.1f} {y + bend:.1f} {to_x:.1f} {to_y - bend:.1f} {to_x:.1f} {to_y:.1f}"


def _port(room: Room, other: Room) -> float:
    """Where an arrow between two rooms meets this one: towards the other, off the corners."""
    inset = min(30.0, room.width / 3)
    centre = other.left + other.width / 2
    return max(room.left + inset, min(centre, room.left + room.width - inset))


def _legend(colors: Colors, y: float) -> Iterator[str]:
    entries = (
        (colors.plain, colors.plain_edge, "loads no Qt"),
        (colors.qt, colors.qt_edge, "loads Qt"),
    )
    for number, (fill, edge, words) in enumerate(entries):
        x = MARGIN + number * 140
        yield (
            f'<rect x="{x:g}" y="{y - 11:g}" width="18" height="13" rx="3" fill="{fill}"'
            f' stroke="{edge}" stroke-width="1.4"/>'
        )
        yield f'<text x="{x + 26:g}" y="{y:g}" font-size="13" fill="{colors.faint}">{words}</text>'
    words = "An arrow: imports. What follows from other arrows is not drawn."
    yield (
        f'<text x="{WIDTH - MARGIN:g}" y="{y:g}" text-anchor="end" font-size="13"'
        f' fill="{colors.faint}">{words}</text>'
    )


def path_of(theme: str) -> Path:
    """Where the drawing goes."""
    return FOLDER / f"architecture-{theme}.svg"


def write() -> None:
    """Write it in every theme."""
    for theme in THEMES:
        path_of(theme).write_text(drawing(theme), encoding="utf-8")


if __name__ == "__main__":
    write()
