"""Sending files by the API, with a token: checked first, accepted whole or not at all."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import File, Router
from ninja.files import UploadedFile
from ninja.security import HttpBearer

from groundswell import intake
from groundswell.adoption.asked import NotAsked, find_return
from groundswell.common.matching import did_you_mean, nearest
from groundswell.intake import LAYOUTS, Check
from groundswell.intake.steps import check_content
from groundswell.people import policy
from groundswell.people.models import Person
from groundswell.people.policy import NotAllowed
from groundswell.people.tokens import holder
from groundswell.reports.return_workbook import NothingToReturn, template_of
from groundswell.submissions.findings import Refused
from groundswell.submissions.models import Submission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OURS = ("layout", "dry_run", "why")  # parameters that are no options of a layout


class Token(HttpBearer):
    """A person by the token they send. No cookie counts, so no other page can send for them."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        return holder(token)


class TokenOrNobody(HttpBearer):
    """A person by their token, or the public: a token that is wrong is still refused."""

    def __call__(self, request: HttpRequest) -> Any:
        if "Authorization" not in request.headers:
            return PUBLIC
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        return holder(token)


PUBLIC = "public"
router = Router(auth=Token(), tags=["submissions"])


@router.post("/submissions", summary="Check a file, and accept it with dry_run=false")
def send(
    request: HttpRequest,
    file: File[UploadedFile],
    layout: str | None = None,
    programme: str | None = None,
    network: str | None = None,
    round: str | None = None,
    dry_run: bool = True,
    why: str = "",
) -> HttpResponse:
    """The check says what accepting the file would do; nothing is stored unless `dry_run` is false.

    Options of other layouts are parameters too, by their names. 200: checked; 201: accepted; 403:
    not yours to send; 409: accepted before; 422: refused, with where, why and how to mend it.
    """
    by = _sender(request)
    if layout is not None and layout not in LAYOUTS:
        near = did_you_mean(nearest(layout, LAYOUTS))
        raise ValueError(f"There is no layout {layout!r}. {near}".rstrip())
    if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        return JsonResponse({"error": f"The file is over {limit} MB."}, status=413)
    given = {k: str(v).strip() for k, v in request.GET.items() if k not in _OURS}
    options = {k: v for k, v in given.items() if v}
    name, content = file.name or "file", file.read()
    try:
        policy.require(by, "submissions.send")
        check = check_content(
            by=by, file_name=name, content=content, layout=layout, options=options
        )
        if dry_run:
            return JsonResponse(_check(check))
        if not check.acceptable:
            return JsonResponse(_check(check), status=409 if check.already else 422)
        received = intake.receive(
            by=by, file_name=name, content=content, layout=check.layout, options=options, why=why
        )
        accepted = intake.accept(by=by, submission=received, why=why)
    except NotAllowed as error:
        return JsonResponse({"error": str(error)}, status=403)
    except Refused as refused:  # by what somebody else sent in the meantime
        refusals = [asdict(refusal) for refusal in refused.refusals]
        return JsonResponse({"acceptable": False, "refusals": refusals}, status=422)
    return JsonResponse({**_check(check), "submission": _submission(accepted)}, status=201)


@router.get("/submissions/{int:number}", auth=TokenOrNobody(), summary="One submission")
def submission(request: HttpRequest, number: int) -> HttpResponse:
    """Accepted ones are public; others are for those who work on them."""
    person = request.auth  # type: ignore[attr-defined]  # what the token told
    held = Submission.objects.filter(pk=number)
    if person is PUBLIC or not policy.may(person, "submissions.read"):
        held = held.filter(status=Submission.Status.ACCEPTED)
    found = held.first()
    if found is None:
        return JsonResponse({"error": f"There is no accepted submission {number}."}, status=404)
    return JsonResponse(_submission(found))


@router.get("/programmes/{slug}/return.xlsx", summary="The template of a network's return")
def template(request: HttpRequest, slug: str, network: str, round: str) -> HttpResponse:
    """The workbook that a network fills in for a round; `round` as 2018-04-01 or 2018-Q2."""
    try:
        policy.require(_sender(request), "submissions.send")
        name, content = template_of(find_return(slug, network, round))
    except NotAllowed as error:
        return JsonResponse({"error": str(error)}, status=403)
    except (NotAsked, NothingToReturn) as error:
        return JsonResponse({"error": str(error)}, status=404)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _sender(request: HttpRequest) -> Person:
    person = request.auth  # type: ignore[attr-defined]  # set by `Token`
    assert isinstance(person, Person)
    return person


def _check(check: Check) -> dict[str, Any]:
    """A check for a program to read."""
    return {
        "summary": check.summary,
        "acceptable": check.acceptable,
        "layout": check.layout,
        "options": check.options,
        "rows": check.rows,
        "new": check.new,
        "unchanged": check.unchanged,
        "blank": check.blank,
        "additions": [asdict(change) for change in check.additions],
        "corrections": [asdict(change) for change in check.corrections],
        "refusals": [asdict(refusal) for refusal in check.refusals],
        "notes": [asdict(note) for note in check.notes],
        "already": check.already.pk if check.already else None,
    }


def _submission(found: Submission) -> dict[str, Any]:
    """A submission without who sent it: that is nobody's business outside."""
    return {
        "id": found.pk,
        "status": found.status,
        "layout": found.layout,
        "options": found.options,
        "file_name": found.file_name,
        "sha256": found.sha256,
        "size": found.size,
        "received_at": found.received_at.isoformat(),
        "accepted_at": found.accepted_at.isoformat() if found.accepted_at else None,
        "data_version": found.version,
        "rows": found.rows,
        "facts": found.facts,
        "notes": found.notes,
    }
