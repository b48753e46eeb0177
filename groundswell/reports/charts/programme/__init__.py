"""Pictures of a programme's board: networks against their trajectory, and the funnel of stages."""

from .stages import stages
from .trajectory import trajectory

__all__ = ["stages", "trajectory"]
