"""Safety notices: the list, the form that issues one, and each with who has answered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from groundswell import intake
from groundswell.common.dates import day_name
from groundswell.common.matching import nearest
from groundswell.innovations.models import SafetyNotice
from groundswell.people.policy import NotAllowed, may
from groundswell.questions import safety as question
from groundswell.questions.places import PLACE_KINDS
from groundswell.questions.safety import SafetyAnswer, SafetyQuestion, SafetySite
from groundswell.reports.charts.safety import safety_picture
from groundswell.submissions.findings import Refused

from ..access import needs, person_of
from ..answers import answer_to
from ..pages import PAGES, adding_to, how_address, page_address
from ..paging import page_of
from ..safety import answerable, emails, may_answer_for, notices
from ..safety_forms import OUTCOMES, AnswerForm, NoticeForm, add_refusals, problems

SITES_A_PAGE = 100
STATUSES = {
    "outstanding": "Outstanding",
    "overdue": "Overdue",
    "acknowledged": "Acknowledged, not acted",
    "acted": "Acted",
    "apart": "May be about to have it, or may have had it",
}


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    listed = notices()
    context = {
        "open": [one for one in listed if one.answer.is_open],
        "answered": [one for one in listed if not one.answer.is_open],
        "may_issue": may(request.user, "safety.issue"),
    }
    return render(request, "safety.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("safety.issue")
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        form = NoticeForm(initial={"issued": day_name(timezone.localdate())})
        return _new_page(request, form, 200)
    form = NoticeForm(request.POST)
    if form.is_valid():
        try:
            intake.record(by=person_of(request), layout="safety-notices", rows=[form.row])
        except Refused as refused:
            add_refusals(form, refused.refusals)
    if form.errors:
        return _new_page(request, form, 400)
    messages.success(request, "The notice is issued. Below are the sites that it asks.")
    return redirect("safety_notice", slug=form.row["slug"])


def _new_page(request: HttpRequest, form: NoticeForm, status: int) -> HttpResponse:
    context = {"form": form, "problems": problems(form), "asks": SafetyNotice.Asks.choices}
    return render(request, "safety_new.jinja", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has answered; and, for whoever may, the form that answers for sites."""
    if not SafetyNotice.objects.filter(slug=slug).exists():
        return _no_such_notice(request, slug)
    if request.method == "POST":
        return _answer_for(request, slug)
    return _notice_page(request, slug, None, 200)


def _answer_for(request: HttpRequest, slug: str) -> HttpResponse:
    if not may(request.user, "safety.acknowledge"):
        raise PermissionDenied("This needs a network contributor. Log in with such an account.")
    person = person_of(request)
    form = AnswerForm(request.POST, sites=_own(request, slug))
    if form.is_valid():
        rows = form.rows(slug)
        try:
            intake.record(by=person, layout="acknowledgements", rows=rows)
        except Refused as refused:
            add_refusals(form, refused.refusals)
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        else:
            number = len(rows)
            what = f"{number:,} {'site' if number == 1 else 'sites'}"
            messages.success(request, f"Recorded for {what}. A later answer replaces this one.")
            return redirect(f"{reverse('safety_notice', kwargs={'slug': slug})}#sites")
    return _notice_page(request, slug, form, 400)


def _notice_page(
    request: HttpRequest, slug: str, form: AnswerForm | None, status: int
) -> HttpResponse:
    asked = PAGES["safety"].read({**request.GET.dict(), "notice": slug})
    if asked.question is None:
        refused = {"slug": slug, "messages_": list(asked.errors.values())}
        return render(request, "safety_refused.jinja", refused, status=400)
    if "" in request.GET.values():
        # A form's own address holds empty fields: the one to share does not.
        kept = {n: v for n, v in request.GET.items() if v and n in ("place", "status")}
        return redirect(adding_to(page_address(asked.question))(**kept) + "#sites")
    answer: SafetyAnswer = answer_to(asked.question)
    chosen = _chosen(request, answer)
    sites = [site for site in answerable(answer) if _is_chosen(site, chosen)]
    is_now = asked.question.known_on is None and asked.question.on is None
    ours = _own(request, slug) if is_now else set()
    if form is None:
        form = AnswerForm(initial={"acknowledged": day_name(timezone.localdate())}, sites=ours)
    picture = safety_picture(answer)
    here = request.build_absolute_uri(reverse("safety_notice", kwargs={"slug": slug}))
    may_send = may(request.user, "submissions.send")
    context: dict[str, Any] = {
        "answer": answer,
        "notice": answer.notice,
        "question": asked.question,
        "asked": asked,
        "place_kind": PLACE_KINDS[asked.question.by],
        "picture_alt": picture.alt if picture else None,
        "page": page_of(request, sites, SITES_A_PAGE),
        "ours": ours,
        "chosen": chosen,
        "statuses": STATUSES,
        "outcomes": OUTCOMES,
        "form": form,
        "problems": problems(form, {"site": "sites"}) if form.is_bound else [],
        "emails": emails(answer, here) if may_send else [],
        "how": adding_to(how_address(asked.question)),
        "today": timezone.localdate(),
    }
    return render(request, "safety_notice.jinja", context, status=status)


def _own(request: HttpRequest, slug: str) -> set[str]:
    """The codes of the sites that whoever asks may answer for, as they stand now."""
    listed = answerable(question.answer(SafetyQuestion(slug)))
    return {site.code for site in listed if may_answer_for(request.user, site)}


def _chosen(request: HttpRequest, answer: SafetyAnswer) -> dict[str, str]:
    place, status = request.GET.get("place", ""), request.GET.get("status", "")
    places = {row.code for row in answer.places}
    return {
        "place": place if place in places else "",
        "status": status if status in STATUSES else "",
    }


def _is_chosen(site: SafetySite, chosen: dict[str, str]) -> bool:
    if chosen["place"] and chosen["place"] not in {code for code, _ in site.places}:
        return False
    if chosen["status"] == "overdue":
        return site.is_overdue
    return not chosen["status"] or site.status == chosen["status"]


def _no_such_notice(request: HttpRequest, slug: str) -> HttpResponse:
    titles = dict(SafetyNotice.objects.values_list("slug", "title"))
    near = [(slug, titles[slug]) for slug in nearest(slug, titles)]
    return render(request, "no_such_notice.jinja", {"slug": slug, "near": near}, status=404)
