"""A storage that has what a bucket has, and no more: names, bytes, moments; no paths on a disk."""

from django.core.files.storage import InMemoryStorage, Storage


class Bucket(Storage):
    def __init__(self):
        memory = InMemoryStorage(location="/bucket", base_url="/media/")
        self._open, self._save = memory._open, memory._save
        self.delete, self.exists, self.listdir = memory.delete, memory.exists, memory.listdir
        self.size, self.url, self.get_modified_time = memory.size, memory.url, memory.get_modified_time
