"""The restatement alarm: every published figure asked again, as things are now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from groundswell import __version__
from groundswell.measures.cells import NoLongerKept
from groundswell.people.action import data_version
from groundswell.questions.asked import Question
from groundswell.reports.disclosure import default_rule

from .asking import ASKING, Submissions, places_since, read, report_now, report_then
from .pinning import NO_ROW, At, cells_of
from .queries import HeldFigure, held
from .reasons import File, Reason, Rests, Since, Why, reasons

NO_ANSWER = "no answer"
NO_DEFINITION = "none"


@dataclass(frozen=True, slots=True)
class Checked:
    """A figure, what it says now, and why where that is something else.

    `then` is what today's code makes of the old data; None where that was not asked, or cannot
    be.
    """

    figure: HeldFigure
    now: str
    then: str | None = None
    reasons: tuple[Reason, ...] = ()
    error: str = ""  # why there is no answer

    @property
    def is_changed(self) -> bool:
        return self.now != self.figure.value

    @property
    def why(self) -> str:
        return "; ".join([*map(str, self.reasons), *([self.error] if self.error else [])])


def check(figures: Sequence[HeldFigure] | None = None) -> list[Checked]:
    """Ask each figure's question again; all that stand where none are given.

    Each question is asked once, and once more for each data version that a changed figure of it
    rests on.
    """
    asked = _Asked()
    return [asked.check(figure) for figure in (held() if figures is None else figures)]


def rests_now(question: Question) -> Rests:
    """What an answer to the question rests on at present."""
    return Rests(data_version(), __version__, _definition(question), rule_text())


def rule_text() -> str:
    """Which small numbers are hidden."""
    rule = default_rule()
    return f"1 to {rule.threshold} of {', '.join(sorted(rule.suppressed)) or 'nothing'}"


def _definition(question: Question) -> str:
    try:
        return ASKING[question.NAME].definition(question)
    except LookupError:
        return NO_DEFINITION


@dataclass(frozen=True, slots=True)
class _Answered:
    """The cells of one table, or why there are none."""

    cells: Mapping[At, str]
    error: str = ""

    def value(self, figure: HeldFigure) -> str:
        return NO_ANSWER if self.error else self.cells.get(At(figure.row, figure.column), NO_ROW)


class _Asked:
    """What has been asked so far: many figures are of one table, and rest on one version."""

    def __init__(self) -> None:
        self._answered: dict[tuple[str, str, int | None], _Answered | NoLongerKept] = {}
        self._since: dict[tuple[str, int], Since] = {}

    def check(self, figure: HeldFigure) -> Checked:
        answered = self._ask(figure, None)
        now = NO_ANSWER if isinstance(answered, NoLongerKept) else answered.value(figure)
        if now == figure.value:
            return Checked(figure, now)
        error = str(answered) if isinstance(answered, NoLongerKept) else answered.error
        try:
            question = read(figure.question)
        except ValueError:
            return Checked(figure, now, None, (Reason(Why.CODE, error),))
        old = self._ask(figure, figure.rests.data_version)
        lost = isinstance(old, NoLongerKept)
        then = None if isinstance(old, NoLongerKept) else old.value(figure)
        found = reasons(
            figure.value,
            then,
            now,
            old=figure.rests,
            new=rests_now(question),
            since=self._sent_since(figure, question),
            lost=str(old) if lost else "",
        )
        return Checked(figure, now, then, found, error)

    def _ask(self, figure: HeldFigure, version: int | None) -> _Answered | NoLongerKept:
        """As things are now, or on the data of a version."""
        key = (figure.question, figure.table, version)
        if key not in self._answered:
            self._answered[key] = _ask(*key)
        return self._answered[key]

    def _sent_since(self, figure: HeldFigure, question: Question) -> Since:
        key = (figure.question, figure.rests.data_version)
        if key not in self._since:
            self._since[key] = _sent_since(question, figure.rests.data_version)
        return self._since[key]


def _ask(canonical: str, table: str, version: int | None) -> _Answered | NoLongerKept:
    try:
        question = read(canonical)
        report = report_now(question) if version is None else report_then(question, version)
        return _Answered(cells_of(report, table))
    except NoLongerKept as error:
        return error
    except (ValueError, LookupError) as error:
        return _Answered({}, str(error))


def _sent_since(question: Question, version: int) -> Since:
    try:
        data = ASKING[question.NAME].data_since(question, version)
    except LookupError:  # its measure is defined no more
        return Since((), _files(places_since(version)))
    # A file that tells of both is named once, with the data.
    places = places_since(version).exclude(pk__in=data.values("pk"))
    return Since(_files(data), _files(places))


def _files(found: Submissions) -> tuple[File, ...]:
    return tuple(File(*row) for row in found.values_list("pk", "file_name"))
