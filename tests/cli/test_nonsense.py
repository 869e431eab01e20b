"""Nonsense on the command line: refused in words, whatever it is, and never with a traceback."""

import contextlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnsim.cli import drawing, main
from rnnsim.model.parameters import PARAMETERS
from rnnsim.run import sweep as sweep_module
from rnnsim.ui import app, display

WORDS = (
    *("open", "render", "sweep", "simulate", "lessons", "completion", "bash", "power", "14", "-1"),
    *("--set", "--vary", "--view", "--iterations", "--moment", "--scene", "--size", "--theme"),
    *("--width-mm", "--dpi", "--film", "--fps", "--every", "--jobs", "--text", "--caption", "--"),
    *("-o", "x.png", "x.csv", "x.gif", ".", "..", "/", "/dev/null", "-h", "gradient", "window"),
    *(
        "dark",
        "column",
        "9x9",
        "training",
        "backward 5",
        "1e999",
        "nan",
        "rnnsim:seed=3",
        "rnnsim:=",
    ),
    *(
        "",
        " ",
        "\0",
        "\n",
        "ä∂",
        "\udcff",
        "x" * 5000,
        "--=",
        "-",
        "=",
        ":::",
        "seed=1:3:3",
        "seed=,",
    ),
)

word = (
    st.sampled_from(WORDS)
    | st.builds("{}={}".format, st.sampled_from(sorted(PARAMETERS)), st.text(max_size=6))
    | st.text(max_size=8)
)


@pytest.fixture(autouse=True, scope="module")
def nothing_is_done():
    """Where nonsense turns out to be sense, nothing is drawn, run or opened."""
    patch = pytest.MonkeyPatch()
    for name in ("write_figure", "write_table", "write_film", "write_reach"):
        patch.setattr(drawing, name, lambda *_: "")
    patch.setattr(drawing, "pictures", lambda request: [])
    patch.setattr(sweep_module, "outcomes", lambda *_: (each for each in ()))
    patch.setattr("rnnsim.run.simulate.simulate", nothing)
    patch.setattr(app, "run", lambda *_: 0)
    patch.setattr(display, "require_display", lambda: None)
    yield
    patch.undo()


def nothing(*_, **__):
    raise OSError("no run")


@pytest.mark.slow
@settings(max_examples=300)
@given(words=st.lists(word, max_size=7))
def test_nonsense_ends_in_words(words, tmp_path_factory):
    out, error = io.StringIO(), io.StringIO()
    here = contextlib.chdir(tmp_path_factory.getbasetemp())
    with here, contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
        try:
            code = main(words)
        except SystemExit as ended:
            code = ended.code
    assert code in (0, 1, 2)
    if code:
        assert error.getvalue().startswith("rnnsim: ")
        assert len(error.getvalue().splitlines()) == 1
