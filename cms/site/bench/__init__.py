"""Measures what Kompas promises to be quick at, beside the bare statement or library call for the same result."""
