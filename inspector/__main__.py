"""Runs the program: `python -m inspector`, and the `inspector` command."""

from inspector.commands.main import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
