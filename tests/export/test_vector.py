"""SVG and PDF files: their size, their text, and what users may have typed."""

import io
import re
from xml.etree import ElementTree

import pypdf
import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor

from rnnsim.export.vector import Document, pdf_of, svg_of
from rnnsim.ui.theme import exact_font, load_fonts, plain_glyphs

SVG = "{http://www.w3.org/2000/svg}"
MM = 25.4 / 72


@pytest.fixture(autouse=True)
def fonts(qapp):
    load_fonts()


def document(width=89.0, height=55.35, **more):
    return Document(QSizeF(width, height), QSizeF(468.0, 468.0 * height / width), **more)


def painting(text):
    def paint(painter, target):
        painter.scale(target.width() / 468.0, target.width() / 468.0)
        with plain_glyphs():
            painter.setFont(exact_font(12))
        painter.drawText(QPointF(20.0, 40.0), text)

    return paint


def nothing(painter, target):
    painter.drawLine(target.topLeft(), target.bottomRight())


def length(text):
    assert text.endswith("mm")
    return float(text.removesuffix("mm"))


SIZES = pytest.mark.parametrize(
    "size", [(89.0, 55.35), (183.0, 122.7), (338.67, 190.5), (20.0, 15.0), (1000.0, 999.9)]
)


@SIZES
def test_an_svg_has_its_size(size):
    root = ElementTree.fromstring(svg_of(nothing, document(*size)))
    assert length(root.get("width")) == pytest.approx(size[0], abs=0.01)
    assert length(root.get("height")) == pytest.approx(size[1], abs=0.01)
    left, top, width, height = map(float, root.get("viewBox").split())
    assert (left, top, width) == (0.0, 0.0, 468.0)
    assert height / width == pytest.approx(size[1] / size[0], rel=1e-3)


@SIZES
def test_a_pdf_has_its_size(size):
    (page,) = pypdf.PdfReader(io.BytesIO(pdf_of(nothing, document(*size)))).pages
    assert float(page.mediabox.width) * MM == pytest.approx(size[0], abs=0.2)
    assert float(page.mediabox.height) * MM == pytest.approx(size[1], abs=0.2)


TYPED = 'a & b < c > "d" \x00\x01\x0b\x1f \ud800 \ufffe \U0001f600 ‖∂L/∂hₖ‖ ]]>'


def test_whatever_is_typed_an_svg_is_well_formed():
    svg = svg_of(painting(TYPED), document(title=TYPED, description=TYPED))
    root = ElementTree.fromstring(svg)
    assert root.find(f"{SVG}title").text.startswith('a & b < c > "d" ')
    assert root.find(f"{SVG}desc").text.endswith("‖∂L/∂hₖ‖ ]]>")
    said = "".join("".join(each.itertext()) for each in root.iter(f"{SVG}text"))
    assert said.startswith('a & b < c > "d" ')
    assert said.endswith("‖∂L/∂hₖ‖ ]]>")


def test_svg_text_is_text_with_families_to_fall_back_on():
    root = ElementTree.fromstring(svg_of(painting("time step k"), document()))
    (text,) = root.iter(f"{SVG}text")
    assert text.text == "time step k"
    assert text.get("font-family").split(", ") == ["Inter", "Helvetica", "Arial", "sans-serif"]


def test_pdf_text_comes_back_and_its_fonts_are_inside():
    said = "time step k: −0.5 = 12 + 10, (γσ₁) ‖∂L/∂h‖"
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(painting(said), document(title="T & é"))))
    (page,) = reader.pages
    assert page.extract_text().replace("\n", "") == said
    assert reader.metadata.title == "T & é"
    assert reader.metadata.creator.startswith("rnnsim ")
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & descriptor.keys()


def test_digits_of_equal_width_come_back_too(qapp):
    def paint(painter, target):
        painter.scale(8.0, 8.0)
        painter.setFont(exact_font(12))
        painter.drawText(QPointF(20.0, 40.0), "at 01234.56789 so")

    reader = pypdf.PdfReader(io.BytesIO(pdf_of(paint, document())))
    assert reader.pages[0].extract_text() == "at 01234.56789 so"


def test_metadata_given_can_be_read_without_a_library():
    assert b"<some xmp/>" in pdf_of(nothing, document(), b"<some xmp/>")


def clipped(painter, target):
    painter.setClipRect(QRectF(100.0, 100.0, 50.0, 50.0))
    painter.fillRect(QRectF(0.0, 120.0, 468.0, 10.0), QColor("red"))


def test_what_is_clipped_stays_so():
    # Qt's own reader of SVG knows no clips, so that the files are read here
    root = ElementTree.fromstring(svg_of(clipped, document()))
    (clip,) = root.iter(f"{SVG}clipPath")
    corners = {
        tuple(map(float, each)) for each in re.findall(r"([\d.]+),([\d.]+)", clip[0].get("d"))
    }
    assert corners == {(100.0, 100.0), (150.0, 100.0), (150.0, 150.0), (100.0, 150.0)}
    drawn = {id(each) for tag in ("rect", "path") for each in root.iter(f"{SVG}{tag}")}
    drawn -= {id(clip[0])}
    groups = [g for g in root.iter(f"{SVG}g") if g.get("clip-path") == f"url(#{clip.get('id')})"]
    assert {id(each) for group in groups for each in group.iter()} >= drawn
    assert len(drawn) == 1
    content = pypdf.PdfReader(io.BytesIO(pdf_of(clipped, document()))).pages[0].get_contents()
    assert re.search(rb"\bW\*? n\b", content.get_data())
