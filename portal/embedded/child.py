"""Become a child process: run by path with `python -I -S`, before anything else is imported.

    child.py <death signal> <parent pid> <identity> <command> [argument ...]

Death signal: sent by the kernel when the parent dies, so that `kill -9` of the launcher leaves nothing behind; 0 for
none. Identity: `same`; `map:<uid>:<gid>`, a user namespace in which we are seen as that user (PostgreSQL refuses to run
as root); or `user:<uid>:<gid>`, that user itself.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1


def enter_user_namespace(libc: ctypes.CDLL, uid: int, gid: int) -> None:
    """Be seen as `uid` and `gid` from now on; files are still reached as who we were."""
    outer_uid, outer_gid = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "user namespaces are refused")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {outer_uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {outer_gid} 1")


def take_identity(libc: ctypes.CDLL, identity: str) -> None:
    """Apply the identity argument."""
    kind, _, numbers = identity.partition(":")
    if kind == "same":
        return
    uid, gid = (int(number) for number in numbers.split(":"))
    if kind == "map":
        enter_user_namespace(libc, uid, gid)
    else:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)


def main(arguments: list[str]) -> None:
    """Take the identity, tie our life to the parent's, and become the command."""
    death_signal, parent, identity, *command = arguments
    libc = ctypes.CDLL(None, use_errno=True)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    take_identity(libc, identity)
    if int(death_signal):
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != int(parent):
            sys.exit("the launcher is gone")
    os.execvp(command[0], command)  # noqa: S606 - to become the command is the point


if __name__ == "__main__":
    main(sys.argv[1:])
