"""Every write: who may, who may not, what the audit trail says; a failure undoes it all."""

import importlib
import pkgutil

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

import groundswell
from groundswell.figures.actions import Changed
from groundswell.figures.asking import read
from groundswell.figures.checking import rests_now
from groundswell.figures.pinning import At
from groundswell.figures.queries import held
from groundswell.intake import receive
from groundswell.intake.routine import keep, scan
from groundswell.intake.set_up import Table
from groundswell.measures.engine.duckdb_engine import DuckDBEngine
from groundswell.measures.sources import SOURCES
from groundswell.people.action import ACTIONS, action, data_version
from groundswell.people.models import AuditEvent, Person, Role
from groundswell.people.policy import NotAllowed
from tests.support.cells import cells_of, publish_cells
from tests.support.intake_counts import nothing_written, table_counts
from tests.support.intake_files import GOOD, adoptions
from tests.support.plain_rows import epd_file

pytestmark = pytest.mark.django_db

for _module in pkgutil.walk_packages(groundswell.__path__, "groundswell."):
    importlib.import_module(_module.name)


def _scanned(by, folder):
    path = folder / "epd.csv"
    path.write_bytes(epd_file({"BNF_CODE": "0208020Z0AAAAAA"}))
    engine = DuckDBEngine(folder)
    scanned = scan(path=path, source=SOURCES["epd"], engine=engine, part_of_month=True)
    engine.close()
    return {"kept": keep(scanned)}


def _received(by):
    return receive(
        by=by, file_name="names.csv", content=GOOD["names"].content, layout=None, options={}
    )


def _account(by, folder):
    return {
        "username": "newcomer",
        "password": "a long pass phrase",
        "role": Role.CONTRIBUTOR,
        "network": "HI-West",
    }


def _named(by, folder):
    return {"username": "administrator"}


def _file(by, folder):
    return {
        "file_name": "ours.csv",
        "content": adoptions("L81001,live,2018-04"),
        "layout": None,
        "options": {},
    }


def _path(by, folder):
    (folder / "names.csv").write_bytes(GOOD["names"].content)
    return {"path": folder / "names.csv"}


def _typed(by, folder):
    row = {"slug": "typed", "name": "Typed", "kind": "device", "origin": "staff", "summary": ""}
    return {"layout": "innovations", "rows": [row]}


def _set_up(by, folder):
    programme = {
        "slug": "breathe",
        "name": "Breathe",
        "innovation": "smart-inhaler",
        "commissioner": "NHS England",
        "start": "2018-04-01",
        "end": "",
        "outcome": "running",
        "summary": "",
    }
    target = {"programme": "breathe", "network": "", "due": "2019-03-31", "kind": "count"}
    tables = [Table("programmes", [programme]), Table("targets", [target | {"value": "30"}])]
    return {"tables": tables}


def _waiting(by, folder):
    return {"submission": _received(by)}


QUESTION = "spread?innovation=smart-inhaler&at=2019-12"


def _figures(by, folder):
    return {
        "question": QUESTION,
        "table": "spread",
        "cells": {At("HI-West", "adopted"): "0"},
        "rests": rests_now(read(QUESTION)),
        "published_in": "Annual report 2019/20, p. 7",
        "published_on": timezone.localdate(),
    }


def _published(by, folder):
    ACTIONS["figures.publish"].run(by=by, **_figures(by, folder))
    return {"figures": held(), "reason": "It was wrong"}


def _changed(by, folder):
    (figure,) = _published(by, folder)["figures"]
    changed = [Changed(figure, "1", "data", rests_now(read(QUESTION)))]
    return {"changed": changed, "reason": "It was restated"}


def _parts(by, folder):
    """A measure of two parts, and a file that no present version needs."""
    for number in (1, 2, 3):
        publish_cells(cells_of(P1={"2018-01": number}))
    publish_cells(cells_of(P2={"2018-01": 1}))
    return {}


# action: what it is called with, given who prepares it and a folder for files
EXAMPLES = {
    "people.create_account": _account,
    "people.make_token": _named,
    "people.revoke_token": _named,
    "figures.publish": _figures,
    "figures.restate": _changed,
    "figures.withdraw": _published,
    "intake.receive": _file,
    "intake.accept": _waiting,
    "intake.discard": _waiting,
    "intake.import_file": _path,
    "intake.ingest": _scanned,
    "intake.record": _typed,
    "programmes.set_up": _set_up,
    "measures.compact": _parts,
    "measures.collect": _parts,
}
every_action = pytest.mark.parametrize("name", sorted(ACTIONS))


def test_every_action_has_an_example():
    assert EXAMPLES.keys() == ACTIONS.keys()


def _strangers():
    yield AnonymousUser()
    yield Person.objects.create_user("without-a-role")
    yield Person.objects.create_user("retired", role=Role.ADMINISTRATOR, is_active=False)


@every_action
def test_public_and_people_without_the_role_are_refused_and_nothing_is_written(
    world, name, tmp_path
):
    arguments = EXAMPLES[name](world, tmp_path)
    for stranger in _strangers():
        with nothing_written(), pytest.raises(NotAllowed, match="Log in"):
            ACTIONS[name].run(by=stranger, **arguments)


@every_action
def test_role_that_lacks_the_permission_is_refused_and_nothing_is_written(
    world, contributor, name, tmp_path
):
    arguments = EXAMPLES[name](world, tmp_path)
    if name == "intake.receive":
        # A contributor may send files, but not of a kind that they may not record.
        arguments["layout"] = "names"
    if name == "programmes.set_up":
        # Nor may they set up a programme together with a kind of fact that they may not record.
        arguments["tables"].append(Table(**_typed(world, tmp_path)))
    with nothing_written(), pytest.raises(NotAllowed):
        ACTIONS[name].run(by=contributor, **arguments)


@every_action
def test_action_leaves_one_entry_of_who_when_and_why_under_the_next_version(world, name, tmp_path):
    arguments = EXAMPLES[name](world, tmp_path)
    before, version, started = AuditEvent.objects.count(), data_version(), timezone.now()
    ACTIONS[name].run(by=world, why="because it was asked for", **arguments)
    assert AuditEvent.objects.count() == before + 1
    entry = AuditEvent.objects.first()
    assert (entry.action, entry.by, entry.why) == (name, world, "because it was asked for")
    assert started <= entry.at <= timezone.now()
    assert entry.version == data_version() == version + 1
    assert entry.subject


@every_action
def test_failure_inside_rolls_everything_back_version_included(world, name, tmp_path, monkeypatch):
    arguments = EXAMPLES[name](world, tmp_path)

    def fail(**kwargs):
        raise RuntimeError("as if the power had gone before the audit entry was saved")

    with monkeypatch.context() as patch:
        patch.setattr(AuditEvent.objects, "create", fail)
        with nothing_written(), pytest.raises(RuntimeError):
            ACTIONS[name].run(by=world, **arguments)
    before = table_counts()
    ACTIONS[name].run(by=world, **arguments)
    assert table_counts() != before, "the failure was what kept it from being written"


def test_contributor_writes_what_their_role_may(world, contributor):
    received = receive(by=contributor, **_file(contributor, None))
    ACTIONS["intake.accept"].run(by=contributor, submission=received)
    assert AuditEvent.objects.first().by == contributor


def test_contributor_discards_their_own_file_and_no_other(world, contributor):
    ours, theirs = _received(contributor), _received(world)
    ACTIONS["intake.discard"].run(by=contributor, submission=ours)
    with nothing_written(), pytest.raises(NotAllowed):
        ACTIONS["intake.discard"].run(by=contributor, submission=theirs)


def test_two_actions_cannot_share_a_name():
    with pytest.raises(ValueError, match=r"Two actions are named intake\.accept"):
        action("intake.accept", needs="people.manage")(lambda by: None)
    with pytest.raises(KeyError):
        action("intake.mend", needs="no.such.permission")


@pytest.mark.parametrize(("role", "network"), [(Role.CONTRIBUTOR, ""), (Role.ADMINISTRATOR, "")])
def test_account_that_cannot_be_is_refused(administrator, role, network):
    arguments = {"username": "administrator", "password": "x", "role": role, "network": network}
    with nothing_written(), pytest.raises(ValueError):
        ACTIONS["people.create_account"].run(by=administrator, **arguments)
