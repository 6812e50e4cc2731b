"""``python -m tracker`` is the command ``zhengji``."""

from tracker.cli import main

main()
