"""The lives of the simulated colleagues: they see what Slack shows them, and act by its labels."""

from bot.demo.lives.crowd import Crowd
from bot.demo.lives.host import Host
from bot.demo.lives.users import users_of

__all__ = ["Crowd", "Host", "users_of"]
