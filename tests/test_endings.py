"""How a run ends that could not do its work: one sentence on standard error, and the exit code of its kind."""

import errno
import os
import smtplib
import socket
import ssl

import pytest

from cds_kpi.cli import language
from cds_kpi.cli.boundary import end_run
from cds_kpi.post.smtp import word_failure


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "The machine has too little memory for this."),
        (OSError(errno.ENOENT, "x"), "The current folder is gone."),
        (OSError(errno.ENOSPC, "x"), "The output could not be written: the disk is full."),
        (OSError(errno.ENFILE, "x", "a.yaml"), "The machine could not open a.yaml: too many files are open."),
        (
            OSError(errno.ENFILE, "x", b"a.yaml"),
            "The machine could not open a.yaml: too many files are open.",
        ),
        (OSError(errno.EIO, "x", 3), "The machine could not open ?: the device failed."),
        (OSError(errno.ESTALE, "x", "a"), "The machine could not open a: ESTALE."),
    ],
)
def test_what_the_machine_did_not_do_is_one_sentence(
    error: BaseException, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "LANGUAGE", "en")
    assert end_run(error) == 5
    assert capsys.readouterr() == ("", f"error: {said}\n")


def test_a_mistake_of_the_program_says_that_it_is_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "LANGUAGE", "en")
    assert end_run(ZeroDivisionError()) == 70
    assert capsys.readouterr().err.startswith("error: The program itself is at fault, not the data")


def chain(error: Exception, cause: Exception) -> Exception:
    error.__context__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (TimeoutError(), "mail late"),
        (smtplib.SMTPServerDisconnected(), "mail closed"),
        (chain(smtplib.SMTPServerDisconnected(), TimeoutError()), "mail late"),
        (ConnectionRefusedError(), "mail refused"),
        (ConnectionResetError(), "mail closed"),
        (socket.gaierror(socket.EAI_NONAME, "x"), "mail unknown"),
        (ssl.SSLError(1, "x"), "TLS"),
        (OSError(errno.EHOSTUNREACH, os.strerror(errno.EHOSTUNREACH)), "EHOSTUNREACH"),
        (OSError("x"), "?"),
        (ValueError(), "?"),
    ],
)
def test_a_connection_that_failed_is_told_in_words_that_there_are(error: Exception, word: str) -> None:
    assert word_failure(error) == word
