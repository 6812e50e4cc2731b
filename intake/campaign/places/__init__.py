"""Places as data and how they are found in a text; :mod:`intake.campaign.places.gazetteer` is the way in."""
