"""The forms that issue a safety notice and answer one. What they hold goes through the intake."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils import timezone

from groundswell.innovations.models import Acknowledgement, Innovation, SafetyNotice
from groundswell.submissions.findings import Refusal

REQUIRED = {"required": "Fill this in."}
OUTCOMES = [(v, t) for v, t in Acknowledgement.Outcome.choices if v]


class NoticeForm(forms.Form):
    """One row of the layout safety-notices."""

    slug = forms.CharField(max_length=60, error_messages=REQUIRED)
    innovation = forms.ChoiceField(error_messages=REQUIRED)
    title = forms.CharField(max_length=160, error_messages=REQUIRED)
    asks = forms.ChoiceField(choices=SafetyNotice.Asks.choices, error_messages=REQUIRED)
    text = forms.CharField(max_length=10_000, error_messages=REQUIRED)
    issued = forms.CharField(max_length=40, error_messages=REQUIRED)
    due = forms.CharField(max_length=40, error_messages=REQUIRED)
    issuer = forms.CharField(max_length=120, error_messages=REQUIRED)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's
        choices = [("", "Choose one")]
        choices += Innovation.objects.order_by("name").values_list("slug", "name")
        self.fields["innovation"] = forms.ChoiceField(choices=choices, error_messages=REQUIRED)

    @property
    def row(self) -> dict[str, str]:
        # As the reader of files tidies a cell: one line.
        return {name: " ".join(str(v).split()) for name, v in self.cleaned_data.items()}


class AnswerForm(forms.Form):
    """Rows of the layout acknowledgements: one answer for all the sites that are ticked."""

    site = forms.MultipleChoiceField(error_messages={"required": "Tick at least one site."})
    acknowledged = forms.CharField(
        max_length=40, error_messages={"required": "Say when the sites acknowledged it."}
    )
    acted = forms.CharField(max_length=40, required=False)
    outcome = forms.ChoiceField(choices=[("", "Nothing yet"), *OUTCOMES], required=False)
    note = forms.CharField(max_length=1000, required=False)

    def __init__(self, *args: object, sites: Iterable[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's
        self.fields["site"] = forms.MultipleChoiceField(
            choices=[(code, code) for code in sites],
            error_messages={
                "required": "Tick at least one site.",
                "invalid_choice": "You may not answer for %(value)s.",
            },
        )

    def rows(self, notice: str) -> list[dict[str, str]]:
        typed = self.cleaned_data
        # The last column makes each sending a file of its own: the same answer may be given again
        # after another one, and a file is accepted only once.
        sent = timezone.now().isoformat()
        return [
            {
                "notice": notice,
                "site": code,
                "acknowledged": typed["acknowledged"],
                "acted": typed["acted"],
                "outcome": typed["outcome"],
                "note": " ".join(typed["note"].split()),
                "sent": sent,
            }
            for code in typed["site"]
        ]


def add_refusals(form: forms.Form, refusals: Iterable[Refusal]) -> None:
    """What the check refused, at the field that it is about; each once, however many rows."""
    said: set[tuple[str, str]] = set()
    for refusal in refusals:
        field = refusal.column if refusal.column in form.fields else None
        value = f"{refusal.value}: " if field == "site" and refusal.value else ""
        message = f"{value}{refusal.why} {refusal.mend}".strip()
        if (field or "", message) not in said:
            said.add((field or "", message))
            form.add_error(field, message)


def problems(form: forms.Form, targets: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """(message, id of its field) for the summary of errors; "" where it has no field."""
    at = targets or {}
    return [
        (str(message), "" if name == "__all__" else at.get(name, name))
        for name, messages in form.errors.items()
        for message in messages
    ]
