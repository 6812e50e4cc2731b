# Every target makes its own environment in .venv; make.py does the work on any system.
PYTHON ?= python3
ARGS ?=

.PHONY: demo test cover properties check lint bench fuzz soak faults prepare

demo test cover properties check lint bench fuzz soak faults prepare:
	@$(PYTHON) make.py $@ $(ARGS)
