"""Open containers: archives, winmail.dat, mails inside mails; name cloud links."""
