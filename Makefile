# Every target makes its own environment in .venv; make.py does the work on any system.
PYTHON ?= python3
ARGS ?=

.PHONY: demo test cover properties check lint bench fuzz soak faults national prepare

demo test cover properties check lint bench fuzz soak faults national prepare:
	@$(PYTHON) make.py $@ $(ARGS)
