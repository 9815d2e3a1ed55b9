# shellcheck shell=bash disable=SC2034 # bench-faults.sh reads the tables
# The faults that `bench-lab --faults` measures. A case is a mesh that stands (CASE_build) and what then
# happens to it under traffic (CASE_run). Its figures are `case_result FIGURE SECONDS`, or `never` when
# nothing was better when the bound was over; FIGURES says what they mean and what they must be.
#
# Where a figure is about several flows, the worst of them counts.

# FIGURE: bar | unit | what it is
declare -rA FIGURES=(
  [cut]='5|s|direct path cut both ways, a ping each second'
  [stream]='5|s|the same under a one-way stream of 20 packets a second'
  [oneway]='6|s|only one direction of the path is lost'
  [blackhole]='10|s|packets over 1,000 bytes are lost on the direct path'
  [cloud]='5|s|router behind a 1:1 NAT off for 90 s, after it is back'
  [newports]='6|s|the NAT of a leaf forgets everything and gives new ports'
  [newports-direct]='10|s|the same, until direct again'
  [address]='2|s|a leaf gets another address'
  [routers]='6|s|two routers, the leaves not direct, the first dies'
  [drain]='0|s|the same, the one in use being drained before it is off'
  [restart]='10|s|all restart while the router is away, after the leaves are up'
  [agent]='0|s|the agent of a receiver dies under a one-way stream: silence'
  [away]='0|s|router away for six minutes, two leaves direct: silence'
  [away-configured]='0|s|the same, with configured peers'
  [flap]='10|%|a link that dies every 20 s for ten minutes: pings lost'
)
# What a case measures, in the order of the table.
declare -rA CASE_FIGURES=(
  [cut]=cut [stream]=stream [oneway]=oneway [blackhole]=blackhole [cloud]=cloud
  [newports]='newports newports-direct' [address]=address [routers]=routers [drain]=drain [restart]=restart [agent]=agent
  [away]='away away-configured' [flap]=flap
)
readonly TABLE_CASES='cut stream oneway blackhole cloud newports address routers drain restart agent away'
# Minutes rather than seconds: these run beside all the others.
readonly LONG_CASES='away flap'

# So that nothing of the beginning is measured: endpoints are settled, and traffic has flowed.
readonly CASE_CALM_SECONDS=10
readonly CASE_BUILD_SECONDS=45
# What is known is written down within a minute.
readonly CASE_SETTLED_SECONDS=75
readonly CASE_OFF_SECONDS=90
readonly CASE_RESTART_OFF_SECONDS=20
readonly CASE_AWAY_SECONDS=360
readonly CASE_BACK_SECONDS=60
readonly CASE_DRAIN_SECONDS=3
readonly CASE_SILENT_SECONDS=40
readonly CASE_FLAP_SECONDS=600
readonly CASE_FLAP_EVERY_SECONDS=20
readonly CASE_FLAP_DEAD_SECONDS=8
readonly CASE_LARGE_BYTES=1200

# --- What the cases are written with

case_note() { # TEXT
  printf '%(%H:%M:%S)T %s %s\n' -1 "$(lab_now)" "$1" >>"$CASE_DIR/log"
}

case_result() { # FIGURE VALUE
  echo "$1 $2" >>"$CASE_DIR/result"
  case_note "result: $1 $2"
}

# The job is over: something that is no matter of the fault went wrong.
case_fail() { # WHY
  case_note "failed: $1"
  echo "$1" >"$CASE_DIR/failed"
  exit 1
}

# A mesh with its agents; all leaves are direct with each other, unless they cannot be.
case_mesh() { # TOPOLOGY LEAVES NAT-KIND [direct|indirect [CONFIGURE]]
  local -a watched=()
  lab_begin
  lab_guard_for "$CASE_OWNER"
  lab_build "$1" "$2" "$3"
  [[ -z ${5:-} ]] || "$5"
  # Routers alone are never missing a direct leaf.
  [[ ${4:-direct} == direct ]] || mapfile -t watched < <(lab_routers)
  lab_watch_begin "$CASE_BUILD_SECONDS" "${watched[@]}"
  lab_start "${CASE_AGENT_OPTIONS[@]}"
  lab_watch_end || case_fail "$(tr '\n' ';' <"$LAB_DIR/watch.err")"
  cp "$LAB_DIR/watch.out" "$CASE_DIR/watch"
}

# What an agent is told of other hosts: their names, and for a router that it is one.
case_configure() { # HOST OTHER...
  local host=$1 other separator=''
  {
    printf '{'
    [[ $host != router* ]] || printf '"router": true, '
    printf '"peers": ['
    for other in "${@:2}"; do
      printf '%s{"PublicKey": "%s", "Name": "%s"%s}' "$separator" "$(lab_key "$other")" "$other" \
        "$(case_configured_more "$host" "$other")"
      separator=', '
    done
    printf ']}\n'
  } | lab_exec "$host" sh -c 'cat >/etc/wireguard/wirelink.wg0.json'
}

# Leaves know where routers are, and routers which addresses leaves have.
case_configured_more() { # HOST OTHER
  case $1/$2 in
    leaf*/router*) printf ', "Endpoints": ["%s:%s"]' "$(<"$LAB_DIR/$2/public")" "$LAB_PORT" ;;
    router*/leaf*) printf ', "AllowedIPs": ["%s/32", "%s/128"]' "$(<"$LAB_DIR/$2/tunnel")" "$(<"$LAB_DIR/$2/tunnel6")" ;;
  esac
}

# Lets traffic flow until it is about to be disturbed, and proves that it goes as the case wants.
case_calm() { # FLOW[:TTL]...
  local flow since
  since=$(lab_now)
  lab_nap "$CASE_CALM_SECONDS"
  for flow in "$@"; do
    lab_outage_figure back "${flow%:*}" "$since" >/dev/null ||
      case_fail "no traffic before the fault: ${flow%:*}"
    [[ $flow != *:* || $(awk 'END { print $3 }' "$LAB_DIR/flow.${flow%:*}") == "${flow#*:}" ]] ||
      case_fail "before the fault ${flow%:*} did not arrive with a TTL of ${flow#*:}"
  done
  case_look before
}

# What all devices are like, for whoever wants to know afterwards.
case_look() { # MOMENT
  local host
  while IFS= read -r host; do
    echo "--- $host"
    lab_exec "$host" wg show wg0 2>&1 || true
  done < <(lab_hosts) | grep -v 'private key' >"$CASE_DIR/wg.$1"
}

# The worst of several flows.
case_wait() { # RESULT FIGURE SINCE FLOW...
  local result=$1 figure=$2 since=$3 flow seconds worst=0
  for flow in "${@:4}"; do
    if seconds=$(lab_until_figure "$(case_rest "$since")" "$figure" "$flow" "$since"); then
      case_note "$flow: $figure after $seconds s"
      worst=$(printf '%s\n' "$worst" "$seconds" | sort -n | tail -n 1)
    else
      case_note "$flow: not $figure within $CASE_BOUND s"
      worst=never
      break
    fi
  done
  case_result "$result" "$worst"
}

case_rest() { # SINCE
  awk -v bound="$CASE_BOUND" -v since="$1" -v now="$(lab_now)" \
    'BEGIN { rest = bound - (now - since); printf "%d", (rest > 0 ? rest : 0) }'
}

# How long nothing came at all, of all flows that belong to a figure.
case_silence() { # RESULT SINCE FLOW
  case_result "$1" "$(lab_outage_figure silent "$3" "$2")"
  case_note "$3: $(lab_outage_figure lost "$3" "$2") lost"
}

# --- The cases

cut_build() { case_mesh nat 2 preserving; }
cut_run() {
  local at
  lab_ping_flow pings leaf1 leaf2
  case_calm pings:64
  at=$(lab_now)
  lab_block leaf1 leaf2
  case_wait cut back "$at" pings
}

stream_build() { case_mesh nat 2 preserving; }
stream_run() {
  local at
  lab_stream_flow stream leaf1 leaf2
  case_calm stream
  at=$(lab_now)
  lab_block leaf1 leaf2
  case_wait stream back "$at" stream
}

oneway_build() { case_mesh nat 2 preserving; }
oneway_run() {
  local at
  lab_ping_flow pings leaf1 leaf2
  case_calm pings:64
  at=$(lab_now)
  lab_lose leaf1 leaf2 all
  case_wait oneway back "$at" pings
}

blackhole_build() { case_mesh nat 2 preserving; }
blackhole_run() {
  local at
  lab_ping_flow small leaf1 leaf2
  lab_ping_flow large leaf1 leaf2 "$CASE_LARGE_BYTES"
  case_calm small:64 large:64
  at=$(lab_now)
  lab_lose leaf1 leaf2 large
  lab_lose leaf2 leaf1 large
  case_wait blackhole back "$at" large
  case_note "small: $(lab_outage_figure lost small "$at") lost"
}

cloud_build() { case_mesh cloud 2 preserving direct cloud_configure; }
# shellcheck disable=SC2317 # called by name
cloud_configure() { case_configure router router leaf1 leaf2; }
cloud_run() {
  local at
  lab_ping_flow one leaf1 router
  lab_ping_flow two leaf2 router
  case_calm one two
  lab_power_off router
  lab_nap "$CASE_OFF_SECONDS"
  case_look off
  lab_power_on router
  at=$(lab_now)
  lab_start router "${CASE_AGENT_OPTIONS[@]}"
  case_wait cloud back "$at" one two
}

newports_build() { case_mesh nat 2 preserving; }
newports_run() {
  local at
  lab_ping_flow one leaf1 leaf2
  lab_ping_flow two leaf2 leaf1
  case_calm one:64 two:64
  at=$(lab_now)
  lab_nat leaf1 moved
  case_wait newports back "$at" one two
  case_wait newports-direct direct "$at" one two
}

address_build() { case_mesh lan 3 preserving; }
address_run() {
  local at
  lab_ping_flow from leaf1 leaf2
  lab_ping_flow to leaf3 leaf1
  case_calm from:64 to:64
  at=$(lab_now)
  lab_readdress leaf1 192.168.50.111/24
  case_wait address back "$at" from to
}

routers_build() { case_mesh routers 2 symmetric indirect; }
routers_run() {
  local at used
  lab_ping_flow pings leaf1 leaf2
  case_calm pings:63
  used=$(case_holder leaf1 10.77.0.0/24)
  case_note "leaf1 sends by $used"
  at=$(lab_now)
  lab_power_off "$used"
  case_wait routers back "$at" pings
}

drain_build() { routers_build; }
drain_run() {
  local at used
  lab_ping_flow pings leaf1 leaf2
  case_calm pings:63
  used=$(case_holder leaf1 10.77.0.0/24)
  lab_exec "$used" wirelink drain wg0 >/dev/null || case_fail "$used cannot be drained"
  lab_nap "$CASE_DRAIN_SECONDS"
  case_note "leaf1 sent by $used, and by $(case_holder leaf1 10.77.0.0/24) since that is drained"
  at=$(lab_now)
  lab_stop TERM "$used"
  lab_power_off "$used"
  case_wait drain back "$at" pings
}

# Which host a network is routed to.
case_holder() { # HOST NETWORK
  local key other
  key=$(lab_exec "$1" wg show wg0 allowed-ips | awk -v network="$2" '{ for (i = 2; i <= NF; i++) if ($i == network) print $1 }')
  while IFS= read -r other; do
    [[ $(lab_key "$other") != "$key" ]] || echo "$other"
  done < <(lab_hosts)
}

restart_build() { case_mesh nat 2 preserving; }
restart_run() {
  local at
  lab_ping_flow before leaf1 leaf2
  case_calm before:64
  lab_nap "$CASE_SETTLED_SECONDS"
  lab_power_off router leaf1 leaf2
  kill -TERM "$(<"$LAB_DIR/flow.before.pid")"
  lab_nap "$CASE_RESTART_OFF_SECONDS"
  lab_power_on leaf1 leaf2
  at=$(lab_now)
  lab_start leaf1 leaf2 "${CASE_AGENT_OPTIONS[@]}"
  lab_ping_flow pings leaf1 leaf2
  case_wait restart back "$at" pings
}

agent_build() { case_mesh nat 2 preserving; }
agent_run() {
  local at
  lab_stream_flow stream leaf1 leaf2
  case_calm stream
  at=$(lab_now)
  lab_stop KILL leaf2
  lab_nap "$CASE_SILENT_SECONDS"
  case_silence agent "$at" stream
}

away_build() { case_mesh nat 4 preserving direct away_configure; }
# shellcheck disable=SC2317 # called by name
away_configure() {
  case_configure leaf3 router leaf3 leaf4
  case_configure leaf4 router leaf3 leaf4
}
away_run() {
  local at
  lab_ping_flow plain leaf1 leaf2
  lab_ping_flow configured leaf3 leaf4
  case_calm plain:64 configured:64
  at=$(lab_now)
  lab_power_off router
  lab_nap "$CASE_AWAY_SECONDS"
  case_look away
  lab_power_on router
  lab_start router "${CASE_AGENT_OPTIONS[@]}"
  lab_nap "$CASE_BACK_SECONDS"
  case_silence away "$at" plain
  case_silence away-configured "$at" configured
}

flap_build() { case_mesh nat 2 preserving; }
flap_run() {
  local at end lost
  lab_ping_flow pings leaf1 leaf2
  case_calm pings:64
  at=$(lab_now)
  end=$((SECONDS + CASE_FLAP_SECONDS))
  while ((SECONDS < end)); do
    lab_block leaf1 leaf2
    lab_nap "$CASE_FLAP_DEAD_SECONDS"
    lab_unblock leaf1 leaf2
    lab_nap $((CASE_FLAP_EVERY_SECONDS - CASE_FLAP_DEAD_SECONDS))
  done
  lost=$(lab_outage_figure lost pings "$at")
  case_result flap "$(awk -v lost="$lost" -v all="$CASE_FLAP_SECONDS" 'BEGIN { printf "%.1f", 100 * lost / all }')"
}
