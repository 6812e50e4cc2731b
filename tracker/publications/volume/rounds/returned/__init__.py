"""The printed book when it comes back corrected: recognised, compared with what was printed, taken case by case."""
