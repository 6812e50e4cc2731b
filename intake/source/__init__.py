"""Where mail comes from: IMAP mailboxes and folders of files."""
