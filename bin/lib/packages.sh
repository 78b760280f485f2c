# shellcheck shell=bash
# Sourced by the commands in this directory's parent: installs the programs that a command runs and this machine lacks.

# Every program that is not part of each Debian, with its package. Files count as programs.
declare -A package_of=(
    [amtool]=prometheus-alertmanager
    [chromium]=chromium
    [buildah]=buildah
    [curl]=curl
    [faketime]=faketime
    [flock]=util-linux
    [git]=git
    [groff]=groff-base
    [haproxy]=haproxy
    [java]=default-jre-headless
    [javac]=default-jdk-headless
    [jsonnet]=jsonnet
    [kill]=procps
    [lintian]=lintian
    [man]=man-db
    [mandoc]=mandoc
    [mmdebstrap]=mmdebstrap
    [mvn]=maven
    [nsenter]=util-linux
    [openssl]=openssl
    [pgrep]=procps
    [prlimit]=util-linux
    [prometheus]=prometheus
    [prometheus-alertmanager]=prometheus-alertmanager
    [prometheus-haproxy-exporter]=prometheus-haproxy-exporter
    [promtool]=prometheus
    [script]=bsdutils
    [setpriv]=util-linux
    [shellcheck]=shellcheck
    [socat]=socat
    [unshare]=util-linux
    [yamllint]=yamllint
    [/usr/share/keyrings/debian-archive-keyring.gpg]=debian-archive-keyring
)
# What mvn needs to build the jar; git for the revision in it.
export build_programs=(javac mvn git)

fail() {
    echo "bin/${0##*/}: $*" >&2
    exit 2
}

# Prints the packages of the programs that are not there.
missing_packages() {
    local program
    for program; do
        case $program in
            /*) [ ! -e "$program" ] || continue ;;
            java | javac) [ ! -x "${JAVA_HOME:-}/bin/$program" ] || continue ;;
        esac
        # Not `command -v`, which finds the shell's own kill; tests start the program.
        type -P "$program" >/dev/null || echo "${package_of[$program]:?no package is known for $program}"
    done | sort -u
}

# Installs what is missing of these programs, as root on Debian; anywhere else it names the packages and fails. In a shell
# of its own, which takes the lock on services away again when it ends.
install_programs() (
    mapfile -t packages < <(missing_packages "$@")
    [ "${#packages[@]}" -gt 0 ] || exit 0
    if [ "$(id -u)" -ne 0 ] || ! type -P apt-get >/dev/null; then
        fail "missing: ${packages[*]}; install them (apt-get install ${packages[*]}), or run this as root on Debian"
    fi
    echo "Installing ${packages[*]}" >&2
    # Debian starts a service as soon as it is installed; these commands start their own, on their own ports.
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
        printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
        chmod 755 /usr/sbin/policy-rc.d
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update </dev/null || echo "bin/${0##*/}: apt-get update failed; trying with the lists that are there" >&2
    apt-get -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 install "${packages[@]}" </dev/null >/dev/null ||
        fail "could not install ${packages[*]}: see above what apt-get said; is the mirror reachable?"
    mapfile -t packages < <(missing_packages "$@")
    [ "${#packages[@]}" -eq 0 ] || fail "still missing after the installation: ${packages[*]}"
)

# Builds the jar where there is none.
build_jar() {
    [ ! -r target/haproxy-exporter.jar ] || return 0
    echo "Building target/haproxy-exporter.jar (mvn -Dmaven.test.skip=true package)"
    mvn -B -q -ntp -Dmaven.test.skip=true package </dev/null || fail "the build failed: see above what Maven said"
}
