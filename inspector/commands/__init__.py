"""The command line: a public interface, also for administrators and scripts.

Exit codes: 0 good, 1 a step failed, 2 wrong use or a file that cannot be read,
3 rows were refused and nothing was kept, 130 cancelled.
"""
