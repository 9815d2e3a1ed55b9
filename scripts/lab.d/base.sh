# shellcheck shell=bash
# What every lab stands on: its directory, its tag, its processes, its removal.
#
# A lab is known by two things:
#   LAB_DIR  the directory that holds everything written down about it;
#   LAB_TAG  a short word, unique on the machine, that marks whatever the lab made elsewhere:
#            its network namespaces are called TAG-HOST, and each of its processes carries
#            WIRELINK_LAB=TAG in its environment.
# Because of the tag, removal never depends on how far the building came: it asks the machine what
# bears the tag, not the lab what it remembers.

LAB_DIR=''
LAB_TAG=''

# Where Debian has ip and nft; not everyone who becomes root finds them there.
PATH=$PATH:/usr/sbin:/sbin

# Where /run/netns would be if a namespace ever had a name; iproute2 makes it.
readonly LAB_NETNS=/run/netns
# Whoever is not done by then hangs. A machine may be slow, so no limit that only keeps a script from
# waiting for ever is tighter.
readonly LAB_HANGS_SECONDS=600
# An agent ends within a second of SIGTERM; a little more is allowed before SIGKILL.
readonly LAB_GRACE_TENTHS=15

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
die() {
  warn "${0##*/}: $1"
  exit "${2:-1}"
}

# Waits until a command succeeds: at most SECONDS, asking every 20 ms.
lab_until() { # SECONDS COMMAND...
  local end=$((SECONDS + $1 + 1))
  shift
  until "$@"; do
    ((SECONDS < end)) || return 1
    lab_nap 0.02
  done
}

# Waits until a command succeeds, which a process is to bring about. Fails when that has ended before,
# or hangs.
lab_await() { # PID COMMAND...
  local pid=$1 end=$((SECONDS + LAB_HANGS_SECONDS)) goes_on=yes
  shift
  until "$@"; do
    [[ -n $goes_on ]] && ((SECONDS < end)) || return 1
    # What it did last is looked at once more.
    lab_runs "$pid" || goes_on=''
    lab_nap 0.02
  done
}

# Sleeps without a process of its own, so that a signal is acted upon at once.
lab_nap() { # SECONDS
  local never
  [[ -n ${LAB_NEVER_FD:-} ]] || exec {LAB_NEVER_FD}<> <(:)
  read -r -t "$1" -u "$LAB_NEVER_FD" never || true
  : "${never:-}"
}

lab_need_root() {
  ((EUID == 0)) || die 'network namespaces and WireGuard devices need root; run this with sudo' 1
}

# Short, since it begins names of namespaces that people type; there is no second of it on a machine.
lab_new_tag() {
  printf 'wl%05x\n' $((SRANDOM % 0x100000))
}

# Opens a new, empty lab and sets LAB_DIR and LAB_TAG; nothing outside its directory is made yet.
lab_begin() { # [DIR [TAG]]
  local wanted=${1:-} tag=${2:-}
  [[ -n $tag ]] || tag=$(lab_new_tag)
  if [[ -n $wanted ]]; then
    mkdir -p -- "$wanted"
    chmod 700 -- "$wanted"
    [[ -z $(ls -A -- "$wanted") ]] || die "$wanted is not empty; name a directory for the lab alone" 2
    wanted=$(cd -- "$wanted" && pwd -P)
  else
    wanted=${TMPDIR:-/tmp}/${LAB_PREFIX:-wirelink-lab}.$tag
    mkdir -m 700 -- "$wanted"
  fi
  printf '%s\n' "$tag" >"$wanted/tag"
  : >"$wanted/hosts"
  LAB_TAG=$tag
  LAB_DIR=$wanted
}

# Takes up a lab that stands.
lab_open() { # DIR
  local dir=$1
  [[ -f $dir/tag && -O $dir/tag ]] || die "$dir is no lab; 'lab up' makes one and prints its directory" 2
  LAB_DIR=$(cd -- "$dir" && pwd -P)
  LAB_TAG=$(<"$LAB_DIR/tag")
  [[ $LAB_TAG =~ ^wl[0-9a-f]{5}$ ]] || die "$dir/tag is damaged; remove that directory by hand" 2
}

# Writes down the process just started in the background; how it ends is no news for this shell.
lab_keep_pid() { # FILE
  echo $! >"$LAB_DIR/$1"
  disown $!
}

lab_namespaces() { # TAG
  local path
  for path in "$LAB_NETNS/$1"-*; do
    [[ -e $path ]] && printf '%s\n' "${path##*/}"
  done
  return 0
}

# The processes of a lab: those that carry its tag, and those that live in one of its namespaces.
# The asking shell never counts itself.
lab_processes() { # TAG
  local tag=$1 pid path inode
  local -A inodes=() pids=()
  while IFS= read -r path; do
    pid=${path#/proc/}
    pids[${pid%%/*}]=1
  done < <(grep -lsxzF "WIRELINK_LAB=$tag" /proc/[0-9]*/environ || true)
  while IFS= read -r inode; do
    inodes[$inode]=1
  done < <(stat -c %i "$LAB_NETNS/$tag"-* 2>/dev/null || true)
  if ((${#inodes[@]} > 0)); then
    while read -r inode path; do
      pid=${path#/proc/}
      [[ -z ${inodes[$inode]:-} ]] || pids[${pid%%/*}]=1
    done < <(stat -L -c '%i %n' /proc/[0-9]*/ns/net 2>/dev/null || true)
  fi
  for pid in "${!pids[@]}"; do
    [[ $pid == "$$" || $pid == "$BASHPID" ]] || printf '%s\n' "$pid"
  done
}

lab_processes_gone() { # TAG
  [[ -z $(lab_processes "$1") ]]
}

# Ends the processes of a lab: agents and commands first and kindly, what remains by force.
lab_end_processes() { # TAG
  local tag=$1 pid tenth
  local -a pids
  lab_end_agents "$tag"
  for ((tenth = 0; tenth < 50; tenth++)); do
    mapfile -t pids < <(lab_processes "$tag")
    ((${#pids[@]} > 0)) || return 0
    for pid in "${pids[@]}"; do
      kill -KILL "$pid" 2>/dev/null || true
    done
    lab_nap 0.1
  done
  return 1
}

# Agents get SIGTERM and the time that they are promised; the bare namespaces need no farewell.
lab_end_agents() { # TAG
  local pid tenth left name
  local -a agents=()
  while IFS= read -r pid; do
    name=$(cat "/proc/$pid/comm" 2>/dev/null) || continue
    case $name in
      sleep | wireguard-go | bash | sh) ;;
      *) agents+=("$pid") ;;
    esac
  done < <(lab_processes "$1")
  ((${#agents[@]} > 0)) || return 0
  kill -TERM "${agents[@]}" 2>/dev/null || true
  for ((tenth = 0; tenth < LAB_GRACE_TENTHS; tenth++)); do
    left=0
    for pid in "${agents[@]}"; do
      lab_runs "$pid" && left=1
    done
    ((left)) || return 0
    lab_nap 0.1
  done
}

# Whether a process runs: there, and not merely waiting to be reaped by whoever inherited it.
lab_runs() { # PID
  local stat
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  stat=${stat##*) }
  [[ ${stat%% *} != Z ]]
}

# Removes everything of the opened lab, however far it was built; harmless when called again.
lab_down() {
  local dir=$LAB_DIR tag=$LAB_TAG name
  [[ -n $tag ]] || return 0
  lab_end_processes "$tag" || warn "lab $tag: some processes do not end"
  while IFS= read -r name; do
    ip netns delete "$name" || true
  done < <(lab_namespaces "$tag")
  rm -rf -- "$dir"
  LAB_DIR='' LAB_TAG=''
  lab_check_gone "$tag"
}

# Proves that nothing bears the tag any more; says what does, if something does.
lab_check_gone() { # TAG
  local tag=$1 left=0 found
  found=$(lab_namespaces "$tag")
  [[ -z $found ]] || { left=1 && warn "namespaces left: ${found//$'\n'/ }"; }
  found=$(lab_processes "$tag")
  [[ -z $found ]] || { left=1 && warn "processes left: ${found//$'\n'/ }"; }
  found=$(ip -o link show | grep -F "$tag" || true)
  [[ -z $found ]] || { left=1 && warn "links left: $found"; }
  found=$(compgen -G "${TMPDIR:-/tmp}/*.$tag" || true)
  [[ -z $found ]] || { left=1 && warn "files left: $found"; }
  return "$left"
}

# The traps of a script that builds a lab: it is removed on every way out, signals included. A child
# that such a script waits for runs in the background (see lab_attend), so that the signal is acted
# upon at once and not after the child.
lab_remove_on_exit() {
  trap 'lab_leave $?' EXIT
  lab_end_on_signals
}

lab_end_on_signals() {
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# From here on the lab stands by itself.
lab_let_stand() {
  trap - EXIT
}

lab_leave() { # STATUS
  local status=$1
  local -a children
  trap - EXIT
  trap '' HUP INT TERM
  mapfile -t children < <(jobs -p)
  if ((${#children[@]} > 0)); then
    kill -TERM "${children[@]}" 2>/dev/null || true
  fi
  [[ -z ${LAB_ATTENDED:-} ]] || kill -TERM -- "-$LAB_ATTENDED" 2>/dev/null || true
  lab_down || status=1
  exit "$status"
}

# Runs a long command so that a signal to this script ends both at once.
lab_attend() { # COMMAND...
  local status=0
  setsid env --default-signal=INT,QUIT "$@" &
  LAB_ATTENDED=$!
  wait "$LAB_ATTENDED" || status=$?
  LAB_ATTENDED=''
  return "$status"
}

# Watches the process that asked for a lab and removes the lab when that process is no more, however
# it ended: what no trap can promise after SIGKILL.
lab_guard() { # OWNER
  local dir=$LAB_DIR
  while kill -0 "$1" 2>/dev/null && [[ -d $dir ]]; do
    lab_nap 1
  done
  [[ -d $dir ]] || return 0
  # Without the tag: the guard itself is none of the processes to be removed.
  exec env -u WIRELINK_LAB bash "$LAB_SCRIPTS/lab" down "$dir"
}

lab_guard_for() { # OWNER
  [[ -d /proc/$1 ]] || die "there is no process $1 to own the lab" 2
  env "WIRELINK_LAB=$LAB_TAG" setsid bash "$LAB_SCRIPTS/lab" guard "$LAB_DIR" "$1" \
    </dev/null >/dev/null 2>&1 &
  lab_keep_pid guard.pid
}
