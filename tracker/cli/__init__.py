"""The command line, a file a command group. Heavy imports stand inside the commands: help is quick."""
