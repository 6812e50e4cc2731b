"""What an office is made of: settings, clock, folder, keys, and the desk its work is done at."""
