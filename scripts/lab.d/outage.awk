# When did traffic come back after a fault? Reads what traffic.pl printed and says
#   back SECONDS     from the fault until it was back: 0 if it never stopped
#   direct SECONDS   from the fault until it came directly and went on so, if it does
#   silent SECONDS   for how long in all nothing came since the fault, pauses between packets apart
#   lost COUNT       pings since the fault that were not answered
# `back` and `direct` are missing as long as that has not held for HOLD seconds.
#
# Variables: since (the fault), now, pause (the longest that healthy traffic is silent), hold.

BEGIN { last = steady = since; first = -1 }

# One packet that is lost is an interruption, however soon after the fault the next one comes.
$1 <= since { begun = 1; last = $1; before = $2 > before ? $2 : before; next }

{
  if ($1 - last > pause) {
    steady = $1
    silent += $1 - last - pause / 2
    straight = 0
  }
  # Of traffic that was not there before the fault, the first packet is the end of the outage.
  if (!begun) steady = $1
  begun = 1
  if ($3 != 64) straight = 0
  else if (!straight) straight = $1
  last = $1
  if (!($2 in seen)) { seen[$2]; count++ }
  if ($2 > most) most = $2
}

END {
  up = now - last <= pause
  if (!up) silent += now - last - pause / 2
  if (up && now - steady >= hold) printf "back %.2f\n", steady - since
  if (up && straight && now - straight >= hold) printf "direct %.2f\n", straight - since
  printf "silent %.2f\n", silent
  printf "lost %d\n", (most > before ? most - before - count : 0)
}
