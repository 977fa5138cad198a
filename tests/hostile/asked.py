"""What a view asks for, parameters, fields or a body: seen while it asks, so that none is forgotten in a list."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict


@contextmanager
def asked_names() -> Iterator[set[str]]:
    """Names that are looked up in any address or form meanwhile."""
    names: set[str] = set()

    def noting(method):
        def look_up(self, key, *args, **kwargs):
            if isinstance(key, str) and key:
                names.add(key)
            return method(self, key, *args, **kwargs)

        return look_up

    def setlistdefault(self, key, default_list=None):
        # It looks too, but for what it is itself about to write.
        if not dict.__contains__(self, key):
            self.setlist(key, default_list or [])
        return self._getlist(key)

    with (
        mock.patch.object(MultiValueDict, "setlistdefault", setlistdefault),
        mock.patch.object(QueryDict, "__getitem__", noting(MultiValueDict.__getitem__)),
        mock.patch.object(QueryDict, "getlist", noting(MultiValueDict.getlist)),
        mock.patch.object(QueryDict, "__contains__", noting(dict.__contains__), create=True),
    ):
        yield names


@contextmanager
def read_bodies() -> Iterator[list[str]]:
    """Paths whose views read a body themselves meanwhile; Django reads none but that of a form."""
    paths: list[str] = []
    body = HttpRequest.body.fget

    def noting(self):
        paths.append(self.path)
        return body(self)

    with mock.patch.object(HttpRequest, "body", property(noting)):
        yield paths
