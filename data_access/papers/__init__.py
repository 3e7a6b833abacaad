"""Papers that leave the room: the jobs that make them."""
