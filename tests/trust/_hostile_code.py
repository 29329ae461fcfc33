"""Files that try to hang, harm or outlive the process that checks them."""

from __future__ import annotations

import random
from collections.abc import Iterator

HEAD = """import ctypes, gc, os, resource, signal, socket, struct, subprocess, sys
import threading, time
import numpy as np
mine, victim, port = {mine!r}, {victim!r}, {port!r}
libc = ctypes.CDLL(None)

def tried(act):
    try:
        return act()
    except (Exception, SystemExit):
        return None

def server():
    return next(each for each in gc.get_objects() if type(each).__name__ == "_Server")

def forge(text, data=b"", asked=None, lengths=None, secret=None):
    found = server()
    number = found._asked if asked is None else asked
    tag = struct.pack(">16sI", secret or found._secret, number)
    counts = struct.pack(">II", *(lengths or (len(text), len(data))))
    os.write(found._replies, tag + counts + text + data)
"""
RELU = """
def relu(Z):
    return np.maximum(0, Z), Z

def softmax(Z):
    {within}
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum(axis=0), Z
"""
# Statements, by a name. They run at the top of a file, within a function, or in a thread.
# Those that a confined process survives are tried one after another in one file.
FAILING = {
    # it harms
    "kills its parent": "os.kill(os.getppid(), signal.SIGKILL)",
    "kills everybody": "[tried(lambda k=k: os.kill(k, signal.SIGKILL)) for k in (-1, 0, victim)]",
    "kills its parent by a limit": "resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (0, 0))",
    "writes into its parent": "open(f'/proc/{os.getppid()}/mem', 'r+b').write(b'0')",
    "writes into a file": "open(mine, 'w').write('theirs')",
    "deletes a file": "os.remove(mine)",
    "moves a file": "os.rename(mine, mine + '.theirs')",
    "writes beside a file": "open(mine + '.theirs', 'w').write('theirs')",
    "makes a file unreadable": "os.chmod(mine, 0)",
    "writes through a descriptor": "os.truncate(mine, 0)",
    "connects": "socket.create_connection(('127.0.0.1', port), 1)",
    "sends a datagram": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', "
    "('127.0.0.1', port))",
    # it outlives
    "a daemon": "[os.setsid() if os.fork() == 0 else 0, os.fork() and os._exit(0), "
    "time.sleep(1e6)]",
    "a program with its own session": "subprocess.Popen(['sleep', '99999'], "
    "start_new_session=True)",
    "a shell's job": "os.system('setsid sleep 99999 &')",
    "a spawned program": "os.posix_spawn('/bin/sleep', ['sleep', '99999'], {}, setsid=True)",
}
ACTS = {
    # it hangs
    "endless loop": "while True: pass",
    "sleep": "time.sleep(1e6)",
    "stops itself": "os.kill(os.getpid(), signal.SIGSTOP)",
    "reads its standard input": "sys.stdin.read(); os.read(0, 99)",
    "reads the requests": "os.read(server()._requests, 1 << 20)",
    "closes every file": "os.closerange(0, 4096)",
    "closes its replies and lives on": "os.close(server()._replies); time.sleep(1e6)",
    "ignores every signal": "[tried(lambda k=k: signal.signal(k, signal.SIG_IGN)) "
    "for k in range(1, 65)]; time.sleep(1e6)",
    "opens a pipe that nobody writes to": "os.mkfifo('pipe'); open('pipe')",
    "threads without end": "[threading.Thread(target=lambda: exec('while True: pass')).start() "
    "for _ in range(4)]",
    "holds Python's lock": "ctypes.PyDLL(None).sleep(1000000)",
    "traces every line": "sys.settrace(lambda *a: time.sleep(1e6))",
    # it ends
    "exits at once": "os._exit(0)",
    "aborts": "os.abort()",
    "crashes by ctypes": "ctypes.string_at(0)",
    "kills itself": "os.kill(os.getpid(), signal.SIGKILL)",
    "raises what nobody catches": "raise BaseException('\\x1b[2J<b>x</b>' * 9999)",
    "recursion in C": "exec('x = [] \\nfor _ in range(10**6): x = [x]\\nrepr(x)')",
    "becomes another program": "os.execv('/bin/sleep', ['sleep', '99999'])",
    # it takes
    "a fork bomb": "while True: os.fork()",
    "a thread bomb": "while True: threading.Thread(target=time.sleep, args=[1e6]).start()",
    "memory": "kept = [bytearray(1 << 28) for _ in range(999)]",
    "memory in one piece": "np.ones(1 << 40)",
    "disk": "open('x', 'wb').write(bytes(1 << 27)); "
    "[open(f'x{k}', 'wb').write(bytes(1 << 25)) for k in range(99)]; time.sleep(1e6)",
    "very many files": "[os.mkdir(str(k)) for k in range(99999)]; time.sleep(1e6)",
    "folders in folders": "[(os.mkdir('x' * 99), os.chdir('x' * 99)) for _ in range(1500)]",
    "open files": "kept = [open(os.devnull) for _ in range(99999)]",
    # it talks
    "output without end": "exec('while True: print(\"x\" * 65536)')",
    "errors without end": "exec('while True: os.write(2, bytes(65536))')",
    "commands to a terminal": "print('\\x1b[2J\\x1b]0;owned\\x07\\u202e')",
    "noise on every file": "[tried(lambda fd=fd: os.write(fd, os.urandom(4096))) "
    "for fd in range(128)]",
    "replies without end": "exec('while True: forge(b\"null\")')",
    "lines without end": 'exec(\'while True: forge(b\\\'{"is": "dict", "items": '
    "[[\"line\", 1]]}\\')')",
    "a reply of 4 GB": "forge(b'x', lengths=(2**32 - 1, 2**32 - 1))",
    "a reply that never comes": "forge(b'x', lengths=(1 << 22, 0))",
    "half a reply": "os.write(server()._replies, server()._secret[:9])",
    "two replies": "forge(b'null'); forge(b'null')",
    "a reply before the request": "forge(b'null', asked=server()._asked + 1)",
    "a reply with a wrong secret": "forge(b'null', secret=bytes(16))",
    "a reply of deep brackets": "forge(b'[' * 100000)",
    # it breaks what it runs in
    "breaks os": "os.write = os.read = os.getpid = None; time.monotonic = None",
    "breaks json": "import json; json.dumps = json.loads = lambda *a, **k: 7",
    "breaks numpy": "np.asarray = np.ndarray = np.frombuffer = np.maximum = None",
    "breaks builtins": "import builtins; [setattr(builtins, each, None) for each in "
    "('len', 'isinstance', 'type', 'Exception', 'dict', 'zip')]",
    "takes the server away": "server().__dict__.clear()",
    "lies about classes": "server()._callee.__class__ = type('Liar', (), {'call': "
    "lambda self, **k: {'value': self, 'complaint': [self]}})",
}
BOMBS = ("a fork bomb", "a thread bomb")


def hostile_files(*, all_apart: bool) -> Iterator[tuple[str, str]]:
    """(name, code): a file for each act, at its top. all_apart: also for those that fail."""
    acts = {**ACTS, **FAILING} if all_apart else ACTS
    for name, act in acts.items():
        yield name, _file(act, "")
    tries = "\n".join(f"tried(lambda: exec({act!r}, globals()))" for act in FAILING.values())
    yield "all that fail", _file(tries, tries.replace("\n", "; "))


def combinations(rng: random.Random, count: int) -> Iterator[tuple[str, str]]:
    """Files with two acts each: one at the top or in a thread, one within a function."""
    acts = {**ACTS, **FAILING}
    names = list(acts)
    for _ in range(count):
        first, second = rng.choices(names, k=2)
        top = acts[first]
        if rng.random() < 0.4:
            top = f"threading.Thread(target=lambda: exec({top!r}, globals())).start()"
        yield f"{first}, then {second}", _file(top, acts[second])


def _file(top: str, within: str) -> str:
    return f"{HEAD}{top}\n{RELU.replace('{within}', f'exec({within!r}, globals())')}"
