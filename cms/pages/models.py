"""Concrete pages, a few lines each; what they do lives in ``cms.mixins``."""
