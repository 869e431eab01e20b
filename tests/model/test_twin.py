import pytest

from rnnsim.model import twin as twin_module
from rnnsim.model.edits import edited
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.twin import Twin, differences, require_difference, require_twins

MAIN = Settings()


def test_a_twin_has_the_main_runs_settings_but_for_its_own():
    twin = Twin(1, (("cell", "lstm"), ("time_steps", 30)))
    assert twin.settings_beside(MAIN) == edited(MAIN, {"cell": "lstm", "time_steps": 30})


def test_differences_name_both_values():
    other = edited(MAIN, {"cell": "gru", "seed": 5})
    assert differences(MAIN, other) == {"cell": ("rnn", "gru"), "seed": (MAIN.seed, 5)}
    assert not differences(MAIN, MAIN)


@pytest.mark.parametrize("changes", [(), (("cell", "rnn"),)])
def test_a_twin_that_differs_in_nothing_is_refused(changes):
    with pytest.raises(SettingError, match="another value than the main run has"):
        require_difference(MAIN, Twin(1, changes))


def test_a_twin_that_cannot_be_is_refused_by_the_name_of_its_setting():
    with pytest.raises(SettingError, match="hidden_size"):
        require_twins(MAIN, [Twin(1, (("hidden_size", 10_000),))])


def test_twins_too_large_together_are_refused(monkeypatch):
    twins = [Twin(i, (("cell", "lstm"),)) for i in (1, 2)]
    need = twin_module.memory_needed(MAIN) + twin_module.memory_needed(
        twins[0].settings_beside(MAIN)
    )
    monkeypatch.setattr(twin_module, "LIMIT", need)
    require_difference(MAIN, twins[0])
    require_twins(MAIN, twins[:1])
    with pytest.raises(SettingError, match="together need less memory"):
        require_twins(MAIN, twins)
