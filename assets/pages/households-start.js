/* Dash draws the list; its page may hold no script of its own. */
window.dash_renderer_started = new window.DashRenderer();
