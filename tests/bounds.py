"""The bounds that nothing sent to the program may break: seconds and megabytes, watched in this process."""

import os
import re
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

SOAK = bool(os.environ.get("CDS_KPI_SOAK"))  # noqa: TID251 - said by whoever starts the tests
SECONDS, MEGABYTES = 5, 500


class OverrunError(BaseException):
    """It took too long. No Exception, so that nothing takes it for a failure of the machine."""


@contextmanager
def bounded(seconds: float = SECONDS, megabytes: int = MEGABYTES) -> Iterator[None]:
    """Stop what takes more than so many seconds, and refuse it more memory than so much beyond what is taken now.

    The seconds are the processor's, since others may be busy on the machine; what waits is stopped after a minute.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise OverrunError

    sizes = re.findall(r"VmSize:\s+([0-9]+)", Path("/proc/self/status").read_text(encoding="ascii"))
    limits = resource.getrlimit(resource.RLIMIT_AS)
    before = {number: signal.signal(number, stop) for number in (signal.SIGPROF, signal.SIGALRM)}
    resource.setrlimit(resource.RLIMIT_AS, (int(sizes[0]) * 1024 + megabytes * 1_000_000, limits[1]))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, 60)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        resource.setrlimit(resource.RLIMIT_AS, limits)
        for number, handler in before.items():
            signal.signal(number, handler)
