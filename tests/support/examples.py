"""How hard Hypothesis looks. Examples are the same in every run, so a failure can be repeated."""

from hypothesis import HealthCheck, Phase, settings

_same_every_run = settings(
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

few = settings(_same_every_run, max_examples=40)
many = settings(_same_every_run, max_examples=150)
