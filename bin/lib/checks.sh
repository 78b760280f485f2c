# shellcheck shell=bash
# Sourced by the commands in this directory's parent that test from outside: counts what holds and what does not.

passed=0
failures=0

# check "what must hold" COMMAND...
check() {
    local what=$1 said
    shift
    if said=$("$@" 2>&1); then
        echo "ok      $what"
        passed=$((passed + 1))
    else
        echo "FAILED  $what"
        [ -z "$said" ] || tail -n 30 <<<"$said"
        failures=$((failures + 1))
    fi
}

# The same of what takes a moment: half a minute at most.
eventually() {
    local what=$1
    shift
    for _ in {1..60}; do
        if "$@" >/dev/null 2>&1; then
            break
        fi
        sleep 0.5
    done
    check "$what" "$@"
}

# The last line; succeeds when nothing failed.
summary() {
    echo "$passed passed, $failures failed"
    [ $failures -eq 0 ]
}
