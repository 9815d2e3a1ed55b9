# shellcheck shell=bash
# What can go wrong with a network, made to order and undone again.
#
# A fault is silent, as it is out there: packets are lost where they arrive, so that no sender gets
# an error that a real network would not give.

# No UDP passes between two hosts, in either direction, outside the tunnel by others. With `any` in
# place of the second, the host hears nobody.
lab_block() { # HOST HOST|any
  lab_unheard add "$1" "$2"
}

lab_unblock() { # HOST HOST|any
  lab_unheard delete "$1" "$2"
}

lab_unheard() { # add|delete HOST HOST|any
  if [[ $3 == any ]]; then
    lab_unheard_at "$1" "$2" 0.0.0.0-255.255.255.255
  else
    lab_unheard_at "$1" "$2" "$(<"$LAB_DIR/$3/public")"
    lab_unheard_at "$1" "$3" "$(<"$LAB_DIR/$2/public")"
  fi
}

lab_unheard_at() { # add|delete HOST ADDRESSES
  ip netns exec "$LAB_TAG-$(<"$LAB_DIR/$2/gate")" nft "$1" element ip faults unheard "{ $3 }"
}

# One direction only: what a host sends no longer reaches another, or its large packets do not.
lab_lose() { # FROM TO all|large
  lab_unheard_one_way add "$@"
}

lab_restore() { # FROM TO all|large
  lab_unheard_one_way delete "$@"
}

lab_unheard_one_way() { # add|delete FROM TO all|large
  local kind
  case $4 in
    all) kind=unheard ;;
    large) kind=unheard_large ;;
    *) die "what is lost is all or large, not '$4'" 2 ;;
  esac
  ip netns exec "$LAB_TAG-$(<"$LAB_DIR/$3/gate")" \
    nft "$1" element ip faults "$kind" "{ $(<"$LAB_DIR/$2/public") }"
}

# A host loses its power: nothing on it had time for anything, and nobody out there is told.
lab_power_off() { # HOST...
  local host pid
  for host in "$@"; do
    lab_unheard_at add "$host" 0.0.0.0-255.255.255.255
    ! pid=$(lab_agent_pid "$host") || kill -KILL "$pid"
    kill -KILL "$(<"$LAB_DIR/$host/wireguard-go.pid")"
  done
  for host in "$@"; do
    lab_until "$LAB_HANGS_SECONDS" lab_ended "$(<"$LAB_DIR/$host/wireguard-go.pid")" ||
      die "the device of $host does not end"
    rm -f "/proc/$(lab_pid "$host")/root/run/wireguard/wg0.sock"
  done
}

# It starts again: its device is as its configuration says. What is left to do is to start its agent.
lab_power_on() { # HOST...
  local host
  lab_devices "$@"
  for host in "$@"; do
    lab_unheard_at delete "$host" 0.0.0.0-255.255.255.255
  done
}

# A host gets another address from whoever gives addresses out.
lab_readdress() { # HOST ADDRESS/LENGTH
  local gateway
  lab_ip "$1" addr flush dev eth0 scope global
  lab_ip "$1" addr add "$2" dev eth0
  gateway=$(<"$LAB_DIR/$1/gateway")
  [[ -z $gateway ]] || lab_ip "$1" route replace default via "$gateway"
  [[ $(<"$LAB_DIR/$1/public") != "$(<"$LAB_DIR/$1/underlay")" ]] || echo "${2%/*}" >"$LAB_DIR/$1/public"
  echo "${2%/*}" >"$LAB_DIR/$1/underlay"
}

# Sets a host's link, as an administrator (down, up) or as a cable (unplugged, plugged).
lab_link() { # HOST down|up|unplugged|plugged
  local host=$1 gateway
  case $2 in
    down) lab_ip "$host" link set eth0 down ;;
    up)
      lab_ip "$host" link set eth0 up
      gateway=$(<"$LAB_DIR/$host/gateway")
      [[ -z $gateway ]] || lab_ip "$host" route replace default via "$gateway"
      ;;
    unplugged) lab_far_end "$host" down ;;
    plugged) lab_far_end "$host" up ;;
    *) die "a link is down, up, unplugged or plugged, not '$2'" 2 ;;
  esac
}

lab_far_end() { # HOST up|down
  local gate
  gate=$(<"$LAB_DIR/$1/gate")
  if [[ $gate == "$1" ]]; then
    lab_ip net link set "$1" "$2"
  else
    lab_ip "$gate" link set lan0 "$2"
  fi
}

# Replaces the NAT before a leaf by one of another kind. Like a new box, it has forgotten all
# mappings: the kernel drops those of an address whose interface goes down.
lab_nat() { # LEAF preserving|symmetric|moved
  local box
  box=$(<"$LAB_DIR/$1/gate")
  [[ $box != "$1" ]] || die "$1 is behind no NAT in this lab" 2
  lab_nat_rules "$box" "$2"
  lab_ip "$box" link set wan0 down
  lab_ip "$box" link set wan0 up
  lab_ip "$box" route replace default via 198.51.100.254
}
