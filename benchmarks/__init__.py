"""Measurements of the running program; nothing here is a test, machines are noisy."""
