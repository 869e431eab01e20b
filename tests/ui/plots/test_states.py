"""The activity: hidden states in the colours of the canvas, as far as a pass has come."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rnnsim.model.frame import Frame
from rnnsim.model.moment import Moment, Part, Stage
from rnnsim.model.settings import Settings
from rnnsim.ui.canvas.units import unit_colors
from rnnsim.ui.plots.colors import ramp
from rnnsim.ui.plots.picture import Scale
from rnnsim.ui.plots.progress import states_to
from rnnsim.ui.plots.ranges import Span
from rnnsim.ui.plots.states import StatesPlot, bar_of, compose, cursor_of, percent
from rnnsim.ui.theme import DARK, LIGHT, PROJECTOR, Theme

Frames = Callable[..., Frame]

HIDDEN = np.array([[0.0, 0.0, 0.0], [0.5, -0.5, 0.05], [1.0, -1.0, 0.2], [0.1, -0.1, -0.9]])
"""h_0 … h_3 of three units."""


def frame_of_states(frame_of: Frames, hidden: np.ndarray = HIDDEN, activation: str = "tanh"):
    steps, units = len(hidden) - 1, hidden.shape[1]
    settings = Settings(time_steps=steps, hidden_size=units, activation=activation)
    return frame_of(np.ones(steps + 1), hidden=hidden, settings=settings, saturation=0.124)


def plot_of(qtbot: QtBot, frame: Frame, theme: Theme = DARK) -> StatesPlot:
    plot = StatesPlot(theme)
    qtbot.addWidget(plot)
    plot.resize(420, 260)
    plot.show_frame(frame)
    return plot


def color_at(plot: StatesPlot, k: float, unit: float) -> QColor:
    image, area = plot.grab().toImage(), plot._layout.area
    ratio = image.devicePixelRatio()
    # beside the middle, where a pass or a selection has its line
    x, y = area.across(k + 0.2), area.down(unit)
    return QColor(image.pixel(round(x * ratio), round(y * ratio)))


@pytest.mark.parametrize("theme", [DARK, LIGHT, PROJECTOR], ids=lambda theme: theme.name)
def test_a_state_has_the_colour_that_it_has_on_the_canvas(
    frame_of: Frames, qtbot: QtBot, theme: Theme
) -> None:
    plot = plot_of(qtbot, frame_of_states(frame_of), theme)
    expected = unit_colors(HIDDEN, theme)
    for k in range(4):
        for unit in range(3):
            assert color_at(plot, k, unit + 1) == QColor.fromRgba(int(expected[k, unit]))


@pytest.mark.parametrize(
    ("activation", "hidden", "span"),
    [
        ("tanh", [0.3, 0.2], (-1.0, 1.0)),
        ("sigmoid", [0.3, 0.2], (0.0, 1.0)),
        ("relu", [0.3, 0.2], (0.0, 1.0)),
        ("relu", [0.0, 7.5], (0.0, 7.5)),
        ("linear", [-8.0, 7.5], (-8.0, 8.0)),
        ("softplus", [-0.5, 0.5], (-1.0, 1.0)),
        ("linear", [np.nan, np.inf], (-1.0, 1.0)),
    ],
)
def test_the_scale_is_fixed_unless_a_state_is_larger(
    activation: str, hidden: list[float], span: tuple[float, float]
) -> None:
    bar = bar_of(np.array([hidden]), activation)
    assert bar.span == Span(*span)
    assert bar.scale is Scale.AMOUNTS


def test_the_bar_beside_it_has_the_colours_of_its_numbers() -> None:
    bar = bar_of(np.array([[-8.0, 4.0]]), "linear")
    image = ramp(bar, DARK)
    values = np.linspace(8.0, -8.0, image.height())
    expected = unit_colors(values, DARK)
    assert [image.pixel(0, y) for y in range(image.height())] == expected.tolist()


def test_what_is_not_finite_is_marked_and_named(frame_of: Frames, qtbot: QtBot) -> None:
    hidden = HIDDEN.copy()
    hidden[2, 1], hidden[3, 0] = np.nan, np.inf
    frame = frame_of_states(frame_of, hidden, "linear")
    plot = plot_of(qtbot, frame)
    assert color_at(plot, 2, 2) == QColor(DARK.error) == color_at(plot, 3, 1)
    assert plot._picture.color_bar.broken == "∞, NaN"
    assert "2 of 12 states are not finite" in plot.accessibleDescription()
    assert plot.aside == "not finite from k = 2"
    assert "saturated" not in plot.accessibleDescription()  # of a NaN there is no slope


def test_one_broken_state_among_more_than_there_are_pixels_is_seen(
    frame_of: Frames, qtbot: QtBot
) -> None:
    hidden = np.zeros((501, 256))
    hidden[250, 77] = np.nan
    hidden[400, 200] = -1.0
    plot = plot_of(qtbot, frame_of_states(frame_of, hidden))
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    area = plot._layout.area
    inside = [
        QColor(image.pixel(x, y)).name()
        for x in range(round(area.left), round(area.right))
        for y in range(round(area.top), round(area.bottom))
    ]
    assert QColor(DARK.error).name() in inside
    assert QColor(DARK.negative).name() in inside


def test_a_forward_pass_draws_what_it_has_reached(frame_of: Frames, qtbot: QtBot) -> None:
    plot = plot_of(qtbot, frame_of_states(frame_of))
    card = QColor(DARK.card)

    def drawn() -> list[bool]:
        return [color_at(plot, k, 1) != card for k in range(4)]

    assert all(drawn())
    plot.show_moment(Moment(Stage.FORWARD, 2, Part.INPUT))
    assert drawn() == [True, True, False, False]
    plot.show_moment(Moment(Stage.FORWARD, 2))
    assert drawn() == [True, True, True, False]
    assert color_at(plot, 1, 1) == QColor.fromRgba(int(unit_colors(HIDDEN, DARK)[1, 0]))
    plot.show_moment(Moment(Stage.BACKWARD, 2))
    assert all(drawn())


def test_the_scale_does_not_change_while_a_pass_plays(frame_of: Frames) -> None:
    frame = frame_of_states(frame_of, HIDDEN * 9.0, "linear")
    first, last = compose(frame, 0), compose(frame, 3)
    assert first.color_bar == last.color_bar
    assert (first.x, first.y) == (last.x, last.y)


@pytest.mark.parametrize(
    ("moment", "step", "at"),
    [
        (None, None, None),
        (None, 2, 2),
        (None, 500, None),
        (Moment(Stage.FORWARD, 3), 1, 3),
        (Moment(Stage.FORWARD, 3, Part.RECURRENT), 1, 2),
        (Moment(Stage.FORWARD, 400), None, 8),
        (Moment(Stage.LOSS, 0), None, 8),
        (Moment(Stage.BACKWARD, 5), 1, 4),
    ],
)
def test_a_line_is_where_a_pass_is_or_what_is_selected(
    moment: Moment | None, step: int | None, at: int | None
) -> None:
    assert cursor_of(moment, step, 8) == at


def test_all_is_reached_unless_a_forward_pass_says_otherwise() -> None:
    assert states_to(None, 8) == states_to(Moment(Stage.LOSS, 0), 8) == 8
    assert states_to(Moment(Stage.FORWARD, 1, Part.RECURRENT), 8) == 0


def test_the_pointer_reads_unit_time_step_and_value(frame_of: Frames, qtbot: QtBot) -> None:
    plot = plot_of(qtbot, frame_of_states(frame_of))
    plot.show()
    qtbot.waitExposed(plot)
    plot.grab()
    area = plot._layout.area
    at = QPoint(round(area.across(3.0)), round(area.down(3.0)))
    QTest.mouseMove(plot.viewport(), QPoint(1, 1))
    QTest.mouseMove(plot.viewport(), at)
    assert plot.reading.text == "k = 3, unit 3: −0.900"
    plot.show_moment(Moment(Stage.FORWARD, 1))
    plot.grab()
    assert plot.reading is None  # not there yet


def test_the_share_that_is_saturated_is_told_with_its_meaning(
    frame_of: Frames, qtbot: QtBot
) -> None:
    plot = plot_of(qtbot, frame_of_states(frame_of))
    assert plot.aside == "12% saturated"
    assert "|φ′| is less than γ/10" in plot.whatsThis()
    assert "from −1.00 to 1.00; 12% of units" in plot.accessibleDescription()
    shares = (0.0, 1e-9, 0.0099, 0.01, 0.99, 0.9999, 1.0)
    assert list(map(percent, shares)) == ["0", "< 1", "< 1", "1", "99", "> 99", "100"]
