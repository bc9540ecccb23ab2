# Two commands are enough: `make demo` and `make test`. Each sets up all that it needs in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo
PICTURES := pictures

# What Qt, OpenGL and a virtual display need of Debian and its kin.
SYSTEM := xvfb xauth libegl1 libgl1 libgl1-mesa-dri libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 fonts-dejavu-core \
  libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1

XVFB := xvfb-run -a -s "-screen 0 1600x900x24"

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format clean-install lock system clean

help:
	@echo "make demo    set up, write the demo project, open the studio on it (pictures, if there is no display)"
	@echo "make test    set up, run all tests"
	@echo "make setup   just set up .venv        make lint     style, types, import contracts"
	@echo "make lock    renew the exact versions make clean    remove .venv and what was generated"

setup: $(VENV)/.runtime

demo: $(VENV)/.runtime
	@test -f $(DEMO)/demo.evo || $(BIN)/evopose demo $(DEMO)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
	  $(BIN)/evostudio $(DEMO)/demo.evo; \
	elif command -v xvfb-run >/dev/null; then \
	  echo "There is no display here: the tour runs on a virtual one."; \
	  $(XVFB) $(BIN)/evostudio $(DEMO)/demo.evo --tour $(PICTURES) && echo "The pictures are in $(CURDIR)/$(PICTURES)."; \
	else \
	  echo "There is no display, and no xvfb-run for a virtual one. Install: $(SYSTEM)"; exit 1; \
	fi

test: $(VENV)/.dev
	$(BIN)/python -m pytest tests/core -n 2 --dist loadfile
	@if command -v xvfb-run >/dev/null; then \
	  echo "$(XVFB) pytest tests/evostudio"; $(XVFB) $(BIN)/python -m pytest tests/evostudio; \
	elif [ -n "$$DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
	  $(BIN)/python -m pytest tests/evostudio; \
	else \
	  echo "There is no display, and no xvfb-run for a virtual one. Install: $(SYSTEM)"; exit 1; \
	fi

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# A wheel in an environment of its own, used from elsewhere: nothing of the checkout is needed.
# It needs no .venv, and leaves only the wheel: each environment takes 2 GB of the disk.
CLEAN := build/clean
clean-install: | system
	rm -rf $(CLEAN) && mkdir -p $(CLEAN)
	$(PYTHON) -m venv $(CLEAN)/venv
	$(CLEAN)/venv/bin/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir $(CLEAN) .
	$(CLEAN)/venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock "$$(echo $(CLEAN)/*.whl)[torch,onnx]"
	cd $(CLEAN) && venv/bin/evopose demo demo --images 2 --poses 200 && venv/bin/evopose limits-check demo/demo_population.safetensors
	cd $(CLEAN) && venv/bin/evopose fit demo/demo.evo && venv/bin/evopose doctor
	cd $(CLEAN) && venv/bin/evopose evolve --population demo/demo_population.safetensors --out run && venv/bin/evopose coverage run/evolved.safetensors
	cd $(CLEAN) && QT_QPA_PLATFORM=offscreen venv/bin/evostudio --version
	rm -rf $(CLEAN)/venv $(CLEAN)/demo $(CLEAN)/run

# Exact versions, from what a fresh environment resolves to.
# torch by itself would take the newest build, with several GB of libraries for GPUs.
TORCH := torch==2.13.0
lock:
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --upgrade pip
	build/lock/bin/python -m pip install --quiet $(TORCH) ".[torch,onnx]"
	build/lock/bin/python -m pip freeze --exclude evostudio | sed 's/+cpu$$//' > requirements.lock
	build/lock/bin/python -m pip install --quiet --group dev ".[all]"
	build/lock/bin/python -m pip freeze --exclude evostudio | sed 's/+cpu$$//' > requirements-dev.lock

$(VENV)/bin/python: | system
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V)"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python cannot make a virtual environment. On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

system:
	@command -v dpkg-query >/dev/null || exit 0; \
	missing=""; for package in $(SYSTEM); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q "ok installed" || missing="$$missing $$package"; done; \
	$(PYTHON) -c 'import ensurepip' 2>/dev/null || missing="$$missing python3-venv"; \
	[ -z "$$missing" ] && exit 0; \
	sudo=""; [ "$$(id -u)" = 0 ] || sudo="sudo -n"; \
	if $$sudo true 2>/dev/null; then \
	  echo "Installing system packages:$$missing"; \
	  $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null && exit 0; \
	  echo "Some could not be installed; going on without."; \
	else \
	  echo "System packages are missing and may not be installed from here. As root:"; \
	  echo "  apt-get install$$missing"; \
	fi

clean:
	rm -rf $(VENV) build dist $(DEMO) $(PICTURES)
