"""A messenger in the browser on the embedded workspace: act as anybody, see what they see, let time pass.

    page.add_routes(workspace, story)  # before workspace.start()

Everything is served from loopback, and only to this computer's own page (guard.py). The front end in static/
is plain modules and style sheets; it draws what people wrote as text nodes, never as HTML.
"""

from bot.demo.page.routes import add_routes
from bot.demo.page.story import NextStep, Story, StoryPanel

__all__ = ["NextStep", "Story", "StoryPanel", "add_routes"]
