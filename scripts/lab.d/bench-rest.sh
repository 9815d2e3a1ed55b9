# shellcheck shell=bash
# What an agent costs while nothing happens, and until then: `bench-lab --rest`. Each run is a fresh lab
# on one network. What is counted is what the kernel counts, of each leaf: the processor time of the
# agent's process with all its threads, and the bytes of the packets within the tunnel, which in a lab
# without traffic are what the agents say to each other.

readonly REST_CASES='two ten thirty sixty'
# Sixty-one runtimes that start on two cores are busy for a while.
readonly REST_BOUND_SECONDS=300
readonly REST_SECONDS=60
declare -A REST_LEAVES=([two]=2 [ten]=10 [thirty]=30 [sixty]=60)

# Pings are traffic, so that all go the direct way is asked when the rest is over.
rest_measure() { # CASE
  local case=$1 stray
  lab_begin
  lab_guard_for $$
  lab_build lan "${REST_LEAVES[$case]}" preserving
  lab_watch_begin "$REST_BOUND_SECONDS"
  lab_start
  if lab_watch_end; then
    rest_counters >"$LAB_DIR/before"
    lab_nap "$REST_SECONDS"
    rest_counters >"$LAB_DIR/after"
    stray=$(lab_not_direct)
    if [[ -z $stray ]]; then
      rest_take "$case"
    else
      run_failed "$case" "pings did not go the direct way: $(tr '\n' ';' <<<"$stray")"
    fi
  else
    run_failed "$case" "$(tr '\n' ';' <"$LAB_DIR/watch.err")"
  fi
  lab_down
}

# Of each leaf: lines `HOST MILLISECONDS RECEIVED SENT`.
rest_counters() {
  local leaf pid ticks
  ticks=$(getconf CLK_TCK)
  while IFS= read -r leaf; do
    pid=$(lab_agent_pid "$leaf") || continue
    awk -v leaf="$leaf" -v ticks="$ticks" '
      FILENAME ~ /stat$/ { sub(/^.*\) /, ""); spent = ($12 + $13) * 1000 / ticks }
      $1 == "wg0:" { received = $2; sent = $10 }
      END { print leaf, spent, received, sent }' "/proc/$pid/stat" "/proc/$pid/net/dev"
  done < <(lab_leaves)
}

# The processor's clock ticks a hundred times a second, so a run has one sample of the rest: the mean of all leaves.
rest_take() { # CASE
  local case=$1 rest received sent seconds
  seconds=$(lab_watched all-direct)
  read -r rest received sent < <(awk -v seconds="$REST_SECONDS" '
    NR == FNR { spent[$1] = $2; received[$1] = $3; sent[$1] = $4; next }
    { rest += $2 - spent[$1]; in_bytes += $3 - received[$1]; out_bytes += $4 - sent[$1] }
    END { print rest / FNR, in_bytes / FNR / seconds, out_bytes / FNR / seconds }' \
    "$LAB_DIR/before" "$LAB_DIR/after")
  SAMPLES[direct-$case]+="$seconds "
  SAMPLES[start-$case]+="$(awk '{ print $2 }' "$LAB_DIR/before" | tr '\n' ' ')"
  SAMPLES[rest-$case]+="$rest "
  SAMPLES[received-$case]+="$received "
  SAMPLES[sent-$case]+="$sent "
  SAMPLES[resident-$case]+="$(lab_memory | awk '$1 ~ /^leaf/ { print $2 }' | tr '\n' ' ')"
  SAMPLES[shared-$case]+="$(lab_memory | awk '$1 ~ /^leaf/ { print $3 }' | tr '\n' ' ')"
  warn "   $case: direct after $seconds s, at rest $rest ms a minute, $received B/s in, $sent B/s out"
}

rest_bench() { # CASES...
  local run case
  for case in "$@"; do
    warn "$case, $RUNS runs"
    for ((run = 1; run <= RUNS; run++)); do
      rest_measure "$case"
    done
  done
}

rest_table() { # CASES...
  local case
  say '| | bar | min | median | max | unit | samples | |'
  say '|---|---|---|---|---|---|---|---|'
  for case in "$@"; do
    case $case in
      two) rest_rows two 0.5 '' '' '' ;;
      ten) rest_rows ten '' 6 40 40 ;;
      thirty) rest_rows thirty '' 16 60 100 ;;
      sixty) rest_rows sixty '' '' '' '' ;;
    esac
  done
}

rest_rows() { # CASE START-BAR DIRECT-BAR REST-BAR TRAFFIC-BAR
  local leaves=${REST_LEAVES[$1]}
  row "$leaves leaves: all $((leaves * (leaves - 1))) directions direct, from the start" "$3" s 1 %.1f "direct-$1"
  row 'a leaf of these: processor time from the start until then' "$2" s 1000 %.2f "start-$1"
  row 'processor time at rest' "$4" 'ms a minute' 1 %.0f "rest-$1"
  row 'traffic within the tunnel at rest, received' "$5" B/s 1 %.0f "received-$1"
  row 'the same, sent' "$5" B/s 1 %.0f "sent-$1"
  row 'resident memory' 50 MB 976.5625 %.1f "resident-$1"
  row 'the same, pages shared with others divided (PSS)' '' MB 976.5625 %.1f "shared-$1"
}
