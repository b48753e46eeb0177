"""Secondary Care Medicines Data: hospital medicines by trust and virtual medicinal product."""

from .source import Source, Variant

_SCMD = {
    "month": "YEAR_MONTH",
    "site": "ODS_CODE",
    "code": "VMP_SNOMED_CODE",
    "total_quantity": "TOTAL_QUANITY_IN_VMP_UNIT",
    "indicative_cost": "INDICATIVE_COST",
}

SCMD = Source(
    name="scmd",
    title="Secondary Care Medicines Data",
    columns=("total_quantity", "indicative_cost"),
    code_match="exact",
    # No price is known for about 4% of rows.
    may_be_empty=frozenset({"indicative_cost"}),
    variants=(
        Variant(
            "SCMD from July 2026",
            {**_SCMD, "total_quantity": "TOTAL_QUANTITY_IN_VMP_UDFS_UNIT_OF_MEASURE"},
            "Header lists in public code written for the announced change. Not seen in a file.",
        ),
        Variant(
            "SCMD",
            _SCMD,
            "Public code that reads the files; the heading is misspelt in them.",
        ),
        Variant(
            "SCMD, heading spelt right",
            {**_SCMD, "total_quantity": "TOTAL_QUANTITY_IN_VMP_UNIT"},
            "Copies that others have made of the files.",
        ),
        Variant(
            "SCMD as OpenPrescribing extracts it",
            {**_SCMD, "total_quantity": "total_quantity"},
            "The extract for asthma biologics that this project holds.",
        ),
    ),
)
