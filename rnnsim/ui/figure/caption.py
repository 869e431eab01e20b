"""A caption proposed for a figure, in plain text: what it shows, of what, and what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

from rnnsim.model.cells import CELLS
from rnnsim.model.course import Course
from rnnsim.model.figure import WINDOW, FigureSpec
from rnnsim.model.frame import Frame, Run
from rnnsim.model.kinds import ChoiceParameter
from rnnsim.model.moment import Moment, Stage
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
from rnnsim.model.twin import differences
from rnnsim.model.view import CANVAS, PLOTS
from rnnsim.translation import noted, tr
from rnnsim.ui.figure.grid import letter
from rnnsim.ui.figure.parts import follows_pass, marked_step, summary_of
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.numbers import count, short
from rnnsim.ui.run_words import name_of
from rnnsim.ui.verdict import divergence_sentence, measured_sentence
from rnnsim.version import __version__

SHOWS: Mapping[str, str] = MappingProxyType(
    {
        **{view.name: view.shows for view in (CANVAS, *PLOTS.values())},
        "spectrum": noted(
            "Eigenvalues of W_hh in the complex plane with the unit circle: rings as set, dots as"
            " they are; the dashed circle is the spectral radius that was set."
        ),
        "window": noted("The window of rnnsim."),
    }
)
"""A sentence on each view."""

OF_NO_NETWORK = frozenset({"cliff", "bifurcation"})
"""Views of a single unit."""

CLIPPED = {
    "off": noted("without clipping"),
    "norm": noted("clipping by norm at τ = {threshold}"),
    "value": noted("clipping by value at τ = {threshold}"),
    "backward": noted("clipping on the way back at τ = {threshold}"),
}

REACHED = {
    Stage.FORWARD: noted("The pass is shown going forward, at time step {step}."),
    Stage.LOSS: noted("The pass is shown where it has reached the loss."),
    Stage.BACKWARD: noted("The pass is shown going back, at time step {step}."),
}

BLOCK = noted("the block of W_hh that makes the candidate state")
"""What has the spectrum that is set, of gated cells."""


def caption(spec: FigureSpec, shown: Shown) -> str:
    """What the figure shows, with the settings and the numbers measured, in full sentences."""
    return " ".join(_sentences(spec, shown))


def _sentences(spec: FigureSpec, shown: Shown) -> Iterator[str]:
    for number, view in enumerate(spec.views):
        if len(spec.views) > 1:
            yield f"({letter(number)})"
        yield tr(SHOWS[view])
        yield from filter(None, [_measured(view, shown.frame)])
    if not OF_NO_NETWORK.issuperset(spec.views):
        yield _network(shown.frame.settings, _course(shown.frame).begun)
        yield _training(shown.frame)
        yield from _remarks(spec, shown)
    yield tr("Made with rnnsim {version}.").format(version=__version__)


def _measured(view: str, frame: Frame) -> str:
    """What was measured, of a view that says it."""
    if view in PLOTS:
        return summary_of(view, frame)
    if view in (CANVAS.name, WINDOW) and frame.divergence is None:
        return _ended(measured_sentence(frame))
    if view == "spectrum":
        said, spectrum = tr("ρ is {radius} and σ₁ is {sigma}."), frame.spectrum
        return said.format(
            radius=short(spectrum.spectral_radius, 3),
            sigma=short(spectrum.largest_singular_value, 3),
        )
    return ""


def _course(frame: Frame) -> Course:
    """What led to the iteration that is shown."""
    course = frame.course or Course.start(frame.settings)
    return course.until(frame.at)


def _network(settings: Settings, begun: Settings) -> str:
    """What it is, and how W_hh began."""
    sentence = tr(
        "The network is {cell} with {numbers} and φ = {activation}, in {precision}; {matrix} began"
        " with {start}."
    )
    return sentence.format(
        cell=tr(CELLS[settings.cell].with_article),
        numbers=_values(("hidden_size", "time_steps", "forget_bias"), settings),
        activation=_chosen("activation", settings),
        precision=settings.precision,
        matrix="W_hh" if settings.cell == "rnn" else tr(BLOCK),
        start=_start(begun),
    )


def _start(settings: Settings) -> str:
    if settings.eigenvalues:
        return tr("eigenvalues set by hand, {numbers}").format(
            numbers=_values(("non_normality",), settings)
        )
    return tr("eigenvalues in the arrangement “{arrangement}”, {numbers}").format(
        arrangement=_chosen("spectrum", settings),
        numbers=_values(("spectral_radius", "non_normality"), settings),
    )


def _training(frame: Frame) -> str:
    """What it learns, how, and how long it has."""
    settings = frame.settings
    task = tr("Its task is “{task}”, the loss at {where}, the batch size {batch}.").format(
        task=_chosen("task", settings),
        where=tr("all time steps") if settings.loss_at == "all" else "T",
        batch=settings.batch_size,
    )
    if not frame.iteration:
        untrained = tr("It is shown untrained, seed {seed}.").format(seed=settings.seed)
        return f"{task} {untrained}"
    trained = tr(
        "It is shown after {count} iterations of {optimizer} with {rate}, {clipping}, seed {seed}."
    ).format(
        count=count(frame.iteration),
        optimizer=_chosen("optimizer", settings),
        rate=_values(("learning_rate",), settings),
        clipping=tr(CLIPPED[settings.clip]).format(threshold=f"{settings.clip_threshold:g}"),
        seed=settings.seed,
    )
    return f"{task} {trained}"


def _remarks(spec: FigureSpec, shown: Shown) -> Iterator[str]:
    """What else must be known: other runs, an overflow, how far the pass has come."""
    frame = shown.frame
    if frame.divergence is not None:
        yield _ended(divergence_sentence(frame.divergence))
    if changed := _changed(_course(frame)):
        said = tr("Changed on the way: {names}; values are the last, but for how W_hh began.")
        yield said.format(names=changed)
    if 0 < frame.settings.truncation < frame.settings.time_steps:
        said = tr("Gradients are carried back {steps} steps.")
        yield said.format(steps=frame.settings.truncation)
    if frame.others:
        names = "; ".join(_run(frame.settings, run) for run in frame.others)
        yield tr("Beside it: {runs}.").format(runs=names)
    if shown.moment is not None and any(map(follows_pass, spec.views)):
        yield _moment(shown.moment)
    step = marked_step(spec.views, shown)
    if step is not None:
        yield tr("Time step {step} is marked.").format(step=step)
    if shown.relative and CANVAS.name in spec.views:
        yield tr("Gradients are drawn relative to ‖∂L/∂h_T‖.")


def _changed(course: Course) -> str:
    """The settings that were changed after the first update, by their symbols or names."""
    settings = [course.begun, *(each for at, each in course.changes if at > course.changes[0][0])]
    keys = {key for pair in pairwise(settings) for key in differences(*pair)}
    rows = [row for key, row in PARAMETERS.items() if key in keys]
    return ", ".join(row.symbol or tr(row.label) for row in rows)


def _run(main: Settings, run: Run) -> str:
    """What another run is called, and when a ghost was."""
    name = name_of(main, run)
    if not run.ghost:
        return name
    return tr("{name}, as it was after {count} iterations").format(
        name=name, count=count(run.iteration)
    )


def _moment(moment: Moment) -> str:
    return tr(REACHED[moment.stage]).format(step=moment.time_step)


def _values(keys: tuple[str, ...], settings: Settings) -> str:
    """The numbers that act, with their symbols: ``N = 16, T = 50``."""
    rows = [PARAMETERS[key] for key in keys if PARAMETERS[key].why_idle(settings) is None]
    said = [f"{row.symbol} = {row.format(getattr(settings, row.key))}" for row in rows]
    return ", ".join(said).replace("-", "−")


def _chosen(key: str, settings: Settings) -> str:
    """What is chosen of a setting, in words."""
    row, value = PARAMETERS[key], getattr(settings, key)
    assert isinstance(row, ChoiceParameter)
    return next(tr(choice.label) for choice in row.choices if choice.value == value)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(".") else f"{sentence}."
