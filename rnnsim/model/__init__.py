"""What is said: settings, the parameter table, lessons and frames.  Knows no NumPy maths and no Qt."""
