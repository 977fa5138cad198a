"""Makes fresh migrations polite guests: a site may have swapped the page model and the models of images and documents.

``makemigrations`` writes down what this site uses.  Here those names become
calls, as Wagtail and Django do for the user model.  It also depends on
the newest migration of Wagtail that is installed; here on the newest one of
the oldest Wagtail that is supported.
"""

import re
import sys
from pathlib import Path

NAMES = {
    "wagtailcore.page": ('swapper.get_model_name("wagtailcore", "Page")', "import swapper"),
    "wagtailimages.image": ("get_image_model_string()", "from wagtail.images import get_image_model_string"),
    "wagtaildocs.document": ("get_document_model_string()", "from wagtail.documents import get_document_model_string"),
}
# The newest migration of Wagtail 7.4.
WAGTAIL = "('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),"
DEPENDENCIES = {
    "wagtailcore": 'swapper.dependency("wagtailcore", "Page")',
    "wagtailimages": "migrations.swappable_dependency(get_image_model_string())",
    "wagtaildocs": "migrations.swappable_dependency(get_document_model_string())",
}


def polite(text: str) -> str:
    text = text.replace("to=settings.WAGTAIL_PAGE_MODEL", "to='wagtailcore.page'")
    imports = set()
    for name, (call, needed) in NAMES.items():
        label = name.split(".")[0]
        changed = re.sub(rf"(['\"]){re.escape(name)}\1", call, text)
        if changed == text:
            continue
        imports.add(needed)
        # The page's own tables must be there as they are now; images and documents are only pointed at.
        keep = f"{WAGTAIL}\n        " if label == "wagtailcore" else ""
        text = re.sub(rf"\('{label}', '[^']+'\),", f"{keep}{DEPENDENCIES[label]},", changed)
    if "settings." not in text:
        text = text.replace("from django.conf import settings\n", "")
    for line in sorted(imports, reverse=True):
        text = text.replace("from django.db import", f"{line}\nfrom django.db import", 1)
    return text


def main(paths: list[str]) -> None:
    for path in map(Path, paths):
        text = path.read_text(encoding="utf-8")
        if (changed := polite(text)) != text:
            path.write_text(changed, encoding="utf-8")
            print(f"polite: {path}")


if __name__ == "__main__":
    main(sys.argv[1:])
