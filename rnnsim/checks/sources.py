"""Names of sources that several checks share."""

LECTURES = "lectures on RNNs, the 0.9 example"
PASCANU = "Pascanu, Mikolov, Bengio 2013"
