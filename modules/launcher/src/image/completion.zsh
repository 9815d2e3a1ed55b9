#compdef wirelink
# Completion of wirelink for zsh, made from what its --help says; the build fills in the commands.

__wirelink_interface() {
  local -a names
  local expl
  names=(${(f)"$(ls /run/wirelink /run/wireguard 2>/dev/null | sed -n 's/\.sock$//p'
    grep -slx DEVTYPE=wireguard /sys/class/net/*/uevent | sed 's|/uevent$||; s|.*/||')"})
  _wanted interfaces expl interface compadd -a names
}

# A peer goes by its key if it has no name, or one that a shell could take for more than a word.
__wirelink_peer() {
  local -a names
  local expl interface
  names=(${(f)"$(ls /run/wirelink 2>/dev/null | sed -n 's/\.sock$//p' | while read -r interface; do
    wirelink facts --json -- "$interface" 2>/dev/null </dev/null
  done | sed -nE 's/.*"subject":\{"key":"([^"]*)","name":"(.*)"\},"attribute".*/\1 \2/p' |
    awk '{ print (NF == 2 && $2 ~ /^[A-Za-z0-9._-]+$/ ? $2 : $1) }')"})
  _wanted peers expl peer compadd -a names
}

@COMMANDS@

_wirelink "$@"
