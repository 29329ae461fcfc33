"""A wheel carries the files of resources/ inside core, where no other program's files can be in
the way; core/resources.py finds them there. pyproject.toml cannot say it while packages are found
and not listed (decision 16)."""

from setuptools import find_packages, setup

RESOURCES = "core.resource_files"

setup(
    packages=[*find_packages(include=["app", "app.*", "core", "core.*"]), RESOURCES],
    package_dir={RESOURCES: "resources"},
    package_data={RESOURCES: ["**/*"], "": ["py.typed", "*.pyi"]},
)
