"""What Slack accepts as blocks, views and messages, and what it says when it does not.

Every answer is a list of lines such as
``must be less than 151 characters [json-pointer:/blocks/0/text/text]``; none when Slack takes it.
"""

from bot.demo.workspace.blockkit.blocks import Surface
from bot.demo.workspace.blockkit.payloads import message_problems, problems, view_problems

__all__ = ["Surface", "message_problems", "problems", "view_problems"]
