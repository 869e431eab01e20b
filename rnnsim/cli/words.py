"""What the help of several commands says."""

LESSON_HELP = "name or number of a lesson, a session or figure of rnnsim, or a share text"
