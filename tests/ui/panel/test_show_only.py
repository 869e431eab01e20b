"""A panel that shows a chosen few fields."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from rnnsim.model.kinds import Group
from rnnsim.ui.theme import font

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")

SLIM = (230, 420)
FEW = ("spectral_radius", "cell", "seed")


def shown(desk):
    return {key for key, field in desk.panel.fields.items() if field.isVisibleTo(desk.panel)}


def cards(desk):
    return {group for group, card in desk.panel.column.cards.items() if card.isVisible()}


def settle():
    for _ in range(3):
        QApplication.processEvents()


def test_only_the_chosen_fields_and_their_cards_are_shown(desk_of):
    desk = desk_of(size=SLIM)
    desk.panel.show_only(FEW)
    assert shown(desk) == set(FEW)
    assert cards(desk) == {desk.panel.fields[key].row.group for key in FEW}
    assert not desk.panel.editor.isVisible()


def test_the_plane_comes_with_the_eigenvalues(desk_of):
    desk = desk_of(size=SLIM)
    desk.panel.show_only(("eigenvalues",))
    assert desk.panel.editor.isVisible()
    assert cards(desk) == {Group.RECURRENT}


def test_what_does_nothing_is_shown_where_it_is_chosen(desk_of):
    desk = desk_of(size=SLIM)
    assert desk.panel.fields["forget_bias"].idle
    desk.panel.show_only(("forget_bias",))
    assert shown(desk) == {"forget_bias"}


def places(panel):
    """Where every control is that can be seen: a picture would also hold what blinks."""
    seen = [each for each in panel.findChildren(QWidget) if each.isVisible()]
    return [(each, each.rect(), each.mapTo(panel, QPoint())) for each in seen]


def test_none_brings_everything_back_exactly(desk_of):
    desk = desk_of()
    QApplication.focusWidget().clearFocus()
    settle()
    before = places(desk.panel)
    desk.panel.show_only(FEW)
    settle()
    assert places(desk.panel) != before
    desk.panel.show_only(None)
    settle()
    assert places(desk.panel) == before


def test_no_keys_show_nothing(desk_of):
    desk = desk_of(size=SLIM)
    desk.panel.show_only(())
    assert shown(desk) == set()
    assert cards(desk) == set()


@pytest.mark.parametrize("pixels", [13, 20])
def test_every_control_is_whole_in_large_type(desk_of, qapp, pixels):
    desk = desk_of(size=SLIM)
    before = qapp.font()
    qapp.setFont(font(pixels))
    qapp.setStyleSheet(qapp.styleSheet() + " ")
    try:
        desk.panel.show_only(FEW)
        settle()
        for key in FEW:
            field = desk.panel.fields[key]
            for part in (*field.controls(), field.label):
                where = part.rect().translated(part.mapTo(field, part.rect().topLeft()))
                assert field.rect().contains(where), (key, part)
                assert part.height() >= part.fontMetrics().height() - 4
            assert field.label.text() == field.caption or pixels == 13
            for text in field.findChildren(QLabel):
                assert text.font().pixelSize() >= pixels * 0.9
        assert desk.panel.column.height() <= desk.panel.height()
        assert not desk.panel.verticalScrollBar().isVisible()
    finally:
        qapp.setFont(before)
        settle()


def test_a_chosen_field_still_asks_for_changes(desk_of):
    desk = desk_of(size=SLIM)
    desk.panel.show_only(FEW)
    settle()
    slider = desk.panel.fields["spectral_radius"].slider
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert desk.asked[-1][0] == "spectral_radius"
    assert shown(desk) == set(FEW)
