"""Trouble: what went wrong through no fault of the program, and what to do."""


class Trouble(Exception):
    """The disk is full, the network is down, the file is someone else's.

    It is shown to the person as it reads, in Chinese. Every other exception is a
    bug, and goes to the log and the crash report.
    """

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what} {self.advice}"
