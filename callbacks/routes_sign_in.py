"""Signing in and out, and changing the password: plain forms, answered by plain pages."""

from flask import Flask, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as Answer

from callbacks import vouched
from callbacks.cookies import SESSION, SIGN_IN, give, take
from callbacks.forms import NEXT_LONGEST, after, field, say_errors
from callbacks.pages import page, page_language, product_title, who
from callbacks.records import note
from callbacks.services import Services
from callbacks.visitor import visitor, visitor_if_any
from data_access.accounts import Session
from data_access.errors import AccountError, CodeNeededError, GuatuError, LockedOutError


def register(server: Flask, services: Services) -> None:
    """Serve `/sign-in`, `/sign-out`, `/password` and `/who.json`."""

    @server.get("/sign-in")
    def sign_in_page() -> Answer:
        known = visitor_if_any()
        if known is not None and not known.is_remote:
            return redirect(after(request.args.get("next")), 303)
        session = vouched.by_proxy(services)
        return door(services) if session is None else let_in(services, session, "proxy", request.args.get("next", "/"))

    @server.get("/sign-in/oidc")
    def sign_in_elsewhere() -> Answer:
        return vouched.to_provider(services, after(request.args.get("next")))

    @server.get("/sign-in/oidc/return")
    def sign_in_return() -> Answer:
        session, following = vouched.by_provider(services)
        response = let_in(services, session, "oidc", following)
        take(response, SIGN_IN)
        return response

    @server.post("/sign-in")
    def sign_in() -> Answer:
        way = field("way", 10, default="local")
        session = vouched.by_password(services, way, field("name", 200), field("password", 300))
        return let_in(services, session, way, field("next", NEXT_LONGEST, default="/"))

    @server.post("/sign-out")
    def sign_out() -> Answer:
        note(services, "sign_out")
        services.accounts().end(request.cookies.get(SESSION, ""))
        return signed_out()

    @server.get("/password")
    def password_page() -> Response:
        return change(services)

    @server.post("/password")
    def change_password() -> Answer:
        known, fresh = visitor(), field("new", 300)
        if fresh != field("again", 300):
            raise AccountError("gate.passwords_differ")
        services.accounts().set_password(known.scope.user, field("old", 300), fresh, keep=known.session)
        note(services, "password_changed", object=known.scope.user)
        return redirect("/", 303)

    @server.get("/who.json")
    def who_is_here() -> Response:
        response = jsonify(who(services, page_language(services)))
        response.status_code = 401 if visitor_if_any() is None else 200
        return response

    for endpoint in ("sign_in", "sign_in_page", "sign_in_elsewhere", "sign_in_return"):
        say_errors(server, endpoint, lambda error: not_let_in(services, error))
    say_errors(server, "change_password", lambda error: change(services, error))


def let_in(services: Services, session: Session, way: str, following: str) -> Answer:
    """Note who came in, and go on with the session's cookie."""
    note(services, "sign_in", object=session.scope.user, detail={"way": way}, session=session)
    response = redirect("/password" if session.must_change else after(following), 303)
    give(response, services, SESSION, session.token)
    return response


def signed_out() -> Answer:
    """The door, without a session, and without what the browser kept."""
    response = redirect("/sign-in", 303)
    take(response, SESSION)
    return response


def not_let_in(services: Services, error: GuatuError) -> Response:
    """The door once more, with what is wrong; noted under the name only where there is such an account."""
    typed = request.form.get("name", "")[:200]
    if not isinstance(error, CodeNeededError):
        event = "locked_out" if isinstance(error, LockedOutError) else "sign_in_failed"
        known = typed if services.accounts().is_known(typed) else ""
        note(services, event, object=known, result=error.key)
    return door(services, error, typed)


def door(services: Services, error: GuatuError | None = None, typed: str = "") -> Response:
    """The page on which one signs in."""
    return page(
        services,
        "sign-in",
        status=200 if error is None else error.status,
        said="" if error is None else error.message(page_language(services)),
        said_state="" if isinstance(error, CodeNeededError) else "bad",
        is_code_wanted=isinstance(error, CodeNeededError),
        typed=typed,
        next=after(request.values.get("next")),
        ways=services.settings.sign_in,
        way_chosen=request.form.get("way", ""),
        product=product_title(services, page_language(services)),
    )


def change(services: Services, error: GuatuError | None = None) -> Response:
    """The page on which a password is changed."""
    known = visitor()
    return page(
        services,
        "password",
        status=200 if error is None else error.status,
        said="" if error is None else error.message(page_language(services)),
        must_change=known.must_change,
        user=known.scope.user,
    )
