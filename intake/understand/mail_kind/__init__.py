"""What a mail wants: the pieces of :mod:`intake.understand.mail_kind.kind`."""
