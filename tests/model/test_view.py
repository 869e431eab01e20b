"""What can be looked at, and what that wants."""

from rnnsim.model.view import FIRST_PLOTS, PLOTS, Want, wants_of


def test_views_want_together_what_each_of_them_wants():
    assert wants_of(["map", "loss", "cliff"]) == {Want.MAP, Want.CLIFF}
    assert wants_of(PLOTS) == frozenset().union(*(view.wants for view in PLOTS.values()))


def test_what_is_no_plot_wants_nothing():
    assert wants_of([]) == wants_of(["canvas", "no such view"]) == frozenset()


def test_the_first_plots_are_plots():
    assert PLOTS.keys() >= set(FIRST_PLOTS)
