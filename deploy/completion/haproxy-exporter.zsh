#compdef haproxy-exporter
# The completion of bash, by zsh's emulation of it.

autoload -U +X bashcompinit && bashcompinit
# A builtin of bash that the emulation lacks; the script tunes blanks with it.
(( $+functions[compopt] )) || compopt() { : }
if (( ! $+functions[_complete_haproxy-exporter] )); then
    # Beside this file in /usr, or wherever the archive was unpacked.
    . "${${funcsourcetrace[1]%:*}:h}/../../bash-completion/completions/haproxy-exporter"
fi
_bash_complete -o default -F _complete_haproxy-exporter "$@"
