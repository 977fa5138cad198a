"""Pages as a browser reads them: where a template breaks its lines does not matter."""

import re


def in_one_line(html: str) -> str:
    """Runs of whitespace as one space; none beside the tags of paragraphs, legends and the like."""
    html = re.sub(r"\s+", " ", html)
    return re.sub(r" ?(</?(?:p|legend|li|ul|div|td|th|tr|h[1-6])\b[^>]*>) ?", r"\1", html)
