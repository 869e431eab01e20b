"""One training iteration of the engine against PyTorch and JAX, one thread on all sides."""
