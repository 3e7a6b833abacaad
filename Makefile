# make run    the wall on http://127.0.0.1:8050   (GUATU_HOST, GUATU_PORT, GUATU_DATABASE_URL, GUATU_HOME)
# make test   everything that a change must pass (GUATU_SHOTS=1 keeps pictures in tests/e2e/output)
# make engines  the integration tests that read a database, on PostgreSQL and on MariaDB (GUATU_TEST_ENGINE)
# make fuzz   twenty thousand requests that no page sends, others each time (GUATU_FUZZ_CASES)
# make bench  the figures, with the machine's description, and make peers (GUATU_BENCH_PROVINCE=1 for the province too)
# make peers  the same clicks in Dash as its tutorial, Streamlit, Panel, Superset (installs them beside the product)
# make lint   style and types alone
# make lock   renew the pinned requirements from requirements*.in

SHELL := /bin/bash
BIN := .venv/bin
export GUATU_HOME ?= $(CURDIR)/.guatu
# some hundred processes are started: what one has compiled the next must find, whatever the machine is set to
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test engines fuzz bench peers style lint lock clean

run:
	@.ci/environment
	@exec $(BIN)/guatu serve

# what takes long needs no other: the packages of Python and the programs of the system come side by side, and .ci/tests
# looks at the types while it tests
test:
	@.ci/programs & programs=$$!; .ci/environment dev; environment=$$?; wait $$programs && exit $$environment
	@$(MAKE) --no-print-directory style
	@.ci/tests

style:
	@.ci/environment dev
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .

lint: style
	@$(BIN)/mypy --no-error-summary

engines:
	@.ci/environment dev
	@.ci/programs
	@for engine in postgresql mariadb; do echo "== $$engine"; \
		GUATU_TEST_ENGINE=$$engine $(BIN)/python -m pytest -q -n logical --dist loadfile tests/integration || exit 1; done

fuzz:
	@.ci/environment dev
	@GUATU_FUZZ_CASES=$${GUATU_FUZZ_CASES:-20000} $(BIN)/python -m pytest -q -s tests/hostile/test_fuzz.py

bench:
	@.ci/environment dev
	@.ci/programs
	@$(BIN)/python -m bench; figures=$$?; $(BIN)/python -m bench.peers && exit $$figures

peers:
	@.ci/environment dev
	@.ci/programs
	@$(BIN)/python -m bench.peers

lock:
	@.ci/environment dev
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		requirements.in -o requirements.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		-c requirements.txt deploy/drivers.in -o deploy/drivers.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		-c requirements.txt -c deploy/drivers.txt requirements-dev.in -o requirements-dev.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		-c requirements.txt bench/peers/requirements.in -o bench/peers/requirements.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		bench/peers/superset.in -o bench/peers/superset.txt

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
