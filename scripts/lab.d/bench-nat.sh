# shellcheck shell=bash
# Two leaves, each behind one kind of NAT, and how they come to talk. A result is a line
#   A B MAPPING OUTCOME SECONDS SINCE-UP CAUSE
# MAPPING   off, or on: the gateways of all homes map ports
# OUTCOME   direct, router, or failed
# SECONDS   from the start of the agents until both leaves send directly; - if they do not
# SINCE-UP  the same from the moment when the last of the agents was up
# CAUSE     by `wirelink why` on the first leaf: `direct`, or what it is if they do not; - if unknown

# Whose gateway at home can be asked. The firewall of an office that drops UDP maps no ports.
readonly NAT_MAPPABLE='full-cone address-restricted port-restricted carrier sequential random'
# A pair that can meet has met by then, and asking why would disturb nobody who is timed.
readonly NAT_ASK_SECONDS=6
# What keeps hosts apart is known once each endpoint was tried in vain.
readonly NAT_BOUND_SECONDS=60

nat_mappable() { # KIND
  [[ " $NAT_MAPPABLE " == *" $1 "* ]]
}

# Whether a gateway that maps ports is anywhere in a pair.
nat_has_gateway() { # A B
  nat_mappable "$1" || nat_mappable "$2"
}

# Builds the lab of a pair, lets the agents find each other, and prints the result.
nat_measure() { # A B off|on
  local outcome seconds since cause
  lab_begin
  lab_guard_for $$
  lab_build nat 2 "$1,$2"
  [[ $3 == off ]] || nat_gateways "$1" "$2"
  lab_watch_begin "$NAT_BOUND_SECONDS"
  lab_start
  cause=$(nat_cause)
  if [[ $cause == direct ]] && lab_watch_end; then
    outcome=direct seconds=$(lab_watched all-direct) since=$(lab_watched elapsed)
    [[ -z $(lab_not_direct) ]] || outcome=failed cause=-
  else
    outcome=router seconds=- since=-
    [[ $(lab_ttl_within 5 leaf1 leaf2) == 63 ]] || outcome=failed
    kill -TERM "$LAB_WATCH_PID" 2>/dev/null || true
    wait "$LAB_WATCH_PID" 2>/dev/null || true
  fi
  lab_down
  say "$1 $2 $3 $outcome $seconds $since $cause"
}

nat_gateways() { # A B
  local number=1 kind
  for kind in "$@"; do
    ! nat_mappable "$kind" || lab_gateway "leaf$number" up
    number=$((number + 1))
  done
}

# Waits until the leaves are direct, or the first says why not; prints that.
nat_cause() {
  local end=$((SECONDS + NAT_BOUND_SECONDS)) ask=$((SECONDS + NAT_ASK_SECONDS)) cause
  while ((SECONDS < end)); do
    if grep -q '^all-direct' "$LAB_DIR/watch.out"; then
      say direct
      return
    fi
    if ((SECONDS >= ask)); then
      cause=$(nat_why leaf1 leaf2)
      case $cause in
        '' | still_trying | never_seen | direct) ;;
        *)
          say "$cause"
          return
          ;;
      esac
    fi
    lab_nap 0.25
  done
  say -
}

nat_why() { # LEAF OTHER
  lab_exec "$1" wirelink why "$(lab_key "$2")" --json 2>/dev/null |
    sed -nE 's/.*"cause" ?: ?"([a-z_]+)".*/\1/p' | sed -n 1p
}

# All pairs, each once, in the order of the kinds.
nat_pairs() {
  local -a kinds
  local row column
  read -r -a kinds <<<"$LAB_NAT_KINDS"
  for ((row = 0; row < ${#kinds[@]}; row++)); do
    for ((column = row; column < ${#kinds[@]}; column++)); do
      say "${kinds[row]} ${kinds[column]}"
    done
  done
}

nat_table() { # RESULTS
  say '| one leaf | the other | port mapping | | from the start | with all agents up | cause |'
  say '|---|---|---|---|---|---|---|'
  awk '{
    how = $4 == "direct" ? "direct" : $4 == "router" ? "by the router" : "failed"
    print "| " $1 " | " $2 " | " $3 " | " how " | " time($5) " | " time($6) " | " ($7 == "direct" ? "" : "`" $7 "`") " |"
  }
  function time(seconds) { return seconds == "-" ? "" : sprintf("%.1f s", seconds) }' "$1"
}

nat_json() { # RESULTS
  awk '
    BEGIN { print "[" }
    {
      printf "%s  {\"one\": \"%s\", \"other\": \"%s\", \"mapping\": %s, \"outcome\": \"%s\", " \
        "\"seconds\": %s, \"since_up\": %s, \"cause\": %s}", (NR > 1 ? ",\n" : ""), $1, $2,
        ($3 == "on" ? "true" : "false"), $4, number($5), number($6), ($7 == "-" ? "null" : "\"" $7 "\"")
    }
    END { print "\n]" }
    function number(text) { return text == "-" ? "null" : text }' "$1"
}
