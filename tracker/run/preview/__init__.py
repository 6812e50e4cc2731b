"""Letters of an invented season: to look at, and to try the templates."""
