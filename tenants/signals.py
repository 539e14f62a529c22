"""Connects what must happen in this process when a host or an agency changes."""

from tenants import clock, hosts

hosts.connect_signals()
clock.connect_signals()
