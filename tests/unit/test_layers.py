"""Foreign keys point downward, as imports do: a key to "app.Model" is no import a linter sees."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


def layers() -> list[set[str]]:
    """The packages of each layer, from the top down, as import-linter reads them."""
    config = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    (contract,) = (c for c in contracts if c["type"] == "layers")
    names = [layer.replace(" ", "").split("|") for layer in contract["layers"]]
    return [{name.removeprefix("groundswell.") for name in layer} for layer in names]


def package(model: type[Model]) -> str | None:
    """The package under groundswell that defines a model; None for other people's."""
    top, *rest = model.__module__.split(".")
    return rest[0] if top == "groundswell" else None


def keys_against_the_order(models: Iterable[type[Model]], order: list[set[str]]) -> list[str]:
    """Keys from one of our packages to another that is not in a lower layer."""
    depth = {name: number for number, layer in enumerate(order) for name in layer}
    found = []
    for model in models:
        for field in model._meta.get_fields(include_hidden=True):
            target = field.related_model if field.is_relation and field.concrete else None
            if not isinstance(target, type) or None in (package(model), package(target)):
                continue
            here, there = package(model), package(target)
            if here != there and depth[here] >= depth[there]:
                found.append(f"{model._meta.label}.{field.name} to {target._meta.label}")
    return found


def test_foreign_keys_point_to_lower_layers_only():
    assert keys_against_the_order(apps.get_models(include_auto_created=True), layers()) == []


def test_every_package_with_models_has_a_layer():
    known = set().union(*layers())

    packages = {package(m) for m in apps.get_models()} - {None}

    assert packages <= known
    assert {"people", "organisations", "adoption"} <= packages


@pytest.mark.parametrize(
    ("order", "key"),
    [
        # Upside down; and beside each other, where neither may point at the other.
        (list(reversed(layers())), "adoption.Event.site to organisations.Organisation"),
        ([set().union(*layers())], "submissions.Submission.sender to people.Person"),
    ],
)
def test_the_check_sees_a_key_that_points_up_or_sideways(order, key):
    assert key in keys_against_the_order(apps.get_models(), order)
