"""Connects what must happen in this process when a host or an agency changes."""

from tenants.hosts import connect_signals

connect_signals()
