"""What is on the screen: ids, the view state, pages, panels and figures; nothing here asks a database."""
