#!/usr/bin/env perl
# Draws what a router costs against the number of its leaves, from the table that bench-scale prints.
# Both axes of a panel are logarithmic: a line that climbs twice as steeply as another grows with the
# square of the leaves where that one grows with their number.
#
# usage: scale-svg.pl <TABLE >FILE
use strict;
use warnings;
use POSIX qw(ceil floor);

my ($width, $height) = (892, 430);
my ($top, $bottom, $panel_width) = (84, 372, 350);
my @columns = qw(leaves agents reached facts packets bytes step longest allocated renewal_packets renewal quiet heap);
my @panels = (
  { title => 'Megabytes sent', left => 76, series => [
      ['bytes', 'ours', 'first minute', 'one'], ['bytes', 'go', 'the same, plain agents', 'two'],
      ['renewal', 'ours', 'two minutes of renewal', 'three'], ['renewal', 'go', 'the same, plain agents', 'four'] ] },
  { title => 'Milliseconds of processor time', left => 516, series => [
      ['step', 'ours', 'first minute', 'one'], ['step', 'go', 'the same, plain agents', 'two'],
      ['longest', 'ours', 'longest step', 'three'], ['quiet', 'ours', 'five quiet seconds', 'four'] ] },
);

my @rows;
while (<STDIN>) {
  next unless /^\|\s*\d/;
  s/^\|\s*|\s*\|\s*$//g;
  my %row;
  @row{@columns} = split /\s*\|\s*/;
  $row{step} *= 1000;
  push @rows, \%row if $row{reached} eq 'all';
}
die "scale-svg: no rows for leaves that are all reached\n" unless @rows;

sub log10 { return log($_[0]) / log(10) }
sub number { my $n = shift; return $n >= 1 ? sprintf('%d', $n) : sprintf('%g', $n) }

my @leaves = do { my %seen; sort { $a <=> $b } grep { !$seen{$_}++ } map { $_->{leaves} } @rows };
my ($least, $most) = (log10($leaves[0]) - 0.1, log10($leaves[-1]) + 0.1);

print <<"SVG";
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 $width $height" width="$width" height="$height" role="img">
<title>What a router costs against the number of its leaves</title>
<style>
  text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328; }
  .page { fill: #ffffff; } .title { font-size: 18px; font-weight: 600; } .panel { font-size: 15px; font-weight: 600; }
  .tick { font-size: 12px; fill: #59636e; } .x { text-anchor: middle; } .y { text-anchor: end; }
  .grid { stroke: #d1d9e0; stroke-width: 1; } polyline { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
  .one { stroke: #0969da; fill: #0969da; } .two { stroke: #bc4c00; fill: #bc4c00; stroke-dasharray: 7 4; }
  .three { stroke: #1a7f37; fill: #1a7f37; } .four { stroke: #8250df; fill: #8250df; stroke-dasharray: 2 4; }
  polyline.one, polyline.two, polyline.three, polyline.four { fill: none; }
  circle { stroke-dasharray: none !important; }
  \@media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .page { fill: #0d1117; } .tick { fill: #9198a1; } .grid { stroke: #30363d; }
    .one { stroke: #4493f8; fill: #4493f8; } .two { stroke: #f0883e; fill: #f0883e; }
    .three { stroke: #3fb950; fill: #3fb950; } .four { stroke: #ab7df8; fill: #ab7df8; }
  }
</style>
<rect class="page" width="$width" height="$height" rx="8"/>
<text x="16" y="32" class="title">What a router costs against the number of its leaves</text>
SVG

for my $panel (@panels) {
  my ($left, $right) = ($panel->{left}, $panel->{left} + $panel_width);
  my @values = grep { $_ > 0 } map { my ($what, $agents) = @$_; map { $_->{$what} } grep { $_->{agents} eq $agents } @rows } @{ $panel->{series} };
  my ($low, $high) = (sort { $a <=> $b } @values)[0, -1];
  my ($from, $to) = (floor(log10($low)), ceil(log10($high)));
  my $x = sub { return $left + $panel_width * (log10($_[0]) - $least) / ($most - $least) };
  my $y = sub { return $bottom - ($bottom - $top) * (log10($_[0]) - $from) / ($to - $from) };
  print qq(<text x="$left" y="66" class="panel">$panel->{title}</text>\n);
  for my $power ($from .. $to) {
    my $at = sprintf '%.1f', $y->(10**$power);
    printf qq(<line class="grid" x1="%d" y1="%s" x2="%d" y2="%s"/><text x="%d" y="%.1f" class="tick y">%s</text>\n),
      $left, $at, $right, $at, $left - 8, $at + 4, number(10**$power);
  }
  printf qq(<text x="%.1f" y="%d" class="tick x">%s</text>\n), $x->($_), $bottom + 18, $_ for @leaves;
  my $line = 0;
  for my $series (@{ $panel->{series} }) {
    my ($what, $agents, $words, $class) = @$series;
    my @points = map { [$x->($_->{leaves}), $y->($_->{$what})] } sort { $a->{leaves} <=> $b->{leaves} }
      grep { $_->{agents} eq $agents && $_->{$what} > 0 } @rows;
    printf qq(<polyline class="%s" points="%s"/>\n), $class, join ' ', map { sprintf '%.1f,%.1f', @$_ } @points;
    printf qq(<circle class="%s" cx="%.1f" cy="%.1f" r="3"/>\n), $class, @$_ for @points;
    my ($key_x, $key_y) = ($left + ($line % 2) * 186, $bottom + 36 + int($line / 2) * 18);
    printf qq(<polyline class="%s" points="%d,%d %d,%d"/><text x="%d" y="%d">%s</text>\n),
      $class, $key_x, $key_y - 4, $key_x + 22, $key_y - 4, $key_x + 28, $key_y, $words;
    $line++;
  }
}
print "</svg>\n";

