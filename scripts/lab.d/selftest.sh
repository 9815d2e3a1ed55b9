# shellcheck shell=bash
# The labs prove themselves, without agents: the way by the router, what can be punched through a
# NAT by hand and what cannot, faults and their repair, interruption, and that nothing is left.

# A handshake that a NAT refuses is tried again every 5 seconds; two tries are proof enough.
readonly SELFTEST_REFUSED_SECONDS=7
readonly SELFTEST_DIRECT_SECONDS=10
# A peer that forgot a session is greeted anew after 15 seconds without an answer, or 5 later.
readonly SELFTEST_FORGOTTEN_SECONDS=25

selftest() {
  local before
  lab_install_tools
  lab_may_unshare
  lab_remove_on_exit
  before=$(selftest_machine)
  selftest_nats
  selftest_case 'two leaves on one network' selftest_lan
  selftest_case 'two leaves, each behind port-preserving NAT' selftest_nat
  selftest_case 'two leaves behind symmetric NAT' selftest_symmetric
  selftest_case 'a router behind a 1:1 NAT' selftest_cloud
  selftest_case 'two routers' selftest_routers
  selftest_case 'ten leaves' selftest_ten
  selftest_case 'what an outage is' selftest_outage
  selftest_case 'an interrupted build' selftest_interrupted
  selftest_case 'an owner that is killed' selftest_owner
  [[ $(selftest_machine) == "$before" ]] ||
    die "the machine is not as it was: $(diff <(echo "$before") <(selftest_machine) || true)"
  say 'Nothing is left: namespaces, processes, links, mounts and files are as before.'
}

selftest_case() { # NAME FUNCTION
  say "$1"
  "$2"
  lab_down || die "the lab of '$1' left something behind"
}

expect() { # WHAT EXPECTED ACTUAL
  [[ $3 == "$2" ]] || die "$1: expected '$2', was '$3'"
  say "  $1: $2"
}

# What a lab could change on the machine itself, to be compared before and after. What bears a tag is
# not among it, since other labs may come and go meanwhile; that is asked for tag by tag.
selftest_machine() {
  ip -o link show | cut -d: -f2
  grep -v ' /run/netns' /proc/self/mounts || true
  ls -d /run/wireguard /run/wirelink 2>/dev/null || true
}

selftest_lan() {
  lab_begin
  lab_build lan 2 preserving
  selftest_by_router
  lab_block leaf1 leaf2
  selftest_introduce
  expect 'blocked leaves shake hands' no "$(selftest_shook "$SELFTEST_REFUSED_SECONDS")"
  lab_unblock leaf1 leaf2
  expect 'unblocked leaves shake hands' yes "$(selftest_shook "$SELFTEST_DIRECT_SECONDS")"
  expect 'ttl leaf1 to leaf2, direct' 64 "$(lab_ttl_within 5 leaf1 leaf2)"
  lab_link leaf2 unplugged
  expect 'leaf2 answers, unplugged' no "$(lab_ttl leaf1 leaf2 || echo no)"
  lab_link leaf2 plugged
  expect 'ttl, plugged again' 64 "$(lab_ttl_within 5 leaf1 leaf2)"
  selftest_traffic
  lab_readdress leaf1 192.168.50.111/24
  expect 'ttl leaf1 to router, from another address' 64 "$(lab_ttl_within 20 leaf1 router)"
  expect 'leaf1 as the router sees it' "192.168.50.111:$LAB_PORT" "$(selftest_endpoint leaf1)"
}

# Leaves that are direct lose each other for some seconds, and traffic of both kinds says so.
selftest_traffic() {
  local at flow
  lab_ping_flow pings leaf1 leaf2
  lab_stream_flow stream leaf1 leaf2
  lab_nap 3
  at=$(lab_now)
  lab_block leaf1 leaf2
  lab_nap 3
  lab_unblock leaf1 leaf2
  for flow in pings stream; do
    expect "seconds of silence in $flow, about" 3 \
      "$(lab_until_figure 5 back "$flow" "$at" | awk '{ print ($1 > 2.9 && $1 < 4.5) ? 3 : $1 }')"
  done
}

selftest_nat() {
  lab_begin
  lab_build nat 2 preserving
  selftest_by_router
  expect 'port of leaf1 as the router sees it' "$LAB_PORT" "$(selftest_port leaf1)"
  selftest_introduce
  expect 'leaves shake hands through both NATs' yes "$(selftest_shook "$SELFTEST_DIRECT_SECONDS")"
  expect 'ttl leaf1 to leaf2, direct' 64 "$(lab_ttl_within 5 leaf1 leaf2)"
  expect 'ttl leaf2 to leaf1, direct' 64 "$(lab_ttl_within 5 leaf2 leaf1)"
  lab_link leaf1 down
  expect 'leaf1 answers, its link down' no "$(lab_ttl leaf2 leaf1 || echo no)"
  lab_link leaf1 up
  expect 'ttl, its link up again' 64 "$(lab_ttl_within 5 leaf1 leaf2)"
  lab_lose leaf2 leaf1 large
  expect 'a small ping' answered "$(selftest_ping leaf1 leaf2 56)"
  expect 'a large ping, whose answer is lost' lost "$(selftest_ping leaf1 leaf2 1200)"
  lab_restore leaf2 leaf1 large
  expect 'a large ping' answered "$(selftest_ping leaf1 leaf2 1200)"
  selftest_one_way
  lab_nat leaf1 moved
  expect 'ttl leaf1 to router, from another port' 64 "$(lab_ttl_within 10 leaf1 router)"
  expect 'port of leaf1 as the router sees it' "$LAB_MOVED_PORT" "$(selftest_port leaf1)"
}

# What leaf2 sends is lost: leaf1's pings arrive there, and answers do not.
selftest_one_way() {
  local before
  lab_lose leaf2 leaf1 all
  before=$(selftest_pinged leaf2)
  expect 'a ping, whose answer is lost' lost "$(selftest_ping leaf1 leaf2 56)"
  expect 'pings that arrived all the same' 1 "$(($(selftest_pinged leaf2) - before))"
  before=$(selftest_pinged leaf1)
  expect 'a ping the other way' lost "$(selftest_ping leaf2 leaf1 56)"
  expect 'pings that arrived' 0 "$(($(selftest_pinged leaf1) - before))"
  lab_restore leaf2 leaf1 all
  expect 'a ping' answered "$(selftest_ping leaf1 leaf2 56)"
}

selftest_ping() { # FROM TO BYTES
  if lab_exec "$1" ping -n -q -c 1 -W 1 -s "$3" "$(<"$LAB_DIR/$2/tunnel")" >/dev/null; then
    say answered
  else
    say lost
  fi
}

# How many pings a host was sent.
selftest_pinged() { # HOST
  # shellcheck disable=SC2016 # for awk
  lab_exec "$1" awk '
    $1 == "Icmp:" && !column { for (i = 2; i <= NF; i++) if ($i == "InEchos") column = i; next }
    $1 == "Icmp:" { print $column }' /proc/net/snmp
}

selftest_cloud() {
  lab_begin
  lab_build cloud 2 preserving
  selftest_by_router
  expect 'address of the router itself' 172.31.16.2 \
    "$(lab_ip router -4 -o addr show dev eth0 | awk '{ sub("/.*", "", $4); print $4 }')"
  lab_power_off router
  expect 'the router answers, off' no "$(lab_ttl leaf1 router || echo no)"
  lab_power_on router
  expect 'ttl leaf1 to router, on again' 64 "$(lab_ttl_within "$SELFTEST_FORGOTTEN_SECONDS" leaf1 router)"
}

selftest_routers() {
  lab_begin
  lab_build routers 2 symmetric
  selftest_by_router
  expect 'ttl leaf1 to router2' 64 "$(lab_ttl_within 10 leaf1 router2)"
  expect 'ttl router to router2' 64 "$(lab_ttl_within 10 router router2)"
  lab_power_off router
  expect 'leaf2 answers by the router, off' no "$(lab_ttl leaf1 leaf2 || echo no)"
  expect 'ttl leaf1 to router2 all the same' 64 "$(lab_ttl_within 5 leaf1 router2)"
}

# Pings answered until 100, again from 107.5 by a router, directly from 120, when two are missing.
selftest_outage() {
  local moment
  lab_begin
  echo "$LAB_PING_PAUSE" >"$LAB_DIR/flow.made.pause"
  awk 'BEGIN {
    for (i = 90; i <= 100; i++) print i, i, 64
    for (i = 108; i <= 120; i++) print i - 0.5, i, 63
    for (i = 123; i <= 130; i++) print i, i, 64 }' >"$LAB_DIR/flow.made"
  for moment in '105 silent 4.15 lost 0' '108 silent 6.65 lost 7' '115 back 7.50 silent 6.65 lost 7' \
    '130 back 23.00 direct 23.00 silent 9.30 lost 9'; do
    expect "at ${moment%% *}, pings that stopped at 100" "${moment#* }" \
      "$(awk -v now="${moment%% *}" '$1 <= now' "$LAB_DIR/flow.made" |
        awk -v since=100 -v now="${moment%% *}" -v pause="$LAB_PING_PAUSE" -v hold="$LAB_HOLD_SECONDS" \
          -f "$LAB_SCRIPTS/lab.d/outage.awk" | tr '\n' ' ' | sed 's/ $//')"
  done
  awk 'BEGIN { for (i = 1; i <= 8; i++) print 100 + i, i, 64 }' >"$LAB_DIR/flow.made"
  expect 'pings that began a second after the fault' 1.00 \
    "$(awk -v since=100 -v now=108 -v pause="$LAB_PING_PAUSE" -v hold="$LAB_HOLD_SECONDS" \
      -f "$LAB_SCRIPTS/lab.d/outage.awk" "$LAB_DIR/flow.made" | awk '$1 == "back" { print $2 }')"
}

selftest_symmetric() {
  local port
  lab_begin
  lab_build nat 2 symmetric
  selftest_by_router
  port=$(selftest_port leaf1)
  [[ $port != "$LAB_PORT" ]] || die "symmetric NAT kept the port $port"
  selftest_introduce
  expect 'leaves shake hands' no "$(selftest_shook "$SELFTEST_REFUSED_SECONDS")"
  lab_nat leaf1 preserving
  expect 'ttl leaf1 to router, behind another NAT' 64 "$(lab_ttl_within 10 leaf1 router)"
  expect 'port of leaf1 as the router sees it' "$LAB_PORT" "$(selftest_port leaf1)"
}

selftest_ten() {
  local leaf first=''
  lab_begin
  lab_build lan 10 preserving
  while IFS= read -r leaf; do
    [[ -z $first ]] || [[ $(lab_ttl_within 5 "$first" "$leaf") == 63 ]] ||
      die "$first does not reach $leaf by the router"
    first=$leaf
  done < <(lab_leaves)
  expect 'leaves that reach the next by the router' 10 "$(lab_leaves | wc -l)"
}

# The build is ended by SIGTERM at several moments; whenever that is, nothing stays.
selftest_interrupted() {
  local after pid dir tag
  dir=$(mktemp -d)
  for after in 0.05 0.15 0.25 0.4 0.7; do
    tag=$(lab_new_tag)
    env --default-signal=INT,TERM bash "$LAB_SCRIPTS/lab" up lan --leaves 10 \
      --dir "$dir/$tag" --tag "$tag" >"$dir/out" 2>&1 &
    pid=$!
    lab_nap "$after"
    kill -TERM "$pid" 2>/dev/null || true
    # It was through before the signal came: then the lab stands, rightly.
    if wait "$pid"; then
      lab_open "$dir/$tag"
      lab_down || die 'a finished lab is not removed'
    fi
    [[ ! -e $dir/$tag ]] || die "interrupted after $after s, it left $dir/$tag"
    lab_check_gone "$tag" || die "interrupted after $after s, it left something"
  done
  rm -rf -- "$dir"
  say '  SIGTERM at five moments: nothing stays'
}

selftest_owner() {
  local owner tag dir
  sleep 60 &
  owner=$!
  dir=$(bash "$LAB_SCRIPTS/lab" up lan --owner "$owner")
  tag=$(<"$dir/tag")
  kill -KILL "$owner"
  lab_until 10 selftest_vanished "$dir" "$tag" || die "the lab outlived its owner: $dir"
  say '  SIGKILL of the owner: the lab is removed'
}

selftest_vanished() { # DIR TAG
  [[ ! -d $1 ]] && lab_check_gone "$2" 2>/dev/null
}

selftest_by_router() {
  expect 'ttl leaf1 to leaf2, by the router' 63 "$(lab_ttl_within 10 leaf1 leaf2)"
  expect 'ttl leaf2 to leaf1, by the router' 63 "$(lab_ttl_within 10 leaf2 leaf1)"
}

# The endpoint of a leaf as the router observed it.
selftest_endpoint() { # LEAF
  lab_exec router wg show wg0 endpoints | awk -v key="$(lab_key "$1")" '$1 == key { print $2 }'
}

selftest_port() { # LEAF
  local endpoint
  endpoint=$(selftest_endpoint "$1")
  say "${endpoint##*:}"
}

# By hand what agents do: each leaf is told of the other, at the endpoint that the router sees, and
# both call at once.
selftest_introduce() {
  local one two
  one=$(selftest_endpoint leaf1)
  two=$(selftest_endpoint leaf2)
  selftest_tell leaf1 leaf2 "$two"
  selftest_tell leaf2 leaf1 "$one"
}

selftest_tell() { # LEAF OTHER ENDPOINT
  lab_exec "$1" wg set wg0 peer "$(lab_key "$2")" endpoint "$3" persistent-keepalive 1 \
    allowed-ips "$(<"$LAB_DIR/$2/tunnel")/32"
}

# Whether both leaves hold a handshake with each other: yes as soon as they do, no after SECONDS.
selftest_shook() { # SECONDS
  local end=$((SECONDS + $1))
  while ((SECONDS <= end)); do
    if selftest_handshake leaf1 leaf2 && selftest_handshake leaf2 leaf1; then
      say yes
      return
    fi
    lab_nap 0.1
  done
  say no
}

selftest_handshake() { # LEAF OTHER
  lab_exec "$1" wg show wg0 latest-handshakes |
    awk -v key="$(lab_key "$2")" '$1 == key && $2 > 0 { found = 1 } END { exit !found }'
}
