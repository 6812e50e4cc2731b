"""What a mail wants: the pieces of :mod:`intake.kind`."""
