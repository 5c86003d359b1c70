"""The Jinja2 environment of the site: that of the design system, and what private pages know besides."""

from typing import Any

from django.contrib.messages import get_messages
from jinja2 import Environment

from bibia.ui import jinja
from bibia.web import menu, once


def environment(**options: Any) -> Environment:
    env = jinja.environment(**options)
    env.globals.update(space_menu=menu.entries, messages_of=get_messages, new_key=once.new_key)
    return env
