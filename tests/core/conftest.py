from hypothesis import settings

# A shared or slow machine must not fail a test that is right; and the same tests run every time.
settings.register_profile("core", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("core")
