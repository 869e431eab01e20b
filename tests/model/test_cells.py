"""What is known of the cells, against what they compute."""

import pytest

from rnnsim.engine.cells import CELLS as COMPUTED
from rnnsim.engine.cells import Shape
from rnnsim.model.cells import CELLS, COMPARED, candidate_block

EVERY_CELL = pytest.mark.parametrize("name", CELLS)


@EVERY_CELL
def test_the_letters_are_those_of_the_gates_in_the_order_of_the_weights(name):
    cell, choice = COMPUTED[name](Shape(2, 1, 3, 1), "tanh"), CELLS[name]
    assert "".join(cell.gates) == (choice.blocks if choice.words else "")
    assert (cell.retention is None) is (choice.keeping == "")
    assert (cell.memory is None) is not choice.along_c
    assert {*choice.keeping, *choice.resetting} <= {*choice.blocks}


@EVERY_CELL
def test_a_cell_with_gates_has_words_for_them(name):
    choice = CELLS[name]
    assert bool(choice.keeping) is (choice.words is not None)
    if choice.words is not None:
        words = choice.words
        words.new_state.format(t="t", before="t−1", phi="φ")
        words.leave.format(share=0.1, last=9)
        words.leave_a_step.format(step=0.1, whole=0.1, last=9)


@pytest.mark.parametrize(("name", "letter"), [("rnn", "t"), ("lstm", "g"), ("gru", "n")])
def test_the_candidate_is_known_by_its_letter(name, letter):
    assert CELLS[name].candidate == letter


def test_the_candidate_is_the_third_block_or_the_last_of_fewer():
    assert [candidate_block(blocks) for blocks in (1, 2, 3, 4)] == [0, 1, 2, 2]


def test_the_cells_compared_are_there():
    assert {*COMPARED} <= {*CELLS}
