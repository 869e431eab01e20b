"""ρ and σ₁ over training, against NumPy's own eigenvalues and singular values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rnnsim.engine.training import Training
from rnnsim.model.frame import Frame, Run
from rnnsim.model.samples import Trail
from rnnsim.model.settings import Settings
from rnnsim.ui.plots.radius import FAR, RadiusPlot, compose
from rnnsim.ui.plots.sampled import Radii
from rnnsim.ui.theme import DARK

Frames = Callable[..., Frame]


def trail(*radii: float, every: int = 1) -> Trail:
    eigenvalues = tuple(np.array([0.1 + 0j, -1j * radius, 1j * radius]) for radius in radii)
    iterations = tuple(range(0, every * len(radii), every))
    return Trail(iterations, eigenvalues, tuple(2.0 * radius for radius in radii))


@pytest.fixture(name="sampled")
def _sampled(frame_of: Frames) -> Callable[..., Frame]:
    def make(of: Trail, at: int, newest: int | None = None, **fields: object) -> Frame:
        own = {"iteration": at, "at": at, "newest": at if newest is None else newest}
        return frame_of(radius=0.9, singular=1.2, trail=of, **own | fields)

    return make


@pytest.fixture(name="plot")
def _plot(qtbot: QtBot) -> RadiusPlot:
    plot = RadiusPlot(DARK)
    qtbot.addWidget(plot)
    plot.resize(420, 260)
    plot.show()
    qtbot.waitExposed(plot)
    return plot


def test_what_is_drawn_is_what_the_weights_have(frame_of: Frames) -> None:
    training = Training(Settings(learning_rate=0.5, hidden_size=8), lambda: None)
    expected = {}
    for _ in range(40):
        matrix = np.array(training.simulation.weights.cell.candidate_hh, float)
        radius = np.abs(np.linalg.eigvals(matrix)).max()
        expected[training.iteration] = radius, np.linalg.svd(matrix, compute_uv=False)[0]
        training.iterate()
    found = training.trail()
    assert len(found.iterations) > 2
    frame = frame_of(trail=found, iteration=1000, at=1000, newest=1000)
    iterations, radii, sigmas = Radii().of(frame)
    for iteration, *both in list(zip(iterations, radii, sigmas, strict=True))[:-1]:
        if iteration in expected:
            assert both == pytest.approx(expected[iteration], rel=1e-5)


def test_the_present_is_the_last_point_and_a_dot(sampled: Callable[..., Frame]) -> None:
    frame = sampled(trail(0.5, 0.6, every=4), at=6)
    picture = compose(frame, Radii().of(frame))
    sigma, rho = (curve.series for curve in picture.curves)
    assert rho.x.tolist() == [0, 4, 6]
    assert rho.y == pytest.approx([0.5, 0.6, 0.9])
    assert sigma.y == pytest.approx([1.0, 1.2, 1.2])
    assert {(dot.x, dot.y) for dot in picture.dots} == {(6, 0.9), (6, 1.2)}
    assert picture.at is None


def test_what_comes_after_the_iteration_looked_at_is_pale(sampled: Callable[..., Frame]) -> None:
    frame = sampled(trail(0.5, 0.6, 0.7, 0.8), at=1, newest=3)
    picture = compose(frame, Radii().of(frame))
    past, future = picture.curves[2:]
    assert past.series.x.tolist() == [0, 1]
    assert future.series.x.tolist() == [1, 2, 3]
    assert future.look.alpha < past.look.alpha
    assert picture.at == 1


def test_one_over_gamma_is_said_where_it_means_something(
    sampled: Callable[..., Frame], frame_of: Frames
) -> None:
    def levels(**fields: object) -> list[str]:
        frame = sampled(trail(0.5), at=0, **fields)
        return [level.text for level in compose(frame, Radii().of(frame)).levels]

    assert levels() == ["1/γ = 1"]
    assert levels(slope_bound=0.25) == ["1", "1/γ = 4"]
    assert levels(settings=Settings(cell="gru"), bound=None) == ["1"]
    frame = sampled(trail(0.5), at=0)
    legend = compose(frame, Radii().of(frame)).legend
    assert "exploding is possible" in str(legend[-1].labels[0])
    assert frame_of().spectrum.slope_bound == 1.0


def test_a_limit_far_away_does_not_squeeze_what_is_measured(
    sampled: Callable[..., Frame],
) -> None:
    def top(slope: float) -> float:
        frame = sampled(trail(0.5), at=0, slope_bound=slope)
        return compose(frame, Radii().of(frame)).y.high

    near, far = 1.2 * FAR * 0.99, 1.2 * FAR * 1.5
    assert top(1 / near) >= near
    assert top(1 / far) < far


def other(run_of: Frame, number: int, *, ghost: bool) -> Run:
    return Run(
        number,
        replace(run_of.settings, seed=number + 5),
        *(3, 3, run_of.passed, run_of.curves, trail(0.2, 0.3), None, None),
        name=f"run {number}",
        ghost=ghost,
    )


def test_other_runs_are_lines_of_their_own_and_columns_of_the_table(
    plot: RadiusPlot, sampled: Callable[..., Frame]
) -> None:
    frame = sampled(trail(0.5, 0.6, every=2), at=3)
    frame = replace(frame, others=(other(frame, 1, ghost=False), other(frame, 4, ghost=True)))
    plot.show_frame(frame)
    plot.settle()
    assert plot._picture is not None
    twin, ghost = plot._picture.curves[:2]
    assert (twin.look.role, ghost.look.role) == ("run_1", "run_4")
    assert not twin.look.dashes
    assert ghost.look.dashes
    assert twin.series.y == pytest.approx([0.2, 0.3])
    table = plot.table()
    assert table.columns == ("iteration", "ρ", "σ₁", "ρ: run 1", "ρ: run 4")
    assert [list(row) for row in table.rows] == [
        [0, 0.5, 1.0, 0.2, 0.2],
        [1, None, None, 0.3, 0.3],
        [2, 0.6, 1.2, None, None],
        [3, 0.9, 1.2, None, None],
    ]
    hidden = replace(frame, others=())
    plot.show_frame(hidden)
    plot.settle()
    assert len(plot._picture.curves) == 2


def test_the_pointer_reads_the_nearest_sample(
    plot: RadiusPlot, sampled: Callable[..., Frame]
) -> None:
    plot.show_frame(sampled(trail(0.5, 0.6, every=4), at=8))
    plot.settle()
    assert plot._layout is not None
    area = plot._layout.area
    QTest.mouseMove(plot.viewport(), QPoint(round(area.across(4.4)), round(area.down(0.5))))
    assert plot.reading is not None
    assert plot.reading.text == "iteration 4: ρ 0.600, σ₁ 1.20"
    assert plot.reading.y == pytest.approx(0.6)


def test_head_and_sentence(plot: RadiusPlot, sampled: Callable[..., Frame]) -> None:
    assert plot.aside == ""
    plot.show_frame(sampled(trail(0.5, 0.6), at=2))
    assert plot.aside == "ρ 0.900 · σ₁ 1.20"
    assert plot.accessibleDescription() == (
        "At iteration 2 the spectral radius ρ is 0.900 and σ₁ is 1.20; at iteration 0 ρ was 0.500"
        " and σ₁ 1.00; 1/γ is 1.00."
    )
