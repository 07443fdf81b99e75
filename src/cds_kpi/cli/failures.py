"""What the machine did not let us do, in words, and telling what was done although it could not be printed."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from cds_kpi.cli.language import say
from cds_kpi.cli.terminal import discard_output, flush_out, write_error, write_out

if TYPE_CHECKING:
    from cds_kpi.text import Language


def say_failure(error: OSError, language: Language | None = None) -> str:
    """Return why the machine failed, in a few words; its own name for it where we have none."""
    words = {
        errno.EACCES: ("không có quyền", "no permission"),
        errno.EPERM: ("không có quyền", "no permission"),
        errno.EROFS: ("ổ đĩa chỉ cho phép đọc", "the disk is read-only"),
        errno.ENOSPC: ("ổ đĩa đã đầy", "the disk is full"),
        errno.EDQUOT: ("đã hết hạn mức dung lượng", "the disk quota is used up"),
        errno.EFBIG: ("tệp lớn quá mức cho phép", "the file would be larger than allowed"),
        errno.EIO: ("thiết bị đọc, ghi bị lỗi", "the device failed"),
        errno.ENOENT: ("không còn ở đó", "it is not there any more"),
        errno.ENOTDIR: ("không phải là thư mục", "it is not a folder"),
        errno.EBADF: ("đầu ra đã bị đóng", "the output is closed"),
        errno.EPIPE: ("nơi đọc kết quả đã đóng", "whoever read the output has left"),
        errno.EMFILE: ("có quá nhiều tệp đang mở", "too many files are open"),
        errno.ENFILE: ("có quá nhiều tệp đang mở", "too many files are open"),
        errno.ENAMETOOLONG: ("tên quá dài", "the name is too long"),
        errno.ELOOP: ("các liên kết dẫn vòng quanh", "the links lead round in a circle"),
    }
    code = error.errno or 0
    return say(*words[code], language) if code in words else errno.errorcode.get(code, "?")


def print_done(text: str, instead: str, language: Language) -> None:
    """Print the answer to something that is in the store for good.

    Where it cannot be printed, `instead` says on standard error that it is done, and the run still ends well: whoever
    took it for refused would do it again. The reason is put behind `instead`.
    """
    try:
        write_out(text)
        flush_out()
    except OSError as error:
        discard_output(1)
        write_error(f"{instead}: {say_failure(error, language)}.")
