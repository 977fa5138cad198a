"""Workbooks as people send them: what a file is, what its visible cells hold, read within limits.

``reading.read_book`` opens a file in a process of its own; what that process
imports (``child``, ``formats``, ``xlsx``, ``ods``, ``calamine``, ``csv_files``) knows neither
Django nor the database.
"""
