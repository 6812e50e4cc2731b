"""``python -m tracker`` is the command ``zhengji``."""

from tracker.cli.app import main

main()
