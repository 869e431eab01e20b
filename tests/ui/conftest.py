"""Frames made by hand, views on a desk of their own, and whole windows."""

import gc
import math
from dataclasses import fields as fields_of
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from rnnsim.model.edits import edit
from rnnsim.model.frame import Clipping, Curves, Frame, Pass, Spectrum
from rnnsim.model.settings import Settings

OF_PASS = {field.name for field in fields_of(Pass)}
DRIFT = 0.01
"""How far an eigenvalue is moved by one iteration made by hand."""


def read_only(values, dtype=float):
    array = np.array(values, dtype)
    array.setflags(write=False)
    return array


def frame_of(
    magnitude=(0.01, 0.02, 0.04, 0.08),
    *,
    hidden=None,
    slope_bound=1.0,
    singular=0.9,
    radius=0.8,
    constructed=(0.8, -0.5),
    losses=(),
    settings=None,
    precision=float,
    **fields,
):
    """A frame made by hand; `magnitude` is ‖∂L/∂h_k‖, k = 0 … T.

    `fields` are those of the frame or of its pass.
    """
    steps = len(magnitude) - 1
    units = len(constructed)
    if hidden is None:
        hidden = np.sin(np.arange((steps + 1) * units, dtype=float)).reshape(steps + 1, units)
    with np.errstate(all="ignore"):
        powers = np.arange(steps, -1.0, -1.0)
        bound = np.array(magnitude[-1]) * np.power(slope_bound * singular, powers)
        line = np.array(magnitude[-1]) * np.power(radius, powers)
        arrays = {
            "hidden": read_only(hidden, precision),
            "gradient_magnitude": read_only(magnitude, precision),
            "contribution_norms": read_only(np.ones(steps), precision),
            "contributions": read_only(np.ones(steps) / max(1, steps), precision),
            "jacobian_norms": read_only(np.ones(steps), precision),
        }
    passed = {
        "tokens": ("",) * steps,
        "loss": 1.25,
        "gradient_norm": 1.0,
        "clipped_gradient_norm": 1.0,
        **arrays,
        **{name: fields.pop(name) for name in OF_PASS & fields.keys()},
    }
    whole = {
        "generation": 0,
        "settings": settings
        or replace(Settings(), time_steps=steps, hidden_size=units, batch_size=2),
        "iteration": len(losses),
        "passed": Pass(**passed),
        "spectrum": Spectrum(
            constructed=read_only(constructed, complex),
            measured=read_only(constructed, complex),
            spectral_radius=radius,
            largest_singular_value=singular,
            slope_bound=slope_bound,
            ill_conditioned=None,
        ),
        "curves": Curves(*(read_only(losses) for _ in range(4))),
        "chance_loss": math.log(4.0),
        "clipping": Clipping(share=0.25, cosine=1.0, suggested=(0.5, 10.0)),
        "bound": read_only(bound),
        "radius_line": read_only(line),
        "divergence": None,
        "playing": False,
        "iterations_per_second": 0.0,
    }
    return Frame(**whole | fields)


def gated_frame_of(cell="lstm", magnitude=(0.01, 0.02, 0.04, 0.08), **fields):
    """A frame of an LSTM or a GRU made by hand: no bound, and what there is in its place."""
    steps = len(magnitude) - 1
    settings = replace(Settings(), cell=cell, time_steps=steps, hidden_size=2, batch_size=2)
    gates = dict.fromkeys({"lstm": "ifgo", "gru": "rzn"}[cell], np.full((steps, 2), 0.5))
    memory = {}
    if cell == "lstm":
        memory["memory"] = read_only(np.zeros((steps + 1, 2)))
        memory["memory_gradient_magnitude"] = read_only(np.asarray(magnitude) / 2.0)
    own = {
        "settings": settings,
        "bound": None,
        "radius_line": None,
        "gates": gates,
        "direct_path": read_only(0.5 ** np.arange(steps, -1.0, -1.0)),
        **memory,
    }
    return frame_of(magnitude, **own | fields)


def frame_after(settings, iterations=0, **fields):
    """A frame of these settings made by hand; the more iterations, the more has drifted."""
    random = np.random.default_rng(settings.seed)
    if settings.eigenvalues:
        constructed = np.array([complex(*pair) for pair in settings.eigenvalues])
    else:
        constructed = _disk(random, settings.hidden_size, settings.spectral_radius)
    noise = random.normal(size=(2, len(constructed)))
    measured = constructed + DRIFT * iterations * (noise[0] + 1j * noise[1])
    radius = float(np.abs(measured).max())
    spectrum = Spectrum(
        constructed=read_only(constructed, complex),
        measured=read_only(measured, complex),
        spectral_radius=radius,
        largest_singular_value=radius,
        slope_bound=1.0,
        ill_conditioned=None,
    )
    magnitude = 0.1 * 0.8 ** np.arange(settings.time_steps, -1.0, -1.0) * (1.0 + 0.01 * iterations)
    own = {"settings": settings, "iteration": iterations, "spectrum": spectrum}
    return frame_of(magnitude, constructed=constructed, **own | fields)


def _disk(random, count, radius):
    """Eigenvalues of a real matrix, spread over a disk, the largest at its edge."""
    pairs = count // 2
    moduli = radius * np.sqrt(random.uniform(0.05, 1.0, pairs))
    moduli[:1] = radius
    upper = moduli * np.exp(1j * random.uniform(0.3, 2.8, pairs))
    single = np.full(count % 2, radius, dtype=complex)
    return np.concatenate([np.stack([upper, upper.conj()], axis=1).ravel(), single])


@pytest.fixture(scope="session", name="frame_of")
def _frame_of():
    return frame_of


@pytest.fixture(scope="session", name="gated_frame_of")
def _gated_frame_of():
    return gated_frame_of


@pytest.fixture(scope="session", name="frame_after")
def _frame_after():
    return frame_after


def plain_lesson():
    """The settings of one that is shipped, and nothing that says what else to show."""
    from rnnsim.model.lesson import find_lesson
    from rnnsim.model.view import FIRST_PLOTS

    return replace(find_lesson("vanishing"), scenes=(), views=FIRST_PLOTS, train=True)


@pytest.fixture(name="plain_lesson")
def _plain_lesson():
    return plain_lesson()


@pytest.fixture(autouse=True)
def plain_type():
    """No test leaves its size of type or its language to the next."""
    from rnnsim.translation import use_language
    from rnnsim.ui.theme import set_type_scale

    yield
    set_type_scale(1.0)
    use_language("en")


@pytest.fixture(autouse=True)
def empty_clipboard():
    """Leave nothing there: offscreen, Qt would delete it when Python is gone, and crash."""
    yield
    if QApplication.instance() is not None:
        QApplication.clipboard().clear()


class Desk:
    """A view, the settings it stands for, and every edit that it asked for."""

    def __init__(self, view_of, settings):
        self.settings = settings
        self.asked = []
        self.view = view_of(self.edit)
        self.view.show_settings(settings)

    def edit(self, key, value):
        """Do what the presenter does."""
        self.asked.append((key, value))
        self.settings = edit(self.settings, key, value)
        self.view.show_settings(self.settings)


@pytest.fixture
def on_a_desk(qtbot, qapp):
    """Put a view on a desk, dressed, shown and active; no view of its kind outlives the test."""
    from rnnsim.ui.theme import DARK, apply_theme, load_fonts

    load_fonts()
    apply_theme(qapp, DARK)
    kinds = set()

    def put(view_of, settings, size):
        desk = Desk(view_of, settings)
        kinds.add(type(desk.view))
        qtbot.addWidget(desk.view)
        desk.view.resize(*size)
        with qtbot.waitActive(desk.view):
            desk.view.show()
            desk.view.activateWindow()
        return desk

    yield put
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [w for w in QApplication.allWidgets() if type(w) in kinds] == []


@pytest.fixture
def open_window(qtbot):
    """Open a window of its own, which is closed at the end.

    On a lesson as it is shipped, or on a plain one.
    """
    from rnnsim.model.lesson import find_lesson
    from rnnsim.ui.app import make_application, make_window

    opened = []

    def open_on(lesson=None, *, play=False, theme="dark", **changes):
        if lesson is None:
            lesson = plain_lesson()
        lesson = find_lesson(lesson) if isinstance(lesson, str) else lesson
        lesson = replace(lesson, settings=replace(lesson.settings, **changes))
        window = make_window(make_application(), lesson, theme)
        opened.append(window)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        window.start(play=play)
        qtbot.waitUntil(lambda: not window.presenter.awaiting, timeout=60_000)
        return window

    yield open_on
    for window in filter(isValid, opened):
        window.close()
