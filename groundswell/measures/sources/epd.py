"""English prescribing by practice and presentation, in the headers that it has had since 2010."""

from .source import Source, Variant

_EPD = {
    "month": "YEAR_MONTH",
    "site": "PRACTICE_CODE",
    "code": "BNF_CODE",
    "items": "ITEMS",
    "total_quantity": "TOTAL_QUANTITY",
    "adq_usage": "ADQUSAGE",
    "nic": "NIC",
    "actual_cost": "ACTUAL_COST",
    "unidentified": "UNIDENTIFIED",
}

EPD = Source(
    name="epd",
    title="English Prescribing Dataset",
    columns=("items", "total_quantity", "adq_usage", "nic", "actual_cost"),
    code_match="prefix",
    variants=(
        Variant(
            "EPD with SNOMED code",
            {**_EPD, "code": "BNF_PRESENTATION_CODE", "adq_usage": "ADQ_USAGE"},
            "Header lists in public code that reads the files of 2025 and 2026 (27 columns).",
        ),
        Variant(
            "EPD",
            _EPD,
            "The publisher's data dictionary, and files of 2016 and 2017 (26 columns). Area team, "
            "STP or ICB: columns 4 and 5 have had three names, and are not read.",
        ),
        Variant(
            "Detailed Prescribing Information",
            {
                "site": "Practice Code",
                "code": "BNF Code",
                "items": "Items",
                "adq_usage": "ADQ Usage",
                "nic": "NIC",
                "actual_cost": "Actual Cost",
            },
            "Files of OpenPrescribing's tests. They do not say their month, and their quantity is "
            "that of one item, so that no total quantity can be summed.",
        ),
        Variant(
            "Practice level prescribing (PDPI)",
            {
                "month": "PERIOD",
                "site": "PRACTICE",
                "code": "BNF CODE",
                "items": "ITEMS",
                "total_quantity": "QUANTITY",
                "nic": "NIC",
                "actual_cost": "ACT COST",
            },
            "Heads of files of 2010, 2013 and 2014 in public repositories. Headings and names are "
            "padded with spaces, numbers with zeros; the quantity is already the total.",
        ),
    ),
)
