# Completion of wirelink for bash, made from what its --help says; the build fills in the commands.
# shellcheck shell=bash disable=SC2012 # names of sockets are names of interfaces

# What may stand after a command: subcommands, options, options with the kind of their values (those
# with a ? may go without), and the kinds of arguments in their order (one with a * may be repeated).
_wirelink_takes() { # COMMAND
  case $1 in
@COMMANDS@
  esac
}

# The values of a kind: a kind of its own below, or else the words themselves.
_wirelink_values() { # KIND
  case $1 in
    interface)
      ls /run/wirelink /run/wireguard 2>/dev/null | sed -n 's/\.sock$//p'
      grep -slx DEVTYPE=wireguard /sys/class/net/*/uevent | sed 's|/uevent$||; s|.*/||'
      ;;
    peer)
      # A peer goes by its key if it has no name, or one that a shell could take for more than a word.
      ls /run/wirelink 2>/dev/null | sed -n 's/\.sock$//p' | while read -r interface; do
        wirelink facts --json -- "$interface" 2>/dev/null </dev/null
      done | sed -nE 's/.*"subject":\{"key":"([^"]*)","name":"(.*)"\},"attribute".*/\1 \2/p' |
        awk '{ print (NF == 2 && $2 ~ /^[A-Za-z0-9._-]+$/ ? $2 : $1) }'
      ;;
    *'|'*) echo "$1" | tr '|' '\n' ;;
  esac
}

# Those of the lines that begin with a word, written so that the shell takes them for nothing else. The
# word list of compgen would be expanded first: an interface may be called $(reboot).
_wirelink_matching() { # WORD < LINES
  local each written
  while IFS= read -r each; do
    printf -v written %q "$each"
    [[ ! $each || ($each != "$1"* && $written != "$1"*) ]] || printf '%s\n' "$written"
  done
}

# The kind of value of an option, if it takes one.
_wirelink_kind() { # OPTION
  local each
  for each in $values; do
    [[ ${each%%:*} != "$1" && ${each%%:*} != "$1?" ]] || echo "${each#*:}"
  done
}

_wirelink() {
  local command=wirelink subcommands options values places
  local each kind='' glue='' skip='' place=0
  local words=()
  # Bash takes words apart at = and :, and completes what is behind.
  for each in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if ((${#words[@]} > 0)) && [[ $glue || $each == [=:] ]]; then
      words[${#words[@]} - 1]+=$each
    else
      words+=("$each")
    fi
    [[ $each == [=:] ]] && glue=yes || glue=''
  done
  local word=${words[${#words[@]} - 1]}
  unset "words[${#words[@]}-1]"

  _wirelink_takes "$command"
  for each in "${words[@]}"; do
    if [[ $skip ]]; then
      skip='' kind=''
    elif [[ $each == -* ]]; then
      kind=$(_wirelink_kind "$each")
      [[ ! $kind || " $values" == *" $each?:"* ]] || skip=yes
    elif [[ " $subcommands " == *" $each "* ]]; then
      command+=" $each" place=0 kind=''
      _wirelink_takes "$command"
    else
      place=$((place + 1)) kind=''
    fi
  done

  COMPREPLY=()
  local candidates=''
  if [[ $word == -*=* ]]; then
    kind=$(_wirelink_kind "${word%%=*}")
    word=${word#*=}
  elif [[ $word == -* && ! $skip ]]; then
    kind='' candidates=${options// /$'\n'}
  elif [[ ! $skip ]]; then
    local kinds
    read -ra kinds <<<"$places"
    ((place < ${#kinds[@]} || ${#kinds[@]} == 0)) || [[ $places != *'*' ]] || place=$((${#kinds[@]} - 1))
    candidates=${subcommands// /$'\n'}$'\n'$(_wirelink_values "${kind:-none}")
    kind=${kinds[place]-}
    kind=${kind%'*'}
  fi
  if [[ $kind == file ]]; then
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  else
    [[ ! $kind ]] || candidates+=$'\n'$(_wirelink_values "$kind")
    mapfile -t COMPREPLY < <(_wirelink_matching "$word" <<<"$candidates" | sort -u)
  fi
}

complete -F _wirelink wirelink
