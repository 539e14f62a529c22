"""PostgreSQL and Valkey from wheels, for trial, development, tests and small sites. Needs no Django."""

from .errors import AlreadyRunning, LauncherError
from .servers import Servers, running_urls
from .shared import shared_test_servers

__all__ = ["AlreadyRunning", "LauncherError", "Servers", "running_urls", "shared_test_servers"]
