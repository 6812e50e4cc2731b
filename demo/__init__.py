"""A whole season on embedded servers: ``make demo``. Uses only invented cases (tests/corpus)."""
