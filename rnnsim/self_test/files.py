"""What the self-test writes, a file of every kind, and how it is read again."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer

from rnnsim.export.table import Header, save_csv
from rnnsim.export.weights import NAMES
from rnnsim.export.writing import save
from rnnsim.model.animation import FORMATS as FILM_FORMATS
from rnnsim.model.animation import AnimationSpec
from rnnsim.model.figure import FORMATS, FigureSpec
from rnnsim.model.session import Session, bytes_of, write_session
from rnnsim.model.view import CANVAS
from rnnsim.run.follow import follow
from rnnsim.run.result import Result
from rnnsim.self_test.step import Step, TrialError, require
from rnnsim.self_test.window import ITERATIONS, WindowTrial
from rnnsim.ui.figure.drawing import Drawing
from rnnsim.ui.figure.film import make_film
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.figure.tabled import table_of
from rnnsim.ui.figure.written import figure_bytes
from rnnsim.ui.session.opening import opened

LOSS = "loss"

FIGURE = FigureSpec((CANVAS.name, LOSS))

FILM_WIDTH = 320
"""Pixels."""


def file_steps(trial: WindowTrial) -> list[Step]:
    """Write every format and read it back, then open the session again."""
    files = FileTrial(trial)
    return [
        *(Step(f"write and read {each.upper()}", partial(files.figure, each)) for each in FORMATS),
        Step("write and read CSV", files.table),
        Step("write and read NPZ", files.arrays),
        Step("write and read weights", files.weights),
        *(
            Step(f"write and read {each.upper()}", partial(files.film, each))
            for each in FILM_FORMATS
        ),
        Step("write and read a session", files.session),
        Step("open that session again", files.reopen),
    ]


class FileTrial:
    """Writes what a window shows, and reads it again."""

    def __init__(self, trial: WindowTrial) -> None:
        self._trial = trial
        self._result: Result | None = None

    def figure(self, kind: str) -> str:
        """A figure, which carries the session."""
        path = self._path(f"figure.{kind}")
        save(path, figure_bytes(Drawing(FIGURE, self._shown), kind, self._text))
        self._require_session(path)
        READERS[kind](path)
        return _size(path)

    def table(self) -> str:
        """The losses, to their last digit, in the column after the iterations."""
        path = self._path("loss.csv")
        table = table_of(LOSS, self._shown)
        save_csv(path, table, Header(LOSS, self._session.course, self._text))
        self._require_session(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [*csv.reader(line for line in file if not line.startswith("# "))]
        written = [float(row[1]) for row in rows[1:]]
        frame = self._trial.frame
        losses = [*frame.curves.losses.tolist(), frame.passed.loss]
        require(written == losses, "other losses are read")
        return f"{len(written)} rows"

    def arrays(self) -> str:
        """All numbers of the run made again, which are the window's."""
        path, result = self._path("run.npz"), self._run
        result.save(path)
        _require_arrays(path, result.arrays())
        loss = self._trial.frame.passed.loss
        require(float(result.loss) == loss, f"made again its loss is {result.loss}, not {loss}")
        return _size(path)

    def weights(self) -> str:
        """The weights alone."""
        path, arrays = self._path("weights.npz"), self._run.arrays()
        self._run.save_weights(path)
        named = {name: arrays[ours] for ours, name in NAMES.items() if ours in arrays}
        _require_arrays(path, named)
        return f"{len(named)} arrays"

    def film(self, kind: str) -> str:
        """An animation of the pass, which carries the session."""
        path = self._path(f"pass.{kind}")
        spec = AnimationSpec(format=kind, width=FILM_WIDTH)
        make_film(spec, self._session, path, self._text)
        self._require_session(path)
        with Image.open(path) as image:
            number = getattr(image, "n_frames", 1)
            image.seek(number - 1)
            image.load()
        require(number > 1, "it does not move")
        return f"{number} images, {_size(path)}"

    def session(self) -> str:
        """The session's own file."""
        path = self._path("own.rnnsim")
        write_session(path, self._session)
        self._require_session(path)
        return _size(path)

    def reopen(self) -> str:
        """Open that in the window, where nothing is left of it: iteration and loss are the same."""
        trial = self._trial
        loss = trial.frame.passed.loss
        read = opened(self._path("own.rnnsim")).session
        trial.window.presenter.reset()
        trial.settle()
        require(trial.frame.iteration == 0, "the run did not begin anew")
        trial.window.restore(read)
        trial.settle()
        frame = trial.frame
        require(frame.iteration == ITERATIONS, f"it is at iteration {frame.iteration}")
        require(frame.passed.loss == loss, f"its loss is {frame.passed.loss}, not {loss}")
        return f"iteration {frame.iteration}, loss {loss:.4g}"

    @property
    def _session(self) -> Session:
        return self._trial.window.session

    @property
    def _text(self) -> str:
        return bytes_of(self._session).decode()

    @property
    def _shown(self) -> Shown:
        shown = self._trial.window.shown
        if shown is None:
            raise TrialError("there is nothing to be seen")
        return shown

    @property
    def _run(self) -> Result:
        if self._result is None:
            self._result = follow(self._session.course)
        return self._result

    def _path(self, name: str) -> Path:
        return self._trial.folder / name

    def _require_session(self, path: Path) -> None:
        require(opened(path).session == self._session, f"{path.name} opens as another session")


def _read_png(path: Path) -> None:
    require(not QImage(str(path)).isNull(), "it is no picture")


def _read_svg(path: Path) -> None:
    require(QSvgRenderer(str(path)).isValid(), "it is no picture")


def _read_pdf(path: Path) -> None:
    data = path.read_bytes()
    require(data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF"), "it is no whole file")
    require(b"/FontFile" in data, "there is no typeface in it")


READERS: dict[str, Callable[[Path], None]] = {
    "png": _read_png,
    "svg": _read_svg,
    "pdf": _read_pdf,
}
"""What looks at the figures of each format; nothing that is shipped draws a PDF."""


def _require_arrays(path: Path, wanted: dict[str, np.ndarray]) -> None:
    """See that a file holds these arrays, bit by bit."""
    with np.load(path, allow_pickle=False) as read:
        require(set(read.files) == set(wanted), "other arrays are read")
        for name, array in wanted.items():
            require(read[name].tobytes() == array.tobytes(), f"{name} is read otherwise")


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1000:.0f} kB"
