# make run PORT=8001 PORTAL_HOME=/srv/second ARGS=--no-demo: settings on the command line reach the programs as environment.
.PHONY: help run test isolation lint lighthouse messages reset
SHELL := /bin/sh
PYTHON_IN_VENV := .venv/bin/python
# The tests start Python many times: what it compiled is kept, whatever the environment says.
KEEP_COMPILED := PYTHONDONTWRITEBYTECODE=

help: ## show this list
	@sed -n 's/^\([a-z]*\): .*## \(.*\)/make \1\t\2/p' Makefile

run: ## install what is needed, start everything, print the addresses; Ctrl-C stops it
	@deploy/bootstrap run
	@exec $(PYTHON_IN_VENV) manage.py up $(ARGS)

test: ## install what the tests need, then run all of them (ARGS="tests/portal -x" for some)
	@deploy/bootstrap test
	@PATH="$$PATH:/usr/sbin:/sbin" $(KEEP_COMPILED) exec $(PYTHON_IN_VENV) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

isolation: ## walk every address of the administration in every role, looking for what belongs to other agencies
	@deploy/bootstrap test
	@ISOLATION=all $(KEEP_COMPILED) exec $(PYTHON_IN_VENV) -m pytest -n 2 --dist loadgroup --no-loadscope-reorder tests/isolation $(ARGS)

lint: ## formatting, layers, types, templates, migrations, deployment check
	@deploy/bootstrap test
	@deploy/lint

lighthouse: ## examine the public pages as a slow phone sees them (RUNS=1 for a quick look); PORT names a portal that runs
	@deploy/bootstrap test
	@exec $(PYTHON_IN_VENV) deploy/lighthouse

messages: ## bring the Vietnamese catalogue up to date; lists what still lacks Vietnamese (needs GNU gettext)
	@deploy/bootstrap test
	@exec $(PYTHON_IN_VENV) deploy/messages

reset: ## empty var/ (or PORTAL_HOME): every account, article and question is gone
	@deploy/bootstrap run
	@$(PYTHON_IN_VENV) -m portal.embedded.reset
