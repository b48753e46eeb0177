"""The template engine: our templates first, then those of NHS.UK frontend."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader

from groundswell.reports.disclosure import Suppressed, default_rule

from . import formats, words


def environment(**options: Any) -> Environment:
    """What Django calls, with its own loader for our templates in the options."""
    options["loader"] = ChoiceLoader([options["loader"], PackageLoader("nhsuk_frontend_jinja")])
    # The NHS.UK templates read options that nobody passed, at any depth.
    options["undefined"] = ChainableUndefined
    engine = Environment(trim_blocks=True, lstrip_blocks=True, **options)
    engine.globals.update(static=static, url=_url, suppression=default_rule)
    engine.tests["suppressed"] = lambda cell: isinstance(cell, Suppressed)
    engine.filters.update(
        count=formats.count,
        percent=formats.percent,
        figure=formats.figure,
        month=formats.month,
        day=formats.day,
        size=formats.size,
        plural=formats.plural,
        sentence=formats.sentence,
        lower_first=formats.lower_first,
        holding=words.holding,
        safety_status=words.safety_status,
        variation=words.variation,
        assurance=words.assurance,
    )
    return engine


def _url(name: str, /, **parts: Any) -> str:
    """The address of a view: url("innovation", slug="...")."""
    return reverse(name, kwargs=parts)
