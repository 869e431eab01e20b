"""The unrolled network: geometry apart from painting, painting apart from the widget."""
