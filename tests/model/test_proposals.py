"""Twins that are offered at one click, held to what the line-up takes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.cells import CELLS
from rnnsim.model.edits import edit
from rnnsim.model.kinds import ChoiceParameter, Group, IntegerParameter, NumberParameter
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.proposals import proposals
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.twin import MOST_TWINS
from rnnsim.ui.lineup import Lineup

OWN = ((0.5, 0.5), (0.5, -0.5), (-0.9, 0.0))
NOTHING_TO_SCALE = ((0.0, 0.0),)


def values_of(row):
    if isinstance(row, ChoiceParameter):
        return st.sampled_from([choice.value for choice in row.choices])
    if isinstance(row, IntegerParameter):
        return st.integers(row.minimum, row.maximum)
    if isinstance(row, NumberParameter):
        return st.floats(row.minimum, row.maximum) | st.sampled_from([row.minimum, row.maximum])
    return st.sampled_from([OWN, NOTHING_TO_SCALE, (), "ab"])


EDITS = st.lists(
    st.sampled_from(list(PARAMETERS.values())).flatmap(
        lambda row: st.tuples(st.just(row.key), values_of(row))
    ),
    max_size=12,
)


def after(edits):
    now = Settings()
    for key, value in edits:
        try:
            now = edit(now, key, value)
        except SettingError:
            continue
    return now


def texts(settings, twins=()):
    return [str(each.text) for each in proposals(settings, twins)]


@given(EDITS)
def test_every_proposal_is_taken_and_no_two_are_one_run(edits):
    main = after(edits)
    offered = proposals(main)
    assert len({str(each.text) for each in offered}) == len(offered)
    runs = [main]
    for each in offered:
        lineup = Lineup()
        lineup.add_twin(main, each.changes)
        runs.append(lineup.twins[0].settings_beside(main))
    assert len(set(runs)) == len(runs)


@given(EDITS, st.randoms())
def test_one_after_the_other_is_taken_as_long_as_there_is_room(edits, random):
    main, lineup = after(edits), Lineup()
    for _ in range(MOST_TWINS):
        offered = proposals(main, lineup.twins)
        if not offered:
            break
        lineup.add_twin(main, random.choice(offered).changes)
    runs = [main, *(twin.settings_beside(main) for twin in lineup.twins)]
    assert len(set(runs)) == len(runs)
    assert len(lineup.twins) < MOST_TWINS or proposals(main, lineup.twins) == ()


def test_the_usual_settings_are_offered_what_one_would_try():
    assert texts(Settings()) == [
        "with clipping by norm, τ = 1",
        "Adam",
        "η = 0.01",
        *(cell.label for cell in CELLS.values() if cell.value != "rnn"),
        "ρ = 0.9",
        "ρ = 1",
        "ρ = 1.2",
        "eigenvalues: orthogonal",
        "eigenvalues: identity",
        "float32",
        "float16",
    ]


def test_what_the_run_has_already_is_not_offered():
    main = Settings(
        clip="value", cell="gru", spectral_radius=1.2, spectrum="identity", optimizer="adam"
    )
    found = texts(main)
    assert "without clipping" in found
    assert {"RNN", "LSTM", "SGD", "ρ = 1"} <= set(found)
    assert not {"GRU", "Adam", "ρ = 1.2", "eigenvalues: identity"} & set(found)


def test_what_a_twin_is_already_is_not_offered_again():
    main, lineup = Settings(), Lineup()
    lineup.add_twin(main, {"cell": "lstm"})
    assert "LSTM" not in texts(main, lineup.twins)
    assert "GRU" in texts(main, lineup.twins)


def test_a_loss_that_is_not_trained_is_offered_nothing_of_training():
    offered = proposals(Settings(task="fixed"))
    assert offered
    assert all(each.group is not Group.TRAINING for each in offered)


def test_a_rate_beneath_the_least_is_not_offered():
    assert "η" not in "".join(texts(Settings(learning_rate=1e-5)))


def test_what_has_no_room_is_not_offered():
    large = Settings(hidden_size=256, time_steps=500, batch_size=60, precision="float64")
    assert "LSTM" not in texts(large)


@pytest.mark.parametrize("key", ["spectral_radius", "spectrum"])
def test_eigenvalues_of_ones_own_are_scaled_or_given_up(key):
    main = edit(Settings(), "eigenvalues", OWN)
    offered = next(each for each in proposals(main) if key in each.changes)
    lineup = Lineup()
    lineup.add_twin(main, offered.changes)
    assert lineup.twins[0].settings_beside(main) != replace(main)
