"""What is computed: cells, gradients, spectra, tasks.  NumPy and `rnnsim.model` only.

Legend: T time steps, B batch, N hidden units, I inputs, O outputs.
"""
