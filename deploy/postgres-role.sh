#!/bin/sh
# First start of the database container: the application's role, which is no superuser (it makes databases for the proof of backups), and its database.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$POSTGRES_PORTAL_PASSWORD" -U "$POSTGRES_USER" -d postgres <<'SQL'
CREATE ROLE portal LOGIN NOSUPERUSER CREATEDB PASSWORD :'password';
CREATE DATABASE portal OWNER portal;
\connect portal
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
SQL
