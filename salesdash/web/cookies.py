"""The cookies of the application."""

from starlette.requests import Request
from starlette.responses import Response

from salesdash.config import config, public_url

SESSION = "salesdash_session"
LANGUAGE = "salesdash_language"
#: what signing in through another service leaves behind; goes when the person signs out
OTHER_SERVICE = "_streamlit_user"


def _secure() -> bool:
    return public_url().startswith("https://")


def begin(response: Response, token: str) -> None:
    """Puts the session into the browser: out of reach for scripts and for forms of other sites."""
    response.set_cookie(
        SESSION, token, max_age=config().session_hours * 3600, path="/", httponly=True, samesite="lax", secure=_secure()
    )


def end(request: Request, response: Response) -> None:
    """Takes the session out of the browser."""
    for name in request.cookies:
        if name == SESSION or name.startswith(OTHER_SERVICE):
            response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=_secure())


def keep_language(response: Response, language: str) -> None:
    """Remembers a language chosen before signing in."""
    response.set_cookie(
        LANGUAGE, language, max_age=365 * 86400, path="/", httponly=True, samesite="lax", secure=_secure()
    )
