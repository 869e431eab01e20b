"""``rnnsim render``: what is written is read again by what reads such files."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

import rnnsim
from rnnsim import Settings
from rnnsim.cli import main
from rnnsim.cli.wanted import USUAL_ITERATIONS
from rnnsim.export.carrying import session_text_in
from rnnsim.export.table import session_in_csv
from rnnsim.model.course import Course
from rnnsim.model.edits import edited
from rnnsim.model.lesson import find_lesson
from rnnsim.model.moment import parse_moment
from rnnsim.model.session import Session, session_of, write_session
from rnnsim.model.session.share import share_text

SMALL = ("--set", "hidden_size=2", "time_steps=4", "batch_size=2")

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def render(*arguments):
    return main(["render", *map(str, arguments)])


def error_of(capsys):
    """The one line on standard error; nothing may stand on standard output."""
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith("rnnsim: ")
    assert error.count("\n") == 1
    return error


def size_of(path):
    """Width and height in mm, as the file says them."""
    if path.suffix == ".png":
        with Image.open(path) as image:
            return tuple(
                pixels / dpi * 25.4
                for pixels, dpi in zip(image.size, image.info["dpi"], strict=True)
            )
    if path.suffix == ".pdf":
        (page,) = PdfReader(path).pages
        return tuple(float(length) / 72.0 * 25.4 for length in page.mediabox[2:])
    root = ElementTree.parse(path).getroot()
    return tuple(float(root.get(side).removesuffix("mm")) for side in ("width", "height"))


def carried(path):
    return session_of(session_text_in(path).encode())


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_figure_is_as_large_as_it_was_asked_for(kind, tmp_path, capsys):
    path = tmp_path / f"out.{kind}"
    look = ("--width-mm", 120, "--height-mm", 70, "--font", 8, "--dpi", 200)
    assert render("power", *SMALL, "--view", "gradient", *look, "-o", path) == 0
    assert size_of(path) == pytest.approx((120.0, 70.0), abs=0.2)
    assert capsys.readouterr().out == f"{path}\n"


@pytest.mark.parametrize(("name", "width"), [("column", 89.0), ("page", 183.0), ("slide", 338.67)])
def test_sizes_have_names(name, width, tmp_path):
    path = tmp_path / "out.svg"
    assert render("power", *SMALL, "--view", "spectrum", "--size", name, "-o", path) == 0
    assert size_of(path)[0] == pytest.approx(width, abs=0.2)


def test_a_bitmap_has_the_density_asked_for_and_may_be_transparent(tmp_path):
    path = tmp_path / "out.png"
    arguments = ("--view", "gradient", "--dpi", 150, "--transparent", "-o", path)
    assert render("power", *SMALL, *arguments) == 0
    with Image.open(path) as image:
        assert image.info["dpi"] == pytest.approx((150.0, 150.0), abs=0.1)
        assert image.width == round(89.0 / 25.4 * 150.0)
        assert image.convert("RGBA").getpixel((0, 0))[3] == 0


def test_themes_differ(tmp_path):
    grounds = []
    for theme in ("print", "dark"):
        path = tmp_path / f"{theme}.png"
        render("power", *SMALL, "--view", "gradient", "--theme", theme, "-o", path)
        with Image.open(path) as image:
            grounds.append(sum(image.convert("RGB").getpixel((1, 1))))
    assert grounds[0] == 3 * 255
    assert grounds[1] < 150


def test_a_figure_carries_what_it_was_made_of(tmp_path):
    path = tmp_path / "out.pdf"
    assert render("power", *SMALL, "--iterations", 3, "--view", "loss", "-o", path) == 0
    changes = {"hidden_size": 2, "time_steps": 4, "batch_size": 2}
    expected = edited(find_lesson("power").settings, changes)
    assert carried(path).course == Course(((0, expected),), 3)
    again = tmp_path / "again.svg"
    assert render(path, "--view", "spectrum", "-o", again) == 0
    assert carried(again).course == carried(path).course


def test_a_moment_and_a_scene_are_those_asked_for(tmp_path):
    path = tmp_path / "out.svg"
    arguments = ("power", "--scene", 3, "--moment", "backward 5", "--view", "canvas")
    assert render(*arguments, "-o", path) == 0
    session, lesson = carried(path), find_lesson("power")
    assert session.scene == 2
    assert session.settings == lesson.settings_at(2)
    assert session.moment == parse_moment("backward 5")


def test_a_session_is_drawn_where_it_is_and_elsewhere(tmp_path):
    settings = Settings(hidden_size=2, time_steps=4, batch_size=2)
    course = Course(((0, settings), (3, replace(settings, learning_rate=0.01))), 6)
    mine = tmp_path / "mine.rnnsim"
    write_session(mine, replace(Session.of(find_lesson("recall")), course=course, at=4))
    found = {}
    for iterations in (None, 2, 9):
        path = tmp_path / "out.csv"
        wanted = () if iterations is None else ("--iterations", iterations)
        assert render(mine, *wanted, "--view", "gradient", "-o", path) == 0
        session = session_of(session_in_csv(path.read_bytes()).encode())
        found[iterations] = session.course.iteration if session.at is None else session.at
        assert session.course.changes == course.changes
    assert found == {None: 4, 2: 2, 9: 9}


@pytest.mark.parametrize(
    ("arguments", "iterations"),
    [
        (("power", "--view", "gradient"), 0),
        (("vanishing", "--view", "loss"), USUAL_ITERATIONS),
        (("power", "--view", "loss"), 0),
        (("power", "--view", "loss", "--iterations", "2"), 2),
        (("mine.rnnsim", "--view", "gradient"), USUAL_ITERATIONS),
        (("mine.rnnsim", "--view", "gradient", "--iterations", "2"), 2),
        (("vanishing", "--scene", "1", "--view", "gradient"), 0),
    ],
)
def test_lessons_are_trained_where_that_is_shown(arguments, iterations, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = replace(find_lesson("vanishing"), title="Mine", train=True)
    write_session(Path("mine.rnnsim"), Session.of(own))
    path = tmp_path / "out.svg"
    assert render(*arguments, *SMALL, "-o", path) == 0
    assert carried(path).course.iteration == iterations


@pytest.mark.parametrize(
    ("arguments", "iterations"),
    [
        (("vanishing",), 0),
        (("vanishing", "--view", "loss"), USUAL_ITERATIONS),
        (("gates", "--view", "loss"), 0),
        (("mine.rnnsim",), USUAL_ITERATIONS),
        (("mine.rnnsim", "--scene", "1"), 0),
        (("mine.rnnsim", "--iterations", "2"), 2),
    ],
)
def test_so_are_those_whose_views_are_written_to_a_folder(
    arguments, iterations, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    own = replace(find_lesson("vanishing"), title="Mine", train=True)
    write_session(Path("mine.rnnsim"), Session.of(own))
    requests = []
    monkeypatch.setattr("rnnsim.cli.drawing.pictures", lambda each: requests.append(each) or ())
    assert render(*arguments) == 0
    assert [request.iterations for request in requests] == [iterations]


def records_in(path):
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))


def test_numbers_are_those_of_the_run(tmp_path):
    path = tmp_path / "out.csv"
    arguments = (*SMALL, "--iterations", 3, "--view", "gradient", "-o", path)
    assert render("power", *arguments) == 0
    changes = {"hidden_size": 2, "time_steps": 4, "batch_size": 2}
    result = rnnsim.simulate(edited(find_lesson("power").settings, changes), 3)
    head = next(name for name in records_in(path)[0] if "∂L/∂h" in name)
    values = [float(record[head]) for record in records_in(path)]
    assert values == result.gradient_magnitude.tolist()
    assert '# view,"Gradient magnitude ‖∂L/∂hₖ‖"' in path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("view", ["canvas", "spectrum", "loss", "states"])
def test_every_kind_of_view_has_its_numbers(view, tmp_path):
    path = tmp_path / "out.csv"
    assert render("power", *SMALL, "--iterations", 1, "--view", view, "-o", path) == 0
    assert records_in(path)


@pytest.mark.parametrize("kind", ["webp", "gif"])
def test_a_pass_is_animated(kind, tmp_path):
    path = tmp_path / f"out.{kind}"
    arguments = ("--view", "gradient", "--width-mm", 80, "--fps", 10, "-o", path)
    assert render("power", *SMALL, *arguments) == 0
    with Image.open(path) as film:
        assert film.width == round(80.0 / 25.4 * 96.0)
        durations = []
        for number in range(film.n_frames):
            film.seek(number)
            film.load()
            durations.append(film.info["duration"])
    # four steps forward, the loss, four steps back, and the whole, which stays
    assert sum(durations) == (4 + 1 + 4 + 1) * 100 + 2000
    assert carried(path).settings.time_steps == 4


def test_training_is_animated(tmp_path):
    path = tmp_path / "out.webp"
    film = ("--film", "training", "--iterations", 6, "--every", 3, "--dpi", 144, "--width-mm", 60)
    assert render("power", *SMALL, "--view", "loss", *film, "-o", path) == 0
    with Image.open(path) as film:
        assert film.n_frames == 3
        assert film.width == round(60.0 / 25.4 * 144.0)


def test_several_views_make_one_figure(tmp_path):
    path = tmp_path / "out.svg"
    views = ("--view", "gradient", "--view", "spectrum", "--size", "page")
    assert render("power", *SMALL, *views, "-o", path) == 0
    texts = re.findall(r">\s*([ab])\s*</", path.read_text(encoding="utf-8"))
    assert texts == ["a", "b"]


@pytest.mark.slow
def test_the_window_is_drawn(tmp_path):
    path = tmp_path / "out.png"
    assert render("power", "--view", "window", "--size", "900x700", "-o", path) == 0
    with Image.open(path) as image:
        assert image.width == 2 * 900
    assert carried(path).lesson == find_lesson("power")


def test_a_caption_is_proposed(tmp_path, capsys):
    path = tmp_path / "out.svg"
    assert render("power", *SMALL, "--view", "gradient", "--caption", "-o", path) == 0
    name, *said = capsys.readouterr().out.splitlines()
    assert name == str(path)
    assert rnnsim.__version__ in " ".join(said)


def test_a_share_text_is_drawn(tmp_path):
    path = tmp_path / "out.svg"
    text = share_text(Settings(hidden_size=3, seed=7), 2)
    assert render(text, "--view", "gradient", "-o", path) == 0
    assert carried(path).course == Course(((0, Settings(hidden_size=3, seed=7)),), 2)


def test_a_file_that_is_there_is_replaced_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "out.svg"
    path.write_text("old")
    assert render("power", *SMALL, "--view", "gradient", "-o", path) == 0
    assert path.read_text(encoding="utf-8").startswith("<?xml")
    assert [each.name for each in tmp_path.iterdir()] == ["out.svg"]


def test_a_text_too_long_to_be_carried_is_no_hindrance(tmp_path, capsys):
    text, path = tmp_path / "long.txt", tmp_path / "out.svg"
    text.write_text("\x01\x02" * 499_999, encoding="utf-8")  # six bytes each in JSON
    assert render("power", "--text", text, *SMALL, "--view", "gradient", "-o", path) == 0
    assert "cannot be opened again" in capsys.readouterr().err
    ElementTree.parse(path)


# What cannot be


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--view", "gradient", "--view", "gradient", "-o", "x.png"], "every view once"),
        (["--view", "window", "--view", "loss", "-o", "x.png"], "stands alone"),
        (["--view", "window", "-o", "x.gif"], ".png, .svg or .pdf"),
        (["--view", "loss", "--view", "norm", "-o", "x.csv"], "of one view"),
        (["--view", "loss", "--caption", "-o", "x.csv"], "only figures have one"),
        (["--view", "loss", "--size", "90x90", "-o", "x.pdf"], "column, page, slide"),
        (["--view", "loss", "--height-mm", "90", "-o", "x.gif"], "an animation has neither"),
        (["--view", "loss", "--fps", "9", "-o", "x.png"], ".webp or .gif"),
        (["--view", "loss", "--width-mm", "20", "-o", "x.gif"], "from 160 to 2560"),
        (["--film", "training", "--iterations", "0", "-o", "x.gif"], "--iterations: give a whole"),
        (["--view", "loss", "--dpi", "2400", "--width-mm", "1000", "-o", "x.png"], "at most"),
        (["--moment", "backward 51", "-o", "x.png"], "no time step 51"),
        (["--scene", "7", "-o", "x.png"], "no scene 7"),
        (["--set", "hidden_size=0", "-o", "x.png"], "a whole number from 1"),
        (["--theme", "print"], "dark, light, projector"),
        (["--size", "column"], "such as 1440x900"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_drawn_is_refused_in_one_line(
    arguments, words, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert render("power", *arguments) == 2
    assert words in error_of(capsys)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-o", "x.tiff"], "“x.tiff” does not end in .png, .svg, .pdf, .csv, .webp or .gif"),
        (["-o", ""], "the name is empty"),
        (["--width-mm", "19"], "a number from 20 to 1000"),
        (["--height-mm", "nan"], "a number from 15 to 1000"),
        (["--font", "big"], "a number from 4 to 48"),
        (["--dpi", "1e99"], "a number from 36 to 2400"),
        (["--fps", "0"], "a number from 0.2 to 50"),
        (["--every", "0"], "from 1"),
        (["--size", "poster"], "column, page, slide"),
        (["--moment", "sideways 3"], "no moment of a pass"),
        (["--theme", "pink"], "print"),
    ],
    ids=" ".join,
)
def test_what_is_not_said_so_is_refused(arguments, words, capsys):
    with pytest.raises(SystemExit) as ended:
        render("power", *arguments)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err.splitlines()[-1]


def test_a_view_without_numbers_is_refused(tmp_path, capsys):
    assert render("power", *SMALL, "--view", "accuracy", "-o", tmp_path / "x.csv") == 2
    assert "accuracy has no numbers of this run" in error_of(capsys)


def test_a_place_where_nothing_can_be_written_is_noticed_at_once(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("rnnsim.cli.drawing.write_figure", lambda *_: pytest.fail("in vain"))
    assert render("power", "--view", "loss", "-o", tmp_path / "none" / "x.png") == 1
    assert "cannot be written: No such file or directory" in error_of(capsys)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4", b"<svg/>", b"{}"])
@pytest.mark.parametrize("kind", ["png", "pdf", "svg", "gif", "csv", "rnnsim", "dat"])
def test_what_cannot_be_opened_is_refused_in_one_line(kind, data, tmp_path, capsys):
    path = tmp_path / f"in.{kind}"
    path.write_bytes(data)
    assert render(path, "-o", tmp_path / "out.png") == 2
    assert f"in.{kind} cannot be opened: " in error_of(capsys)


def test_something_wrong_inside_is_told(tmp_path, capsys, monkeypatch):
    from rnnsim.ui.studio import Studio, StudioError

    def fail(self, *arguments, **options):
        raise StudioError("a bug")

    monkeypatch.setattr(Studio, "shown_at", fail)
    assert render("power", "--view", "loss", "-o", tmp_path / "x.png") == 1
    assert "something went wrong inside: a bug" in error_of(capsys)


def test_json_is_what_is_carried(tmp_path):
    path = tmp_path / "out.gif"
    assert render("power", *SMALL, "--view", "spectrum", "-o", path) == 0
    assert "session" in json.loads(session_text_in(path))
