"""What can go wrong when a valid question is asked."""


class NotFound(LookupError):
    """The ledger has nothing of that name. `near` holds what was probably meant."""

    def __init__(self, what: str, name: str, near: tuple[str, ...] = ()) -> None:
        self.what, self.name, self.near = what, name, near
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"There is no {what} {name!r}.{hint}")
