"""The 13 invented programmes, shaped after what has been published of real ones."""

from dataclasses import dataclass
from datetime import date

from groundswell.programmes.models import Programme

_RUNNING, _CLOSED = Programme.Outcome.RUNNING, Programme.Outcome.CLOSED
_WITHDRAWN, _HANDED_OVER = Programme.Outcome.WITHDRAWN, Programme.Outcome.HANDED_OVER
_NATIONAL = "NHS England and the Office for Life Sciences"


@dataclass(frozen=True, slots=True)
class InventedProgramme:
    """A programme to spread one innovation, whose curve starts when it does or a month after."""

    slug: str
    name: str
    innovation: str
    commissioner: str
    start: date
    end: date | None
    outcome: Programme.Outcome
    what: str
    scope: Programme.Scope = Programme.Scope.NATIONAL

    @property
    def summary(self) -> str:
        return f"{self.what} Invented for demonstration, commission and all."


PROGRAMMES: tuple[InventedProgramme, ...] = (
    InventedProgramme(
        "steady-street-national", "Steady Street national programme", "steady-street",
        _NATIONAL, date(2018, 4, 1), date(2021, 5, 31), _WITHDRAWN,
        "Spread to mental health trusts, then withdrawn everywhere after concerns about how it "
        "treated people. Every adopter stopped; what had been adopted, and when, stays on record.",
    ),
    InventedProgramme(
        "oxygen-at-home-national", "Oxygen at Home Watch, winter 2020", "oxygen-at-home-watch",
        "NHS England", date(2020, 11, 1), date(2022, 3, 31), _CLOSED,
        "Live in every area within months. Enrolment records are known for few of the people who "
        "could have been enrolled: adopted is not the same as reached.",
    ),
    InventedProgramme(
        "medicines-handshake-national", "Medicines Handshake national programme",
        "medicines-handshake", _NATIONAL, date(2018, 4, 1), date(2021, 3, 31), _HANDED_OVER,
        "Spread to acute trusts, then became an NHS service that they provide as usual.",
    ),
    InventedProgramme(
        "magnesium-maternity", "Magnesium First Hour for England", "magnesium-first-hour",
        "NHS England", date(2018, 5, 1), date(2020, 4, 30), _CLOSED,
        "A maternity programme: a midwife lead and a coach for every unit.",
    ),
    InventedProgramme(
        "safer-script-national", "Safer Script Searches national programme",
        "safer-script-searches", _NATIONAL, date(2018, 4, 1), date(2021, 3, 31), _CLOSED,
        "Searches and support for every practice that asked.",
    ),
    InventedProgramme(
        "exhale-mark-uptake", "Exhale Mark rapid uptake", "exhale-mark",
        _NATIONAL, date(2021, 4, 1), date(2023, 3, 31), _CLOSED,
        "Networks reported it by quarter only.",
    ),
    InventedProgramme(
        "home-pressure-national", "Home Pressure Loop for primary care networks",
        "home-pressure-loop", _NATIONAL, date(2022, 4, 1), date(2023, 12, 31), _CLOSED,
        "Networks reported it by month only.",
    ),
    InventedProgramme(
        "lipid-ladder-national", "Lipid Ladder national programme", "lipid-ladder",
        _NATIONAL, date(2020, 4, 1), None, _RUNNING,
        "Finding and treating people whose cholesterol stays high.",
    ),
    InventedProgramme(
        "focus-lantern-national", "Focus Lantern national programme", "focus-lantern",
        _NATIONAL, date(2020, 4, 1), date(2023, 3, 31), _CLOSED,
        "Shorter waits for children who may have ADHD.",
    ),
    InventedProgramme(
        "first-plate-national", "First Plate for every young person", "first-plate",
        "NHS England", date(2020, 10, 1), date(2023, 9, 30), _CLOSED,
        "Reached almost every mental health trust.",
    ),
    InventedProgramme(
        "placenta-signal-funding", "Placenta Signal funding mandate", "placenta-signal",
        "NHS England", date(2021, 4, 1), date(2024, 3, 31), _CLOSED,
        "A mandate to pay for the test where it is used.",
    ),
    InventedProgramme(
        "orvelastat-uptake", "Orvelastat rapid uptake", "orvelastat",
        _NATIONAL, date(2015, 10, 1), None, _RUNNING,
        "What practices say they do, beside what prescribing shows that they do.",
    ),
    InventedProgramme(
        "wound-compass-south-west", "Wound Compass in the South West", "wound-compass",
        "ICBs of two networks", date(2022, 4, 1), None, _RUNNING,
        "A local programme of two networks.", Programme.Scope.LOCAL,
    ),
)  # fmt: skip
