"""Sites: finding one by code, name or postcode, and the page of each."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from groundswell.common.matching import nearest
from groundswell.organisations.codes import clean_postcode
from groundswell.organisations.models import Kind, Name, Organisation, Postcode
from groundswell.organisations.queries import names_on, postcodes_on
from groundswell.questions import at_site
from groundswell.questions.at_site import SiteAnswer
from groundswell.questions.errors import NotFound
from groundswell.reports.at_site import shown_size
from groundswell.reports.disclosure import Suppressed

from ..pages import PAGES, adding_to, how_address, page_address
from ..paging import page_of

SITES_A_PAGE = 50
# What can take something up; the others are places that contain them.
KINDS = tuple(kind for kind in Kind if kind not in (Kind.REGION, Kind.NETWORK))


@require_safe
def sites(request: HttpRequest) -> HttpResponse:
    """Search by code, name or postcode; a code that is exactly one leads straight to its page."""
    text = request.GET.get("q", "").strip()
    exact = Organisation.objects.filter(code__in=[text, text.upper()]).first() if text else None
    if exact is not None:
        return redirect("site", slug=exact.code)
    found = _found(text) if text else []
    near = _near(text) if text and not found else []
    context = {"text": text, "page": page_of(request, found, SITES_A_PAGE), "near": near}
    return render(request, "sites.jinja", context)


def _found(text: str) -> list[tuple[str, str, str, str]]:
    """(code, name today, kind, postcode) of sites, by name.

    Those whose code or postcode begins with a text, or whose name, at any time, holds its words.
    """
    named = Name.objects.all()
    for word in text.split():
        named = named.filter(name__icontains=word)
    there = Postcode.objects.filter(postcode__istartswith=clean_postcode(text) or text)
    wanted = (
        Q(code__istartswith=text)
        | Q(pk__in=named.values("organisation_id"))
        | Q(pk__in=there.values("organisation_id"))
    )
    rows = Organisation.objects.filter(wanted, kind__in=KINDS).values_list("code", "kind")
    today, codes = localdate(), [code for code, _ in rows]
    names, postcodes = names_on(codes, today), postcodes_on(codes, today)
    listed = [
        (code, names.get(code, code), str(Kind(kind).label), postcodes.get(code, ""))
        for code, kind in rows
    ]
    return sorted(listed, key=lambda row: (row[1], row[0]))


def _near(text: str) -> list[tuple[str, str]]:
    codes = list(Organisation.objects.values_list("code", flat=True))
    near = nearest(text.upper(), codes)
    names = names_on(near, localdate())
    return [(code, names.get(code, code)) for code in near]


@require_safe
def site(request: HttpRequest, slug: str) -> HttpResponse:
    asked = PAGES["site"].read({**request.GET.dict(), "site": slug})
    if asked.question is None:
        context = {"slug": slug, "messages_": list(asked.errors.values())}
        return render(request, "site_refused.jinja", context, status=400)
    if "" in request.GET.values():
        # A form's own address holds empty fields: the one to share does not.
        return redirect(page_address(asked.question))
    try:
        answer: SiteAnswer = at_site.answer(asked.question)
    except NotFound as error:
        near = _near(slug) if error.near else []
        return render(request, "no_such_site.jinja", {"slug": slug, "near": near}, status=404)
    if answer.code != slug:
        return redirect("site", slug=answer.code)
    return render(request, "site.jinja", _about(asked, answer))


def _about(asked: Any, answer: SiteAnswer) -> dict[str, Any]:
    sizes = {peer.code: shown_size(peer.size) for peer in answer.peers}
    return {
        "asked": asked,
        "question": asked.question,
        "answer": answer,
        "sizes": sizes,
        "hides": any(isinstance(size, Suppressed) for size in sizes.values()),
        "in_programmes": [p for p in answer.programmes if p.is_in],
        "could_join": [p for p in answer.programmes if p.could_join],
        "passed_by": [p for p in answer.programmes if not p.is_in and not p.could_join],
        "how": adding_to(how_address(asked.question)),
    }
