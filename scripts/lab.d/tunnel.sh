# shellcheck shell=bash
# The tunnel over a lab's network.
#
# It is the same in all: wg0 on every host, port 51820, router 10.77.0.1 and fd77::1, a second router
# with 2, leafN 10.77.0.(10+N) and fd77::(10+N), written alike. A router knows each leaf's addresses,
# and the other router's; a leaf knows the routers only, the first with the whole tunnel network in its
# AllowedIPs, and reaches others by it. A second router leads to 10.88.0.0/24 besides, where nobody is: a
# peer with single addresses only would not be a router to anybody. Each host's device is set up from its DIR/HOST/wg.conf, as
# `wg-quick` would, and again after a restart of the host.

readonly LAB_PORT=51820
readonly LAB_KEEPALIVE_SECONDS=25

lab_build_tunnel() {
  local host
  local -a hosts
  mapfile -t hosts < <(lab_hosts)
  for host in "${hosts[@]}"; do
    lab_keys "$host"
  done
  for host in "${hosts[@]}"; do
    lab_write_device "$host"
  done
  while IFS= read -r host; do
    lab_forwards "$host"
  done < <(lab_routers)
  lab_devices "${hosts[@]}"
  lab_call_router
}

# The last byte of a host's addresses in the tunnel.
lab_number() { # HOST
  case $1 in
    router) echo 1 ;;
    router*) echo "${1#router}" ;;
    leaf*) echo $((10 + ${1#leaf})) ;;
  esac
}

lab_keys() { # HOST
  local dir=$LAB_DIR/$1 number
  number=$(lab_number "$1")
  (umask 077 && wg genkey >"$dir/private.key")
  wg pubkey <"$dir/private.key" >"$dir/public.key"
  echo "10.77.0.$number" >"$dir/tunnel"
  echo "fd77::$number" >"$dir/tunnel6"
}

# Who knows whom before any agent runs.
lab_write_device() { # HOST
  local host=$1 other
  (
    umask 077
    {
      printf '[Interface]\nPrivateKey = %s\nListenPort = %s\n' "$(<"$LAB_DIR/$host/private.key")" "$LAB_PORT"
      while IFS= read -r other; do
        [[ $other == "$host" ]] || lab_peer_of "$host" "$other"
      done < <(lab_hosts)
    } >"$LAB_DIR/$host/wg.conf"
  )
}

# How a host has another as its peer: not at all when both are leaves.
lab_peer_of() { # HOST OTHER
  local networks
  networks=$(<"$LAB_DIR/$2/tunnel")/32,$(<"$LAB_DIR/$2/tunnel6")/128
  case $1/$2 in
    leaf*/leaf*) return ;;
    leaf*/router) networks=10.77.0.0/24,fd77::/64 ;;
    leaf*/router*) networks+=,10.88.0.0/24 ;;
  esac
  printf '[Peer]\nPublicKey = %s\nAllowedIPs = %s\n' "$(lab_key "$2")" "$networks"
  [[ $2 != router* ]] || printf 'Endpoint = %s:%s\n' "$(<"$LAB_DIR/$2/public")" "$LAB_PORT"
  [[ $1 != leaf* || $(<"$LAB_DIR/$1/gate") == "$1" ]] ||
    printf 'PersistentKeepalive = %s\n' "$LAB_KEEPALIVE_SECONDS"
}

# Starts the WireGuard devices of hosts together, waits for all, and sets them up.
lab_devices() { # HOST...
  local host
  local -a enter
  for host in "$@"; do
    lab_enter_words enter "$host"
    "${enter[@]}" LOG_LEVEL=error WG_PROCESS_FOREGROUND=1 setsid wireguard-go wg0 \
      </dev/null >>"$LAB_DIR/$host/wireguard-go.log" 2>&1 &
    lab_keep_pid "$host/wireguard-go.pid"
  done
  for host in "$@"; do
    lab_await "$(<"$LAB_DIR/$host/wireguard-go.pid")" \
      test -S "/proc/$(lab_pid "$host")/root/run/wireguard/wg0.sock" ||
      die "host $host got no WireGuard device: $(tail -n 1 "$LAB_DIR/$host/wireguard-go.log")"
    lab_exec "$host" wg setconf wg0 /dev/stdin <"$LAB_DIR/$host/wg.conf"
    lab_ip "$host" addr add "$(<"$LAB_DIR/$host/tunnel")/24" dev wg0
    lab_ip "$host" addr add "$(<"$LAB_DIR/$host/tunnel6")/64" dev wg0 nodad
    lab_ip "$host" link set wg0 up
  done
}

# Lets every leaf speak to the router once, all together: only then does the router know where they
# are, and carries what one sends to another.
lab_call_router() {
  local leaf pid
  local -a calls=() enter
  while IFS= read -r leaf; do
    lab_enter_words enter "$leaf"
    "${enter[@]}" ping -n -q -c 1 -w "$LAB_HANGS_SECONDS" "$(<"$LAB_DIR/router/tunnel")" >/dev/null &
    calls+=($!)
  done < <(lab_leaves)
  for pid in "${calls[@]}"; do
    wait "$pid" || die "a leaf does not reach the router within $LAB_HANGS_SECONDS seconds"
  done
}

lab_key() { # HOST
  cat "$LAB_DIR/$1/public.key"
}

# Pings once and prints the TTL of the answer, which tells whether a router stood between: 64 or 63.
# Fails when no answer comes within a second.
lab_ttl() { # FROM TO
  local answer
  answer=$(lab_exec "$1" ping -n -c 1 -W 1 "$(<"$LAB_DIR/$2/tunnel")") || return 1
  [[ $answer =~ ttl=([0-9]+) ]] || return 1
  printf '%s\n' "${BASH_REMATCH[1]}"
}

# Pings until an answer comes: the first packet waits for a handshake. Prints the TTL.
lab_ttl_within() { # SECONDS FROM TO
  local end=$((SECONDS + $1)) ttl
  until ttl=$(lab_ttl "$2" "$3"); do
    ((SECONDS < end)) || return 1
    lab_nap 0.1
  done
  printf '%s\n' "$ttl"
}
