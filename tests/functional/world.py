"""A small country, loaded through the door that everybody uses.

Two networks, North and South. Northern sites A and B and southern C can take up `pulse-check`;
A has been live since May 2018, B since some day of the third quarter, C is only eligible.
"""

from dataclasses import dataclass
from pathlib import Path

from groundswell import intake
from groundswell.people.models import Person
from groundswell.submissions.models import Submission

FILES = {
    "organisations.csv": """code,name,kind,opened,closed
NET-N,Northern network,network,2013-05-01,
NET-S,Southern network,network,2013-05-01,
A81001,Ashby surgery,practice,2000-04-01,
A81002,Birch Lane surgery,practice,2000-04-01,
C81003,Cove surgery,practice,2000-04-01,
""",
    "memberships.csv": """child,parent,start,end,basis
A81001,NET-N,2013-05-01,,stated
A81002,NET-N,2013-05-01,,stated
C81003,NET-S,2013-05-01,,stated
""",
    "innovations.csv": """slug,name,kind,origin,summary,demo
pulse-check,Pulse check,device,industry,Finds irregular pulses.,{demo}
warm-ward,Warm ward,way-of-working,staff,,{demo}
""",
    "programmes.csv": """slug,name,innovation,commissioner,start,end,outcome,summary
pulse,Pulse programme,pulse-check,NHS England,2018-04-01,2020-03-31,handed-over,
""",
    "cohorts.csv": """innovation,programme,rule,site,start,end
pulse-check,pulse,Practices that screen,A81001,2018-04-01,
pulse-check,pulse,Practices that screen,A81002,2018-04-01,
pulse-check,pulse,Practices that screen,C81003,2018-04-01,
""",
    "adoptions.csv": """site,innovation,stage,date,programme,reason,note
A81001,pulse-check,live,2018-05-04,pulse,,As told by phone
A81002,pulse-check,live,2018-Q3,pulse,,
C81003,pulse-check,eligible,2018-05,pulse,,
""",
}


@dataclass(frozen=True, slots=True)
class World:
    """The submissions, by file name."""

    submissions: dict[str, Submission]


def build(by: Person, folder: Path, *, demo: bool = False) -> World:
    folder.mkdir(parents=True, exist_ok=True)
    submissions = {}
    for name, text in FILES.items():
        path = folder / name
        path.write_text(text.format(demo="yes" if demo else ""), encoding="utf-8")
        submissions[name] = intake.import_file(by=by, path=path)
    return World(submissions)
