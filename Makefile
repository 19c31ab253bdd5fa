# Thin aliases. Where make is missing: python3 build.py run
PYTHON ?= python3

.PHONY: run test proof check docs lock
run test proof check docs lock:
	@$(PYTHON) build.py $@
