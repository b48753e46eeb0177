"""Every mistake that a definition can make, and what it is answered with."""

from tests.support.definitions import GIVEN, QUANTITY, RATE, SHARE

ONE_OF_KINDS = "Use one of: proportion, rate, quantity, mean."
CODE_SHAPE = "Write a BNF code or its beginning: 2 to 15 digits and capital letters."

# What is wrong -> (text, what stands there, what is put there, line, key, why, mend).
WRONG = {
    "unknown key": (
        SHARE, "notes: Not", "note: Not", 34, "note",
        "Nothing reads this key.", "Did you mean notes?",
    ),
    "unknown key like no other": (
        SHARE, "notes: Not", "xyzzy: Not", 34, "xyzzy",
        "Nothing reads this key.", "Take it out. Known here: slug, title,",
    ),
    "unknown key of a code": (
        SHARE, "name: Apixaban}", "nam: A, name: Apixaban}", 10, "numerator.codes[0].nam",
        "Nothing reads this key.", "Did you mean name?",
    ),
    "where it was written is not a key": (
        SHARE, "notes: Not", "path: Not", 34, "path",
        "Nothing reads this key.", "Did you mean author?",
    ),
    "merged keys": (
        SHARE, "notes: Not", "<<: Not", 34, "<<",
        "Nothing reads this key.", "Take it out. Known here:",
    ),
    "missing key": (
        SHARE, "title: Our share of everything\n", "", 1, "title",
        "This key is missing.", "Add title.",
    ),
    "missing key of a code": (
        SHARE, "{code: 0208020Z0, name: Apixaban}", "{code: 0208020Z0}", 10,
        "numerator.codes[0].name", "This key is missing.", "Add name.",
    ),
    "missing key of a count": (
        SHARE, "numerator:\n  by: codes\n  source: epd\n", "numerator:\n  by: codes\n", 5,
        "numerator.source", "This key is missing.", "Add source.",
    ),
    "missing by": (
        SHARE, "numerator:\n  by: codes\n", "numerator:\n", 5, "numerator.by",
        "This key is missing.", "Add by.",
    ),
    "duplicate key": (
        SHARE, "version: 3", "version: 3\nversion: 4", 34, "version",
        "This key stands in line 33 already.", "Keep one of the two.",
    ),
    "duplicate key of a count": (
        SHARE, "  column: items\n  codes:\n    - {code: 0208020Z0",
        "  column: items\n  column: nic\n  codes:\n    - {code: 0208020Z0", 9, "numerator.column",
        "This key stands in line 8 already.", "Keep one of the two.",
    ),
    "empty text": (
        SHARE, "title: Our share of everything", "title:", 2, "title",
        "This is empty.", "Write something, or take the key out.",
    ),
    "blank text": (
        SHARE, "title: Our share of everything", 'title: "  "', 2, "title",
        "This is empty.", "Write something, or take the key out.",
    ),
    "list where text is needed": (
        SHARE, "title: Our share of everything", "title: [a, b]", 2, "title",
        "Text is needed here.", "Write words, not a list or keys.",
    ),
    "text where a list is needed": (
        SHARE, "innovations: [apixaban]", "innovations: apixaban", 27, "innovations",
        "A list is needed here.", "Write each item on a line of its own that starts with a hyphen.",
    ),
    "text where keys are needed": (
        GIVEN, "numerator: {by: given}", "numerator: given", 5, "numerator",
        "Keys with values are needed here.", "Give by.",
    ),
    "tag": (
        SHARE, "notes: Not much.", "notes: !secret Not much.", 34, "notes",
        "Nothing reads the tag !secret.", "Take the tag out.",
    ),
    "no number": (
        SHARE, "multiplier: 100", "multiplier: a hundred", 21, "multiplier",
        "A number is needed here.", "Write it as 100 or 0.5.",
    ),
    "no number but infinity": (
        SHARE, "multiplier: 100", "multiplier: .inf", 21, "multiplier",
        "A number is needed here.", "Write it as 100 or 0.5.",
    ),
    "no whole number": (
        SHARE, "version: 3", "version: 3.5", 33, "version",
        "A whole number is needed here.", "Write it as 12.",
    ),
    "version 0": (
        SHARE, "version: 3", "version: 0", 33, "version",
        "Versions start at 1.", "Give 1 or more.",
    ),
    "neither true nor false": (
        GIVEN, "is_demo: true", "is_demo: yes", 18, "is_demo",
        "This is not one of the values of this key.", "Use one of: true, false.",
    ),
    "no day": (
        SHARE, "2027-11-22", "2027-02-30", 32, "next_review",
        "This is not a day.", "Write it as 2027-04-01.",
    ),
    "day in other words": (
        SHARE, "2027-11-22", "22/11/2027", 32, "next_review",
        "This is not a day.", "Write it as 2027-04-01.",
    ),
    "day without hyphens": (
        SHARE, "2027-11-22", "20271122", 32, "next_review",
        "This is not a day.", "Write it as 2027-04-01.",
    ),
    "no month": (
        SHARE, "since: 2012-01", "since: 2012-13", 11, "numerator.codes[1].since",
        "This is not a month.", "Write it as 2018-04.",
    ),
    "unknown kind": (
        SHARE, "kind: proportion", "kind: xyzzy", 22, "kind",
        "This is not one of the values of this key.", ONE_OF_KINDS,
    ),
    "kind misspelt": (
        SHARE, "kind: proportion", "kind: proportions", 22, "kind",
        "This is not one of the values of this key.", "Did you mean proportion?",
    ),
    "unknown direction": (
        SHARE, "direction: increase", "direction: up", 23, "direction",
        "This is not one of the values of this key.", "Use one of: increase, decrease, neutral.",
    ),
    "unknown source class": (
        SHARE, "source_class: administrative", "source_class: admin", 24, "source_class",
        "This is not one of the values of this key.",
        "Use one of: self-report, administrative, official, modelled.",
    ),
    "unknown kind of count": (
        SHARE, "counts: activity", "counts: things", 25, "counts",
        "This is not one of the values of this key.",
        "Use one of: people, activity, sites, money.",
    ),
    "unknown kind of site": (
        SHARE, "sites: practice", "sites: practices", 26, "sites",
        "This is not one of the values of this key.", "Did you mean practice?",
    ),
    "unknown status": (
        SHARE, "status: published", "status: final", 29, "status",
        "This is not one of the values of this key.", "Use one of: draft, preview, published.",
    ),
    "slug of bad shape": (
        SHARE, "slug: our-share", "slug: Our_Share", 1, "slug",
        "A slug is part of a page's address.", "Use small letters and digits, joined by hyphens.",
    ),
    "innovation of bad shape": (
        SHARE, "[apixaban]", "[apixaban, FreeStyle Libre]", 27, "innovations[1]",
        "A slug is part of a page's address.", "Use small letters and digits, joined by hyphens.",
    ),
    "innovation named twice": (
        SHARE, "[apixaban]", "[apixaban, apixaban]", 27, "innovations",
        "It stands in the list twice.", "Take one out.",
    ),
    # Numerator and denominator
    "made by nothing known": (
        GIVEN, "denominator: {by: given}", "denominator: {by: listsize}", 6, "denominator.by",
        "This is not one of the values of this key.", "Did you mean list-size?",
    ),
    "list size above the line": (
        GIVEN, "numerator: {by: given}", "numerator: {by: list-size}", 5, "numerator.by",
        "This is not one of the values of this key.", "Use one of: codes, given.",
    ),
    "nothing above the line": (
        GIVEN, "numerator: {by: given}", "numerator: {by: none}", 5, "numerator.by",
        "This is not one of the values of this key.", "Use one of: codes, given.",
    ),
    "option of another way to count": (
        RATE, "  carried_months: 6", "  column: items", 13, "denominator.column",
        "Nothing computes column where a number is made by list-size.",
        "Take it out, or mend by.",
    ),
    "codes of what is given": (
        GIVEN, "denominator: {by: given}", "denominator: {by: given, codes: []}", 6,
        "denominator.codes", "Nothing computes codes where a number is made by given.",
        "Take it out, or mend by.",
    ),
    "list size of long ago": (
        RATE, "carried_months: 6", "carried_months: 61", 13, "denominator.carried_months",
        "A list size more than five years old says nothing of today.", "Give 0 to 60 months.",
    ),
    "given below and not above": (
        RATE, "denominator:\n  by: list-size\n  carried_months: 6", "denominator:\n  by: given", 12,
        "denominator.by", "A series file brings numerator and denominator together",
        "Make both given, or neither.",
    ),
    "given above and not below": (
        GIVEN, "denominator: {by: given}", "denominator: {by: list-size}", 6, "denominator.by",
        "A series file brings numerator and denominator together", "Make both given, or neither.",
    ),
    "quantity with a denominator": (
        RATE.replace("multiplier: 1000", "multiplier: 1"), "kind: rate", "kind: quantity", 11,
        "denominator", "A quantity is its numerator: nothing divides it.",
        "Make the denominator none, or the kind rate, mean or proportion.",
    ),
    "rate without a denominator": (
        QUANTITY, "kind: quantity", "kind: rate", 12, "denominator",
        "A rate needs a denominator.", "Give one, or make the kind quantity.",
    ),
    "quantity with a multiplier": (
        QUANTITY, "multiplier: 1", "multiplier: 100", 14, "multiplier",
        "A quantity is shown as it is counted: nothing multiplies it.", "Make it 1.",
    ),
    "multiplied by zero": (
        RATE, "multiplier: 1000", "multiplier: 0", 15, "multiplier",
        "Nothing is multiplied by zero or less.", "Give 1, 100 or 1000.",
    ),
    "share of a thousand": (
        SHARE.replace('"%"', "per 1,000"), "multiplier: 100", "multiplier: 1000", 21, "multiplier",
        "A share is shown as it is, or in hundredths.", "Make it 1, or 100 with the unit %.",
    ),
    "share in hundredths without its unit": (
        SHARE, 'unit: "%"', "unit: percentage", 20, "unit",
        "The unit % goes with a proportion times 100, and with nothing else.",
        "Mend unit, multiplier or kind.",
    ),
    "unit % of a rate": (
        RATE, "unit: items per 1,000 patients", 'unit: "%"', 14, "unit",
        "The unit % goes with a proportion times 100, and with nothing else.",
        "Mend unit, multiplier or kind.",
    ),
    "target without a direction": (
        SHARE, "direction: increase", "direction: neutral", 28, "target",
        "A target is met from one side: a neutral direction has none.",
        "Give a direction, or take the target out.",
    ),
    "target that no share can meet": (
        SHARE, "target: 80", "target: 120", 28, "target",
        "No value can meet this target.", "Give it in %.",
    ),
    "target below zero": (
        SHARE, "target: 80", "target: -1", 28, "target",
        "No value can meet this target.", "Give it in %.",
    ),
    # Codes
    "unknown source": (
        QUANTITY, "source: scmd", "source: scdm", 7, "numerator.source",
        "No such source is known.", "Did you mean scmd?",
    ),
    "unknown column": (
        SHARE, "column: items\n  codes:\n    - {code: 0208020Z0", "column: itmes\n  codes:\n"
        "    - {code: 0208020Z0", 8, "numerator.column",
        "The source has no such column.", "Did you mean items?",
    ),
    "column of another source": (
        QUANTITY, "column: total_quantity", "column: nic", 8, "numerator.column",
        "The source has no such column.", "Use one of: total_quantity, indicative_cost.",
    ),
    "empty list of codes": (
        RATE, '  codes:\n    - {code: "0501", name: Antibacterial drugs}', "  codes: []", 9,
        "numerator.codes", "There is no code in the list. An empty list never means all codes.",
        "Give at least one code.",
    ),
    "nothing after codes": (
        RATE, '  codes:\n    - {code: "0501", name: Antibacterial drugs}', "  codes:", 9,
        "numerator.codes", "There is no code in the list. An empty list never means all codes.",
        "Give at least one code.",
    ),
    "empty code": (
        SHARE, "{code: 0208020Z0, name: Apixaban}", '{code: "", name: Apixaban}', 10,
        "numerator.codes[0].code", "This is empty.", "Write something, or take the key out.",
    ),
    "code that is not keys": (
        SHARE, "{code: 0208020Z0, name: Apixaban}", "0208020Z0", 10, "numerator.codes[0]",
        "Keys with values are needed here.", "Give code, name.",
    ),
    "BNF code in small letters": (
        SHARE, "{code: 0208020Z0,", "{code: 0208020z0,", 10, "numerator.codes[0]",
        "This is not the shape of a code of epd.", CODE_SHAPE,
    ),
    "BNF code of sixteen characters": (
        RATE, '"0501"', "0501013B0AAAAAAA", 10, "numerator.codes[0]",
        "This is not the shape of a code of epd.", CODE_SHAPE,
    ),
    "one digit is no beginning of a BNF code": (
        RATE, '"0501"', "0", 10, "numerator.codes[0]",
        "This is not the shape of a code of epd.", CODE_SHAPE,
    ),
    "SNOMED code that a spreadsheet rounded": (
        QUANTITY, '"31210311000001108"', "3.12103E+16", 10, "numerator.codes[0]",
        "This is not the shape of a code of scmd.",
        "Write a SNOMED code: 6 to 18 digits, all of them.",
    ),
    "code named twice": (
        QUANTITY, "18671311000001102", "31210311000001108", 11, "numerator.codes[1]",
        "The list has 31210311000001108 in line 10 already.",
        "Keep one of the two, or make their months follow.",
    ),
    "code that another covers": (
        SHARE, "  but:", "    - {code: 0208020Z0AA, name: Generic apixaban}\n  but:", 12,
        "numerator.codes[2]", "0208020Z0 in line 10 covers it already.", "Take it out.",
    ),
    "month that ends before it starts": (
        SHARE, "until: 2030-12", "until: 2011-12", 11, "numerator.codes[1]",
        "It ends in 2011-12, before it starts in 2012-01.", "Mend since or until.",
    ),
    "exclusion of nothing": (
        SHARE, "0208020Z0AAABAB", "0208020X0AAABAB", 13, "numerator.but[0]",
        "It excludes nothing: no code of the list covers it.", "Mend the code, or take it out.",
    ),
    "exclusion of months that do not count": (
        SHARE, "{code: 0208020Z0AAABAB, name: Apixaban 5mg tablets}",
        "{code: 0208020Y0AA, name: Generic, until: 2011-12}", 13, "numerator.but[0]",
        "It excludes nothing: no code of the list covers it.", "Mend the code, or take it out.",
    ),
    "exclusion of a whole code": (
        SHARE, "0208020Z0AAABAB", "0208020Z0", 13, "numerator.but[0]",
        "It takes out 0208020Z0 in line 10 whole.", "Take that code out of the list instead.",
    ),
    "exclusion of a whole product": (
        QUANTITY, "denominator:", '  but:\n    - {code: "18671311000001102", name: O}\n'
        "denominator:", 13, "numerator.but[0]",
        "It takes out 18671311000001102 in line 11 whole.",
        "Take that code out of the list instead.",
    ),
    # Shares
    "share of the registered patients": (
        RATE.replace("unit: items per 1,000 patients", 'unit: "%"').replace(": 1000", ": 100"),
        "kind: rate", "kind: proportion", 12, "denominator.by",
        "What is counted is no part of the registered patients.", "Make the kind rate.",
    ),
    "share of another column": (
        SHARE, 'column: items\n  codes:\n    - {code: "020802"',
        'column: nic\n  codes:\n    - {code: "020802"', 17, "denominator.column",
        "A share has the same column above and below: items.",
        "Mend one of the two, or make the kind rate or mean.",
    ),
    "numerator outside the denominator": (
        SHARE, '"020802", name: Oral anticoagulants', "0208020Y0, name: Rivaroxaban", 10,
        "numerator.codes[0]",
        "The denominator does not have it in all its months: the share could be above 1.",
        "Add it to the denominator's codes.",
    ),
    "numerator in months that the denominator does not have": (
        SHARE, "name: Oral anticoagulants", "name: Oral anticoagulants, since: 2010-01", 10,
        "numerator.codes[0]",
        "The denominator does not have it in all its months: the share could be above 1.",
        "Add it to the denominator's codes.",
    ),
    "numerator in the one month between two of the denominator": (
        SHARE, '    - {code: "020802", name: Oral anticoagulants}',
        '    - {code: "020802", name: Before, until: 2014-12}\n'
        '    - {code: "020802", name: After, since: 2015-02}\n'
        "    - {code: 0208020Y0, name: Rivaroxaban}", 10, "numerator.codes[0]",
        "The denominator does not have it in all its months: the share could be above 1.",
        "Add it to the denominator's codes.",
    ),
    "excluded below and counted above": (
        SHARE, "unit:", "  but:\n    - {code: 0208020Y0AA, name: Generic rivaroxaban}\nunit:", 21,
        "denominator.but[0]", "The numerator counts it: the share could be above 1.",
        "Exclude it from the numerator too.",
    ),
    "excluded below, with everything that is counted above": (
        SHARE, '"020802", name: Oral anticoagulants}',
        '"02", name: Cardiovascular}\n  but:\n    - {code: "020802", name: Anticoagulants}', 21,
        "denominator.but[0]", "The numerator counts it: the share could be above 1.",
        "Exclude it from the numerator too.",
    ),
    # Review
    "published unchecked": (
        SHARE, "checker: B Reader\n", "", 29, "status",
        "A published measure has been checked by somebody other than its author.",
        "Name the checker, or make the status preview.",
    ),
    "checked by its author": (
        SHARE, "checker: B Reader", "checker: a writer", 31, "checker",
        "The author cannot be the checker.", "Name who else has checked it.",
    ),
    # The file
    "no YAML": (
        SHARE, "title: Our", "title: : Our", 2, "",
        "This is not YAML: mapping values are not allowed in this context.", "Mend the line",
    ),
    "two documents": (
        SHARE, "notes: Not", "---\nnotes: Not", 34, "",
        "This is not YAML: but found another document.", "Mend the line",
    ),
    "a list": (
        "- 1\n", "", "", 1, "", "Keys with values are needed here.", "Give slug, title,",
    ),
    "nothing": (
        "# slug: our-share\n", "", "", 0, "", "The file is empty.", "Write a definition in it.",
    ),
}  # fmt: skip
