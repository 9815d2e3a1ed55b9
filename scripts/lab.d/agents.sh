# shellcheck shell=bash
# Agents in a lab: started from the image, watched, measured, stopped.
#
# The image is modules/launcher/target/wirelink, or what WIRELINK_IMAGE names. An agent is up when
# its log says `running on`, or when its control socket takes connections.

LAB_IMAGE=$LAB_SCRIPTS/../modules/launcher/target/wirelink
[[ ! -d $LAB_IMAGE ]] || LAB_IMAGE=$(cd "$LAB_IMAGE" && pwd -P)

# Starts agents in the background; HOST/agent.log takes what they say, after what was said before.
# The signals that a background process of a shell would ignore are given back to them.
lab_start() { # [HOST...] [-- ARGUMENTS...]
  local -a hosts=() enter
  local host
  while (($# > 0)) && [[ $1 != -- ]]; do
    hosts+=("$1")
    shift
  done
  (($# == 0)) || shift
  ((${#hosts[@]} > 0)) || mapfile -t hosts < <(lab_hosts)
  [[ -x ${WIRELINK_IMAGE:-$LAB_IMAGE}/bin/wirelink ]] ||
    die "there is no image at ${WIRELINK_IMAGE:-$LAB_IMAGE}; build it with scripts/build"
  for host in "${hosts[@]}"; do
    lab_enter_words enter "$host"
    # Said anew from here on: what an earlier agent wrote does not mean that this one is up.
    wc -c 2>/dev/null <"$LAB_DIR/$host/agent.log" >"$LAB_DIR/$host/agent.from" ||
      echo 0 >"$LAB_DIR/$host/agent.from"
    "${enter[@]}" env --default-signal setsid wirelink run wg0 "$@" \
      </dev/null >>"$LAB_DIR/$host/agent.log" 2>&1 &
    lab_keep_pid "$host/agent.pid"
  done
}

# The process of an agent, if it runs. All that stands between it and what was started, the launcher
# of the image included, gives its process to what comes next.
lab_agent_pid() { # HOST
  local pid
  pid=$(cat "$LAB_DIR/$1/agent.pid" 2>/dev/null) || return 1
  lab_runs "$pid" || return 1
  printf '%s\n' "$pid"
}

# Ends agents with a signal and waits until they are gone. Fails if one hangs.
lab_stop() { # SIGNAL [HOST...]
  local signal=$1 host pid status=0
  local -a hosts pids=()
  shift
  hosts=("$@")
  (($# > 0)) || mapfile -t hosts < <(lab_hosts)
  for host in "${hosts[@]}"; do
    pid=$(lab_agent_pid "$host") || continue
    kill "-$signal" "$pid" && pids+=("$pid")
  done
  for pid in "${pids[@]}"; do
    lab_until "$LAB_HANGS_SECONDS" lab_ended "$pid" || { warn "the agent with pid $pid does not end" && status=1; }
  done
  return "$status"
}

lab_ended() { # PID
  ! lab_runs "$1"
}

# Begins to watch a lab; to be called before the agents are started, so that nothing is missed.
# lab_watch_end waits for the outcome. Both speak through DIR/watch.out; see watch.pl for its lines.
lab_watch_begin() { # BOUND-SECONDS [HOST...]
  perl "$LAB_SCRIPTS/lab.d/watch.pl" "$LAB_DIR" "$@" >"$LAB_DIR/watch.out" 2>"$LAB_DIR/watch.err" &
  LAB_WATCH_PID=$!
  lab_await "$LAB_WATCH_PID" test -s "$LAB_DIR/watch.out" ||
    die "the watch did not begin: $(tail -n 1 "$LAB_DIR/watch.err")"
}

lab_watch_end() {
  wait "$LAB_WATCH_PID"
}

# One figure of the watch, by its name.
lab_watched() { # NAME
  awk -v name="$1" '$1 == name { print $2; found = 1 } END { exit !found }' "$LAB_DIR/watch.out"
}

# Pings every leaf from every other. Prints `FROM TO TTL` for each that is not answered directly,
# after a few tries; nothing when all are.
lab_not_direct() {
  local leaf
  while IFS= read -r leaf; do
    lab_pings "$leaf" | awk '$3 != 64'
  done < <(lab_leaves)
}

lab_pings() { # FROM
  local other targets=''
  while IFS= read -r other; do
    [[ $other == "$1" ]] || targets+="$other=$(<"$LAB_DIR/$other/tunnel") "
  done < <(lab_leaves)
  # shellcheck disable=SC2016 # expanded on the host
  lab_exec "$1" sh -c '
    for target in $2; do
      for try in 1 2 3; do
        ttl=$(ping -n -c 1 -W 1 "${target#*=}" | sed -n "s/.*ttl=\([0-9]*\).*/\1/p")
        [ "$ttl" = 64 ] && break
      done
      echo "$1 ${target%%=*} ${ttl:-none}"
    done' sh "$1" "$targets"
}

# Resident memory of each agent: lines `HOST RSS PSS`, in KiB.
lab_memory() {
  local host pid
  while IFS= read -r host; do
    pid=$(lab_agent_pid "$host") || continue
    awk -v host="$host" '
      FILENAME ~ /status$/ && $1 == "VmRSS:" { rss = $2 }
      FILENAME ~ /smaps_rollup$/ && $1 == "Pss:" { pss = $2 }
      END { print host, rss, pss }' "/proc/$pid/status" "/proc/$pid/smaps_rollup"
  done <"$LAB_DIR/hosts"
}
