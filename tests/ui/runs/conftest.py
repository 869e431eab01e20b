"""A place to show the widgets of runs."""

import pytest

from rnnsim.ui.app import make_application
from rnnsim.ui.theme import DARK, apply_theme


@pytest.fixture
def dressed():
    """The application in its dark colours."""
    application = make_application()
    apply_theme(application, DARK)
    return application


@pytest.fixture
def put(qtbot, dressed):
    """Show a widget in a size, active."""

    def show(widget, *size):
        qtbot.addWidget(widget)
        widget.resize(*size)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        return widget

    return show
