"""The numbers of a view without its widget."""

import pytest

from rnnsim.model.course import Course
from rnnsim.model.figure import VIEWS, WINDOW, FigureError
from rnnsim.model.lesson import find_lesson
from rnnsim.model.session import Session
from rnnsim.model.settings import Settings
from rnnsim.ui.app import make_application
from rnnsim.ui.figure.tabled import table_of, title_of
from rnnsim.ui.studio import Studio

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(scope="module")
def shown():
    """What all views show of a small run."""
    make_application()
    small = Settings(cell="lstm", hidden_size=3, time_steps=5, batch_size=2)
    session = Session(find_lesson("gates"), Course(((0, small),)))
    with Studio(session, VIEWS) as studio:
        return studio.shown_at(2)


@pytest.mark.parametrize("view", [view for view in VIEWS if view != WINDOW])
def test_every_view_has_a_table_and_a_title(view, shown):
    table = table_of(view, shown)
    assert len(table.rows) > 0
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert title_of(view)


def test_the_window_has_none(shown):
    with pytest.raises(FigureError, match="one of its views"):
        table_of(WINDOW, shown)
