from dataclasses import FrozenInstanceError

import pytest

from rnnsim.model.review import review_vocabulary


def test_the_vocabulary_is_read_once():
    assert review_vocabulary() is review_vocabulary()


def test_hopeful_expectations_come_before_doubtful_ones():
    assert review_vocabulary().expectations[0] == "I was hopeful."
    assert review_vocabulary().expectations[-1].endswith("I expected very little.")


def test_it_cannot_be_changed():
    with pytest.raises(TypeError):
        review_vocabulary().choices["product"] = ("car",)
    with pytest.raises(FrozenInstanceError):
        review_vocabulary().openings = ()
