"""``rnnsim open`` and ``rnnsim render``: what they ask of the window, which is not opened here."""

import io
import tempfile
from contextlib import redirect_stdout
from dataclasses import replace

import pytest

from rnnsim.cli import main, render
from rnnsim.export.request import THEMES, VIEWS
from rnnsim.model.course import Course
from rnnsim.model.lesson import Scene, find_lesson
from rnnsim.model.session import Session, write_session
from rnnsim.model.session.share import share_text
from rnnsim.model.settings import Settings
from rnnsim.ui import app, display, rendering


@pytest.fixture
def requests(monkeypatch):
    """What pictures were asked for; each is answered with the name of one file."""
    asked = []

    def drawn(request):
        asked.append(request)
        return [request.folder / "picture.png"]

    monkeypatch.setattr(rendering, "render", drawn)
    monkeypatch.setattr(display, "require_qt", lambda: None)
    return asked


def test_pictures_are_asked_for_and_named(requests, tmp_path, capsys):
    arguments = ["power", "-o", str(tmp_path), "--size", "800X600", "--iterations", "7"]
    assert main(["render", *arguments]) == 0
    (request,) = requests
    assert request.lesson == find_lesson("power")
    assert (request.size, request.iterations) == ((800, 600), 7)
    assert (request.themes, request.views) == (THEMES, VIEWS)
    assert capsys.readouterr().out == f"{tmp_path / 'picture.png'}\n"


def test_one_picture_may_be_asked_for(requests, tmp_path):
    arguments = ["4", "-o", str(tmp_path), "--theme", "light", "--view", "spectrum"]
    assert main(["render", *arguments]) == 0
    (request,) = requests
    assert request.lesson == find_lesson("vanishing")
    assert (request.themes, request.views) == (("light",), ("spectrum",))


def test_a_scene_is_counted_from_one(requests, tmp_path, monkeypatch):
    lesson = replace(find_lesson("power"), scenes=(Scene("one"), Scene("two")))
    monkeypatch.setattr(render, "session_of", lambda name: Session.of(lesson))
    arguments = ["render", "power", "-o", str(tmp_path), "--theme", "projector"]
    assert main([*arguments, "--scene", "2"]) == 0
    (request,) = requests
    assert (request.scene, request.themes) == (1, ("projector",))
    assert request.path("map", "dark").name == "power-2-map-dark.png"
    assert main([*arguments, "--scene", "3"]) == 2
    assert main([*arguments, "--scene", "0"]) == 2


def test_the_window_is_opened_with_a_lesson_or_a_file(monkeypatch, tmp_path):
    opened = []

    def show(*arguments):
        opened.append(arguments)
        return 3

    monkeypatch.setattr(display, "require_display", lambda: None)
    monkeypatch.setattr(app, "run", show)
    assert main(["--theme", "dark"]) == 3
    assert main(["open", "power"]) == 3
    path = tmp_path / "mine.rnnsim"
    write_session(path, Session.of(find_lesson("adam")))
    assert main([str(path)]) == 3
    assert opened == [
        (Session.of(find_lesson("vanishing")), "dark", None),
        (Session.of(find_lesson("power")), None, None),
        (Session.of(find_lesson("adam")), None, path),
    ]


def test_a_share_text_is_opened(monkeypatch):
    opened = []
    monkeypatch.setattr(display, "require_display", lambda: None)
    monkeypatch.setattr(app, "run", lambda *arguments: opened.append(arguments) or 0)
    assert main([share_text(Settings(cell="gru"), 9)]) == 0
    ((session, theme, path),) = opened
    assert session.course == Course(((0, Settings(cell="gru")),), 9)
    assert (theme, path) == (None, None)


def test_without_a_display_pictures_are_drawn_instead(requests, tmp_path, monkeypatch, capsys):
    def refuse():
        raise display.NoDisplayError("no display")

    monkeypatch.setattr(display, "require_display", refuse)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert main(["power"]) == 0
    (request,) = requests
    said = capsys.readouterr().out
    assert said == f"rnnsim: no display; 1 pictures of the lesson are in {request.folder}\n"


def test_output_may_go_into_any_kind_of_file():
    with redirect_stdout(io.StringIO()) as out:
        assert main(["lessons"]) == 0
    assert "vanishing" in out.getvalue()
