"""A panel on a desk."""

import pytest

from rnnsim.model.settings import Settings
from rnnsim.ui.panel import Panel
from rnnsim.ui.theme import DARK


@pytest.fixture
def desk_of(on_a_desk):
    """Makes a desk with a panel of these settings and this size."""

    def make(settings=None, size=(310, 620)):
        desk = on_a_desk(lambda edit: Panel(edit, DARK), settings or Settings(), size)
        desk.panel = desk.view
        return desk

    return make


@pytest.fixture
def desk(desk_of):
    return desk_of()
