"""What is said: settings, parameter table, lessons, frames.  Knows no NumPy maths and no Qt."""
