"""The numbers: of a view as a table, of the whole run, the weights, or code that makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject

from rnnsim.export.table import Header, csv_chunks, save_csv
from rnnsim.export.writing import save
from rnnsim.model.course import Course, CourseError
from rnnsim.model.frame import Frame
from rnnsim.model.python_code import python_code
from rnnsim.model.table import Table
from rnnsim.translation import noted, tr
from rnnsim.ui.export.data_options import PYTHON, RUN, TABLE, WEIGHTS, DataOptions
from rnnsim.ui.export.job import Progress, Tell, beside
from rnnsim.ui.export.offer import Offer
from rnnsim.ui.export.page import Page
from rnnsim.ui.export.room import Room, session_text
from rnnsim.ui.export.words import proposed_name, title_of
from rnnsim.ui.numbers import count

if TYPE_CHECKING:
    from rnnsim.run.result import Result

CSV, NPZ, PY = "csv", "npz", "py"

KINDS = {
    CSV: noted("Table for a spreadsheet"),
    NPZ: noted("NumPy arrays"),
    PY: noted("Python code"),
}

FIRST_ROWS = 200
"""Of a table that are shown."""

NOTES = {
    RUN: noted(
        "The run is made again from its seed, and everything about it is written: settings,"
        " weights, losses and gradient norms of all iterations, and one pass forward and backward"
        " with its gradients, Jacobians and spectrum.\\n\\nThe names of the arrays are those of"
        " rnnsim.simulate:\\n\\n    arrays = numpy.load(\"{name}\")\\n   "
        " arrays[\"gradient_magnitude\"]  # k = 0 … T"
    ),
    WEIGHTS: noted(
        "The run is made again from its seed, and its weights are written by the names of a"
        " PyTorch module:\\n\\n    arrays = numpy.load(\"{name}\")\\n    module.load_state_dict({{\\n   "
        "     name: torch.from_numpy(arrays[name]) for name in arrays.files\\n    }})"
    ),
}
"""What stands in the place of a preview."""


class DataPage(Page):
    """Shows how the text begins that is written.

    Parameters
    ----------
    room : Room
    """

    def __init__(self, room: Room, parent: QObject) -> None:
        self.options = DataOptions()
        super().__init__(tr("Data"), self.options, parent)
        self._room = room
        self._table: tuple[Frame, str, Table] | None = None
        self.options.changed.connect(self.changed)
