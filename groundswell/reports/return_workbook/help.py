"""The sheet that says how a return is filled in."""

from groundswell.adoption.asked import Return
from groundswell.adoption.sources.return_rows import TOLD
from groundswell.common.dates import day_name

STAGES = {
    "eligible": "It could take the innovation up, and nobody has asked it yet.",
    "approached": "Somebody has asked it.",
    "committed": "It has agreed to take the innovation up.",
    "live": "It has what it needs to use the innovation: it is installed, trained or contracted.",
    "using": "It uses the innovation with patients or staff.",
    "sustained": "It has used the innovation for a year or more without the programme's help.",
    "handed-over": "The innovation is now provided as a usual service.",
    "paused": "It has stopped for now. Needs a reason.",
    "stopped": "It has stopped for good. Needs a reason.",
}
REASONS = {
    "condition": "The condition: it varies, has other illnesses with it, or is rarer than thought.",
    "technology": "The technology: it failed, was hard to use or to support.",
    "value-proposition": "The value: it cost too much, or was worth too little to those who pay.",
    "adopters": "The adopters: staff, patients or carers did not want it or could not use it.",
    "organisation": "The organisation: capacity, leadership, money, or work around it.",
    "wider-system": "The wider system: policy, rules, the pandemic, another programme.",
    "embedding": "Embedding: it did not adapt or last over time.",
    "withdrawn": "The programme or the supplier withdrew it.",
    "safety": "A safety notice or an incident.",
}


def help_lines(asked: Return) -> list[tuple[str, str]]:
    """Label and text, line by line."""
    owner = ", ".join(part for part in (asked.participant.owner, asked.participant.email) if part)
    due = day_name(asked.round.due)
    return [
        ("Return", f"{asked.programme.name}, {asked.network.code}, {asked.title}"),
        ("Due", due),
        *([("Who answers for it", owner)] if owner else []),
        ("", ""),
        ("What to do", "For each site that has something new to tell, choose its stage and give "
         "the date on which it came. Leave the other rows empty, save the workbook as XLSX, and "
         "send it back. You see what it would change before anything is stored."),
        ("Date", "As precisely as it is known, and no more: 2018-04-04, 4 April 2018, April 2018, "
         "2018 Q2 (April to June) or 2018."),
        ("Reason", "Needed where a site paused, stopped or went back a stage."),
        ("Factor, domain and note", "A barrier or an enabler: say what it is in the note, and "
         "choose the domain if you can. To add one to a stage told before, repeat that stage and "
         "its date. A note may also stand alone."),
        ("More than one thing", "A site may have several rows: write its code again in a free "
         "row below."),
        ("Sent a return already?", "What it told stands filled in here. Change it to correct it; "
         "empty the row to take it back."),
        ("A site is missing or wrong", "Do not add it here: tell whoever runs the programme."),
        ("", ""),
        *((f"Stage: {stage}", STAGES[stage]) for stage in TOLD),
        ("", ""),
        *((f"Reason or domain: {code}", text) for code, text in REASONS.items()),
    ]  # fmt: skip
