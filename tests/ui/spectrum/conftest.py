"""An eigenvalue editor on a desk."""

import pytest
from PySide6.QtWidgets import QApplication

from rnnsim.model.settings import Settings
from rnnsim.ui.spectrum import SpectrumEditor
from rnnsim.ui.theme import DARK


def editor_that_asks(edit):
    editor = SpectrumEditor(DARK)
    editor.edited.connect(edit)
    return editor


@pytest.fixture
def desk_of(on_a_desk, frame_after):
    """Makes a desk with an editor, which shows the frame after so many iterations."""

    def make(settings=None, iterations=0, size=(276, 296)):
        desk = on_a_desk(editor_that_asks, settings or Settings(), size)
        desk.editor = desk.view
        desk.frame = frame_after(desk.settings, iterations)
        desk.editor.show_frame(desk.frame)
        if (focused := QApplication.focusWidget()) is not None:
            focused.clearFocus()
        return desk

    return make


@pytest.fixture
def desk(desk_of):
    return desk_of()
