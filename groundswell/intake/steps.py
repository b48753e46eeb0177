"""Receive a file, check it, accept it whole or not at all."""

from collections.abc import Callable
from pathlib import Path

from django.utils import timezone

from groundswell.common.matching import did_you_mean, nearest
from groundswell.people import policy
from groundswell.people.action import Done, action, data_version
from groundswell.people.models import Person
from groundswell.submissions import incoming
from groundswell.submissions.findings import Findings, Refusal, Refused
from groundswell.submissions.layouts import Checked, Layout
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Sheet, read_sheets

from .layouts import LAYOUTS
from .outcome import Check

Progress = Callable[[str], None]

ANY_LAYOUT = "any layout that Groundswell knows"


def _silent(step: str) -> None:
    """Progress for callers that show none."""


def check_content(
    *,
    by: Person,
    file_name: str,
    content: bytes,
    layout: str | None,
    options: dict[str, str],
    group: str | None = None,
    progress: Progress = _silent,
) -> Check:
    """Check a file without storing anything. `group` keeps to the layouts of one group."""
    findings = Findings(file_name)
    sha256 = incoming.sha256_of(content)
    try:
        progress("Reading")
        sheets = read_sheets(file_name, content, findings)
        found = _layout_of(sheets, layout, group, options, findings)
        policy.require(by, found.permission)
        if found.tell_options is not None:
            options = found.tell_options(sheets, options, findings)
        _refuse_wrong_options(found, options, findings)
        already = _accepted_already(found, options, sha256)
        if already or findings.refusals:
            return _result(found.name, findings, options, already, None)
        progress("Checking")
        checked = found.check(sheets, options, by, findings)
        if not checked.rows and not findings.refusals:
            findings.refuse("", 0, "", "", "The file has no rows.", "Send a file with rows.")
        return _result(found.name, findings, options, None, checked)
    except Refused as refused:
        return Check(
            layout=layout or "",
            rows=0,
            new=0,
            corrections=(),
            unchanged=0,
            refusals=refused.refusals,
            notes=tuple(findings.notes),
            already=None,
            checked=None,
            options=options,
        )


def _result(
    layout: str,
    findings: Findings,
    options: dict[str, str],
    already: Submission | None,
    checked: Checked | None,
) -> Check:
    return Check(
        layout=layout,
        rows=checked.rows if checked else 0,
        new=checked.new if checked else 0,
        corrections=checked.changes if checked else (),
        unchanged=checked.unchanged if checked else 0,
        refusals=tuple(sorted(findings.refusals, key=lambda r: (r.sheet, r.row))),
        notes=tuple(findings.notes),
        already=already,
        checked=checked,
        blank=checked.blank if checked else 0,
        options=options,
    )


def _layout_of(
    sheets: list[Sheet],
    name: str | None,
    group: str | None,
    options: dict[str, str],
    findings: Findings,
) -> Layout:
    """The layout named, or the one that options or the file's shape tell. Raises Refused."""
    candidates = [LAYOUTS[name]] if name else list(LAYOUTS.values())
    candidates = [layout for layout in candidates if group in (None, layout.group)]
    told = [layout for layout in candidates if layout.told_by & options.keys()]
    for layout in told or candidates:
        if told or layout.recognise(sheets):
            return layout
    headings = ", ".join(h for h in (sheets[0].headings if sheets else ()) if h)[:120]
    known = "that layout" if name else f"any layout of {group}" if group else ANY_LAYOUT
    raise Refused(
        (
            Refusal(
                findings.file,
                "",
                1,
                "",
                headings,
                f"The first row does not look like {known}.",
                "Check the headings against the page of layouts (docs/reference/layouts.md).",
            ),
        )
    )


def _refuse_wrong_options(layout: Layout, options: dict[str, str], findings: Findings) -> None:
    known = {option.name for option in layout.options}
    for name in options.keys() - known:
        flag = "--" + name.replace("_", "-")
        why = f"The layout {layout.name} has no option {flag}."
        findings.refuse("", 0, flag, options[name], why, did_you_mean(nearest(name, known)))
    for option in layout.options:
        if option.required and not options.get(option.name):
            flag = "--" + option.name.replace("_", "-")
            findings.refuse("", 0, flag, "", f"The layout {layout.name} needs {flag}.", option.help)


def _accepted_already(layout: Layout, options: dict[str, str], sha256: str) -> Submission | None:
    accepted = Submission.objects.filter(
        layout=layout.name, options=canonical(options), status=Submission.Status.ACCEPTED
    )
    if layout.replaces:
        last = accepted.order_by("-version").first()
        return last if last is not None and last.sha256 == sha256 else None
    return accepted.filter(sha256=sha256).first()


def canonical(options: dict[str, str]) -> dict[str, str]:
    """Options as stored: those given, by name, so that the same ones are always equal."""
    return {name: value for name, value in sorted(options.items()) if value}


def check(submission: Submission) -> Check:
    """Check a file that was received."""
    return check_content(
        by=submission.sender,
        file_name=submission.file_name,
        content=incoming.content_of(submission),
        layout=submission.layout or None,
        options=submission.options,
    )


@action("intake.receive", needs="submissions.send")
def receive(
    *, by: Person, file_name: str, content: bytes, layout: str | None, options: dict[str, str]
) -> Done[Submission]:
    """Keep a file as received. It says nothing yet."""
    if layout is not None:
        policy.require(by, LAYOUTS[layout].permission)
    submission = Submission.objects.create(
        layout=layout or "",
        options=canonical(options),
        file_name=Path(file_name).name,
        sha256=incoming.keep(content),
        size=len(content),
        sender=by,
        received_at=timezone.now(),
    )
    return Done(submission, submission.file_name, {"submission": submission.pk})


@action("intake.accept", needs="submissions.send")
def accept(*, by: Person, submission: Submission) -> Done[Submission]:
    """Check a received file once more and store what it says, all of it.

    Raises Refused, with nothing stored, when any row is refused; and NotAllowed when the person
    may not record facts of this kind. A file accepted already is returned as it is.
    """
    submission = Submission.objects.get(pk=submission.pk)
    if submission.status == Submission.Status.DISCARDED:
        raise ValueError(f"Submission {submission.pk} was discarded: send the file again.")
    content = incoming.content_of(submission)
    result = check_content(
        by=by,
        file_name=submission.file_name,
        content=content,
        layout=submission.layout or None,
        options=submission.options,
    )
    if result.already is not None:
        return Done(result.already, submission.file_name, {"already": result.already.pk})
    if result.checked is None or not result.acceptable:
        raise Refused(result.refusals)
    return store(by, submission, result)


def store(by: Person, submission: Submission, result: Check) -> Done[Submission]:
    assert result.checked is not None  # acceptable
    submission.layout = result.layout
    submission.options = canonical(result.options)
    submission.rows = result.rows
    submission.notes = [{"sheet": n.sheet, "row": n.row, "text": n.text} for n in result.notes]
    submission.status = Submission.Status.ACCEPTED
    submission.accepted_at = timezone.now()
    submission.version = data_version()
    submission.save()
    submission.facts = LAYOUTS[result.layout].store(submission, result.checked)
    submission.save(update_fields=["facts"])
    return Done(
        submission, submission.file_name, {"submission": submission.pk, "facts": submission.facts}
    )


@action("intake.discard", needs="submissions.send")
def discard(*, by: Person, submission: Submission) -> Done[Submission]:
    """Set a received file aside. An accepted one stays: a correction is a new file."""
    submission = Submission.objects.get(pk=submission.pk)
    if submission.status != Submission.Status.RECEIVED:
        raise ValueError(
            f"Submission {submission.pk} is {submission.get_status_display().lower()}."
        )
    if submission.sender_id != by.pk:
        policy.require(by, "people.manage")
    submission.status = Submission.Status.DISCARDED
    submission.save(update_fields=["status"])
    return Done(submission, submission.file_name, {"submission": submission.pk})


@action("intake.import_file", needs="submissions.send")
def import_file(
    *,
    by: Person,
    path: Path,
    layout: str | None = None,
    options: dict[str, str] | None = None,
    group: str | None = None,
    progress: Progress = _silent,
) -> Done[Submission]:
    """Receive and accept a file in one step, as the command line does.

    Raises Refused with nothing stored. A file accepted already is returned as it is.
    """
    content = path.read_bytes()
    result = check_content(
        by=by,
        file_name=path.name,
        content=content,
        layout=layout,
        options=options or {},
        group=group,
        progress=progress,
    )
    if result.already is not None:
        return Done(result.already, path.name, {"already": result.already.pk})
    if result.checked is None or not result.acceptable:
        raise Refused(result.refusals)
    progress("Storing")
    submission = Submission(
        options=canonical(options or {}),
        file_name=path.name,
        sha256=incoming.keep(content),
        size=len(content),
        sender=by,
        received_at=timezone.now(),
    )
    return store(by, submission, result)
