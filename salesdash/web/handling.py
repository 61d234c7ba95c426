"""How a route of ours is served: form read, other sites refused, language in force, work done in a thread."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from salesdash.locale import LANGUAGES, best_language, use
from salesdash.locale import gettext as _
from salesdash.web import cookies, origin, template

Form = dict[str, str]
Handler = Callable[[Request, Form], Response]
#: the largest form that is read; ours hold a few short fields
LARGEST_FORM = 20_000


def handler(work: Handler) -> Callable[[Request], Awaitable[Response]]:
    """The route that does ``work`` in a thread, since it waits for the database."""

    async def route(request: Request) -> Response:
        form: Form = {}
        if request.method == "POST":
            if int(request.headers.get("content-length") or LARGEST_FORM + 1) > LARGEST_FORM:
                return Response(status_code=413)
            form = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
        return await run_in_threadpool(_serve, work, request, form)

    return route


def _serve(work: Handler, request: Request, form: Form) -> Response:
    asked = request.query_params.get("lang")
    chosen = asked if asked in LANGUAGES else request.cookies.get(cookies.LANGUAGE)
    use(chosen or best_language(request.headers.get("accept-language")))
    if request.method == "POST" and not origin.from_own_pages(request):
        text = template.paragraph(_("Another site sent this form."))
        return template.page(_("Refused"), text, again="/sign-in", status=403)
    response = work(request, form)
    if asked in LANGUAGES:
        cookies.keep_language(response, asked)
    return response
