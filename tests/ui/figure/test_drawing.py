"""Figures: drawn apart from the window, as large and as fine as asked for."""

import io
import re
from base64 import b64decode
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pypdf
import pytest
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from rnnsim.export.carrying import session_text_in
from rnnsim.export.vector import FALLBACKS
from rnnsim.model.figure import FORMATS, SIZES, THEMES, VIEWS, FigureError, FigureSpec
from rnnsim.model.moment import parse_moment
from rnnsim.model.target import parse_target
from rnnsim.model.view import PLOTS
from rnnsim.ui.figure.drawing import Drawing
from rnnsim.ui.figure.written import figure_bytes
from rnnsim.ui.theme import DARK, FIGURE_THEMES, PRINT, apply_theme, set_type_scale
from rnnsim.ui.theme import THEMES as WINDOW_THEMES

SVG = "{http://www.w3.org/2000/svg}"

DRAWN = VIEWS[:-1]

IMAGES = {
    "map": 2,
    "states": 2,
    "waterfall": 2,
    "cliff": 2,
}
"""Bitmaps of plots with coloured fields: the fields and their scale."""

EVERY_VIEW = pytest.mark.parametrize("view", DRAWN)
EVERY_PLOT = pytest.mark.parametrize("view", PLOTS)


def pixels(image):
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    words = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return words[:, : image.width(), :3].astype(int)


def svg_root(drawing):
    return ElementTree.fromstring(figure_bytes(drawing, "svg", ""))


def texts(root):
    return ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]


# Every view, in every format


@EVERY_VIEW
@pytest.mark.parametrize("theme", THEMES)
def test_every_view_is_drawn_in_every_theme(view, theme, shown):
    image = Drawing(FigureSpec((view,), theme=theme), shown).image(3.0)
    ground = QColor(FIGURE_THEMES[theme].card)
    assert image.pixelColor(0, image.height() - 1) == ground
    drawn = (pixels(image) != [ground.blue(), ground.green(), ground.red()]).any(axis=2)
    assert drawn.mean() > 0.01
    assert drawn[:, image.width() // 2 :].any()
    assert drawn[image.height() // 2 :].any()


@EVERY_VIEW
def test_views_become_vectors_but_for_coloured_fields(view, shown):
    drawing = Drawing(FigureSpec((view,)), shown)
    root = svg_root(drawing)
    assert len(list(root.iter(f"{SVG}image"))) == IMAGES.get(view, 0)
    assert len(texts(root)) > 0
    (page,) = pypdf.PdfReader(io.BytesIO(figure_bytes(drawing, "pdf", ""))).pages
    objects = page["/Resources"].get("/XObject", {})
    bitmaps = [each for each in objects.values() if "/SMask" not in each.get_object()]
    assert len(bitmaps) <= 2 * IMAGES.get(view, 0)  # some have a mask
    assert bool(objects) == (view in IMAGES)
    assert page.extract_text()


@EVERY_PLOT
@pytest.mark.parametrize("gated", [False, True], ids=["rnn", "lstm"])
def test_what_is_read_back_from_an_svg_is_the_picture(view, gated, shown, gated_shown):
    drawing = Drawing(FigureSpec((view,)), gated_shown if gated else shown)
    image = drawing.image(4.0)
    # Qt's reader takes a list of families for one family
    svg = figure_bytes(drawing, "svg", "").replace(FALLBACKS.encode(), b"Inter")
    back = QImage(image.size(), QImage.Format.Format_RGB32)
    back.fill(Qt.GlobalColor.white)
    painter = QPainter(back)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(back.rect()))
    painter.end()
    assert _blocks(pixels(image) - pixels(back)).max() < 25


def _blocks(difference, side=32):
    """The mean difference of each square: text is not drawn alike to the pixel."""
    height, width, _ = difference.shape
    rows, columns = height // side, width // side
    cut = np.abs(difference[: rows * side, : columns * side].mean(axis=2))
    return cut.reshape(rows, side, columns, side).mean(axis=(1, 3))


def test_no_curve_leaves_the_plot(shown):
    # an exploding bound goes far beyond the axes
    passed = shown.frame.passed
    steps = len(passed.gradient_magnitude)
    bound = passed.gradient_magnitude[-1] * 1e9 ** np.arange(steps)[::-1]
    drawing = Drawing(
        FigureSpec(("gradient",)), replace(shown, frame=replace(shown.frame, bound=bound))
    )
    width, height = drawing.layout_size
    root = svg_root(drawing)
    assert not list(root.iter(f"{SVG}clipPath"))
    points = [
        (float(x), float(y))
        for each in root.iter(f"{SVG}path")
        for x, y in re.findall(r"(-?[\d.e+]+),(-?[\d.e+]+)", each.get("d"))
    ]
    assert len(points) >= 20
    # the ground is one of them, and its edges are rounded
    assert all(0.0 <= x <= width + 0.01 and 0.0 <= y <= height + 0.01 for x, y in points)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_figure_carries_its_session(kind, shown, tmp_path):
    path = tmp_path / "figure"
    path.write_bytes(figure_bytes(Drawing(FigureSpec(("loss",)), shown), kind, '{"a": "<&>"}'))
    assert session_text_in(path) == '{"a": "<&>"}'


def test_a_file_says_what_it_shows(shown):
    drawing = Drawing(FigureSpec(("loss", "spectrum")), shown)
    root = ElementTree.fromstring(figure_bytes(drawing, "svg", "{}", "A caption with <b>."))
    assert root.find(f"{SVG}title").text == "Loss; Eigenvalues λ of Wₕₕ"
    assert root.find(f"{SVG}desc").text == "A caption with <b>."
    pdf = pypdf.PdfReader(io.BytesIO(figure_bytes(drawing, "pdf", "{}", "A caption with <b>.")))
    assert pdf.metadata.title == "Loss; Eigenvalues λ of Wₕₕ"
    assert pdf.xmp_metadata.dc_description["x-default"] == "A caption with <b>."


def test_there_are_no_other_formats(shown):
    with pytest.raises(FigureError, match="png, svg, pdf"):
        figure_bytes(Drawing(FigureSpec(("loss",)), shown), "bmp", "")


# Size, type and ground


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_figure_has_the_size_asked_for(size, shown):
    spec = FigureSpec(("gradient", "loss"), size.width, size.height, size.font)
    width, height = Drawing(spec, shown).size
    assert width == size.width
    assert height == size.height or (size.height is None and 20 < height < 170)


@pytest.mark.parametrize("font", [6.0, 7.0, 12.0])
def test_type_has_the_size_asked_for(font, shown):
    root = svg_root(Drawing(FigureSpec(("loss",), 150.0, font=font), shown))
    unit = 150.0 / float(root.get("viewBox").split()[2]) / 25.4 * 72
    sizes = {float(each.get("font-size")) * unit for each in root.iter(f"{SVG}text")}
    assert max(sizes) == pytest.approx(font * 12 / 13, rel=0.01)


def test_where_type_leaves_no_room_it_comes_out_smaller(shown):
    drawing = Drawing(FigureSpec(("canvas", "loss"), 20.0, 15.0, 48.0), shown)
    width, height = drawing.layout_size
    assert width >= 420
    assert height >= 230 + 110
    assert drawing.size == (20.0, 15.0)


def test_a_figure_is_no_taller_than_figures_may_be(shown):
    drawing = Drawing(FigureSpec(DRAWN[:9], 1000.0, font=12.0, columns=1), shown)
    assert drawing.size[1] == pytest.approx(1000.0)


def test_fields_are_so_fine_that_no_reader_blurs_them(shown):
    drawing = Drawing(FigureSpec(("map",)), shown)
    (fields, _scale) = svg_root(drawing).iter(f"{SVG}image")
    data = fields.get("{http://www.w3.org/1999/xlink}href").partition(",")[2]
    bitmap = QImage.fromData(b64decode(data))
    assert bitmap.width() > 4 * float(fields.get("width"))
    plain = bitmap.convertToFormat(QImage.Format.Format_RGB32)
    assert len(np.unique(np.frombuffer(plain.constBits(), np.uint32)[::7])) < 8 * 9


def test_a_png_has_its_dots_and_says_how_large_they_are(shown):
    from PIL import Image

    drawing = Drawing(FigureSpec(("loss",), dpi=600.0), shown)
    image = Image.open(io.BytesIO(figure_bytes(drawing, "png", "{}")))
    assert image.width == round(89.0 / 25.4 * 600)
    assert image.info["dpi"] == pytest.approx((600, 600), rel=1e-3)


@pytest.mark.parametrize("view", ["loss", "canvas", "map", "spectrum"])
def test_a_transparent_figure_has_no_ground(view, shown):
    spec = FigureSpec((view,), transparent=True)
    image = Drawing(spec, shown).image(3.0)
    assert image.pixelColor(1, image.height() - 1).alpha() == 0
    opaque = Drawing(replace(spec, transparent=False), shown).image(3.0)
    assert opaque.pixelColor(1, image.height() - 1).alpha() == 255
    rects = svg_root(Drawing(spec, shown)).iter(f"{SVG}rect")
    assert not [each for each in rects if float(each.get("width")) > 460]


def test_too_many_pixels_are_refused_with_how_many_there_can_be(shown):
    drawing = Drawing(FigureSpec(("loss",), 1000.0, 1000.0), shown)
    with pytest.raises(FigureError, match=r"at most") as refused:
        drawing.image(2400 / 25.4)
    most = int(re.search(r"\d+", str(refused.value))[0])
    assert 200 < most < 400


# What is in it


def test_axes_have_names_where_the_window_has_titles(shown):
    assert "loss L" in texts(svg_root(Drawing(FigureSpec(("loss",)), shown)))
    assert "state hₖ" in "".join(texts(svg_root(Drawing(FigureSpec(("states",)), shown))))


def test_several_views_are_lettered_and_their_axes_aligned(shown):
    spec = FigureSpec(("gradient", "loss", "norm", "radius"), 183.0, titles=True)
    drawing = Drawing(spec, shown)
    said = texts(svg_root(drawing))
    assert [each for each in said if each in ("a", "b", "c", "d", "e")] == ["a", "b", "c", "d"]
    assert "Gradient norm" in said
    lefts = [_axis_left(drawing, i) for i in range(4)]
    assert lefts[0] == lefts[2]
    assert lefts[1] == lefts[3]


def _axis_left(drawing, number):
    part, cell = drawing.parts[number], drawing.grid.cells[number]
    moved = getattr(part, "left", 0.0)
    return round(cell.left + moved + getattr(part, "part", part).layout.area.left)


def test_one_view_has_no_letter_and_a_title_only_where_asked_for(shown):
    assert "a" not in texts(svg_root(Drawing(FigureSpec(("loss",)), shown)))
    assert "Loss" not in texts(svg_root(Drawing(FigureSpec(("loss",)), shown)))
    assert "Loss" in texts(svg_root(Drawing(FigureSpec(("loss",), titles=True), shown)))


def test_what_is_for_the_pointer_is_left_out(shown):
    # the threshold's line has a knob, and the cliff's start a ring, to be dragged
    for view in ("norm", "cliff"):
        drawing = Drawing(FigureSpec((view,)), shown)
        assert drawing.pictures[0].handle is not None
        shapes = svg_root(drawing)
        rounded = [r for r in shapes.iter(f"{SVG}rect") if r.get("rx")]
        assert not rounded
        assert not list(shapes.iter(f"{SVG}ellipse"))


def test_a_selection_and_a_moment_are_seen(shown):
    for view in ("canvas", "gradient", "contributions", "map"):
        spec = FigureSpec((view,))
        plain = Drawing(spec, shown).image(3.0)
        selected = replace(shown, selection=parse_target("h_3"))
        assert Drawing(spec, selected).image(3.0) != plain
        begun = replace(shown, moment=parse_moment("backward 5"))
        assert Drawing(spec, begun).image(3.0) != plain
    relative = replace(shown, relative=True)
    spec = FigureSpec(("canvas",))
    assert Drawing(spec, relative).image(3.0) != Drawing(spec, shown).image(3.0)


def test_a_selection_that_is_not_there_is_no_selection(shown):
    selected = replace(shown, selection=parse_target("h_300"))
    spec = FigureSpec(("canvas", "gradient"))
    assert Drawing(spec, selected).image(2.0) == Drawing(spec, shown).image(2.0)


def test_other_runs_and_their_names_are_in_it(shown):
    (run,) = shown.frame.others
    named = replace(run, name="<mine> & others")
    with_others = replace(shown, frame=replace(shown.frame, others=(run, replace(named, number=2))))
    spec = FigureSpec(("gradient", "loss", "map"))
    root = svg_root(Drawing(spec, with_others))
    said = "".join(texts(root))
    assert said.count("main run") == said.count("ρ = 0.3") == said.count("<mine> & others") == 1
    for role in ("run_1", "run_2"):
        lines = [g for g in root.iter(f"{SVG}g") if g.get("stroke") == getattr(PRINT, role)]
        assert {g.get("stroke-dasharray") is not None for g in lines if len(g)} == {True}
    assert "main run" not in texts(svg_root(Drawing(FigureSpec(("map",)), with_others)))


def test_the_legend_of_runs_has_its_room_in_the_height_asked_for(shown):
    drawing = Drawing(FigureSpec(("gradient",), height=60.0), shown)
    (cell,) = drawing.grid.cells
    assert drawing.size[1] == 60.0
    assert cell.top + cell.height < drawing.layout_size[1] - 15.0


def test_numbers_that_are_not_there_are_waited_for(shown):
    from rnnsim.model.extras import Extras

    bare = replace(shown, frame=replace(shown.frame, extras=Extras()))
    for view in ("map", "singular", "slopes", "cells", "cliff", "bifurcation"):
        assert texts(svg_root(Drawing(FigureSpec((view,)), bare)))


def test_axes_stay_where_they_suit_the_next_moment(shown):
    low = shown.frame.passed.gradient_magnitude
    less = replace(shown.frame.passed, gradient_magnitude=low * 0.9)
    after = replace(shown, frame=replace(shown.frame, passed=less))
    first = Drawing(FigureSpec(("gradient",)), shown)
    second = Drawing(FigureSpec(("gradient",)), after, before=first)
    assert second.pictures[0].y == first.pictures[0].y


# Beside the window


def test_a_map_of_one_row_takes_no_room_for_more(shown):
    def height(loss_at):
        settings = replace(shown.frame.settings, loss_at=loss_at)
        frame = replace(shown.frame, settings=settings)
        return Drawing(FigureSpec(("map",)), replace(shown, frame=frame)).size[1]

    assert height("last") < 0.4 * height("all")


def test_no_widget_is_left(shown):
    before = set(QApplication.allWidgets())
    Drawing(FigureSpec(("gradient", "loss", "canvas", "spectrum")), shown)
    assert set(QApplication.allWidgets()) <= before


def test_the_window_s_size_of_type_does_not_matter(shown, qapp):
    spec = FigureSpec(("canvas", "gradient", "spectrum"))
    plain = Drawing(spec, shown).image(3.0)
    set_type_scale(1.7)
    apply_theme(qapp, DARK)
    assert Drawing(spec, shown).image(3.0) == plain


def test_a_figure_of_the_window_is_the_window(shown, qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    label = QLabel("said in the window")
    window.setCentralWidget(label)
    label.resize(400, 200)
    drawing = Drawing(FigureSpec(("window",)), shown, window)
    assert drawing.size == pytest.approx((89.0, 89.0 * label.height() / label.width()))
    assert "said in the window" in texts(svg_root(drawing))


def test_without_a_window_there_is_no_figure_of_it(shown):
    with pytest.raises(FigureError, match="no window"):
        Drawing(FigureSpec(("window",)), shown)


def test_the_theme_for_print_is_for_figures_only():
    assert PRINT.name in FIGURE_THEMES
    assert PRINT.name not in WINDOW_THEMES
    assert set(FIGURE_THEMES) == set(THEMES)
