#!/usr/bin/perl
# Draws what bench-nat measured (bench-nat.sh has the form of a line): each kind against each, once for
# homes whose gateways map no ports and once for such that do. Where a pair was measured several times
# the middle one is drawn. Standard output is the picture, which follows the reader's light or dark.

use strict;
use warnings;

use constant CELL_WIDTH   => 88;
use constant CELL_HEIGHT  => 40;
use constant GAP          => 3;
use constant LEFT         => 172;
use constant HEAD         => 92;
use constant PANEL        => HEAD + 8 * CELL_HEIGHT + 34;
use constant TOP          => 84;
use constant WIDTH        => LEFT + 8 * CELL_WIDTH + 16;
# What is direct no sooner is not what one waits for.
use constant SOON_SECONDS => 3;

my @kinds = (
  [ 'public',             'public',     'no NAT' ],
  [ 'full-cone',          'full cone',  'lets all in' ],
  [ 'address-restricted', 'by address', 'restricted' ],
  [ 'port-restricted',    'by port',    'restricted' ],
  [ 'carrier',            'carrier',    'over a home' ],
  [ 'sequential',         'sequential', 'symmetric' ],
  [ 'random',             'random',     'symmetric' ],
  [ 'blocked',            'no UDP',     'firewall' ],
);
my %cause = (symmetric_nat => 'new ports', udp_blocked => 'no UDP', '-' => 'not known yet');

my %results;
while (<>) {
  my ($one, $other, $mapping, $outcome, $seconds, undef, $cause) = split;
  push @{ $results{"$one $other $mapping"} }, [ $outcome, $seconds, $cause ];
}

# Of what was measured of two kinds, in whichever order: what is in the middle, by how soon they met.
sub result {
  my ($one, $other, $mapping) = @_;
  my $runs = $results{"$one $other $mapping"} // $results{"$other $one $mapping"} // return;
  my @sorted = sort { weight($a) <=> weight($b) } @$runs;
  return $sorted[ $#sorted / 2 ];
}

sub weight {
  my ($run) = @_;
  return $run->[0] eq 'direct' ? $run->[1] : $run->[0] eq 'router' ? 1000 : 2000;
}

sub text {
  my ($x, $y, $class, $words) = @_;
  return qq(<text x="$x" y="$y" class="$class">$words</text>\n);
}

sub cell {
  my ($x, $y, $run) = @_;
  my ($class, $words) = ('none', '');
  if ($run) {
    my ($outcome, $seconds, $cause) = @$run;
    ($class, $words) = ($seconds <= SOON_SECONDS ? 'direct' : 'late', sprintf('%.1f s', $seconds))
      if $outcome eq 'direct';
    ($class, $words) = ('router', $cause{$cause} // $cause) if $outcome eq 'router';
    ($class, $words) = ('failed', 'no way') if $outcome eq 'failed';
  }
  $words =~ tr/_/ /;
  my ($width, $height) = (CELL_WIDTH - GAP, CELL_HEIGHT - GAP);
  return qq(<rect x="$x" y="$y" width="$width" height="$height" rx="5" class="$class"/>\n)
    . text($x + $width / 2, $y + $height / 2 + 5, "in $class-text", $words);
}

sub panel {
  my ($top, $title, $mapping) = @_;
  my $drawn = text(16, $top + 18, 'panel', $title);
  for my $column (0 .. $#kinds) {
    my $x = LEFT + $column * CELL_WIDTH + (CELL_WIDTH - GAP) / 2;
    $drawn .= text($x, $top + 56, 'head', $kinds[$column][1]) . text($x, $top + 74, 'what', $kinds[$column][2]);
  }
  for my $row (0 .. $#kinds) {
    my $y = $top + HEAD + $row * CELL_HEIGHT;
    $drawn .= text(LEFT - 12, $y + 17, 'side', $kinds[$row][1]) . text(LEFT - 12, $y + 32, 'side what', $kinds[$row][2]);
    for my $column (0 .. $#kinds) {
      my @pair = ($kinds[$row][0], $kinds[$column][0]);
      my $run = result(@pair, $mapping) // result(@pair, 'off');
      $drawn .= cell(LEFT + $column * CELL_WIDTH, $y, $run);
    }
  }
  return $drawn;
}

sub legend {
  my ($y) = @_;
  my ($x, $drawn) = (16, '');
  for (
    [ 'direct', 150, 'direct, after so long' ],
    [ 'late', 170, 'direct, after more than ' . SOON_SECONDS . ' s' ],
    [ 'router', 160, 'by the router, and why' ],
  ) {
    my ($class, $width, $words) = @$_;
    $drawn .= qq(<rect x="$x" y="@{[ $y - 12 ]}" width="22" height="15" rx="4" class="$class"/>\n);
    $drawn .= text($x + 30, $y, 'plain', $words);
    $x += $width + 60;
  }
  return $drawn;
}

my @panels = ([ 'Gateways map no ports', 'off' ]);
push @panels, [ 'Gateways of homes map ports (PCP)', 'on' ] if grep { / on$/ } keys %results;
my $height = TOP + @panels * PANEL;
my $width = WIDTH;
print <<"HEAD";
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 $width $height" width="$width" height="$height" role="img">
<title>Which NATs and firewalls two hosts can be behind and still talk directly</title>
<style>
  text { font: 14px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328; }
  .page { fill: #ffffff; } .title { font-size: 18px; font-weight: 600; } .panel { font-size: 15px; font-weight: 600; }
  .head, .what, .in { text-anchor: middle; } .side { text-anchor: end; } .head, .side { font-weight: 600; }
  .what { font-size: 11px; font-weight: 400; fill: #59636e; } .plain { font-size: 13px; }
  .in { font-size: 13px; } .direct-text { font-size: 15px; font-weight: 600; } .late-text { font-size: 15px; font-weight: 600; }
  .direct { fill: #b4f1c1; } .direct-text { fill: #0b4a20; }
  .late { fill: #fbe7a1; } .late-text { fill: #5c3d00; }
  .router { fill: #dde4ee; } .router-text { fill: #45526a; }
  .failed { fill: #ffcecb; } .failed-text { fill: #82071e; } .none { fill: none; }
  \@media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .page { fill: #0d1117; } .what { fill: #9198a1; }
    .direct { fill: #17532b; } .direct-text { fill: #a6f4b8; }
    .late { fill: #5a4300; } .late-text { fill: #ffdf80; }
    .router { fill: #262f3d; } .router-text { fill: #aebace; }
    .failed { fill: #67060c; } .failed-text { fill: #ffdcd7; }
  }
</style>
<rect class="page" width="$width" height="$height" rx="8"/>
HEAD
print text(16, 32, 'title', 'Which two hosts talk directly, and how soon after both agents start');
print legend(62);
print panel(TOP + $_ * PANEL, @{ $panels[$_] }) for 0 .. $#panels;
print "</svg>\n";
