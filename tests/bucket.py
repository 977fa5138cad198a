"""A storage that has what a bucket has, and no more: names, bytes, moments; no paths on a disk."""

from django.core.files.storage import InMemoryStorage, Storage


class Bucket(Storage):
    def __init__(self):
        memory = InMemoryStorage(location="/bucket", base_url="/media/")
        self._memory, self._save = memory, memory._save
        self.delete, self.exists, self.listdir = memory.delete, memory.exists, memory.listdir
        self.size, self.url, self.get_modified_time = memory.size, memory.url, memory.get_modified_time

    def _open(self, name, mode="rb"):
        """As django-storages does: a backslash is read as a slash."""
        return self._memory._open(name.replace("\\", "/"), mode)
