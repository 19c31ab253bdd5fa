"""Components. One tag each, no logic: looks only."""

from django import template

register = template.Library()
