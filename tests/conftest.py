"""What all tests share."""

from hypothesis import HealthCheck, Phase, settings

# The same examples on every machine, however slow it is: a failure is seen again by whoever looks for it.
settings.register_profile("project", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

# For tests/long/mutants.py: that an example fails is enough, the smallest one is not looked for.
settings.register_profile("mutants", settings.get_profile("project"), phases=[Phase.explicit, Phase.generate])
