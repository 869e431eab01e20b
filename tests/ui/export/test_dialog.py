"""The window to export from, with real keys and clicks: options, refusals, files, the clipboard."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QLineEdit

from rnnsim.export import writing
from rnnsim.export.carrying import session_text_in
from rnnsim.model.animation import TRAINING
from rnnsim.model.figure import MOST_VIEWS, VIEWS, WINDOW
from rnnsim.model.session import bytes_of
from rnnsim.ui.export import animation_page, figure_page
from rnnsim.ui.export.data_options import PYTHON, RUN, WEIGHTS
from rnnsim.ui.export.preview import LEAST
from rnnsim.ui.export.remembered import remembered_figure
from rnnsim.ui.help import HelpWindow

# The offscreen platform says what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ENTER, ESCAPE, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space
LEFT = Qt.MouseButton.LeftButton


def click(qtbot, widget):
    qtbot.mouseClick(widget, LEFT)


def pick(qtbot, choices, value):
    """Choose one of the buttons of a row."""
    click(qtbot, next(each for each in choices.buttons if each.choice.value == value))


def typed(qtbot, field, text):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, ENTER)


def written(qtbot, dialog, path):
    """Write what is shown, and wait for it."""
    dialog.save_to(path)
    qtbot.waitUntil(lambda: not dialog.busy)
    return path


def redrawn(qtbot, dialog, act):
    """Wait until what was done is seen in the preview."""
    with qtbot.waitSignal(dialog.left.preview.drawn):
        act()


# The preview


def test_the_preview_is_of_what_will_be_written(dialog, qtbot, tmp_path):
    options = dialog.page.options
    redrawn(qtbot, dialog, lambda: typed(qtbot, options.width_mm, "60"))
    image = dialog.left.preview.image
    path = written(qtbot, dialog, tmp_path / "figure.png")
    saved = QImage(str(path))
    assert saved.width() == round(60 / 25.4 * 300)
    assert saved.width() / saved.height() == pytest.approx(image.width() / image.height(), 0.01)
    small = saved.convertToFormat(image.format()).scaled(
        image.size(), mode=Qt.TransformationMode.SmoothTransformation
    )
    assert abs(levels(small) - levels(image)).mean() < 12.0
    assert dialog.left.facts.text().startswith("PNG · 60 × ")
    assert f"{saved.width()} × {saved.height()} px" in dialog.left.facts.text()


def test_type_that_comes_out_smaller_is_told(dialog, qtbot):
    options = dialog.page.options
    redrawn(qtbot, dialog, lambda: typed(qtbot, options.width_mm, "183"))
    assert dialog.left.facts.text().endswith("px")
    redrawn(qtbot, dialog, lambda: typed(qtbot, options.width_mm, "30"))
    assert dialog.left.facts.text().endswith("type of 2.6 pt")


def levels(image):
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)
    return rows[:, : grey.width()].astype(float)


def test_the_preview_follows_the_newest_numbers(dialog, hall, qtbot):
    before = dialog.left.preview.image.copy()
    frame = hall.shown.frame

    def train():
        passed = replace(frame.passed, gradient_magnitude=frame.passed.gradient_magnitude * 100)
        hall.shown = replace(hall.shown, frame=replace(frame, passed=passed))
        dialog.follow()

    redrawn(qtbot, dialog, train)
    assert dialog.left.preview.image != before


def test_many_frames_make_few_pictures(dialog, qtbot):
    drawn, frames = [], []
    dialog.left.preview.drawn.connect(lambda: drawn.append(time.monotonic()))

    def twice_more():
        frames.append(dialog.follow())
        return len(drawn) >= 2

    qtbot.waitUntil(twice_more)
    assert drawn[1] - drawn[0] >= 0.9 * LEAST
    assert len(frames) >= 10


def test_a_closed_window_draws_nothing(dialog, qtbot):
    dialog.close()
    with qtbot.assertNotEmitted(dialog.left.preview.drawn, wait=300):
        dialog.follow()


def test_what_has_too_many_pixels_is_refused_in_words(dialog, qtbot, tmp_path):
    options = dialog.page.options
    typed(qtbot, options.width_mm, "1000")
    typed(qtbot, options.height_mm, "1000")
    redrawn(qtbot, dialog, lambda: typed(qtbot, options.dpi, "2400"))
    assert dialog.left.preview.image is not None  # which is as large as it is seen
    dialog.save_to(tmp_path / "huge.png")
    qtbot.waitUntil(lambda: not dialog.busy)
    assert "pixels" in dialog.outcome.error.text()
    assert list(tmp_path.iterdir()) == []


# Options


def test_what_is_refused_keeps_a_file_from_being_asked_for(dialog, qtbot):
    field = dialog.page.options.width_mm
    typed(qtbot, field, "wide")
    click(qtbot, dialog.save)
    assert dialog.findChildren(QFileDialog) == []
    assert field.hasFocus()
    typed(qtbot, field, "100")
    click(qtbot, dialog.save)
    assert len(dialog.findChildren(QFileDialog)) == 1
    dialog.findChild(QFileDialog).close()


def test_a_size_by_name_sets_width_height_and_type(dialog, qtbot):
    options = dialog.page.options
    options.size_box.setFocus()
    qtbot.keyClick(options.size_box, Qt.Key.Key_Down)
    qtbot.keyClick(options.size_box, Qt.Key.Key_Down)
    assert options.size_box.currentText() == "Slide, 16:9"
    assert (options.spec.width, options.spec.height, options.spec.font) == (338.67, 190.5, 18.0)
    typed(qtbot, options.width_mm, "300")
    assert options.size_box.currentText() == "Own size"
    assert options.spec.height == 190.5


def test_resolution_is_of_pictures_only(dialog, qtbot):
    options = dialog.page.options
    assert options.dpi.isVisible()
    redrawn(qtbot, dialog, lambda: pick(qtbot, options.format, "svg"))
    assert not options.dpi.isVisible()
    assert dialog.left.facts.text().startswith("SVG")


def test_f1_tells_of_the_page(dialog, qtbot):
    dialog.page.options.width_mm.setFocus()
    qtbot.keyClick(dialog.page.options.width_mm, Qt.Key.Key_F1)
    (window,) = dialog.parentWidget().findChildren(HelpWindow)
    assert window.shown == "figures"
    window.close()


def test_views_are_ticked_and_moved(dialog, qtbot):
    views = dialog.page.options.views
    assert views.views == ("canvas", "gradient")
    assert views.list.count() == len(VIEWS) - 1
    views.list.setFocus()
    qtbot.keyClick(views.list, Qt.Key.Key_Down)
    qtbot.keyClick(views.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert views.views == ("gradient", "canvas")
    qtbot.keyClick(views.list, SPACE)
    assert views.views == ("canvas",)
    click(qtbot, views.down)
    assert views.list.currentRow() == 1


def test_a_click_on_its_box_ticks_a_view(dialog, qtbot):
    views = dialog.page.options.views
    row = views.list.visualItemRect(views.list.item(2))
    place = row.topLeft() + QPoint(14, row.height() // 2)
    qtbot.mouseClick(views.list.viewport(), LEFT, pos=place)
    assert views.views == ("canvas", "gradient", "contributions")
    qtbot.mouseClick(views.list.viewport(), LEFT, pos=place)
    assert views.views == ("canvas", "gradient")
    qtbot.mouseClick(views.list.viewport(), LEFT, pos=row.center())
    assert views.views == ("canvas", "gradient")  # its words only select it


def test_no_views_and_too_many_cannot_be_written(dialog, qtbot):
    options = dialog.page.options
    options.views.show_views(())
    options.views.changed.emit()
    assert options.remark.text() == "Choose at least one view."
    assert not dialog.save.isEnabled()
    options.views.show_views(VIEWS[: MOST_VIEWS + 1])
    options.views.changed.emit()
    assert options.remark.text() == f"Choose up to {MOST_VIEWS} views."
    assert not dialog.save.isEnabled()
    pick(qtbot, options.what, WINDOW)
    assert dialog.save.isEnabled()
    assert options.spec.views == (WINDOW,)


def test_options_are_remembered(dialog, hall, qtbot):
    options = dialog.page.options
    typed(qtbot, options.width_mm, "150")
    pick(qtbot, options.format, "pdf")
    click(qtbot, options.transparent)
    dialog.close()
    again = figure_page.FigurePage(hall, hall, hall).options
    assert (again.spec.width, again.file_format, again.spec.transparent) == (150.0, "pdf", True)
    again.deleteLater()


@pytest.mark.parametrize("value", ["nan", "-1", "wide", "1e9", ""])
def test_what_cannot_be_remembered_is_as_usual(qapp, value):
    for name in ("width", "font", "dpi", "theme", "columns", "format", "titles"):
        QSettings().setValue(f"export/{name}", value)
    spec, file_format = remembered_figure(("loss",))
    assert (spec.width, spec.font, spec.dpi) == (89.0, 7.0, 300.0)
    assert (spec.theme, spec.columns, spec.titles, file_format) == ("print", None, False, "png")


def test_the_caption_is_proposed_until_it_is_changed(dialog, qtbot):
    caption = dialog.left.caption
    proposed = caption.toPlainText()
    assert proposed
    caption.setFocus()
    qtbot.keyClicks(caption, "Mine. ")
    redrawn(qtbot, dialog, dialog.follow)
    assert caption.toPlainText() == f"Mine. {proposed}"
    click(qtbot, dialog.left.copy_caption)
    assert QGuiApplication.clipboard().text() == f"Mine. {proposed}"
    caption.selectAll()
    qtbot.keyClick(caption, Qt.Key.Key_Delete)
    redrawn(qtbot, dialog, dialog.follow)
    assert caption.toPlainText() == proposed


# Files


def ask(qtbot, dialog, name):
    """Save as a user does: Enter, a name, Enter."""
    qtbot.keyClick(dialog, ENTER)
    asked = dialog.findChild(QFileDialog)
    field = asked.findChild(QLineEdit, "fileNameEdit")
    proposed = field.text()
    field.setText(str(name))
    qtbot.keyClick(field, ENTER)
    qtbot.waitUntil(lambda: not (dialog.findChildren(QFileDialog) or dialog.busy))
    return proposed


@pytest.mark.parametrize(
    ("name", "kept"), [("mine.png", "mine.png"), ("mine", "mine.png"), ("mine.svg", "mine.svg")]
)
def test_enter_saves_where_the_user_says(dialog, qtbot, tmp_path, name, kept):
    assert ask(qtbot, dialog, tmp_path / name) == "vanishing-figure.png"
    assert [path.name for path in tmp_path.iterdir()] == [kept]
    assert dialog.outcome.said.text() == f"Saved as {tmp_path / kept}"
    assert dialog.outcome.open_folder.isVisible()


def test_the_folder_is_remembered(dialog, qtbot, tmp_path):
    ask(qtbot, dialog, tmp_path / "first.png")
    qtbot.keyClick(dialog, ENTER)
    asked = dialog.findChild(QFileDialog)
    assert Path(asked.directory().absolutePath()) == tmp_path
    asked.close()


def test_what_was_seen_when_it_was_asked_for_is_written(dialog, hall, qtbot, tmp_path):
    qtbot.keyClick(dialog, ENTER)
    before = bytes_of(hall.session).decode()
    hall.session = type(hall.session).of(hall.lesson)
    assert bytes_of(hall.session).decode() != before
    asked = dialog.findChild(QFileDialog)
    asked.fileSelected.emit(str(tmp_path / "then.png"))
    asked.close()
    qtbot.waitUntil(lambda: not dialog.busy)
    assert session_text_in(tmp_path / "then.png") == before


def test_cancelled_nothing_is_written(dialog, qtbot, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    qtbot.keyClick(dialog, ENTER)
    qtbot.keyClick(dialog.findChild(QFileDialog), ESCAPE)
    qtbot.waitUntil(lambda: not dialog.findChildren(QFileDialog))
    assert list(tmp_path.iterdir()) == []


def test_escape_closes(dialog, qtbot):
    qtbot.keyClick(dialog, ESCAPE)
    assert not dialog.isVisible()


def test_a_name_that_nobody_was_asked_about_is_not_replaced(dialog, qtbot, tmp_path):
    (tmp_path / "v1.2.png").write_text("old")
    dialog.save_to(tmp_path / "v1.2")
    assert "is there already" in dialog.outcome.error.text()
    assert (tmp_path / "v1.2.png").read_text() == "old"


def test_a_folder_is_no_file(dialog, qtbot, tmp_path):
    (tmp_path / "figure.png").mkdir()
    dialog.save_to(tmp_path / "figure.png")
    assert "it is a folder" in dialog.outcome.error.text()


def test_a_folder_that_is_read_only_is_told(dialog, qtbot, tmp_path, monkeypatch):
    old = tmp_path / "figure.png"
    old.write_text("old")

    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(writing, "TemporaryFile", refuse)
    dialog.save_to(old)
    assert dialog.outcome.error.text() == f"{old} cannot be written: Permission denied"
    assert dialog.outcome.error.isVisible()
    assert old.read_text() == "old"
    assert not dialog.busy


def test_a_disk_that_fills_up_leaves_the_old_file(dialog, qtbot, tmp_path, monkeypatch):
    old = tmp_path / "figure.png"
    old.write_text("old")

    def full(_path, _data):
        raise writing.SaveError(old, "No space left on device")

    monkeypatch.setattr("rnnsim.ui.export.figures.save", full)
    written(qtbot, dialog, old)
    assert "No space left" in dialog.outcome.error.text()
    assert old.read_text() == "old"


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_figure_carries_its_session(dialog, hall, qtbot, tmp_path, suffix):
    path = written(qtbot, dialog, tmp_path / f"figure.{suffix}")
    assert session_text_in(path) == bytes_of(hall.session).decode()


# The clipboard


def test_a_figure_is_copied_as_pixels_and_as_a_drawing(dialog, qtbot):
    click(qtbot, dialog.copy)
    data = QGuiApplication.clipboard().mimeData()
    image = QImage(data.imageData())
    assert image.width() == 1051
    assert bytes(data.data("image/svg+xml").data()).lstrip().startswith(b"<?xml")
    assert dialog.outcome.text == "Copied"


def test_too_many_pixels_for_the_clipboard_are_refused_in_words(dialog, qtbot):
    options = dialog.page.options
    for field, text in ((options.width_mm, "900"), (options.height_mm, "900")):
        typed(qtbot, field, text)
    typed(qtbot, options.dpi, "2400")
    QGuiApplication.clipboard().setMimeData(QMimeData())
    click(qtbot, dialog.copy)
    assert "pixels" in dialog.outcome.error.text()
    assert not QGuiApplication.clipboard().mimeData().hasImage()


# Animations


@pytest.fixture
def animation(dialog, qtbot):
    """The page of animations, of small images."""
    dialog.turn_to("animation", ("gradient",))
    typed(qtbot, dialog.page.options.width_px, "160")
    return dialog


def test_an_animation_is_made_beside_the_window(animation, hall, qtbot, tmp_path):
    path = tmp_path / "pass.webp"
    animation.save_to(path)
    assert animation.busy
    assert not animation.save.isEnabled()
    qtbot.waitUntil(animation.outcome.bar.isVisible)
    qtbot.waitUntil(lambda: not animation.busy)
    assert animation.outcome.text == f"Saved as {path}"
    assert session_text_in(path) == bytes_of(hall.session).decode()


def test_the_name_proposed_for_an_animation_says_of_what_it_is(animation):
    assert animation.page.offer("").name.endswith("-pass.webp")


def test_a_cancelled_animation_leaves_no_file(animation, qtbot, tmp_path):
    options = animation.page.options
    pick(qtbot, options.of, TRAINING)
    typed(qtbot, options.last, "2000")
    old = tmp_path / "film.webp"
    old.write_text("old")
    animation.save_to(old)
    qtbot.waitUntil(animation.outcome.cancel.isVisible)
    click(qtbot, animation.outcome.cancel)
    assert not animation.busy
    assert animation.outcome.text == "Cancelled; nothing was written"
    assert list(tmp_path.iterdir()) == [old]
    assert old.read_text() == "old"


def test_closing_gives_an_animation_up(animation, qtbot, tmp_path):
    pick(qtbot, animation.page.options.of, TRAINING)
    typed(qtbot, animation.page.options.last, "2000")
    animation.save_to(tmp_path / "film.webp")
    qtbot.waitUntil(animation.outcome.cancel.isVisible)
    qtbot.keyClick(animation, ESCAPE)
    assert not animation.busy
    assert list(tmp_path.iterdir()) == []


def test_an_animation_that_goes_wrong_says_so(animation, qtbot, tmp_path, monkeypatch):
    def broken(*_):
        raise OSError("the drive has vanished")

    monkeypatch.setattr(animation_page, "Making", broken)
    written(qtbot, animation, tmp_path / "film.webp")
    assert animation.outcome.error.text() == "the drive has vanished"


def test_what_cannot_be_animated_is_said_beside_the_options(animation, qtbot):
    options = animation.page.options
    pick(qtbot, options.of, TRAINING)
    typed(qtbot, options.first, "50")
    typed(qtbot, options.last, "40")
    assert options.remark.text().startswith("To iteration: give a whole number from 51")
    assert not animation.save.isEnabled()
    typed(qtbot, options.last, "60")
    assert animation.save.isEnabled()
    assert "11 images" in animation.page.facts((100.0, 100.0))


def test_an_animation_is_not_copied(animation):
    assert not animation.copy.isVisible()


# Data


def test_a_table_is_seen_as_it_is_written(dialog, qtbot, tmp_path):
    dialog.turn_to("data", ("gradient",))
    seen = dialog.left.text.toPlainText()
    assert "2 rows, 2 columns" in dialog.left.facts.text()
    path = written(qtbot, dialog, tmp_path / "table.csv")
    assert path.read_text("utf-8-sig") == seen
    assert "'=1+1" in seen
    click(qtbot, dialog.copy)
    assert "0.5" in QGuiApplication.clipboard().text()


def test_the_code_makes_the_run_again(dialog, hall, qtbot, tmp_path):
    dialog.turn_to("data")
    click(qtbot, dialog.page.options.kinds[PYTHON])
    code = written(qtbot, dialog, tmp_path / "run.py").read_text("utf-8")
    assert code == dialog.left.text.toPlainText()
    told = {}
    exec(compile(code, "run.py", "exec"), told)
    assert told["result"].settings == hall.session.settings


@pytest.mark.parametrize("kind", [RUN, WEIGHTS])
def test_arrays_are_made_beside_the_window(dialog, qtbot, tmp_path, kind):
    dialog.turn_to("data")
    click(qtbot, dialog.page.options.kinds[kind])
    assert not dialog.copy.isVisible()
    path = written(qtbot, dialog, tmp_path / "arrays.npz")
    with np.load(path, allow_pickle=False) as arrays:
        name = "losses" if kind == RUN else "rnn.weight_hh_l0"
        assert arrays[name].shape == ((2,) if kind == RUN else (2, 2))


def test_the_numbers_of_a_table_are_asked_for_while_it_is_seen(dialog, hall):
    told = hall.told
    dialog.turn_to("data", ("map",))
    assert dialog.views == ("map",)
    assert hall.told > told
    dialog.close()
    assert dialog.views == ()


# For everybody


def test_every_control_is_named_and_reached_by_tab(dialog, qtbot):
    for name in dialog.pages:
        dialog.turn_to(name)
        reached = set()
        for _ in range(60):
            focus = QGuiApplication.focusObject()
            assert focus.accessibleName() or getattr(focus, "text", str)(), focus
            reached.add(focus)
            qtbot.keyClick(focus, Qt.Key.Key_Tab)
        form = dialog.page.form
        controls = {number for number in form.numbers if number.isVisible()}
        assert controls <= reached
        assert {dialog.save, dialog.leave, dialog.tabs} <= reached
