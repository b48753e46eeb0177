"""Every address that Groundswell answers."""

from allauth.account import views as account
from django.urls import path
from django.views.generic import RedirectView

from groundswell.api.v1 import api
from groundswell.web.views import (
    answers,
    errors,
    home,
    how,
    imports,
    information,
    innovations,
    measures,
    recorded_use,
    submissions,
)

SVG, PNG = {"form": "svg"}, {"form": "png"}

urlpatterns = [
    path("", home.home, name="home"),
    path("innovations/", RedirectView.as_view(pattern_name="home")),
    path("innovations/<slug:slug>/", innovations.innovation, name="innovation"),
    path("innovations/<slug:slug>/use.csv", recorded_use.use_csv, name="use_csv"),
    path("measures/", measures.measures, name="measures"),
    path("measures/<slug:slug>/", measures.measure, name="measure"),
    # Of every question in `web.pages.PAGES`, by its name.
    path("questions/<slug:name>/how/", how.how, name="how"),
    path("questions/<slug:name>/rows.csv", how.rows_csv, name="rows_csv"),
    path("questions/<slug:name>/table.xlsx", answers.workbook, name="table_xlsx"),
    path("questions/<slug:name>/<slug:table>.csv", answers.table, name="table_csv"),
    path("questions/<slug:name>/<slug:picture>.svg", answers.picture, SVG, name="picture"),
    path("questions/<slug:name>/<slug:picture>.png", answers.picture, PNG, name="picture"),
    path("submissions/", submissions.submissions, name="submissions"),
    path("submissions/<int:number>/", submissions.submission, name="submission"),
    path("submissions/<int:number>/rows/<int:row>/", submissions.row, name="source_row"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:number>/", imports.check, name="import_check"),
    path("imports/<int:number>/accept/", imports.accept, name="import_accept"),
    path("imports/<int:number>/discard/", imports.discard, name="import_discard"),
    path("imports/<int:number>/refused.csv", imports.refused_csv, name="import_refused"),
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
