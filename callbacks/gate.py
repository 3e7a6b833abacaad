"""The gate before every request: who is it, and may they ask that."""

from flask import Flask, request

from callbacks.services import Services
from callbacks.visitor import DEMO, Visitor, admit
from data_access.scope import WALL


def register(server: Flask, services: Services) -> None:
    """Say of every request who sent it."""

    @server.before_request
    def let_in() -> None:
        admit(DEMO if services.settings.is_demo else Visitor(WALL, address=request.remote_addr or ""))
