"""What the server does with an exception that a page let through."""

from salesdash.ui.messages import guarded


def on_error(error: Exception) -> bool:
    """Says what a person can mend, shows an id for a bug and logs it. True: the server itself shows nothing more."""
    with guarded():
        raise error
    return True
