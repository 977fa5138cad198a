"""Kompas, the ground floor: people, competences, assessments, accounts, notices."""

from training.names import refuse_taken_names

refuse_taken_names()
