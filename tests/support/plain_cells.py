"""The plain twin of the cell store: dictionaries, one version after another."""

from dataclasses import dataclass, field

from groundswell.common.months import Month, month_range

Told = tuple  # numerator, denominator, status, submission, row


@dataclass
class PlainStore:
    """Every version's cells: (measure, site, month) to what was told of it."""

    versions: dict[int, dict[tuple[str, str, Month], Told]] = field(default_factory=dict)

    def publish(self, version: int, cells: dict, whole_months: bool, submission: int) -> None:
        held = dict(self.at(version))
        if whole_months:
            spoken_for = {(measure, month) for measure, _, month in cells}
            held = {k: v for k, v in held.items() if (k[0], k[2]) not in spoken_for}
        for row, (key, numbers) in enumerate(cells.items(), start=2):
            held[key] = (*numbers, submission, row)
        self.versions[version] = held

    def at(self, version: int) -> dict[tuple[str, str, Month], Told]:
        """The cells in a data version: as the newest publish up to it left them."""
        past = [v for v in self.versions if v <= version]
        return self.versions[max(past)] if past else {}

    def told(self, measure: str, version: int) -> dict[tuple[str, Month], Told]:
        return {(s, m): v for (of, s, m), v in self.at(version).items() if of == measure}

    def shape(self, measure: str, version: int) -> tuple[tuple[str, ...], tuple[Month, ...]]:
        """Sites in order, and every month from the first to the last."""
        told = self.told(measure, version)
        months = sorted({month for _, month in told})
        every = month_range(months[0], months[-1]) if months else []
        return tuple(sorted({site for site, _ in told})), tuple(every)

    def differences(self, measure: str, old: int, new: int) -> list[tuple]:
        """(month, site, old numbers, new numbers, submission), by month and site."""
        before, after = self.told(measure, old), self.told(measure, new)
        found = []
        for site, month in before.keys() | after.keys():
            one, other = before.get((site, month)), after.get((site, month))
            if (one and one[:3]) != (other and other[:3]):
                submission = other[3] if other else 0
                found.append((month, site, one and one[:3], other and other[:3], submission))
        return sorted(found, key=lambda change: change[:2])
