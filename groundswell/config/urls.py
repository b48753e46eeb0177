"""Every address that Groundswell answers."""

from allauth.account import views as account
from django.urls import path
from django.views.generic import RedirectView

from groundswell.api.v1 import api
from groundswell.web.views import (
    errors,
    home,
    how,
    imports,
    information,
    innovations,
    recorded_use,
    spread,
    submissions,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("innovations/", RedirectView.as_view(pattern_name="home")),
    path("innovations/<slug:slug>/", innovations.innovation, name="innovation"),
    path("innovations/<slug:slug>/use.csv", recorded_use.use_csv, name="use_csv"),
    path("questions/spread/how/", how.how, name="how"),
    path("questions/spread/rows.csv", how.rows_csv, name="rows_csv"),
    path("questions/spread/table.csv", spread.table_csv, name="table_csv"),
    path("questions/spread/table.xlsx", spread.table_xlsx, name="table_xlsx"),
    path("questions/spread/curve.svg", spread.curve, name="curve"),
    path("questions/spread/map.svg", spread.tile_map, name="tile_map"),
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
