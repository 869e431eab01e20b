import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF

from rnnsim.ui.app import make_application
from rnnsim.ui.canvas.lettering import LINE, block, exact, typeset

WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=30)


@pytest.fixture(scope="module", autouse=True)
def _application():
    make_application()


def width_of(line, *, bold):
    return QFontMetricsF(exact(line.pixels, bold=bold)).horizontalAdvance(line.text)


@given(WORDS, WORDS, st.integers(300, 1500), st.integers(60, 140))
def test_sentences_stay_within_their_room(first, second, width, height):
    texts = ((" ".join(first), 20.0, True), (" ".join(second), 15.0, False))
    lines = block(texts, width, height, 1.0)
    for line in lines:
        assert width_of(line, bold=line.part == 0) <= width + 1.0
    assert lines[-1].y + lines[-1].pixels * LINE / 2 <= height + 1.0
    assert {line.part for line in lines} == {0, 1}


def test_a_sentence_that_has_room_keeps_its_size_and_a_longer_one_all_its_words():
    (line,) = block((("short", 20.0, False),), 400, 30, 1.0)
    assert (line.text, line.pixels) == ("short", 20.0)
    text = "The gradient shrinks by a great deal on its long way back through time"
    lines = block(((text, 20.0, True),), 400, 60, 1.0)
    assert len(lines) > 1
    assert " ".join(line.text for line in lines) == text


def test_a_sentence_that_just_exceeds_a_line_shrinks_into_it():
    text = "nearly as long as the line"
    width = QFontMetricsF(exact(20.0)).horizontalAdvance(text)
    (line,) = block(((text, 20.0, False),), round(0.9 * width), 60, 1.0)
    assert line.text == text
    assert 16.0 < line.pixels < 20.0


def test_only_what_has_no_room_at_all_is_cut_short():
    lines = block((("word " * 60, 20.0, False),), 300, 40, 1.0)
    assert lines[-1].text.endswith("…")


def test_type_is_multiplied_once(monkeypatch):
    from rnnsim.ui import theme
    from rnnsim.ui.canvas.geometry import View, layout
    from rnnsim.ui.canvas.lettering import lettering, type_scale

    plain = theme.font
    monkeypatch.setattr(theme, "type_scale", lambda: 1.5, raising=False)
    monkeypatch.setattr(theme, "font", lambda pixels, *, bold=False: plain(1.5 * pixels, bold=bold))
    place = layout(1400.0, 600.0, 6, View(), 0.0, type_scale())
    assert lettering(place, 10.0).pixelSize() == round(10.0 * place.letter)
    assert place.letter == pytest.approx(1.5 * 1.5)


def test_matrices_are_set_with_subscripts():
    assert typeset("‖∂L/∂W_hh‖ + W_ih x") == "‖∂L/∂Wₕₕ‖ + Wᵢₕ x"
