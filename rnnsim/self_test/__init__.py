"""What ``rnnsim self-test`` tries, wherever rnnsim is installed, packaged or not.

Parts are tried in processes of their own, so that none can hang or crash the whole, and since a
process has one platform of Qt.  Nothing here needs the source tree or a tool for tests.
"""
