"""Every file layout that Groundswell takes, in one table. To add one, add its layout here."""

from groundswell.adoption.sources import LAYOUTS as ADOPTION
from groundswell.innovations.sources import LAYOUTS as INNOVATIONS
from groundswell.organisations.sources import LAYOUTS as ORGANISATIONS
from groundswell.programmes.sources import LAYOUTS as PROGRAMMES
from groundswell.submissions.layouts import Layout

from .series import LAYOUTS as SERIES

LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (*ORGANISATIONS, *INNOVATIONS, *PROGRAMMES, *SERIES, *ADOPTION)
}
