"""The web edition: one folder of HTML for training, with search, no server and nothing from elsewhere."""
