"""Words that mean the same to a search: OPS, ośrodek pomocy społecznej."""
