"""The battle map: tasks and projects, what is late and whose it is, guarantees not met, what is to be settled."""
