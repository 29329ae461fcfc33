"""Children that are forked are what started ones are; without a server others are started."""

from __future__ import annotations

import signal
import subprocess
import sys
from functools import partial

import pytest

from core.checking.process import Child, ChildGone, fork_server
from core.checking.runner import CheckProcess
from core.checking.source import source_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="children are forked on Linux alone"),
]


@pytest.fixture
def server():
    with fork_server() as server:
        assert server is not None
        yield server


def checked(code, server):
    make_child = partial(Child, server=server)
    return CheckProcess(source_of(code, "theirs.py"), make_child=make_child).run()


def test_a_forked_child_holds_what_a_started_one_holds(server):
    with Child() as started, Child(server=server) as forked:
        started.wait_until_ready()
        forked.wait_until_ready()
        assert isinstance(started._process, subprocess.Popen)
        assert not isinstance(forked._process, subprocess.Popen)
        assert set(forked.held) == set(started.held)


def test_one_child_knows_nothing_of_another(server):
    for _ in range(2):
        report = checked(
            "import os, sys, numpy as np\nprint(hasattr(np, 'mine'))\nnp.mine = 1\n"
            "os.environ['MINE'] = '1'\nprint(len([n for n in sys.modules if n == 'mine']))\n"
            "sys.modules['mine'] = np\nprint(sorted(os.listdir('/proc/self/fd'))[:3])\n",
            server,
        )
        assert report.output.splitlines()[:2] == ["False", "0"]


def test_the_descriptors_are_those_of_a_started_child(server):
    code = "import os\nprint(len(os.listdir('/proc/self/fd')))\n"
    assert checked(code, server).output == checked(code, None).output


def test_how_it_ended_is_told(server):
    with Child(server=server) as child:
        child.wait_until_ready()
        assert child._process.poll() is None
        child._process.kill()
        with pytest.raises(ChildGone) as caught:
            child.reply(5)
        assert caught.value.code == -signal.SIGKILL
    report = checked("import os\nos._exit(3)\n", server)
    assert report.problem == checked("import os\nos._exit(3)\n", None).problem


def test_without_the_server_children_are_started(server):
    server._process.kill()
    server._process.wait()
    with Child(server=server) as child:
        child.wait_until_ready()
        assert isinstance(child._process, subprocess.Popen)


def test_a_child_outlives_no_server_for_long(server):
    child = Child(server=server)
    child.wait_until_ready()
    server._process.kill()
    server._process.wait()
    child.close()
    assert child._process.poll() is not None
