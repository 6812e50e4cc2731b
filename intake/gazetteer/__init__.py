"""Places as data and how they are found in a text; :mod:`intake.places` is the way in."""
