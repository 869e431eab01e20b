"""Figures: views drawn anew, apart from the window, at the size and in the type asked for."""
