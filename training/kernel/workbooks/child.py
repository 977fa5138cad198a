"""The process that reads one file: bytes on its input, JSON on its output, limits on itself.

Run as ``python -m training.kernel.workbooks.child '{"rows": …}'`` by ``reading``.
"""

import json
import sys
import warnings

from training.kernel.workbooks.workbook import Limits, Unreadable, pack


def limit_itself(limits: Limits) -> None:
    """No more memory and time than allowed; where the platform cannot, the parent's clock is all there is."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        try:
            resource.setrlimit(what, (most, hard))
        except (OSError, ValueError):
            continue


def main() -> int:
    limits = Limits(**json.loads(sys.argv[1]))
    warnings.simplefilter("ignore")
    limit_itself(limits)
    try:
        from training.kernel.workbooks.opening import open_book

        answer = '{"book": ' + pack(open_book(sys.stdin.buffer.read(), limits)) + "}"
    except Unreadable as fault:
        answer = json.dumps({"unreadable": fault.code})
    except MemoryError:
        answer = '{"unreadable": "takes_too_much"}'
    sys.stdout.write(answer)
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
