"""The proof (清样) as PDF/A set by Typst, where the extra ``volume`` is installed."""
