"""``python -m tracker`` is the command ``zhengji``."""

if __name__ == "__main__":  # a reading process looks at this file and needs nothing of it
    from tracker.cli.app import main

    main()
