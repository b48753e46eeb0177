"""Every address that Groundswell answers."""

from allauth.account import views as account
from django.urls import path
from django.views.generic import RedirectView

from groundswell.api.v1 import api
from groundswell.web.views import (
    added_up,
    answers,
    errors,
    home,
    how,
    imports,
    information,
    innovations,
    measures,
    programme_setup,
    programmes,
    questions,
    recorded_use,
    returns,
    safety,
    sites,
    submissions,
    worklists,
)

SVG, PNG = {"form": "svg"}, {"form": "png"}

urlpatterns = [
    path("", home.home, name="home"),
    path("innovations/", RedirectView.as_view(pattern_name="home")),
    path("innovations/<slug:slug>/", innovations.innovation, name="innovation"),
    path("innovations/<slug:slug>/use.csv", recorded_use.use_csv, name="use_csv"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programme_setup.new, name="programme_new"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
    path("programmes/<slug:slug>/set-up/", programme_setup.agreed, name="programme_set_up"),
    path(
        "programmes/<slug:slug>/set-up/<slug:table>.csv",
        programme_setup.agreed_csv,
        name="programme_set_up_csv",
    ),
    path("programmes/<slug:slug>/returns/", returns.returns, name="returns"),
    path("programmes/<slug:slug>/return.xlsx", returns.template, name="return_template"),
    path("safety/", safety.safety, name="safety"),
    path("safety/new/", safety.new, name="safety_new"),
    path("safety/<slug:slug>/", safety.notice, name="safety_notice"),
    path("sites/", sites.sites, name="sites"),
    # A code has capitals and hyphens, and an acronym may have more.
    path("sites/<str:slug>/", sites.site, name="site"),
    path("measures/", measures.measures, name="measures"),
    path("measures/<slug:slug>/", measures.measure, name="measure"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<slug:name>/", questions.question, name="question"),
    # Of every question in `web.pages.PAGES`, by its name.
    path("questions/<slug:name>/how/", how.how, name="how"),
    path("questions/<slug:name>/rows.csv", how.rows_csv, name="rows_csv"),
    path("questions/<slug:name>/table.xlsx", answers.workbook, name="table_xlsx"),
    path("questions/<slug:name>/<slug:table>.csv", answers.table, name="table_csv"),
    path("questions/<slug:name>/<slug:picture>.svg", answers.picture, SVG, name="picture"),
    path("questions/<slug:name>/<slug:picture>.png", answers.picture, PNG, name="picture"),
    path("programmes/<slug:slug>/do-next/", worklists.do_next, name="do_next"),
    path("submissions/", submissions.submissions, name="submissions"),
    path("submissions/<int:number>/", submissions.submission, name="submission"),
    path("submissions/<int:number>/rows/<int:row>/", submissions.row, name="source_row"),
    path("submissions/<int:number>/added-up/", added_up.added_up, name="added_up"),
    path("submissions/<int:number>/added-up.csv", added_up.added_up_csv, name="added_up_csv"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:number>/", imports.check, name="import_check"),
    path("imports/<int:number>/accept/", imports.accept, name="import_accept"),
    path("imports/<int:number>/discard/", imports.discard, name="import_discard"),
    path("imports/<int:number>/refused.csv", imports.refused_csv, name="import_refused"),
    path("imports/<int:number>/refused.xlsx", imports.refused_xlsx, name="import_refused_xlsx"),
    path("api/v1/", api.urls),
    path("about/", information.about, name="about"),
    path("accessibility/", information.accessibility, name="accessibility"),
    # Of allauth only these: accounts are made by an administrator, who also resets passwords.
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many_requests
handler500 = errors.server_error
