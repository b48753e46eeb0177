"""Files as text, and a minimal good file of every layout."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

import openpyxl

from groundswell.intake import accept, receive
from groundswell.people.models import Person
from groundswell.submissions.models import Submission


def lines(*rows: str) -> bytes:
    """A CSV file of these lines."""
    return ("\n".join(rows) + "\n").encode()


def workbook(**sheets: Iterable[Iterable[object]]) -> bytes:
    """An XLSX workbook; a sheet's name has spaces where the keyword has underscores."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_workbook(content: bytes, sheet: str = "Sheet1") -> bytes:
    """The same table as a workbook of one sheet; empty cells hold a space, to keep columns."""
    rows = csv.reader(io.StringIO(content.decode()))
    return workbook(**{sheet.replace(" ", "_"): [[cell or " " for cell in row] for row in rows]})


def send(
    by: Person, content: bytes, file_name: str = "file.csv", layout: str | None = None, **options
) -> Submission:
    """Receive a file and accept it."""
    received = receive(by=by, file_name=file_name, content=content, layout=layout, options=options)
    return accept(by=by, submission=received)


# A world small enough to hold in the head: two networks, of one ICB and one CCG each.
ORGANISATIONS = lines(
    "code,name,kind,opened,closed",
    "HI-West,Health Innovation West of England,network,2013-05-23,",
    "HI-NENC,Health Innovation North East,network,2013-05-23,",
    "Y58,South West,region,,",
    "Y63,North East and Yorkshire,region,,",
    "QUY,Bristol STP,icb,2016-12-01,",
    "QHM,Cumbria STP,icb,2016-12-01,",
    "15C,NHS Bristol CCG,ccg,2013-04-01,",
    "00D,NHS Durham CCG,ccg,2013-04-01,",
    "L81001,Severn Surgery,practice,2010-04-01,",
    "L81002,Avon Surgery,practice,2015-06-01,",
    "A81001,Tees Surgery,practice,2010-04-01,",
    "RA7,Bristol Trust,trust,2010-04-01,",
    "RXP,Durham Trust,trust,2010-04-01,",
    "L81099,Lone Surgery,practice,2010-04-01,",
)
MEMBERSHIPS = lines(
    "child,parent,start,end,basis",
    "L81001,15C,2013-04-01,,stated",
    "L81002,15C,2015-06-01,,stated",
    "A81001,00D,2013-04-01,,stated",
    "15C,QUY,2016-12-01,,stated",
    "00D,QHM,2016-12-01,,stated",
    "RA7,QUY,2016-12-01,,stated",
    "RXP,QHM,2016-12-01,,stated",
    "QUY,HI-West,2013-05-23,,stated",
    "QHM,HI-NENC,2013-05-23,,stated",
    "QUY,Y58,2013-05-23,,stated",
    "QHM,Y63,2013-05-23,,stated",
)
INNOVATIONS = lines(
    "slug,name,kind,origin,summary,demo",
    "smart-inhaler,Smart inhaler,device,industry,Counts its puffs.,",
)
COHORT = lines(
    "innovation,programme,rule,site,start,end",
    "smart-inhaler,,GP practices,L81001,2017-01-01,",
    "smart-inhaler,,GP practices,L81002,2017-01-01,",
    "smart-inhaler,,GP practices,A81001,2017-01-01,",
)
PROGRAMME = lines(
    "slug,name,innovation,commissioner,start,end,outcome,summary",
    "inhale,Inhale,smart-inhaler,NHS England,2018-04-01,2020-03-31,running,",
)
PARTICIPANTS = lines(
    "programme,network,owner,email,start,end",
    "inhale,HI-West,Ann Other,ann@example.nhs.uk,,",
)
PROGRAMME_COHORT = lines(
    "innovation,programme,rule,site,start,end",
    "smart-inhaler,inhale,GP practices,L81001,2018-04-01,",
    "smart-inhaler,inhale,GP practices,L81002,2018-04-01,",
    "smart-inhaler,inhale,GP practices,A81001,2018-04-01,",
)
ROUND = lines("programme,start,end,due", "inhale,2018-07-01,2018-09-30,2018-10-14")


def small_world(by: Person) -> None:
    """Two networks with their sites, an innovation with a cohort of three practices.

    A programme spreads it, in which one of the networks takes part; it is asked for one round.
    """
    for file_name, content in (
        ("organisations.csv", ORGANISATIONS),
        ("memberships.csv", MEMBERSHIPS),
        ("innovations.csv", INNOVATIONS),
        ("cohort.csv", COHORT),
        ("programmes.csv", PROGRAMME),
        ("participants.csv", PARTICIPANTS),
        ("programme-cohort.csv", PROGRAMME_COHORT),
        ("round.csv", ROUND),
    ):
        send(by, content, file_name)


ADOPTIONS_HEADING = "site,innovation,stage,date,programme,reason,note"


def adoptions(*rows: str) -> bytes:
    """Rows of site,stage,date and what follows; the innovation is the smart inhaler."""
    return lines(ADOPTIONS_HEADING, *(row.replace(",", ",smart-inhaler,", 1) for row in rows))


@dataclass(frozen=True)
class Good:
    """A minimal good file: the facts it holds by kind, and the rows that they point at.

    `before` are files that it needs in the ledger besides the small world.
    """

    content: bytes
    facts: dict[str, int]
    rows: set[int]
    file_name: str = "file.csv"
    options: dict[str, str] = field(default_factory=dict)
    before: tuple[bytes, ...] = ()


def _native(columns: int, **cells: str) -> str:
    """A line of a file without headings: `_5="x"` is its sixth cell."""
    values = [""] * columns
    for position, value in cells.items():
        values[int(position[1:])] = value
    return ",".join(f'"{value}"' for value in values)


_LIBRE = {
    "innovation": "libre",
    "name": "FreeStyle Libre",
    "kind": "device",
    "origin": "industry",
    "available_from": "2017-11",
}

_NOTICE = lines(
    "slug,innovation,title,asks,text,issued,due,issuer",
    "puffs,smart-inhaler,Stop the inhaler,stop,It miscounts.,2020-01-10,2020-02-10,MHRA",
)

GOOD: dict[str, Good] = {
    "epraccur": Good(
        lines(
            _native(
                27,
                _0="B81001",
                _1="MILL SURGERY",
                _9="TS1 1AA",
                _10="19740401",
                _12="A",
                _14="00D",
                _15="20130401",
                _25="4",
            ),
            _native(
                27,
                _0="B81002",
                _1="CLOSED SURGERY",
                _10="19740401",
                _11="20180331",
                _14="00D",
                _15="20130401",
                _16="20180331",
                _25="4",
            ),
        ),
        {"organisations": 3, "names": 2, "postcodes": 1, "lives": 2, "memberships": 2},
        {1, 2},
        "epraccur.csv",
        {"as_of": "2019-10-01"},
    ),
    "epcmem": Good(
        lines(
            '"A81001","5E1","W","20010401","20130331","0"', '"A81001","00K","W","20130401","","0"'
        ),
        {"organisations": 3, "memberships": 2},
        {1, 2},
        "epcmem.csv",
        {"as_of": "2019-10-01"},
    ),
    "etr": Good(
        lines(
            _native(23, _0="R0A", _1="MANCHESTER TRUST", _3="QOP", _10="20171001"),
            _native(23, _0="R0B", _1="SUNDERLAND TRUST", _3="Q74", _10="20190401"),
        ),
        {"organisations": 3, "names": 2, "lives": 2, "memberships": 1},
        {1, 2},
        "etr.csv",
        {"as_of": "2020-01-01"},
    ),
    "ods-successors": Good(
        lines("from,to,legal_start", "RA7,RXP,2019-04-01"),
        {"organisations": 2, "successions": 1},
        {2},
    ),
    "successions": Good(
        lines("from,to,effective_on,share", "15C,D1A2B,2020-04-01,0.25", "15C,00D,2020-04-01,0.75"),
        {"organisations": 3, "successions": 2},
        {2, 3},
    ),
    "ccg-stp-2020": Good(
        workbook(
            Title_Sheet=[["CCG and STP reference"]],
            CCG_Mergers=[
                [
                    "Legacy (closing) CCG Code",
                    "Legacy (closing) CCG Name",
                    "New CCG Name",
                    "New CCG Code",
                ],
                ["00D", "NHS Durham CCG", "NHS County Durham CCG", "84H"],
            ],
            Commissioning_Hubs=[
                [
                    "Legacy (closing) Commissioning Hub Code",
                    "New / Retained Commissioning Hub Code",
                ],
                ["13N", "14G"],
            ],
            **{
                "Pre-Apr_2020": [
                    ["CCG Code", "CCG Name", "STP Code", "STP Name", "Region Code", "Region Name"],
                    ["00D", "NHS Durham CCG", "QHM", "Cumbria STP", "Y63", "North East"],
                ],
                "Post-Apr_2020": [
                    ["CCG Code", "CCG Name", "STP Code", "STP Name", "Region Code", "Region Name"],
                    ["84H", "NHS County Durham CCG", "QHM", "Cumbria STP", "Y63", "North East"],
                ],
            },
        ),
        {"organisations": 6, "names": 6, "memberships": 4, "successions": 2},
        {2},
        "ccg-stp.xlsx",
    ),
    "practice-map": Good(
        lines(
            "EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PCN_CODE,PCN_NAME,CCG_CODE,CCG_NAME,"
            "STP_CODE,STP_NAME,COMM_REGION_CODE,COMM_REGION_NAME",
            "01-Sep-20,A81001,TEES SURGERY,U89141,TEES PCN,16C,Tees Valley CCG,QHM,Cumbria,Y63,"
            "North East",
        ),
        {"organisations": 5, "names": 5, "memberships": 4},
        {2},
    ),
    "practice-map-undated": Good(
        workbook(
            Map=[
                [
                    "PRACTICE_CODE",
                    "PRACTICE_NAME",
                    "PCN_CODE",
                    "PCN_NAME",
                    "CCG_CODE",
                    "CCG_NAME",
                    "STP_CODE",
                    "STP_NAME",
                    "COMM_REGION_CODE",
                    "COMM_REGION_NAME",
                ],
                [
                    "A81001",
                    "TEES SURGERY",
                    "U",
                    "UNALLOCATED",
                    "16C",
                    "Tees Valley CCG",
                    "QHM",
                    "Cumbria",
                    "Y63",
                    "North East",
                ],
            ]
        ),
        {"organisations": 4, "names": 4, "memberships": 3},
        {2},
        "map.xlsx",
        {"as_of": "2022-07-01"},
    ),
    "sub-icb-map": Good(
        workbook(
            subicb=[
                [
                    "Sub ICB Location ODS Code ",
                    "Sub ICB Location Name ",
                    "ICB Code",
                    "Integrated Care Board Name ",
                    "Region Code",
                    "Region Name",
                ],
                ["15C", "Bristol ICB - 15C", "QUY", "Bristol ICB", "Y58", "South West"],
            ]
        ),
        {"organisations": 3, "names": 3, "memberships": 2},
        {2},
        "subicb.xlsx",
        {"as_of": "2022-07-01"},
    ),
    "stp-map": Good(
        lines("stp_code,stp_name,comm_region_name,comm_region_code", "QUY,Bristol,South West,Y58"),
        {"organisations": 2, "names": 2, "memberships": 1},
        {2},
        options={"as_of": "2020-04-01"},
    ),
    "network-names": Good(
        lines(
            "acronym_2024_09,name_2021_AHSN,name_2023_10_HIN,name_2024_09",
            "HI-West,West of England AHSN,Health Innovation West,Health Innovation WoE",
        ),
        {"organisations": 1, "names": 3},
        {2},
    ),
    "coverage": Good(
        lines(
            "network,icb_code,valid_from,valid_to,basis",
            "HI-West,QUY,2013-05-23,2026-03-31,sourced",
        ),
        {"organisations": 2, "memberships": 1},
        {2},
    ),
    "organisations": Good(
        lines("code,name,kind,opened,closed", "R99,New Trust,trust,2020-04-01,"),
        {"organisations": 1, "names": 1, "lives": 1},
        {2},
    ),
    "names": Good(
        lines("code,name,since", "RA7,Bristol and Weston Trust,2020-04-01"),
        {"organisations": 1, "names": 1},
        {2},
    ),
    "memberships": Good(
        lines("child,parent,start,end", "L81001,QUY,2020-04-01,2021-03-31"),
        {"organisations": 2, "memberships": 1},
        {2},
    ),
    "licences": Good(
        lines(
            "name,start,end,commissioner,basis",
            "Second licence,2018-04-01,2023-03-31,NHS England,published",
        ),
        {"organisations": 0, "licences": 1},
        {2},
    ),
    "deprivation-editions": Good(
        lines(
            "IndicatorID,Year,AreaCode,AreaName,IsAreaCurrent,Value",
            "93553,2015,L81001,Severn Surgery,1,24.1",
            "93553,2019,L81001,Severn Surgery,1,25.07512244",
            "93553,2019,A81001,Tees Surgery,0,50.5",
        ),
        {"deprivation": 3},
        {2, 3, 4},
    ),
    "deprivation-of-a-day": Good(
        lines(
            "practice_code,practice_name,postcode,subicb_code,imd_score,imd_decile",
            "L81001,SEVERN SURGERY,BS1 1AA,15C,25.4,5",
            "A81001,TEES SURGERY,TS1 1AA,00D,51.2,1",
        ),
        {"deprivation": 2},
        {2, 3},
        options={"as_of": "2023-01-01"},
    ),
    "innovations": Good(
        lines("slug,name,kind,origin,summary,demo", "safe-bath,Safe bath,pathway,staff,,yes"),
        {"innovations": 1},
        {2},
    ),
    "programmes": Good(
        lines(
            "slug,name,innovation,commissioner,start,end,outcome,summary",
            "breathe,Breathe,smart-inhaler,NHS England,2018-04-01,2020-03-31,closed,",
        ),
        {"programmes": 1},
        {2},
    ),
    "participants": Good(
        lines("programme,network,owner,email,start,end", "inhale,HI-NENC,Tees team,,2018-07-01,"),
        {"participants": 1},
        {2},
    ),
    "targets": Good(
        lines(
            "programme,network,due,kind,value,whole,source",
            "inhale,HI-West,2018-09-30,share,45%,,Licence",
            "inhale,,2019-03-31,trajectory,0.5,120,",
            "inhale,,2018-12-31,count,30,,",
        ),
        {"targets": 3},
        {2, 3, 4},
    ),
    "rounds": Good(
        lines("programme,start,end,due", "inhale,2018-04-01,2018-06-30,2018-07-14"),
        {"rounds": 1},
        {2},
    ),
    "published-results": Good(
        lines(
            "programme,kind,text,period,source",
            "inhale,reported,120 practices,2018/19,example.org/report",
        ),
        {"published results": 1},
        {2},
    ),
    "closures": Good(
        lines("programme,outcome,on,to,reason", "inhale,handed-over,2020-03-31,NHS England,"),
        {"closures": 1},
        {2},
    ),
    "programme-measures": Good(
        lines("programme,measure,role", "inhale,antibiotic-items,outcome"),
        {"programme measures": 1},
        {2},
    ),
    "eligibility": Good(
        lines(
            "programme,innovation,kind,within,list,size_from,size_to,on,start,end",
            "inhale,,practice,QUY;QHM,,,,2018-04-01,,",
            "inhale,,trust,,RA7;RXP,,,2018-04-01,,",
        ),
        {"cohorts": 2, "cohort sites": 5},
        {2, 3},
    ),
    "cohorts": Good(
        lines(
            "innovation,programme,rule,site,start,end",
            "smart-inhaler,,Trusts,RA7,2018-04-01,",
            "smart-inhaler,,Trusts,RXP,2018-04-01,",
        ),
        {"cohorts": 1, "cohort sites": 2},
        {2, 3},
    ),
    "ccg-measure": Good(
        lines(
            "pct_id,month,numerator,denominator,calc_value,percentile",
            "15C,2017-11-01,0,450.5,0,0",
            "15C,2017-12-01,3,450.5,0.006,0.5",
            "00D,2017-11-01,0,108.3,0,0",
        ),
        {"cells": 3, "cohort sites": 2, "events": 3},
        {1, 2, 3, 4},
        "libre.csv",
        _LIBRE,
    ),
    "scmd": Good(
        lines(
            "year_month,ods_code,vmp_snomed_code,vmp_product_name,total_quantity,ods_name",
            "2019-05-01,RA7,18671311,Omalizumab,30,Bristol Trust",
            "2019-05-01,RA7,31210311,Mepolizumab,-10,Bristol Trust",
            "2019-05-01,RXP,18671311,Omalizumab,2,",
        ),
        {"cells": 2, "cohort sites": 2, "events": 2},
        {1, 2, 4},
        "scmd.csv",
        {**_LIBRE, "innovation": "biologics", "kind": "medicine", "available_from": "2019-01"},
    ),
    "payments": Good(
        lines(
            "Practice Code,Number of Registered Patients (Last Known Figure),"
            "Total NHS Payments to General Practice",
            'L81001,"4,179","624,257.15"',
            "L81002,0,-272.78",
        ),
        {"cells": 2},
        {2, 3},
        "16-17.csv",
        {"month": "2017-03"},
    ),
    "list-size": Good(
        lines(
            "PUBLICATION,EXTRACT_DATE,TYPE,CCG_CODE,ONS_CCG_CODE,CODE,POSTCODE,SEX,AGE,"
            "NUMBER_OF_PATIENTS",
            "GP_PRAC_PAT_LIST,01SEP2017,GP,15C,E38000222,L81001,BS1 1AA,ALL,ALL,6939",
            "GP_PRAC_PAT_LIST,01SEP2017,GP,15C,E38000222,Y00001,BS1 1AB,ALL,ALL,0",
        ),
        {"cells": 2},
        {2, 3},
        "gp-reg-pat-prac-all.csv",
    ),
    "series": Good(
        workbook(
            Use=[
                ["site", "month", "numerator", "denominator"],
                ["L81001", "2018-01", 4, 100],
                ["A81001", "2018-01", 0, 100],
            ]
        ),
        {"cells": 2, "cohort sites": 2, "events": 2},
        {1, 2, 3},
        "series.xlsx",
        {"innovation": "smart-inhaler"},
    ),
    "return": Good(
        lines(
            "site,stage,date,reason,factor,domain,note",
            "L81001,live,2018-07-04,,barrier,adopters,Too busy at first",
            "L81002,paused,2018 Q3,safety,,,",
        ),
        {"events": 2, "corrections": 0, "rows returned": 2},
        {2, 3},
        options={"programme": "inhale", "network": "HI-West", "round": "2018-Q3"},
    ),
    "adoptions": Good(
        adoptions("L81001,live,2018-04-04", "L81002,committed,2018-Q2"),
        {"events": 2, "corrections": 0},
        {2, 3},
    ),
    "safety-notices": Good(_NOTICE, {"notices": 1}, {2}),
    "acknowledgements": Good(
        lines(
            "notice,site,acknowledged,acted,outcome,note",
            "puffs,L81001,2020-01-12,2020-01-20,removed,Two cartons",
            "puffs,L81002,2020-01-13,,,",
        ),
        {"acknowledgements": 2},
        {2, 3},
        before=(adoptions("L81001,live,2018-04-04", "L81002,committed,2018-Q2"), _NOTICE),
    ),
}
