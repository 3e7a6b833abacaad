"""What an open page fetches when it hears of another release: it goes on with that, without being loaded again."""

from flask import Flask, Response, jsonify, request

from callbacks.services import Services
from callbacks.wall_page import wall_config
from layouts.view_state import LANGUAGES


def register(server: Flask, services: Services) -> None:
    """Serve `/wall/config?lang=`, the same object that the page came with."""

    @server.get("/wall/config")
    def config() -> Response:
        asked = request.args.get("lang", services.settings.language)
        return jsonify(wall_config(services, asked if asked in LANGUAGES else services.settings.language))
