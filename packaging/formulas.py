r"""Typeset the formulas that the window shows, ahead of time: ``resources/formulas``.

    make formulas

Needs ziamath, which rnnsim itself does not: the pictures are shipped.  Each is one path in the
colour ``currentColor``; ``index.json`` keeps what a picture does not tell, in units of its em: the
size, how much of it stands above the baseline, the source, and the formula in plain characters.

Glyphs are outlines of STIX Two Math, under the SIL Open Font License.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

FOLDER = Path(__file__).parent.parent / "resources" / "formulas"
EM = 24.0
"""Pixels of an em in the pictures."""


@dataclass(frozen=True, slots=True)
class Source:
    """A formula as it is typeset, and as it is read out.

    Attributes
    ----------
    latex : str
    text : str
        In plain characters.
    """

    latex: str
    text: str


def _fraction(above: str, below: str) -> str:
    return rf"\partial {above} / \partial {below}"


_DLOSS = _fraction("L", "")

FORMULAS: Mapping[str, Source] = MappingProxyType(
    {
        # the cells, forward
        "rnn": Source(
            r"\begin{aligned} a_t &= W_{hh} h_{t-1} + W_{ih} x_t + b \\ h_t &= \varphi(a_t)"
            r" \end{aligned}",
            "a_t = W_hh h_{t−1} + W_ih x_t + b; h_t = φ(a_t)",
        ),
        "lstm": Source(
            r"\begin{aligned} i, f, o &= \sigma(W_{hh} h_{t-1} + W_{ih} x_t + b) \\"
            r" g &= \varphi(W_{hh} h_{t-1} + W_{ih} x_t + b) \\"
            r" c_t &= f \odot c_{t-1} + i \odot g \\"
            r" h_t &= o \odot \varphi(c_t) \end{aligned}",
            "i, f, o = σ(W_hh h_{t−1} + W_ih x_t + b); g = φ(W_hh h_{t−1} + W_ih x_t + b);"
            " c_t = f ∘ c_{t−1} + i ∘ g; h_t = o ∘ φ(c_t)",
        ),
        "gru": Source(
            r"\begin{aligned} r, z &= \sigma(W_{hh} h_{t-1} + W_{ih} x_t + b) \\"
            r" n &= \varphi(W_{in} x_t + b_{in} + r \odot (W_{hn} h_{t-1} + b_{hn})) \\"
            r" h_t &= (1 - z) \odot n + z \odot h_{t-1} \end{aligned}",
            "r, z = σ(W_hh h_{t−1} + W_ih x_t + b); n = φ(W_in x_t + b_in + r ∘ (W_hn h_{t−1} +"
            " b_hn)); h_t = (1 − z) ∘ n + z ∘ h_{t−1}",
        ),
        # the way back
        "jacobian": Source(
            r"J_t = \operatorname{diag}(\varphi'(a_t)) \, W_{hh}", "J_t = diag(φ′(a_t)) W_hh"
        ),
        "jacobian_gated": Source(r"J_t = \partial h_t / \partial h_{t-1}", "J_t = ∂h_t/∂h_{t−1}"),
        "jacobian_lstm": Source(
            r"J_t = \partial [h_t; c_t] / \partial [h_{t-1}; c_{t-1}]",
            "J_t = ∂[h_t; c_t]/∂[h_{t−1}; c_{t−1}]",
        ),
        "step_back": Source(
            r"\frac{\partial L}{\partial h_{t-1}} = \frac{\partial L}{\partial h_t} \, J_t"
            r" + \frac{\partial^{+} L}{\partial h_{t-1}}",
            "∂L/∂h_{t−1} = ∂L/∂h_t J_t + the immediate ∂⁺L/∂h_{t−1}",
        ),
        "weight_gradient": Source(
            r"\frac{\partial L}{\partial W_{hh}} = \sum_{t=1}^{T}"
            r" \frac{\partial L}{\partial a_t} \, h_{t-1}^{\top}",
            "∂L/∂W_hh = Σ_t ∂L/∂a_t h_{t−1}ᵀ",
        ),
        "bound": Source(
            r"\left\Vert \frac{\partial L}{\partial h_k} \right\Vert \leq (\gamma \sigma_1)^{T-k}"
            r" \, \left\Vert \frac{\partial L}{\partial h_T} \right\Vert",
            "‖∂L/∂h_k‖ ≤ (γσ₁)^{T−k} ‖∂L/∂h_T‖",
        ),
        "product": Source(
            r"\frac{\partial L}{\partial h_k} = \frac{\partial L}{\partial h_T}"
            r" \, J_T \, J_{T-1} \cdots J_{k+1}",
            "∂L/∂h_k = ∂L/∂h_T J_T J_{T−1} … J_{k+1}",
        ),
        # the loss
        "cross_entropy": Source(
            r"L = - \ln \frac{e^{y_c}}{\sum_j e^{y_j}}", "L = −ln(e^{y_c} / Σ_j e^{y_j})"
        ),
        "squared_error": Source(
            r"L = \frac{1}{n} \, \sum_{j=1}^{n} (y_j - y_j^{*})^2", "L = 1/n Σ_j (y_j − y*_j)²"
        ),
        "clipping": Source(
            r"g \leftarrow \min\left(1, \frac{\tau}{\Vert g \Vert}\right) \, g",
            "g ← min(1, τ/‖g‖) g",
        ),
        # fragments
        "h": Source("h", "h"),
        "x": Source("x", "x"),
        "loss": Source("L", "L"),
        "dloss_dh": Source(_DLOSS + "h", "∂L/∂h"),
        "norm_dloss_dh": Source(r"\Vert " + _DLOSS + r"h", "‖∂L/∂h"),
        "norm_end": Source(r"\Vert", "‖"),
        "norm_dloss_dh_T": Source(r"\Vert " + _DLOSS + r"h_T \Vert", "‖∂L/∂h_T‖"),
        "norm_dloss_dc": Source(r"\Vert " + _DLOSS + r"c_t \Vert", "‖∂L/∂c_t‖"),
        "norm": Source(r"\Vert \cdot \Vert", "‖·‖"),
        "h_t": Source("h_t", "h_t"),
        "c_t": Source("c_t", "c_t"),
        "a_t": Source("a_t", "a_t"),
        "a_g": Source("a_g", "a_g"),
        "a_n": Source("a_n", "a_n"),
        "J_t": Source("J_t", "J_t"),
        "slope": Source(r"\varphi'(a_t)", "φ′(a_t)"),
        "slope_g": Source(r"\varphi'(a_g)", "φ′(a_g)"),
        "slope_n": Source(r"\varphi'(a_n)", "φ′(a_n)"),
        "sigma_last": Source(r"\sigma_{\min}", "σ_min"),
        "sigma_1": Source(r"\sigma_1", "σ₁"),
        "rho": Source(r"\rho", "ρ"),
        "gamma": Source(r"\gamma", "γ"),
        "inverse_gamma": Source(r"1 / \gamma", "1/γ"),
        "gates": Source(r"\text{gates}", "gates"),
        "gamma_sigma": Source(r"\gamma \sigma_1", "γσ₁"),
        "dloss_dh_t": Source(_DLOSS + "h_t", "∂L/∂h_t"),
        "dloss_dh_immediate": Source(r"\partial^{+} L / \partial h_t", "∂⁺L/∂h_t"),
        "dloss_da_t": Source(_DLOSS + "a_t", "∂L/∂a_t"),
        "dloss_da_g": Source(_DLOSS + "a_g", "∂L/∂a_g"),
        "dloss_da_n": Source(_DLOSS + "a_n", "∂L/∂a_n"),
        "C_t": Source("C_t", "C_t"),
        "contribution": Source(r"\partial L / \partial a_t \; h_{t-1}^{\top}", "∂L/∂a_t h_{t−1}ᵀ"),
        "recurrent": Source("W_{hh} h_{t-1}", "W_hh h_{t−1}"),
        "driven": Source("W_{ih} x_t + b", "W_ih x_t + b"),
        **{f"gate_{gate}": Source(f"{gate}_t", f"{gate}_t") for gate in "ifgorzn"},
        **{f"sub_{digit}": Source(f"{{}}_{{{digit}}}", "₀₁₂₃₄₅₆₇₈₉"[digit]) for digit in range(10)},
    }
)
"""By name, which is that of the file too."""


def main() -> None:
    """Write all pictures and the index, and remove what is no formula any more."""
    ziamath = importlib.import_module("ziamath")
    ziamath.config.svg2 = False  # paths instead of <use>
    ziamath.config.precision = 2
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.svg"):
        old.unlink()
    index = {name: _typeset(ziamath, name, source) for name, source in FORMULAS.items()}
    text = json.dumps(index, indent=1, ensure_ascii=False)
    (FOLDER / "index.json").write_text(f"{text}\n", encoding="utf-8")
    sys.stdout.write(f"{len(index)} formulas in {FOLDER}\n")


def _typeset(ziamath: Any, name: str, source: Source) -> dict[str, object]:
    svg: str = ziamath.Latex(source.latex, size=EM).svg()
    left, top, width, height = map(float, _attribute(svg, "viewBox").split())
    box = f"{left:g} {top:g} {width:g} {height:g}"
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{width:g}"'
        f' height="{height:g}"><path fill="currentColor" d="{_outlines(svg)}"/></svg>\n'
    )
    (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")
    return {
        "latex": source.latex,
        "text": source.text,
        "width": round(width / EM, 4),
        "height": round(height / EM, 4),
        "ascent": round(-top / EM, 4),
    }


def _outlines(svg: str) -> str:
    """All paths and bars of a picture as one path."""
    parts = []
    for kind, attributes in re.findall(r"<(path|rect)\b([^>]*)/>", svg):
        if kind == "path":
            parts.append(re.sub(r"\s+", " ", _attribute(attributes, "d")).strip())
        else:
            x, y, w, h = (
                float(_attribute(attributes, key)) for key in ("x", "y", "width", "height")
            )
            parts.append(f"M {x:g} {y:g} h {w:g} v {h:g} h {-w:g} Z")
    return " ".join(parts)


def _attribute(text: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', text)
    if found is None:
        raise ValueError(f"no {name} in {text[:80]}")
    return found[1]


if __name__ == "__main__":
    main()
