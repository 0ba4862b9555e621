#!/usr/bin/env bash
# Every check that reads the code without running it; all of them run, and any that fails is named at the end.
. "$(dirname "$0")/env.sh"
cd "$ROOT"
venv=$BUILD/venv/bin
failed=()
check() {
    local name=$1
    shift
    say "$name"
    "$@" || failed+=("$name")
}
check "ruff check" "$venv/ruff" check --quiet
check "ruff format" "$venv/ruff" format --check --quiet
check "mypy" "$venv/mypy" --no-error-summary
check "import rules" "$venv/lint-imports" --no-logo
check "bandit, detect-secrets" tools/scan.sh
[ ${#failed[@]} = 0 ] || { say "failed: ${failed[*]}"; exit 1; }
say "all clean"
