"""Sessions and their files: a lesson, where somebody is in it, and the course of the run.

docs/lesson-format.md describes the file.
"""

from rnnsim.model.session.reading import holds_session, read_session, session_of
from rnnsim.model.session.session import Session
from rnnsim.model.session.writing import bytes_of, write_session

__all__ = ["Session", "bytes_of", "holds_session", "read_session", "session_of", "write_session"]
