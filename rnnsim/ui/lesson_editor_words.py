"""What the lesson editor says: of a scene, of what is still missing, as the name of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rnnsim.model.draft import Draft, DraftScene
from rnnsim.model.edits import changes_between, edited
from rnnsim.model.moment import Moment, Stage
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
from rnnsim.model.target import Kind, Target
from rnnsim.model.twin import TwinWanted
from rnnsim.model.view import PLOTS
from rnnsim.translation import noted, tr
from rnnsim.ui.guide.chip import knob_name
from rnnsim.ui.guide.notice import value_text
from rnnsim.ui.run_words import difference_of

EXTENSION = ".rnnsim"
LONGEST_NAME = 80
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{kind}{i}" for kind in ("com", "lpt") for i in range(10)),
}
"""File names that Windows keeps for itself."""

LONGEST_TEXT = 400
"""Characters of a scene that a lecture's caption has room for in large type."""

FIRST_WORDS = 42

_MOMENTS = {
    Stage.FORWARD: noted("forward pass, time step {step}"),
    Stage.LOSS: noted("the loss"),
    Stage.BACKWARD: noted("backward pass, time step {step}"),
}

_TARGETS = {
    Kind.CELL: noted("h_{step}"),
    Kind.ARROW: noted("the arrow of ∂L/∂h_{step}"),
    Kind.INPUT: noted("the input x_{step}"),
    Kind.LOSS: noted("the loss"),
}


def scene_title(number: int, scene: DraftScene) -> str:
    """``2. Turn the radius up…``."""
    text = " ".join(scene.text.split()) or tr("no text yet")
    shown = text if len(text) <= FIRST_WORDS else f"{text[: FIRST_WORDS - 1]}…"
    return f"{number}. {shown}"


def scene_summary(draft: Draft, index: int) -> str:
    """What is captured in a scene, in a line for each thing."""
    scene = draft.scenes[index]
    before = draft.scenes[index - 1].settings if index else scene.settings
    changes = changes_between(before, scene.settings)
    said = ", ".join(f"{knob_name(key)} {value_text(key, changes[key])}" for key in changes)
    first = tr("as captured; the lesson begins with them")
    lines = [
        (tr("Settings"), said or (tr("as in the scene before") if index else first)),
        (tr("Pass"), moment_words(scene.moment)),
        (tr("Plots"), ", ".join(tr(PLOTS[name].title) for name in scene.views) or tr("none")),
        (tr("Points at"), target_words(scene.point)),
    ]
    if scene.twins:
        lines.append((tr("Twins"), " · ".join(twin_words(scene.settings, scene.twins))))
    return "\n".join(f"{name}: {words}" for name, words in lines)


def twin_words(main: Settings, twins: Iterable[TwinWanted]) -> list[str]:
    """What the runs beside the main one are called, or what they differ in."""
    return [each.name or difference_of(main, edited(main, each.changes)) for each in twins]


def moment_words(moment: Moment | None) -> str:
    """Where the pass is."""
    if moment is None:
        return tr("the whole pass")
    return tr(_MOMENTS[moment.stage]).format(step=moment.time_step)


def target_words(target: Target | None) -> str:
    """What is pointed at."""
    if target is None:
        return tr("nothing; select a cell or an arrow before you capture")
    if target.kind is Kind.KNOB and target.name in PARAMETERS:
        return knob_name(target.name)
    if target.kind is Kind.VIEW:
        view = PLOTS.get(target.name)
        return tr(view.title) if view else target.name
    return tr(_TARGETS[target.kind]).format(step=target.time_step)


def problem_of(draft: Draft) -> tuple[str, int | None]:
    """What keeps a draft from being saved, and in which scene; an empty text where nothing does."""
    if not draft.title.strip():
        return tr("Give the lesson a title."), None
    if not draft.claim.strip():
        return tr("Say in one sentence what the lesson shows."), None
    for index, scene in enumerate(draft.scenes):
        if not scene.text.strip():
            return tr("Scene {number} has no text yet.").format(number=index + 1), index
    return "", None


def remark_on(scene: DraftScene) -> str:
    """What is worth saying of a scene that can be saved."""
    if len(scene.text) <= LONGEST_TEXT:
        return ""
    said = tr("{count} characters: a lecture's caption shows up to {most} in large type.")
    return said.format(count=len(scene.text), most=LONGEST_TEXT)


def file_name(title: str) -> str:
    """A file name from a title: letters, digits, ``._-``; none that Windows keeps for itself."""
    name = re.sub(r"[^\w.-]+", "-", title.strip().lower()).strip("-._")[:LONGEST_NAME].rstrip("-._")
    usable = name and name.partition(".")[0] not in DEVICES
    return f"{name if usable else 'lesson'}{EXTENSION}"
