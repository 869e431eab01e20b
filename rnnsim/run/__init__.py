"""A whole run, from settings to numbers, without a window."""
