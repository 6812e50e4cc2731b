"""Who gets which letter, and when; a file has its letter's name in templates/mail."""
