"""The 40 invented innovations: what each is, who could take it up and how it spreads.

Every maker is invented too. The numbers under `Spread` are chosen to look like the curves that
published programmes describe: eight years to adoption at the median, some fast, some that stall.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from groundswell.innovations.models import Innovation as Catalogue
from groundswell.organisations.models import Kind

from .trusts import ACUTE, MENTAL_HEALTH

_K, _O = Catalogue.Kind, Catalogue.Origin
Dates = Literal["mixed", "day", "month", "quarter"]


@dataclass(frozen=True, slots=True)
class Spread:
    """A Bass curve, its start staggered by network.

    `start`: when the first sites could take it up. `copying` and `starting` are the yearly q and
    p of the curve, `ceiling` the share of sites that ever take it up. `lag` is the mean number of
    months by which networks trail the one where it began. `known`: the share of sites without it
    of which something is known. `leaving` and `pausing`: the share of adopters that stop in a
    year, and that ever pause.
    """

    start: date
    starting: float
    copying: float
    ceiling: float
    lag: float = 9
    known: float = 0.55
    leaving: float = 0.02
    pausing: float = 0.07
    dates: Dates = "mixed"
    recalled: date | None = None


@dataclass(frozen=True, slots=True)
class Invented:
    """An innovation. `networks` empty: sites of all networks could take it up.

    `finding` is what was published of the real one that it is modelled on.
    """

    slug: str
    name: str
    kind: Catalogue.Kind
    origin: Catalogue.Origin
    maker: str
    what: str
    sites: Kind
    home: str
    spread: Spread
    networks: tuple[str, ...] = ()
    sector: str = ""
    finding: str = ""
    finding_source: str = ""

    @property
    def summary(self) -> str:
        return f"{self.what} Invented for demonstration, as is {self.maker}, said to have made it."


_P, _T, _M = Kind.PRACTICE, Kind.TRUST, Kind.MATERNITY

INNOVATIONS: tuple[Invented, ...] = (
    # GP practices, primary care networks and areas
    Invented(
        "heartwise-lens", "Heartwise Lens", _K.DEVICE, _O.INDUSTRY, "Brindlecroft Devices Ltd",
        "A hand-held reader that looks for an irregular pulse at a routine appointment.",
        _P, "HIN-SL", Spread(date(2016, 4, 1), 0.03, 0.75, 0.42, lag=14),
    ),
    Invented(
        "safer-script-searches", "Safer Script Searches", _K.DIGITAL, _O.ACADEMIA,
        "the University of Wexcombe",
        "Searches of the record that find people at risk from their medicines.",
        _P, "HI-EM", Spread(date(2018, 4, 1), 0.06, 1.1, 0.58, lag=7),
    ),
    Invented(
        "exhale-mark", "Exhale Mark", _K.DIAGNOSTIC, _O.INDUSTRY, "Tolverfield Diagnostics Ltd",
        "A breath test that helps to diagnose asthma in the practice.",
        _P, "HI-Wessex", Spread(date(2021, 4, 1), 0.07, 1.3, 0.5, lag=5, dates="quarter"),
    ),
    Invented(
        "lipid-ladder", "Lipid Ladder", _K.PATHWAY, _O.STAFF, "the Corrinridge lipid team",
        "Steps for finding and treating people whose cholesterol stays high.",
        _P, "HI-NENC", Spread(date(2020, 4, 1), 0.04, 0.8, 0.66, lag=8),
    ),
    Invented(
        "clearcall-triage", "Clearcall Triage", _K.DIGITAL, _O.INDUSTRY, "Dunnockshaw Software Ltd",
        "Online requests, sorted so that the right person answers each.",
        _P, "HI-West", Spread(date(2019, 7, 1), 0.12, 1.9, 0.72, lag=3, leaving=0.05),
    ),
    Invented(
        "orvelastat", "Orvelastat", _K.MEDICINE, _O.INDUSTRY, "Quincereach Pharma plc",
        "A once-weekly tablet for high cholesterol where other medicines do not suit.",
        _P, "HI-Man", Spread(date(2015, 10, 1), 0.015, 0.62, 0.7, lag=10),
    ),
    Invented(
        "lighter-inhaler-switch", "Lighter Inhaler Switch", _K.WAY_OF_WORKING, _O.STAFF,
        "the Sorrelgarth practice team",
        "A review that offers people an inhaler with a smaller carbon footprint.",
        _P, "HI-OTV", Spread(date(2019, 10, 1), 0.03, 0.9, 0.5, lag=10, known=0.35),
        ("HI-OTV", "HI-Wessex", "HI-KSS", "HI-SW", "HI-West"),
    ),
    Invented(
        "doorstep-kidney-check", "Doorstep Kidney Check", _K.DIAGNOSTIC, _O.INDUSTRY,
        "Pebblecombe Health Ltd",
        "A posted urine test, read by a telephone, for people with diabetes.",
        _P, "HI-YH", Spread(date(2018, 10, 1), 0.04, 0.95, 0.6, lag=8),
        ("HI-YH", "HI-NENC", "HI-EM"),
    ),
    Invented(
        "mole-relay", "Mole Relay", _K.DIGITAL, _O.INDUSTRY, "Larkenfield Imaging Ltd",
        "Skin photographs sent from practice to specialist the same day.",
        _P, "HI-NWC", Spread(date(2017, 4, 1), 0.04, 0.9, 0.48, lag=10),
        ("HI-NWC", "HI-Man"),
    ),
    Invented(
        "steady-knees", "Steady Knees", _K.SERVICE, _O.STAFF, "the Medlarcroft physiotherapists",
        "Group classes for people with painful knees and hips.",
        _P, "HIN-SL", Spread(date(2015, 4, 1), 0.03, 0.7, 0.35, lag=12),
        ("HIN-SL", "HI-KSS", "ICHP"),
    ),
    Invented(
        "memory-morning", "Memory Morning", _K.PATHWAY, _O.STAFF, "the Heronwick memory clinic",
        "Dementia reviews with every professional in one morning.",
        _P, "HI-SW", Spread(date(2017, 10, 1), 0.03, 0.6, 0.4, lag=9, dates="month"),
        ("HI-SW", "HI-West"),
    ),
    Invented(
        "glimmer-patch", "Glimmer Patch", _K.DEVICE, _O.INDUSTRY, "Silverhurst Sensors Ltd",
        "A patch that shows people with diabetes their glucose without a finger prick.",
        _P, "UCLP", Spread(date(2017, 10, 1), 0.09, 1.3, 0.85, lag=5, leaving=0.005),
        ("UCLP", "HI-East", "ICHP"),
    ),
    Invented(
        "wound-compass", "Wound Compass", _K.DIGITAL, _O.ACADEMIA, "Calderwick University",
        "Photographs that measure a leg ulcer and show whether it is healing.",
        _P, "HI-West", Spread(date(2022, 4, 1), 0.05, 1.0, 0.55, lag=4),
        ("HI-West", "HI-SW"),
    ),
    Invented(
        "small-talk-check", "Small Talk Check", _K.WAY_OF_WORKING, _O.OTHER,
        "the Wagtail Children's Trust, a charity",
        "A short check of how a two-year-old speaks, at the same visit as vaccines.",
        _P, "HI-KSS", Spread(date(2021, 10, 1), 0.03, 0.7, 0.45, lag=6),
        ("HI-KSS", "HI-Wessex"),
    ),
    Invented(
        "carer-compass-card", "Carer Compass Card", _K.WAY_OF_WORKING, _O.OTHER,
        "the Harebell Carers' Fund, a charity",
        "A card by which staff know a carer, and what they have agreed to hear.",
        _P, "HI-EM", Spread(date(2016, 10, 1), 0.025, 0.55, 0.4, lag=10, known=0.3),
        ("HI-EM", "HI-WM"),
    ),
    Invented(
        "frailty-footprint", "Frailty Footprint", _K.DIGITAL, _O.ACADEMIA,
        "the University of Wexcombe",
        "A list, made from the record, of older people who would gain from a review.",
        _P, "HI-YH", Spread(date(2022, 4, 1), 0.06, 1.1, 0.6, lag=5),
        ("HI-YH", "HI-NWC", "HI-Wessex"),
    ),
    Invented(
        "home-pressure-loop", "Home Pressure Loop", _K.PATHWAY, _O.STAFF,
        "the Umberstoke pharmacists",
        "Blood pressure taken at home and treatment changed by message.",
        Kind.PCN, "UCLP", Spread(date(2022, 4, 1), 0.2, 1.6, 0.5, lag=3, dates="month"),
    ),
    Invented(
        "oxygen-at-home-watch", "Oxygen at Home Watch", _K.SERVICE, _O.STAFF,
        "the Fallowgate emergency team",
        "People ill at home with COVID-19 measure their oxygen and are called each day. Synthetic, "
        "modelled on COVID Oximetry @home.",
        Kind.CCG, "HI-Wessex",
        Spread(date(2020, 12, 1), 3.0, 20.0, 1.0, lag=0, leaving=0, pausing=0, dates="day"),
        finding="No association with mortality was found; missing data may explain part",
        finding_source="Beaney and others, Emergency Medicine Journal 2022, of COVID Oximetry "
        "@home: pmc.ncbi.nlm.nih.gov/articles/PMC9023854",
    ),
    # Trusts
    Invented(
        "medicines-handshake", "Medicines Handshake", _K.PATHWAY, _O.STAFF,
        "the Tansygate pharmacy team",
        "Hospitals tell the community pharmacy what changed when somebody goes home.",
        _T, "HI-NENC", Spread(date(2018, 4, 1), 0.25, 1.5, 0.66, lag=4, leaving=0),
        sector=ACUTE,
    ),
    Invented(
        "six-hour-laparotomy", "Six Hour Laparotomy", _K.PATHWAY, _O.STAFF,
        "the Clovermead surgical team",
        "Six things done for everybody who needs an urgent abdominal operation.",
        _T, "HI-KSS", Spread(date(2015, 10, 1), 0.05, 0.9, 0.75, lag=12),
        sector=ACUTE,
    ),
    Invented(
        "coronary-mirror", "Coronary Mirror", _K.DIAGNOSTIC, _O.INDUSTRY, "Yarrowdene Imaging plc",
        "A model of the heart's arteries made from a scan.",
        _T, "HI-Wessex", Spread(date(2018, 4, 1), 0.06, 0.9, 0.6, lag=8),
        sector=ACUTE,
    ),
    Invented(
        "silk-port", "Silk Port", _K.DEVICE, _O.INDUSTRY, "Garnetlea Medical Ltd",
        "Holds a long line in place without stitches.",
        _T, "HI-YH", Spread(date(2017, 4, 1), 0.05, 0.8, 0.7, lag=9),
        sector=ACUTE,
    ),
    Invented(
        "steady-street", "Steady Street", _K.WAY_OF_WORKING, _O.STAFF,
        "the Vetchholt street team",
        "Police officers and mental health staff sharing the care of people often in crisis.",
        _T, "HI-East", Spread(date(2018, 4, 1), 0.2, 1.1, 0.55, lag=5),
        sector=MENTAL_HEALTH,
    ),
    Invented(
        "focus-lantern", "Focus Lantern", _K.DIAGNOSTIC, _O.INDUSTRY, "Marlenthwaite Assess Ltd",
        "A computer task that helps to diagnose ADHD in children.",
        _T, "HI-EM", Spread(date(2020, 4, 1), 0.15, 1.2, 0.8, lag=5),
        sector=MENTAL_HEALTH,
    ),
    Invented(
        "first-plate", "First Plate", _K.PATHWAY, _O.ACADEMIA, "Calderwick University",
        "Treatment for young people within weeks of an eating disorder's start.",
        _T, "HIN-SL", Spread(date(2020, 10, 1), 0.3, 1.8, 0.95, lag=3, leaving=0),
        sector=MENTAL_HEALTH,
    ),
    Invented(
        "prostate-mist", "Prostate Mist", _K.DEVICE, _O.INDUSTRY, "Redwingstoke Urology Ltd",
        "Steam that shrinks an enlarged prostate in a day case.",
        _T, "ICHP", Spread(date(2019, 4, 1), 0.05, 0.8, 0.55, lag=8),
        sector=ACUTE,
    ),
    Invented(
        "ward-weather", "Ward Weather", _K.DIGITAL, _O.STAFF, "the Nettlewater ward sisters",
        "One screen that shows which patients are becoming more ill.",
        _T, "HI-OTV", Spread(date(2016, 4, 1), 0.04, 0.75, 0.65, lag=12),
    ),
    Invented(
        "nightjar-mat", "Nightjar Mat", _K.DEVICE, _O.INDUSTRY, "Fescuewell Care Products Ltd",
        "A mat that calls a nurse when somebody likely to fall gets up.",
        _T, "HI-SW",
        Spread(date(2017, 7, 1), 0.06, 0.9, 0.5, lag=8, dates="day", recalled=date(2023, 5, 16)),
    ),
    Invented(
        "stroke-shutter", "Stroke Shutter", _K.DIGITAL, _O.INDUSTRY, "Ottercliffe Vision Ltd",
        "Software that reads a brain scan while the patient is still on the table.",
        _T, "HI-OTV", Spread(date(2018, 10, 1), 0.08, 1.2, 0.85, lag=6, leaving=0.005),
        sector=ACUTE,
    ),
    Invented(
        "clear-theatre-air", "Clear Theatre Air", _K.WAY_OF_WORKING, _O.STAFF,
        "the Juniperwell anaesthetists",
        "Anaesthetics without the gases that warm the climate most.",
        _T, "HI-SW", Spread(date(2019, 10, 1), 0.06, 1.1, 0.8, lag=6),
        sector=ACUTE,
    ),
    Invented(
        "brenvosumab", "Brenvosumab", _K.MEDICINE, _O.INDUSTRY, "Quincereach Pharma plc",
        "An injection for severe asthma.",
        _T, "HI-Man", Spread(date(2017, 4, 1), 0.08, 1.0, 0.7, lag=4, leaving=0.01),
        sector=ACUTE,
    ),
    Invented(
        "rota-bloom", "Rota Bloom", _K.DIGITAL, _O.OTHER, "the Sedgebourne Co-operative",
        "Rotas that staff draw up together on a telephone.",
        _T, "HI-WM", Spread(date(2021, 4, 1), 0.05, 0.9, 0.45, lag=7, known=0.3),
    ),
    # Maternity units
    Invented(
        "magnesium-first-hour", "Magnesium First Hour", _K.PATHWAY, _O.STAFF,
        "the Jaspergate midwives",
        "Magnesium for mothers in very early labour, to protect the baby's brain.",
        _M, "HI-West", Spread(date(2018, 5, 1), 0.6, 3.2, 0.97, lag=2, leaving=0),
    ),
    Invented(
        "cord-clock", "Cord Clock", _K.WAY_OF_WORKING, _O.ACADEMIA, "the University of Wexcombe",
        "A minute's wait before the cord is clamped, timed where all can see.",
        _M, "HI-YH", Spread(date(2019, 10, 1), 0.1, 1.2, 0.85, lag=6),
    ),
    Invented(
        "placenta-signal", "Placenta Signal", _K.DIAGNOSTIC, _O.INDUSTRY,
        "Tolverfield Diagnostics Ltd",
        "A blood test that helps to rule pre-eclampsia out.",
        _M, "HI-OTV", Spread(date(2021, 4, 1), 0.15, 1.1, 0.8, lag=5),
    ),
    Invented(
        "flutter-diary", "Flutter Diary", _K.DIGITAL, _O.INDUSTRY, "Cowslipfold Apps Ltd",
        "A diary of a baby's movements, with what to do when they change.",
        _M, "HI-NWC", Spread(date(2018, 1, 1), 0.05, 0.9, 0.4, lag=9, leaving=0.08),
    ),
    Invented(
        "warm-bundle", "Warm Bundle", _K.PATHWAY, _O.STAFF, "the Hollinthwaite neonatal nurses",
        "Eleven things that help babies born too early, done together.",
        _M, "HI-West", Spread(date(2020, 4, 1), 0.12, 1.3, 0.7, lag=5, dates="month"),
        ("HI-West", "HI-SW", "HI-Wessex", "HI-KSS"),
    ),
    Invented(
        "birth-story-listening", "Birth Story Listening", _K.SERVICE, _O.OTHER,
        "the Linnet Birth Fund, a charity",
        "An hour with a midwife to talk a difficult birth through.",
        _M, "HI-East", Spread(date(2017, 4, 1), 0.03, 0.6, 0.5, lag=12, known=0.3),
    ),
    Invented(
        "amber-glow", "Amber Glow", _K.DEVICE, _O.INDUSTRY, "Brindlecroft Devices Ltd",
        "A light that measures jaundice through the skin.",
        _M, "HI-Man", Spread(date(2016, 4, 1), 0.04, 0.8, 0.75, lag=10),
    ),
    Invented(
        "cradle-gel", "Cradle Gel", _K.MEDICINE, _O.ACADEMIA, "Calderwick University",
        "A gel for newborn babies whose blood sugar is low.",
        _M, "HI-NENC", Spread(date(2019, 4, 1), 0.07, 1.0, 0.8, lag=7),
    ),
)  # fmt: skip
