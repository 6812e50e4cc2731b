"""The call as data: the notice, the places, the words that speak for a theme, what was learned."""
