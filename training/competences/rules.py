"""Decisions about frameworks and profiles, without a database."""

from collections.abc import Collection, Mapping


def missing_parts(
    *, levels: Collection[int], domains: int, descriptors: Mapping[str, Collection[int]]
) -> dict[str, list]:
    """What keeps a framework from being published; empty when nothing does.

    ``descriptors`` maps each competence's code to the levels it describes.
    A person who assesses must see every level of every competence described.
    """
    missing: dict[str, list] = {}
    if sorted(levels) != list(range(1, len(levels) + 1)) or not levels:
        missing["levels"] = sorted(levels)
    if not domains:
        missing["domains"] = []
    if not descriptors:
        missing["competences"] = []
    undescribed = [
        (code, level) for code, described in descriptors.items() for level in sorted(set(levels) - set(described))
    ]
    if undescribed:
        missing["descriptors"] = undescribed
    return missing


# ---- lines -----------------------------------------------------------------------------------------------------


def sources_of_lines(carried: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    """All the lines whose levels count in a line too, from which one line each carries the levels of.

    A line begins with a version, and what it came from began earlier, so the
    way back ends.
    """
    found: dict[int, tuple[int, ...]] = {}
    for line in carried:
        way, source = [], carried.get(line)
        while source is not None and source not in way:
            way.append(source)
            source = carried.get(source)
        found[line] = tuple(way)
    return found
