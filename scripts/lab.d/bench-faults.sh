# shellcheck shell=bash
# Runs the cases of fault-cases.sh and prints what came of them.
#
# Each run of a case is a process of its own (`bench-lab --job`) with a lab of its own, so that many can
# wait at once for what takes minutes. Labs are built one after another, for that is where the
# processor is busy; then the faults happen, a second or two apart, and are measured side by side. All
# cases once are a wave, and each run is a wave; the long cases of all runs are built first and go on
# beside the waves. What a job writes down is in BENCH/CASE-RUN: log (what was done when), result,
# failed (why there is none), and of the lab the flows, the agents' logs, the devices before and after.

FAULTS_DIR=''
FAULTS_GO_APART=1.5
declare -A FAULTS_PIDS=()

faults_bench() { # CASES...
  local run case
  local -a long=() short=() jobs
  for case in "$@"; do
    if [[ " $LONG_CASES " == *" $case "* ]]; then long+=("$case"); else short+=("$case"); fi
  done
  FAULTS_DIR=$(mktemp -d "${TMPDIR:-/tmp}/wirelink-faults.XXXXXX")
  trap 'faults_leave $?' EXIT
  local began=$SECONDS
  jobs=()
  for ((run = 1; run <= RUNS; run++)); do
    for case in "${long[@]}"; do jobs+=("$case-$run"); done
  done
  faults_build "${jobs[@]}"
  faults_go "${jobs[@]}"
  for ((run = 1; run <= RUNS; run++)); do
    ((${#short[@]} > 0)) || break
    warn "wave $run of $RUNS"
    jobs=("${short[@]/%/-$run}")
    faults_build "${jobs[@]}"
    faults_go "${jobs[@]}"
    faults_wait "${jobs[@]}"
  done
  faults_wait "${!FAULTS_PIDS[@]}"
  FAULTS_SECONDS=$((SECONDS - began))
}

faults_build() { # JOB...
  local job
  for job in "$@"; do
    mkdir "$FAULTS_DIR/$job"
    env --default-signal=INT,TERM setsid bash "$LAB_SCRIPTS/bench-lab" --job "$job" \
      "$FAULTS_DIR/$job" "$$" "$BOUND" "${AGENT_OPTIONS[@]}" </dev/null >"$FAULTS_DIR/$job/said" 2>&1 &
    FAULTS_PIDS[$job]=$!
    until [[ -e $FAULTS_DIR/$job/built ]] || ! lab_runs "${FAULTS_PIDS[$job]}"; do
      lab_nap 0.1
    done
  done
}

faults_go() { # JOB...
  local job
  for job in "$@"; do
    : >"$FAULTS_DIR/$job/go"
    lab_nap "$FAULTS_GO_APART"
  done
}

faults_wait() { # JOB...
  local job
  for job in "$@"; do
    [[ -n ${FAULTS_PIDS[$job]:-} ]] || continue
    wait "${FAULTS_PIDS[$job]}" || [[ -e $FAULTS_DIR/$job/failed ]] ||
      tail -n 1 "$FAULTS_DIR/$job/said" >"$FAULTS_DIR/$job/failed"
    unset "FAULTS_PIDS[$job]"
    faults_tell "$job"
  done
}

faults_tell() { # JOB
  local figure value
  if [[ -e $FAULTS_DIR/$1/failed ]]; then
    warn "   $1: failed: $(<"$FAULTS_DIR/$1/failed")"
    return
  fi
  while read -r figure value; do
    warn "   $1: $figure $value"
  done <"$FAULTS_DIR/$1/result"
}

# Jobs remove their labs when they are told to end; that is waited for.
faults_leave() { # STATUS
  local pid
  trap - EXIT
  trap '' HUP INT TERM
  for pid in "${FAULTS_PIDS[@]}"; do
    kill -TERM "$pid" 2>/dev/null || true
  done
  for pid in "${FAULTS_PIDS[@]}"; do
    wait "$pid" || true
  done
  if [[ -n $FAULTS_DIR && -z ${FAULTS_KEEP:-} ]]; then rm -rf -- "$FAULTS_DIR"; fi
  exit "$1"
}

# One job, in a process of its own.
faults_job() { # JOB DIR OWNER BOUND [AGENT-OPTION...]
  local case=${1%-*}
  # shellcheck disable=SC2034 # the cases use them
  CASE_DIR=$2 CASE_OWNER=$3 CASE_BOUND=$4
  CASE_AGENT_OPTIONS=("${@:5}")
  ((${#CASE_AGENT_OPTIONS[@]} == 0)) || CASE_AGENT_OPTIONS=(-- "${CASE_AGENT_OPTIONS[@]}")
  trap 'faults_job_leave $?' EXIT
  lab_end_on_signals
  "${case}_build"
  case_note 'the mesh stands'
  : >"$CASE_DIR/built"
  until [[ -e $CASE_DIR/go ]]; do
    lab_runs "$CASE_OWNER" || case_fail 'who started this is gone'
    lab_nap 0.2
  done
  "${case}_run"
}

faults_job_leave() { # STATUS
  local host
  trap - EXIT
  if [[ -n $LAB_DIR && -d $CASE_DIR ]]; then
    case_look after || true
    cp "$LAB_DIR"/flow.* "$CASE_DIR" 2>/dev/null || true
    while IFS= read -r host; do
      cp "$LAB_DIR/$host/agent.log" "$CASE_DIR/agent.$host" 2>/dev/null || true
      cp "$LAB_DIR/$host/public.key" "$CASE_DIR/key.$host" 2>/dev/null || true
      timeout 3 nsenter -t "$(lab_pid "$host")" -m -n -u "$WIRELINK_IMAGE/bin/wirelink" status wg0 \
        >"$CASE_DIR/status.$host" 2>&1 || true
    done <"$LAB_DIR/hosts"
  fi
  lab_leave "$1"
}

# The median and the worst of some figures; `never` is worse than any.
faults_summary() { # FIGURES...
  printf '%s\n' "${@/never/1e9}" | sort -g | awk '
    function said(value) { return value >= 1e9 ? "never" : sprintf("%.1f", value) }
    { value[NR] = $1 }
    END {
      middle = NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2
      print said(middle) " | " said(value[NR]), value[NR]
    }'
}

faults_row() { # CASE FIGURE
  local bar unit text summary=' | ' verdict worst failed
  local -a values
  IFS='|' read -r bar unit text <<<"${FIGURES[$2]}"
  mapfile -t values < <(cat "$FAULTS_DIR/$1"-*/result 2>/dev/null | awk -v name="$2" '$1 == name { print $2 }')
  failed=$(find "$FAULTS_DIR" -path "*/$1-*/failed" | wc -l)
  if ((${#values[@]} > 0)); then
    read -r summary worst < <(faults_summary "${values[@]}" | sed 's/ | /_/') || true
    summary=${summary/_/ | }
    verdict=met
    awk -v worst="$worst" -v bar="$bar" 'BEGIN { exit !(worst <= bar) }' || verdict=missed
  else
    verdict='not measured'
  fi
  ((failed == 0)) || verdict="$failed failed"
  # shellcheck disable=SC2034 # the exit status of the whole
  [[ $verdict == met ]] || FAILED=1
  say "| $text | ≤ $bar $unit | $summary | $unit | ${#values[@]} | $verdict |"
}

faults_table() { # CASES...
  local case figure
  say '| fault | bar | median | worst | unit | runs | |'
  say '|---|---|---|---|---|---|---|'
  for case in "$@"; do
    for figure in ${CASE_FIGURES[$case]}; do
      faults_row "$case" "$figure"
    done
  done
  say ''
  say "Watched for $BOUND s; the whole took $((FAULTS_SECONDS / 60)) min $((FAULTS_SECONDS % 60)) s."
}
