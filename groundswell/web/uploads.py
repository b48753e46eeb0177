"""The form that sends a file."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from groundswell.intake import LAYOUTS
from groundswell.people.models import Person
from groundswell.people.policy import may
from groundswell.submissions.layouts import Layout, Option

from .formats import size

# What the browser's file dialogue offers. What a file is, its content tells.
FILE_TYPES = (".csv", ".txt", ".xlsx")


def layouts_for(person: Person) -> list[Layout]:
    """The layouts whose facts this person may record."""
    return [layout for layout in LAYOUTS.values() if may(person, layout.permission)]


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Options that the same layouts take."""

    layouts: tuple[str, ...]
    options: tuple[Option, ...]


def options_of(layouts: list[Layout]) -> list[OptionGroup]:
    """Every option that some layout takes, once each, with the titles of those layouts."""
    options: dict[str, Option] = {}
    takers: dict[str, tuple[str, ...]] = {}
    for layout in layouts:
        for option in layout.options:
            options.setdefault(option.name, option)
            takers[option.name] = (*takers.get(option.name, ()), layout.title)
    groups: dict[tuple[str, ...], tuple[Option, ...]] = {}
    for name, titles in takers.items():
        groups[titles] = (*groups.get(titles, ()), options[name])
    return [OptionGroup(titles, together) for titles, together in groups.items()]


class UploadForm(forms.Form):
    """A file, its layout (or none: it is worked out), and what the file does not say itself."""

    file = forms.FileField(
        error_messages={
            "required": "Choose a file to check.",
            "empty": "The file is empty. Choose another.",
        }
    )
    layout = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layouts = layouts_for(person)
        self.option_groups = options_of(self.layouts)
        self.option_names = [o.name for group in self.option_groups for o in group.options]
        choices = [("", ""), *((layout.name, layout.title) for layout in self.layouts)]
        self.fields["layout"] = forms.ChoiceField(
            required=False,
            choices=choices,
            error_messages={"invalid_choice": "Choose a layout from the list."},
        )
        for name in self.option_names:
            self.fields[name] = forms.CharField(required=False, max_length=200)

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
            limit = size(settings.MAX_UPLOAD_BYTES)
            raise forms.ValidationError(f"The file is over {limit}. Send it in parts.")
        return file

    @property
    def options(self) -> dict[str, str]:
        """The options given, of those that the chosen layout takes."""
        chosen = LAYOUTS.get(self.cleaned_data["layout"])
        taken = {o.name for o in chosen.options} if chosen else None
        return {
            name: value
            for name in self.option_names
            if (value := self.cleaned_data[name].strip()) and (taken is None or name in taken)
        }

    @property
    def has_options(self) -> bool:
        """Whether some option is filled in, or wrong."""
        return any(self[name].value() or self[name].errors for name in self.option_names)
