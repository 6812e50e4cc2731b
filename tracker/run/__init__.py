"""What keeps an office going: duties and their schedule, polling, setting up, looking after."""
