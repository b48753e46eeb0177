"""Send a file, see what accepting it would do, and accept it whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell import intake
from groundswell.intake import LAYOUTS, Check
from groundswell.people.models import Role
from groundswell.people.policy import NotAllowed
from groundswell.programmes.models import Programme
from groundswell.reports import tables
from groundswell.submissions.findings import Refusal, Refused
from groundswell.submissions.incoming import source_row
from groundswell.submissions.models import Submission

from ..access import needs, person_of
from ..downloads import csv_response, file_response
from ..paging import page_of
from ..uploads import FILE_TYPES, UploadForm
from .errors import NotHere

LINES_A_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@needs("submissions.send")
def imports(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if request.method != "POST":
        return _upload_page(request, UploadForm(person=person), 200)
    form = UploadForm(request.POST, request.FILES, person=person)
    if not form.is_valid():
        return _upload_page(request, form, 400)
    file = form.cleaned_data["file"]
    submission = intake.receive(
        by=person,
        file_name=file.name,
        content=file.read(),
        layout=form.cleaned_data["layout"] or None,
        options=form.options,
    )
    return redirect("import_check", number=submission.pk)


def _upload_page(request: HttpRequest, form: UploadForm, status: int) -> HttpResponse:
    waiting = Submission.objects.filter(
        status=Submission.Status.RECEIVED, sender=person_of(request)
    )
    context = {"form": form, "waiting": waiting[:20], "file_types": ",".join(FILE_TYPES)}
    return render(request, "imports.jinja", context, status=status)


@require_safe
@needs("submissions.send")
def check(request: HttpRequest, number: int) -> HttpResponse:
    """What accepting the file would do. Nothing has been stored."""
    submission = _own(request, number)
    if submission.status != Submission.Status.RECEIVED:
        return redirect("submission", number=number)
    result = intake.check(submission)
    context = {
        "submission": submission,
        "check": result,
        "layout": LAYOUTS.get(result.layout),
        "refusals": page_of(request, result.refusals, LINES_A_PAGE),
        "additions": page_of(request, result.additions, LINES_A_PAGE, "new_page"),
        "corrections": result.corrections[:LINES_A_PAGE],
        "notes": result.notes[:LINES_A_PAGE],
        **_around(result),
    }
    return render(request, "check.jinja", context)


def _around(result: Check) -> dict[str, object]:
    """Where a mended file is sent, and the way back: a return's own pages, or those of all files.

    And of how many rows of a return the site is not one that it is about.
    """
    slug = result.options.get("programme", "") if result.layout == "return" else ""
    programme = Programme.objects.filter(slug=slug).first() if slug else None
    if programme is None:
        address = reverse("imports")
        trail = [("Innovations", reverse("home")), ("Import a file", address)]
        return {"again": address, "trail": trail, "elsewhere": 0}
    address = reverse("returns", kwargs={"slug": slug})
    board = reverse("programme", kwargs={"slug": slug})
    return {
        "again": f"{address}#send",
        "trail": [(programme.name, board), ("Returns", address)],
        "elsewhere": sum(r.column == "site" and bool(r.value) for r in result.refusals),
    }


@require_POST
@needs("submissions.send")
def accept(request: HttpRequest, number: int) -> HttpResponse:
    submission = _own(request, number)
    try:
        accepted = intake.accept(
            by=person_of(request), submission=submission, why=request.POST.get("why", "")
        )
    except Refused:
        messages.error(request, "The file was not accepted: some of it is refused, as shown here.")
        return redirect("import_check", number=number)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    messages.success(request, f"{accepted.file_name} is accepted. Its facts count from now on.")
    return redirect("submission", number=accepted.pk)


@require_POST
@needs("submissions.send")
def discard(request: HttpRequest, number: int) -> HttpResponse:
    submission = _own(request, number)
    try:
        intake.discard(by=person_of(request), submission=submission)
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("submission", number=number)
    messages.success(request, f"{submission.file_name} is discarded. Nothing of it was stored.")
    return redirect("imports")


@require_safe
@needs("submissions.send")
def refused_csv(request: HttpRequest, number: int) -> HttpResponse:
    """The refused rows as they came, each marked with why and how to mend it."""
    submission = _own(request, number)
    return csv_response(_refused_name(submission, "csv"), tables.text_csv(*_refused(submission)))


@require_safe
@needs("submissions.send")
def refused_xlsx(request: HttpRequest, number: int) -> HttpResponse:
    """The same as a workbook."""
    submission = _own(request, number)
    content = tables.text_xlsx("Refused", *_refused(submission))
    return file_response(_refused_name(submission, "xlsx"), XLSX, content)


def _refused_name(submission: Submission, ending: str) -> str:
    return f"refused-rows-of-{Path(submission.file_name).stem}.{ending}"


def _refused(submission: Submission) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headings and rows of a table of what is refused."""
    lines = list(_refused_lines(submission, intake.check(submission)))
    headings = max((line[0] for line in lines), key=len, default=())
    width = len(headings)
    return (
        (*headings, "sheet", "row", "column refused", "why refused", "how to mend"),
        [(*values, *[""] * (width - len(values)), *marks) for _, values, marks in lines],
    )


Line = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _refused_lines(submission: Submission, result: Check) -> Iterator[Line]:
    """(headings, values, marks) of each refused row, once, with all that is wrong with it."""
    by_row: dict[tuple[str, int], list[Refusal]] = {}
    for refusal in result.refusals:
        by_row.setdefault((refusal.sheet, refusal.row), []).append(refusal)
    for (sheet, number), refusals in by_row.items():
        try:
            cells = source_row(submission, sheet, number)
        except LookupError:  # said of the file or the sheet, not of a row
            cells = []
        yield (
            tuple(heading for heading, _ in cells),
            tuple(value for _, value in cells),
            (
                sheet,
                str(number or ""),
                "; ".join(r.column for r in refusals if r.column),
                "; ".join(r.why for r in refusals),
                "; ".join(r.mend for r in refusals if r.mend),
            ),
        )


def _own(request: HttpRequest, number: int) -> Submission:
    """A submission for whoever sent it, or for an administrator; nobody else learns of it."""
    person = person_of(request)
    found = Submission.objects.filter(pk=number).select_related("sender").first()
    if found is None or (found.sender_id != person.pk and person.role != Role.ADMINISTRATOR):
        raise NotHere(f"You sent no submission {number}.")
    return found
