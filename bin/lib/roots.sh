# shellcheck shell=bash
# Sourced after packages.sh: makes root directories of Debian releases from the mirrors that this machine installs from.

# What make_debian_root runs.
export root_programs=(mmdebstrap /usr/share/keyrings/debian-archive-keyring.gpg)

# Prints "URI" for each of this machine's archives of Debian.
debian_archives() {
    # shellcheck disable=SC2016 # apt's own placeholders
    apt-get indextargets --format '$(ORIGIN) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk '$1 == "Debian" && $2 == "main" { print $3 }'
}

# Prints the lines of sources.list for a release: updates and security fixes too, where this machine has them.
debian_sources() {
    local suite=$1 archives mirror security
    archives=$(debian_archives)
    if [ -z "$archives" ]; then
        # apt knows whose an archive is from its lists, which images of containers come without.
        apt-get -qq update </dev/null >&2 || true
        archives=$(debian_archives)
    fi
    mirror=$(grep -v -m 1 security <<<"$archives") ||
        fail "apt knows no mirror of Debian to make roots from: see /etc/apt/sources.list, then run apt-get update"
    security=$(grep -m 1 security <<<"$archives") || true
    echo "deb $mirror $suite main"
    [ "$suite" != sid ] || return 0
    echo "deb $mirror $suite-updates main"
    [ -z "$security" ] || echo "deb $security $suite-security main"
}

# make_debian_root SUITE DIRECTORY [flags of mmdebstrap]
make_debian_root() {
    local suite=$1 directory=$2 sources settings
    shift 2
    sources=$(debian_sources "$suite") || exit
    # Proxies and the like of this machine's apt. Release files of a frozen mirror are past their date; their signature is
    # checked all the same.
    settings=$(apt-config dump | grep -E '^Acquire::(Check-Date|Retries|https?::)' || true)
    mmdebstrap --quiet --variant=minbase --aptopt="Acquire::Check-Valid-Until \"false\"; $settings" \
        "$@" "$suite" "$directory" - <<<"$sources" >&2 ||
        fail "could not make a root of Debian $suite in $directory: see above what mmdebstrap said. Its archives are
$sources
If one of them cannot be reached now, try again later; if it no longer has $suite, name another mirror in /etc/apt/sources.list."
}
