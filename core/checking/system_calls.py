"""A filter of system calls for the process that runs a learner's code. Linux alone (seccomp).

It needs no rights and works within containers. What it forbids fails with EPERM, as for a user who
lacks the right: sockets, other processes and programs, signals to others, changes to what others
run with, to files' owners and modes, and to what outlives a process.
"""

from __future__ import annotations

import ctypes
import os
import struct
from errno import ENOSYS, EPERM

# (x86_64, aarch64); None where there is no such call.
_FORBIDDEN: dict[str, tuple[int, int | None]] = {
    # network, and the way around this filter
    "socket": (41, 198),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    # processes and programs
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    # other processes
    "tkill": (200, 130),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "pidfd_getfd": (438, 438),
    "ptrace": (101, 117),
    "kcmp": (312, 272),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "setpriority": (141, 140),
    "ioprio_set": (251, 30),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    # what is known of files, beside their content
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "fchownat": (260, 54),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "truncate": (76, 45),
    "flock": (73, 32),
    "open_by_handle_at": (304, 265),
    # what outlives a process, or takes memory that no limit counts
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "shmctl": (31, 195),
    "semctl": (66, 191),
    "msgctl": (71, 187),
    "mq_unlink": (241, 181),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # the system
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
}
# Calls that take a process first: its own is allowed, and 0 where that means the same.
_OWN_PROCESS = {"kill": (62, 129), "tgkill": (234, 131)}
_OWN_PROCESS |= {"rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240)}
_OWN_PROCESS_OR_0 = {"prlimit64": (302, 261), "sched_setaffinity": (203, 122)}
_OWN_PROCESS_OR_0 |= {"sched_setscheduler": (144, 119), "sched_setparam": (142, 118)}
_OWN_PROCESS_OR_0 |= {"sched_setattr": (314, 274)}
# Calls of which some are forbidden: the number, which argument tells, and its forbidden values.
_SOME = {
    "prctl": ((157, 167), 0, (1, 4)),  # PR_SET_PDEATHSIG, PR_SET_DUMPABLE
    # F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE
    "fcntl": ((72, 25), 1, (8, 10, 15, 1024)),
    # FIOSETOWN, SIOCSPGRP, TIOCSTI, TIOCLINUX, TIOCSCTTY
    "ioctl": ((16, 29), 1, (0x8901, 0x8902, 0x5412, 0x541C, 0x540E)),
}
_CLONE, _CLONE3 = (56, 220), (435, 435)
_CLONE_THREAD = 0x10000
_NEWER = 452  # from here on are calls that this table does not know; x86's other numbers, too
_SECCOMP = (317, 277)
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16  # offsets in the kernel's record of a call
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_NO_NEW_PRIVILEGES, _SET_FILTER, _ALL_THREADS = 38, 1, 1

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, value


def forbid() -> bool:
    """Put the filter on this process, for good. Whether the system has it."""
    machine = _MACHINES.get(os.uname().machine)
    if machine is None or struct.calcsize("P") != 8:
        return False
    code = b"".join(struct.pack("=HBBI", *each) for each in _program(*machine, os.getpid()))
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None)
    if libc.prctl(_NO_NEW_PRIVILEGES, *map(ctypes.c_ulong, (1, 0, 0, 0))):
        return False
    number, operation, how = map(ctypes.c_long, (_SECCOMP[machine[0]], _SET_FILTER, _ALL_THREADS))
    return bool(libc.syscall(number, operation, how, program) == 0)


def _program(column: int, machine: int, own: int) -> list[Instruction]:
    """The filter. column: of the tables. machine: as the kernel calls it. own: this process."""
    forbid = _answer(EPERM)
    code = [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 1, 0, machine),
        forbid,
        (_LOAD, 0, 0, _NUMBER),
        *((_AT_LEAST, 0, 1, _NEWER), _answer(ENOSYS)),
        *_for(_CLONE3[column], [_answer(ENOSYS)]),  # then clone is called, whose flags can be seen
        *_for(
            _CLONE[column],
            [_argument(0), (_ANY_BIT, 0, 1, _CLONE_THREAD), (_RETURN, 0, 0, _ALLOW), forbid],
        ),
    ]
    for calls, allowed in ((_OWN_PROCESS, (own,)), (_OWN_PROCESS_OR_0, (own, 0))):
        for numbers in calls.values():
            code += _for(numbers[column], [*_those(0, allowed, _ALLOW), forbid])
    for numbers, place, values in _SOME.values():
        body = [*_those(place, values, forbid[-1]), (_RETURN, 0, 0, _ALLOW)]
        code += _for(numbers[column], body)
    for each in _FORBIDDEN.values():
        number = each[column]
        if number is not None:
            code += _for(number, [forbid])
    return [*code, (_RETURN, 0, 0, _ALLOW)]


def _answer(error: int) -> Instruction:
    return (_RETURN, 0, 0, _ERROR | error)


def _argument(place: int) -> Instruction:
    """The lower half of an argument; no call that is looked at uses the other."""
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * place)


def _those(place: int, values: tuple[int, ...], answer: int) -> list[Instruction]:
    """`answer`, where the argument is one of the values."""
    code = [_argument(place)]
    for value in values:
        code += [(_EQUAL, 0, 1, value), (_RETURN, 0, 0, answer)]
    return code


def _for(number: int, body: list[Instruction]) -> list[Instruction]:
    """`body`, which ends the filter, where the call is this one."""
    return [(_EQUAL, 0, len(body), number), *body]
