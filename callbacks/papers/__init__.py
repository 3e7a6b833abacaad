"""Papers: what stands in them, composed of what the wall asks, and the process that works at one."""
