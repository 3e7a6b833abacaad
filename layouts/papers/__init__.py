"""Papers: what the wall shows, as files that leave the room."""
