"""Files about organisations. To add one, copy the nearest module and add its layout here."""

from groundswell.submissions.layouts import Layout

from .ccg_stp import CCG_STP
from .deprivation import DEPRIVATION_EDITIONS, DEPRIVATION_OF_A_DAY
from .epcmem import EPCMEM
from .epraccur import EPRACCUR
from .etr import ETR
from .networks import COVERAGE, NETWORK_NAMES
from .plain import LICENCES, MEMBERSHIPS, NAMES, ORGANISATIONS
from .practice_maps import PRACTICE_MAP, PRACTICE_MAP_UNDATED, STP_MAP, SUB_ICB_MAP
from .successors import ODS_SUCCESSORS, SUCCESSIONS

LAYOUTS: tuple[Layout, ...] = (
    EPRACCUR,
    EPCMEM,
    ETR,
    ODS_SUCCESSORS,
    SUCCESSIONS,
    CCG_STP,
    PRACTICE_MAP,
    PRACTICE_MAP_UNDATED,
    SUB_ICB_MAP,
    STP_MAP,
    NETWORK_NAMES,
    COVERAGE,
    ORGANISATIONS,
    NAMES,
    MEMBERSHIPS,
    LICENCES,
    DEPRIVATION_EDITIONS,
    DEPRIVATION_OF_A_DAY,
)
