"""A believable region, the same for a given day and size."""
