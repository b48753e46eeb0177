"""What the integration tests share."""

import pytest

from tests.support.intake_files import small_world


@pytest.fixture
def world(administrator):
    """The small world, loaded by the administrator."""
    small_world(administrator)
    return administrator
