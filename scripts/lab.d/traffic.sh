# shellcheck shell=bash
# Traffic between hosts of a lab, and what an outage of it amounts to. traffic.pl makes it and notes
# what arrives in DIR/flow.NAME; outage.awk says what that means.

readonly LAB_STREAM_PORT=9000
readonly LAB_STREAM_RATE=20
# Silent for longer than this, traffic is interrupted: a ping each second, twenty packets a second.
readonly LAB_PING_PAUSE=1.7
readonly LAB_STREAM_PAUSE=0.5
# Traffic is back when it goes on for so long; the moment that counts is the one when that began.
readonly LAB_HOLD_SECONDS=4
readonly LAB_SMALL_BYTES=56

# Seconds of a clock that is never set, the one that traffic.pl has.
lab_now() {
  local seconds rest
  read -r seconds rest </proc/uptime
  : "$rest"
  printf '%s\n' "$seconds"
}

# A ping each second; its answers are counted.
lab_ping_flow() { # NAME FROM TO [PAYLOAD-BYTES]
  echo "$LAB_PING_PAUSE" >"$LAB_DIR/flow.$1.pause"
  lab_flow "$1" "$2" ping "$(<"$LAB_DIR/$3/tunnel")" "${4:-$LAB_SMALL_BYTES}"
}

# Twenty packets a second, one way: the receiver says nothing, and is where they are counted.
lab_stream_flow() { # NAME FROM TO
  echo "$LAB_STREAM_PAUSE" >"$LAB_DIR/flow.$1.pause"
  lab_flow "$1" "$3" listen "$LAB_STREAM_PORT"
  lab_flow "$1.sent" "$2" stream "$(<"$LAB_DIR/$3/tunnel")" "$LAB_STREAM_PORT" "$LAB_STREAM_RATE"
}

lab_flow() { # NAME HOST ARGUMENTS...
  local name=$1
  local -a enter
  lab_enter_words enter "$2"
  shift 2
  "${enter[@]}" perl "$LAB_SCRIPTS/lab.d/traffic.pl" "$@" \
    </dev/null >"$LAB_DIR/flow.$name" 2>"$LAB_DIR/flow.$name.err" &
  lab_keep_pid "flow.$name.pid"
}

# What became of traffic since a moment; see outage.awk for the lines.
lab_outage() { # NAME SINCE
  awk -v since="$2" -v now="$(lab_now)" -v pause="$(<"$LAB_DIR/flow.$1.pause")" \
    -v hold="$LAB_HOLD_SECONDS" -f "$LAB_SCRIPTS/lab.d/outage.awk" "$LAB_DIR/flow.$1"
}

# One figure of it, by its name; fails when there is none.
lab_outage_figure() { # FIGURE NAME SINCE
  lab_outage "$2" "$3" | awk -v name="$1" '$1 == name { print $2; found = 1 } END { exit !found }'
}

# Waits until a figure of a flow is there, and prints it; fails after the bound.
lab_until_figure() { # BOUND-SECONDS FIGURE NAME SINCE
  local end=$((SECONDS + $1 + LAB_HOLD_SECONDS + 1))
  until lab_outage_figure "$2" "$3" "$4"; do
    ((SECONDS < end)) || return 1
    lab_nap 0.5
  done
}
