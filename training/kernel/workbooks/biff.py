"""What an old workbook (xls) says of itself in its first records: a password, and the day it counts from.

Records are two bytes of kind, two of length, then the content ([MS-XLS], 2.1.4).
"""

import struct
from datetime import date

from training.kernel.workbooks.workbook import EPOCH_1900, EPOCH_1904, Unreadable

_BEGINS = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_ENDS, _PASSWORD, _EPOCH = 0x0A, 0x2F, 0x22


def epoch_of(content: bytes) -> date:
    """The day from which the workbook counts.

    Raises:
        Unreadable: it is protected by a password.
    """
    at = content.find(_BEGINS)
    while 0 <= at <= len(content) - 4:
        kind, size = struct.unpack_from("<HH", content, at)
        if kind == _PASSWORD:
            raise Unreadable("is_protected")
        if kind == _EPOCH and size == 2:
            return EPOCH_1904 if content[at + 4 : at + 6] == b"\x01\x00" else EPOCH_1900
        if kind == _ENDS:
            break
        at += 4 + size
    return EPOCH_1900
