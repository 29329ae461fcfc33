"""What a learner's code cannot do, tried from within a check; and what is said of it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.checking import scratch, watch
from core.checking.confinement import (
    FILES,
    MEMORY,
    NETWORK,
    PROGRAMS,
    SIGNALS,
    in_one_line,
    in_words,
)
from core.checking.job_object import JobObject
from core.checking.process import Child
from core.checking.runner import check_file
from core.checking.scratch import ScratchFolder
from core.checking.watch import Watch
from core.checking.working_folder import MOST_LINKS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere less is forbidden"),
]

RELU = "import numpy as np\ndef relu(Z):\n    return np.maximum(0, Z), Z\n"
PATIENT = 120.0
# What must fail, by what forbids it. `mine` is a file of the user's.
ATTEMPTS = {
    FILES: (
        "open(mine, 'a')",
        "open(mine, 'w')",
        "open(mine + '.new', 'w')",
        "os.remove(mine)",
        "os.rename(mine, mine + '.moved')",
        "os.rename(mine, 'here')",
        "os.link(mine, 'here')",
        "os.symlink('x', mine + '.link')",
        "os.mkdir(mine + '.folder')",
        "os.mkfifo(mine + '.pipe')",
        "os.truncate(mine, 0)",
        "os.open(mine, os.O_RDONLY | os.O_TRUNC)",
        "os.chmod(mine, 0)",
        "os.chown(mine, 1, 1)",
        "os.utime(mine, (0, 0))",
        "os.setxattr(mine, 'user.x', b'1')",
        "open(os.path.basename(mine), 'a')",
        "open(f'/proc/{os.getppid()}/mem', 'r+b')",
        "open(f'/proc/{os.getppid()}/oom_score_adj', 'w').write('1000')",
        "open('/dev/shm/digit-lab-test', 'w')",
        "fcntl.flock(open(mine), fcntl.LOCK_EX)",
    ),
    NETWORK: (
        "socket.socket()",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "socket.socket(socket.AF_INET6)",
        "socket.socket(socket.AF_UNIX)",
        "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
        "socket.create_connection(('127.0.0.1', 9))",
        "call(425, 8, buffer)",  # io_uring
    ),
    PROGRAMS: (
        "os.fork()",
        "os.forkpty()",
        "subprocess.run(['true'])",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "os.execv('/bin/true', ['true'])",
        "call(58)",  # vfork
        "call(56, 0x10000000 | 17, 0)",  # clone, with a user's namespace
        "call(435, buffer, 88)",  # clone3
        "call(57 | 0x40000000)",  # fork by its number for x32
        "call(319, b'x', 0)",  # memfd_create
        "call(29, 0, 1 << 20, 0o1600)",  # shmget
        "call(272, 0x10000000)",  # unshare
    ),
    SIGNALS: (
        "os.kill(os.getppid(), 0)",
        "os.kill(-1, 0)",
        "os.kill(0, 0)",
        "os.killpg(os.getpgid(0), 0)",
        "os.pidfd_open(os.getppid())",
        "signal.pidfd_send_signal(0, 0)",
        "call(200, os.getppid(), 0)",  # tkill
        "call(234, os.getppid(), os.getppid(), 0)",  # tgkill
        "call(129, os.getppid(), 0, buffer)",  # rt_sigqueueinfo
        "resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))",
        "os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)",
        "os.sched_setaffinity(os.getppid(), {0})",
        "fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())",
        "call(157, 1, 0)",  # prctl: outlive the parent
        "call(157, 4, 0)",  # prctl: not to be looked at
        "call(101, 16, os.getppid(), 0, 0)",  # ptrace
    ),
    MEMORY: (
        "resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
        "np.ones(1 << 31)",
        "resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))",
        "open('large', 'wb').write(bytes(1 << 27)) < 1 << 27 or None",
    ),
}
TRIES = """
import ctypes, fcntl, os, resource, signal, socket, subprocess
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(256)
def call(*values):
    if libc.syscall(*map(ctypes.c_long, [
        ctypes.addressof(each) if each is buffer else
        ctypes.addressof(ctypes.create_string_buffer(each)) if isinstance(each, bytes) else each
        for each in values
    ])) < 0:
        raise OSError(ctypes.get_errno(), "")
for attempt in attempts:
    try:
        exec(attempt)
    except (OSError, ValueError, MemoryError):
        continue
    print("it could:", attempt)
"""


@pytest.fixture(scope="module")
def held():
    with Child() as child:
        child.wait_until_ready()
        return child.held


@pytest.mark.parametrize("what", ATTEMPTS)
def test_what_is_said_not_to_be_possible_is_not(what, held, tmp_path):
    if what not in held:
        pytest.skip("this system does not forbid it")
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    before = mine.stat()
    code = tmp_path / "theirs.py"
    attempts = [
        each for each in ATTEMPTS[what] if os.uname().machine == "x86_64" or "call(" not in each
    ]
    code.write_text(f"{RELU}mine = {str(mine)!r}\nattempts = {attempts!r}\n{TRIES}")
    report = check_file(code, seconds=PATIENT)
    assert report.output == ""
    assert report.is_right, report.problem
    assert sorted(each.name for each in tmp_path.iterdir()) == ["mine.txt", "theirs.py"]
    after = mine.stat()
    assert (mine.read_text(), after.st_mode, after.st_mtime) == (
        "mine",
        before.st_mode,
        before.st_mtime,
    )


def test_files_beside_are_read_and_others_are_written_elsewhere(tmp_path):
    (tmp_path / "numbers.txt").write_text("1 2 3")
    code = tmp_path / "theirs.py"
    code.write_text(
        f"""{RELU}
import os, tempfile, threading
assert np.loadtxt("numbers.txt").sum() == 6
assert os.path.exists(os.path.join(os.path.dirname(__file__), "numbers.txt"))
np.save("mine", np.arange(3))
assert np.load("mine.npy").sum() == 3
with tempfile.TemporaryDirectory() as folder:
    open(os.path.join(folder, "x"), "w").write("x")
thread = threading.Thread(target=print, args=["from a thread"])
thread.start()
thread.join()
print(os.getcwd())
"""
    )
    report = check_file(code, seconds=PATIENT)
    assert report.is_right, report.problem
    said, folder = report.output.splitlines()
    assert said == "from a thread"
    assert not Path(folder).exists()
    assert not Path(folder).parent.exists()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["numbers.txt", "theirs.py"]


def test_beside_very_many_files_it_works_in_their_folder(tmp_path):
    for k in range(MOST_LINKS + 1):
        (tmp_path / f"{k}.txt").touch()
    code = tmp_path / "theirs.py"
    code.write_text(f"{RELU}\nimport os\nprint(os.getcwd())\n")
    assert check_file(code, seconds=PATIENT).output == f"{tmp_path}\n"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("for k in range(9999): open(str(k), 'w').close()", "2,000 files"),
        ("for k in range(9999): os.mkdir('x' * 99); os.chdir('x' * 99)", "lie too deep"),
        (
            "for k in range(99):\n    open(str(k), 'wb').write(bytes(1 << 25))",
            "256 MB",
        ),
        (
            "kept = []\nfor k in range(99):\n    kept.append(open('x', 'wb'))\n"
            "    kept[-1].write(bytes(1 << 25))\n    os.remove('x')",
            "256 MB",
        ),
    ],
)
def test_what_takes_too_much_is_stopped(tmp_path, lines, words):
    code = tmp_path / "theirs.py"
    code.write_text(f"{RELU}\nimport os, threading, time\n{lines}\ntime.sleep(600)\n")
    report = check_file(code, seconds=20)
    assert words in report.problem
    assert [each.status for each in report.present] == ["right"]


def test_threads_are_counted(monkeypatch):
    made = ScratchFolder()
    monkeypatch.setattr(watch, "MOST_THREADS", 0)
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        assert "threads" in Watch(os.getpid(), made, JobObject(process)).excess()
    made.remove()


def test_the_child_ends_with_the_process_that_checks():
    reader, writer = os.pipe()
    parent = os.fork()
    if parent == 0:
        child = Child()
        child.wait_until_ready()
        os.write(writer, str(child.pid).encode())
        os._exit(0)
    os.waitpid(parent, 0)
    pid = int(os.read(reader, 20))
    os.close(reader)
    os.close(writer)
    for _ in range(200):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.02)
    pytest.fail("it is still there")


def test_what_a_killed_program_left_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(scratch.tempfile, "tempdir", str(tmp_path))
    left, used = tmp_path / "digit-lab-check-left", ScratchFolder()
    deep = left / "work"
    for _ in range(50):
        deep = deep / "x"
    deep.mkdir(parents=True)
    (left / "lock").touch()
    for each in (left, used.path.parent):
        os.utime(each, (0, 0))
    newer = ScratchFolder()
    assert not left.exists()
    assert used.path.exists()
    for each in (used, newer):
        each.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_any_depth_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(scratch.tempfile, "tempdir", str(tmp_path))
    made, here = ScratchFolder(), os.getcwd()
    try:
        os.chdir(made.path)
        for _ in range(1200):
            os.mkdir("a" * 100)
            os.chdir("a" * 100)
        os.mkdir("closed", 0)
    finally:
        os.chdir(here)
    made.remove()
    assert list(tmp_path.iterdir()) == []


def test_what_holds_is_said_in_words():
    everything = (FILES, NETWORK, PROGRAMS, SIGNALS, MEMORY)
    assert in_one_line(everything) == (
        "The code could not change files, use the network, start programs or end programs."
    )
    assert in_one_line((FILES, PROGRAMS)) == (
        "The code could not change files or start programs, but could use the network or "
        "end programs."
    )
    assert in_one_line(()).startswith("The code could change files")
    said = " ".join(in_words((NETWORK, MEMORY), 10.0))
    assert "delete your files" in said
    assert "cannot use the network" in said
    assert "may go on after the check" in said
    assert said.endswith("after 10 s.")


def test_the_scratch_folder_is_the_users_alone():
    made = ScratchFolder()
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    made.remove()
