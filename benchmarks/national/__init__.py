"""A day of the whole country before one office: how many mails it takes in, where the queue grows, what breaks."""
