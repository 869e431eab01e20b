"""The field of a list of eigenvalues."""

from __future__ import annotations

from rnnsim.model.kinds import EigenvaluesParameter
from rnnsim.ui.panel.field import TypedField
from rnnsim.ui.panel.metrics import COLUMN_GAP, Metrics

LONGEST_LIST = 8192


class EigenvaluesField(TypedField):
    """A list of eigenvalues as one line of text; not wanted while there is none."""

    def __init__(self, row: EigenvaluesParameter) -> None:
        super().__init__(row, LONGEST_LIST)
        self._named(self.entry)

    @property
    def wanted(self) -> bool:
        return self.entry.shown != ""

    def _place(self, width: int, metrics: Metrics) -> int:
        label = self._label_width(width, metrics)
        left = label + COLUMN_GAP
        self._put_label(self.caption, label, metrics.row)
        self._put(self.entry, left, 0, width - left, metrics.row)
        return metrics.row
