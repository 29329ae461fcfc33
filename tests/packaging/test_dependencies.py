"""What the .deb asks for has a name in every system that it is for."""

from __future__ import annotations

import shutil

import pytest
from linux import deb

from tests.packaging.ubuntu_2404 import unmet

OLD = "libc6 (>= 2.35), libglib2.0-0 (>= 2.26.0), libssl3, zlib1g (>= 1:1.2.3.4)"

needs_dpkg = pytest.mark.skipif(not shutil.which("dpkg"), reason="versions are compared by dpkg")


def test_a_package_that_has_a_new_name_is_asked_for_by_either():
    assert deb.with_new_names(OLD).split(", ") == [
        "libc6 (>= 2.35)",
        "libglib2.0-0t64 (>= 2.26.0) | libglib2.0-0 (>= 2.26.0)",
        "libssl3t64 | libssl3",
        "zlib1g (>= 1:1.2.3.4)",
    ]


@needs_dpkg
def test_the_old_names_are_not_enough_for_ubuntu():
    assert unmet(OLD) == ["libglib2.0-0 (>= 2.26.0)", "libssl3"]
    assert unmet(deb.with_new_names(OLD)) == []


@needs_dpkg
def test_a_newer_library_than_ubuntus_is_not_met():
    assert unmet("libc6 (>= 2.40), libx11-6 (>= 2:1.8.4)") == ["libc6 (>= 2.40)"]


@needs_dpkg
def test_what_the_control_file_itself_asks_for_is_met():
    (line,) = (
        line.removeprefix("Depends: ")
        for line in deb.filled_control("amd64", "libc6", 7).splitlines()
        if line.startswith("Depends: ")
    )
    assert unmet(line) == []
