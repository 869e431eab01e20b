"""Who hears of what: signals of the views, of the presenter and of what the window wears."""

from __future__ import annotations

from rnnsim.ui.window import Window


def connect(window: Window) -> None:
    """Connect everything in the window."""
    window.presenter.changed = window.showing.show_state
    window.presenter.recorded = window.at_hand.record
    window.appearance.on_change = window.showing.wear
    window.guide.follow(window.tour)
    window.tour.watch(window.showing.show_lesson)
    window.playback.on_play = lambda _playing: window.showing.name_actions()
    window.transport.lesson_chosen.connect(window.open_lesson)
    window.transport.pace_chosen.connect(window.presenter.set_pace)
    window.pass_bar.relative_chosen.connect(window.show_relative)
    window.canvas.selected.connect(window.looking.choose)
    window.canvas.hovered.connect(window.looking.hover)
    _connect_plots(window)
    _connect_side(window)


def _connect_plots(window: Window) -> None:
    plots = window.plots
    plots.seen_changed.connect(window.tell_wants)
    plots.arranged.connect(window.area.tidy)
    plots.revealed.connect(window.tour.reveal)
    plots.start_moved.connect(window.presenter.start_cliff_at)
    plots.edited.connect(window.presenter.edit)


def _connect_side(window: Window) -> None:
    docks = window.side_docks
    for dock in docks.values():
        dock.visibilityChanged.connect(lambda _seen: window.tell_wants())
    docks["runs"].visibilityChanged.connect(lambda _seen: window.runs.show_state())
    # the guide says what the lesson claims
    docks["guide"].visibilityChanged.connect(lambda seen: window.canvas_card.show_aside(not seen))
