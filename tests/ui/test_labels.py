"""Lines that give way: what they still say where there is little room."""

import pytest

from rnnsim.ui.labels import Aside, ShrinkingLabel


@pytest.fixture
def aside(qtbot):
    made = Aside()
    qtbot.addWidget(made)
    return made


def room_for(widget, text):
    widget.resize(widget.fontMetrics().horizontalAdvance(text), 20)


def test_a_read_out_is_left_away_part_by_part_and_no_number_is_cut(aside):
    aside.say("now 1.36 · 38% right")
    room_for(aside, "now 1.36 · 38% right")
    assert aside.shown == "now 1.36 · 38% right"
    room_for(aside, "now 1.36 · 38% ri…")
    assert aside.shown == "now 1.36"
    room_for(aside, "now 1.…")
    assert aside.shown == ""
    assert "38% right" in aside.toolTip()


def test_a_sentence_is_cut_as_long_as_something_of_it_is_said(aside):
    aside.say("The gradient that reaches the first token is hundreds of times smaller")
    room_for(aside, "The gradient that reaches the first…")
    assert aside.shown.startswith("The gradient that reaches")
    room_for(aside, "The gradient…")
    assert aside.shown == ""


def test_a_line_without_room_says_the_same_in_fewer_words(qtbot):
    line = ShrinkingLabel("A long title", "Title")
    qtbot.addWidget(line)
    assert line.widths()[0] > line.widths()[1]
    line.resize(line.widths()[0], 20)
    assert line.shown == "A long title"
    line.resize(line.widths()[1], 20)
    assert line.shown == "Title"
