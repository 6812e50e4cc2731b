"""A data folder founded on a notice: its facts shown, asked for where missing, written as a campaign."""
