"""All plots as the window uses them: passes, selections, tables, waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnsim.engine.extras import bifurcation_picture
from rnnsim.model.extras import CliffPicture, Extras
from rnnsim.model.frame import Frame
from rnnsim.model.moment import Moment, Part, Stage, moments
from rnnsim.model.samples import Trail, Waterfall
from rnnsim.model.settings import Settings
from rnnsim.model.slopes import Slopes
from rnnsim.model.view import PLOTS as VIEWS
from rnnsim.ui.plots import PLOTS
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.progress import gradients_from
from rnnsim.ui.theme import DARK, LIGHT
from tests.ui.plots.seen import opened, pixels

Frames = Callable[..., Frame]

T = 8
WAITING = ("map", "singular", "slopes", "cells", "cliff", "bifurcation")


@pytest.fixture(scope="session")
def full(frame_of: Frames) -> Frame:
    """A frame with everything in it."""
    back = np.arange(T, -1.0, -1.0)
    magnitude = 0.6**back
    grid = np.linspace(0.0, 1.0, 12)
    way = np.array([[0.5, 0.5, 1.0], [0.6, 0.7, 0.5], [3.0, 2.0, 0.1]])
    extras = Extras(
        gradient_map=np.tril(0.5 ** np.abs(np.subtract.outer(np.arange(1, T + 1), back)), 1),
        singular_values=np.outer(0.7**back, [1.0, 0.5, 0.1]),
        cells={"rnn": magnitude, "lstm": 0.9**back, "gru": 0.8**back},
        cliff=CliffPicture(
            *(grid, grid, 0.01 + np.outer(grid, grid), way, way / 2, 0.1, 1.0),
            *((0.5, 0.5), 1.0, 2.0),
        ),
        bifurcation=bifurcation_picture(),
        slopes=Slopes("tanh", 1.0, np.arange(40), 0, 0, 6, 0.7, 0.5),
    )
    settings = Settings(time_steps=T, loss_at="all")
    words = ("so", "very", "long", "a", "line", "of", "words", "here")
    contributions = 0.5 ** np.arange(T - 1, -1.0, -1.0) * np.where(np.arange(T) == 3, -1, 1)
    return frame_of(
        magnitude,
        contributions=contributions,
        direct_path=0.5**back,
        tokens=words,
        extras=extras,
        settings=settings,
        losses=(1.0, 2.0),
        at=2,
        newest=2,
        waterfall=Waterfall((0, 1, 2), (magnitude / 4, magnitude / 2, magnitude)),
        trail=Trail((0, 1), (np.array([0.7 + 0j, -0.5]), np.array([0.8 + 0j, -0.5])), (0.7, 0.9)),
        accuracy=0.5,
    )


@pytest.fixture(params=PLOTS, ids=str)
def plot(request: pytest.FixtureRequest, qtbot: QtBot) -> Plot:
    return opened(qtbot, PLOTS[request.param](DARK), 320)


def test_there_is_a_plot_for_every_view() -> None:
    assert list(PLOTS) == list(VIEWS)


def test_every_plot_draws_and_says_its_frame(plot: Plot, full: Frame) -> None:
    plot.show_frame(full)
    card = QColor(DARK.card).getRgb()[:3]
    assert (pixels(plot) != card).any(axis=2).mean() > 0.02
    assert plot.accessibleName()
    assert plot.whatsThis()
    assert plot.accessibleDescription().endswith(".")
    assert any(letter.isdigit() for letter in plot.accessibleDescription())
    if plot.name != "cells":  # three numbers would not fit
        assert any(letter.isdigit() for letter in plot.aside)


def test_what_is_not_there_yet_is_being_computed(plot: Plot, full: Frame) -> None:
    plot.show_frame(replace(full, extras=Extras()))
    pixels(plot)
    assert (plot._picture.note == "computing…") is (plot.name in WAITING)
    if plot.name in WAITING:
        assert plot.aside == ""
        assert "being computed" in plot.accessibleDescription()
        assert plot.table().rows == ()
        QTest.mouseMove(plot.viewport(), QPoint(100, 100))
    plot.show_frame(full)
    pixels(plot)
    assert plot._picture.note == ""
    plot.show_frame(replace(full, extras=Extras()))
    pixels(plot)


def test_every_moment_can_be_shown_and_left_again(plot: Plot, full: Frame) -> None:
    plot.show_moment(moments(T, parts=True)[0])  # before there is a frame
    plot.show_frame(full)
    plot.show_moment(None)
    whole = pixels(plot)
    seen = set()
    for moment in moments(T, parts=False):
        plot.show_moment(moment)
        seen.add(pixels(plot).tobytes())
    assert (len(seen) > T) is plot.follows_pass
    plot.show_moment(None)
    assert (pixels(plot) == whole).all()


def test_a_pass_paints_only_what_follows_it(plot: Plot, full: Frame) -> None:
    plot.show_frame(full)
    pixels(plot)
    plot.show_moment(Moment(Stage.BACKWARD, 4))
    assert plot._stale is plot.follows_pass
    pixels(plot)
    plot.select_step(2)
    assert plot._stale is plot.follows_selection
    image = plot._ground._image.cacheKey()
    pixels(plot)
    assert plot._ground._image.cacheKey() == image  # the ground is drawn once


def test_dashes_keep_their_gaps_to_the_end(full: Frame, qtbot: QtBot) -> None:
    plot = PLOTS["cells"](DARK)
    qtbot.addWidget(plot)
    plot.resize(600, 350)
    level = {cell: np.full(31, 10.0**-i) for i, cell in enumerate(("rnn", "lstm", "gru"))}
    passed = replace(full.passed, tokens=())
    plot.show_frame(replace(full, passed=passed, extras=Extras(cells=level)))
    image, area = pixels(plot), plot._layout.area
    line = image[round(area.down(-2.0))] == QColor(DARK.radius).getRgb()[:3]
    early, late = (
        line[round(area.across(first)) : round(area.across(first + 5.0))].all(axis=1).mean()
        for first in (12.0, 24.0)
    )
    assert 0.2 < early < 0.7
    assert late == pytest.approx(early, abs=0.05)


def test_a_selected_step_is_seen_and_any_number_does_no_harm(plot: Plot, full: Frame) -> None:
    plot.show_frame(full)
    before = pixels(plot)
    plot.select_step(3)
    assert (pixels(plot) != before).any() == plot.follows_selection
    for step in (-1, 0, T, 500):
        plot.select_step(step)
        pixels(plot)
    plot.select_step(None)
    assert (pixels(plot) == before).all()


def test_a_theme_recolours_every_plot(plot: Plot, full: Frame) -> None:
    plot.show_frame(full)
    dark = pixels(plot)
    plot.set_theme(LIGHT)
    light = pixels(plot)
    assert not (light == QColor(DARK.card).getRgb()[:3]).all(axis=2).any()
    plot.set_theme(DARK)
    assert (pixels(plot) == dark).all()


@pytest.mark.parametrize("size", [(1, 1), (60, 40), (215, 190), (1400, 700)])
def test_any_size_can_be_painted(plot: Plot, full: Frame, size: tuple[int, int]) -> None:
    plot.show_frame(full)
    plot.resize(*size)
    pixels(plot)


def test_what_is_read_off_is_what_is_drawn(plot: Plot, full: Frame) -> None:
    plot.show_frame(full)
    pixels(plot)
    area = plot._layout.area
    middle = QPoint(round((area.left + area.right) / 2), round((area.top + area.bottom) / 2))
    QTest.mouseMove(plot.viewport(), QPoint(1, 1))
    QTest.mouseMove(plot.viewport(), middle)
    QApplication.processEvents()
    expected = {
        "gradient": "k = 4: 0.130",
        "contributions": "t = 5: 0.125, sum from T 1.88",
        "map": "t = 5, k = 4: 0.500",
        "singular": "k = 4: 0.0240 … 0.240",
        "gates": "k = 4: gates 0.0625, h 0.130, RNN 0.130",
        "cells": "k = 4 “a”: RNN 0.130, LSTM 0.656, GRU 0.410",
    }
    assert plot.reading is not None
    text = plot.reading.text
    if plot.name in expected and plot.name not in ("map", "contributions"):
        assert text == expected[plot.name]
    elif plot.name == "contributions":
        assert text in ("t = 4: −0.0625, sum from T 1.81", expected[plot.name])
    else:
        assert any(letter.isdigit() for letter in text)


def test_a_table_has_all_numbers(plot: Plot, full: Frame) -> None:
    assert plot.table().rows == ()
    plot.show_frame(full)
    table = plot.table()
    rows = [list(row) for row in table.rows]
    assert {len(row) for row in rows} == {len(table.columns)}
    extras, passed = full.extras, full.passed
    column = [row[1] for row in rows]
    if plot.name == "gradient":
        assert column == passed.gradient_magnitude.tolist()
    elif plot.name == "contributions":
        assert column == passed.contributions.tolist()
        assert rows[0][2] == pytest.approx(passed.contributions.sum())
    elif plot.name == "map":
        assert [row[1:] for row in rows][-1] == extras.gradient_map[-1].tolist()
        assert rows[0][3] is None
    elif plot.name == "singular":
        assert np.allclose([row[1:] for row in rows], extras.singular_values)
    elif plot.name == "cells":
        assert column == ["", *passed.tokens]
        assert [row[4] for row in rows] == extras.cells["gru"].tolist()
    elif plot.name == "states":
        assert [row[1:] for row in rows] == passed.hidden.tolist()
    elif plot.name == "gates":
        assert column == passed.direct_path.tolist()
        assert rows[0][2] == rows[0][3] == pytest.approx(0.6**T)
    elif plot.name == "slopes":
        assert [row[2] for row in rows] == extras.slopes.counts.tolist()
        assert sum(row[3] for row in rows) == pytest.approx(100.0)
    elif plot.name == "cliff":
        assert np.array(rows)[:, 1:4].tolist() == extras.cliff.unclipped.tolist()
    elif plot.name == "bifurcation":
        shown = extras.bifurcation
        expected = np.column_stack([shown.biases, shown.positions, shown.reached])
        assert np.array_equal(np.array(rows, float), expected, equal_nan=True)
    elif plot.name == "waterfall":
        assert [row[1:] for row in rows] == [m.tolist() for m in full.waterfall.magnitudes]
    elif plot.name == "radius":
        assert rows == [[0, 0.7, 0.7], [1, 0.8, 0.9], [2, 0.8, 0.9]]
    elif plot.name == "loss":
        assert rows == [[0, 1.0], [1, 2.0], [2, passed.loss]]
    elif plot.name in ("accuracy", "norm"):
        present = passed.accuracy if plot.name == "accuracy" else passed.gradient_norm
        assert column == [1.0, 2.0, present]


def test_with_the_loss_at_the_end_the_map_tables_one_row(full: Frame, qtbot: QtBot) -> None:
    plot = PLOTS["map"](DARK)
    qtbot.addWidget(plot)
    plot.show_frame(replace(full, settings=replace(full.settings, loss_at="last")))
    (row,) = plot.table().rows
    assert row[0] == T


@pytest.mark.parametrize("value", [0.0, np.nan, np.inf, 5e-324, 1.7e308])
def test_no_value_blanks_a_plot_or_raises(plot: Plot, full: Frame, value: float) -> None:
    extras, cliff = full.extras, full.extras.cliff
    mean = 1.0 if value > 1.0 else value  # a slope of tanh is no larger

    def spoiled(array: np.ndarray) -> np.ndarray:
        made = array.copy()
        made[tuple(np.array(made.shape) // 2)] = value
        return made

    frame = replace(
        full,
        passed=replace(
            full.passed,
            gradient_magnitude=spoiled(full.passed.gradient_magnitude),
            contributions=spoiled(full.passed.contributions),
            hidden=spoiled(full.passed.hidden),
            direct_path=spoiled(full.passed.direct_path),
        ),
        waterfall=replace(
            full.waterfall, magnitudes=tuple(map(spoiled, full.waterfall.magnitudes))
        ),
        trail=replace(full.trail, eigenvalues=tuple(map(spoiled, full.trail.eigenvalues))),
        spectrum=replace(full.spectrum, spectral_radius=value, largest_singular_value=value),
        extras=Extras(
            gradient_map=spoiled(extras.gradient_map),
            singular_values=spoiled(extras.singular_values),
            cells={cell: spoiled(values) for cell, values in extras.cells.items()},
            slopes=replace(extras.slopes, mean=mean, geometric_mean=mean),
            cliff=replace(cliff, error=spoiled(cliff.error), unclipped=spoiled(cliff.unclipped)),
            bifurcation=extras.bifurcation,  # of a bounded unit: nothing can spoil it
        ),
    )
    plot.show_frame(frame)
    card = QColor(DARK.card).getRgb()[:3]
    assert (pixels(plot) != card).any(axis=2).mean() > 0.02
    plot.table()
    plot.show_moment(Moment(Stage.BACKWARD, 4, Part.SLOPE))
    pixels(plot)


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        (None, 0),
        (Moment(Stage.FORWARD, 3), 9),
        (Moment(Stage.LOSS, 0), 8),
        (Moment(Stage.BACKWARD, 8, Part.SLOPE), 8),
        (Moment(Stage.BACKWARD, 8, Part.TRANSPOSED), 7),
        (Moment(Stage.BACKWARD, 1), 0),
        (Moment(Stage.BACKWARD, 400), 8),
    ],
)
def test_how_far_the_gradient_has_come(moment: Moment | None, first: int) -> None:
    assert gradients_from(moment, T) == first


def test_what_the_gradient_has_not_reached_is_faint(full: Frame, qtbot: QtBot) -> None:
    plot = PLOTS["gradient"](DARK)
    qtbot.addWidget(plot)
    plot.resize(320, 260)
    plot.show_frame(full)
    ink = QColor(DARK.gradient).getRgb()[:3]

    def reached() -> np.ndarray:
        image = pixels(plot)
        image[: round(plot._layout.area.frame[1])] = 0  # the legend
        return np.flatnonzero((image == ink).all(axis=2).any(axis=0))

    whole = reached()
    plot.show_moment(Moment(Stage.BACKWARD, 6))
    part = reached()
    assert whole.min() < 80
    assert part.min() == pytest.approx(plot._layout.area.across(5.0), abs=6)
    plot.show_moment(Moment(Stage.FORWARD, 3))
    assert len(reached()) == 0
