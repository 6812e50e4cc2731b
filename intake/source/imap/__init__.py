"""An IMAP account as a source of mail, read only."""
