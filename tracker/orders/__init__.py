"""What a coordinator may order by replying to a letter, in plain Chinese (docs/orders.md)."""
