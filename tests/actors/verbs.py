"""Every public verb of Kompas: a module's function that takes an ``actor``.  Found, not listed."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator

PACKAGES = ("training", "courses", "certificates", "cms")
# Kinds of modules that are no home of verbs: screens call them, receivers and signals pass on the actor of a verb.
SCREENS = {"views", "viewsets", "admin", "forms", "panels", "tasks", "receivers", "signals", "api"}


def modules() -> Iterator[str]:
    for package in PACKAGES:
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            parts = module.name.split(".")
            if "migrations" in parts or "management" in parts or parts[1] in ("kernel", "ui"):
                continue
            if not SCREENS.isdisjoint(parts) or parts[-1].endswith(("_viewsets", "_views")):
                continue
            yield module.name


def verbs() -> dict[str, Callable]:
    functions = {}
    for name in modules():
        module = importlib.import_module(name)
        for called, function in vars(module).items():
            if called.startswith("_") or not inspect.isfunction(function) or function.__module__ != name:
                continue
            if "actor" in inspect.signature(function).parameters:
                functions[room_of(f"{name}.{called}")] = function
    return functions


def room_of(name: str) -> str:
    """The room's name with the verb's: a verb that moves to another file of its room stays the same verb."""
    parts = name.split(".")
    return ".".join([*parts[:2], parts[-1]])
