"""Kompas, the third floor: designs, register, verification."""

try:
    from training.names import refuse_taken_names
except ModuleNotFoundError as fault:
    raise ImportError(
        "Kompas's package “training” is hidden by another of that name. Give the other one another name and let its "
        "AppConfig keep the label: docs/how-to/add-to-your-site.md, “Names that are taken”."
    ) from fault

refuse_taken_names()
