"""``python -m salesdash``: the command line."""

from salesdash.cli import main

if __name__ == "__main__":
    main()
