"""What is refused before it reaches the application: an error in the shape of all errors of the product."""

from starlette.responses import JSONResponse, Response

from data_access.messages import text


def refusal(status: int, code: str) -> Response:
    """The error `code` of the live channel as JSON."""
    key = f"live.{code}"
    body = {"error": {"code": key, "message": text(key, "en"), "message_zh": text(key)}}
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": "10"} if status == 503 else {})
    return JSONResponse(body, status, headers)
