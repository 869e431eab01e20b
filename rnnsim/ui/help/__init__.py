"""Help: what each view shows, the glossary, the shortcuts; offline, in the user's language."""

from rnnsim.ui.help.place import mark, topic_of
from rnnsim.ui.help.window import HelpWindow, open_help

__all__ = ["HelpWindow", "mark", "open_help", "topic_of"]
