"""What Superset must be told before it starts, and that SQLite may be read; everything else is as shipped."""

import os

SECRET_KEY = os.environ["PEERS_SECRET"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{os.environ['PEERS_FOLDER']}/superset.db"
PREVENT_UNSAFE_DB_CONNECTIONS = False
WTF_CSRF_ENABLED = False
