"""Orders that have something sent: files to her, words and reminders to units, proofs to both."""
