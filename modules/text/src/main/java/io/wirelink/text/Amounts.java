package io.wirelink.text;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Amounts for people: bytes as {@code wg} writes them, times as they fit into columns. */
public final class Amounts {
  private static final List<String> BYTE_UNITS = List.of("KiB", "MiB", "GiB", "TiB");
  private static final int BYTE_UNIT = 1024;

  private static final List<String> TIME_UNITS = List.of("y", "d", "h", "m", "s");

  /** As {@code wg} counts, a year has 365 days. */
  private static final long YEAR_DAYS = 365;

  private static final double NANOS_PER_TENTH = 1e5;

  private Amounts() {}

  /** Bytes, in the largest unit of which there is one. */
  public static String bytes(long count) {
    if (count < BYTE_UNIT) {
      return count + " B";
    }
    double amount = (double) count / BYTE_UNIT;
    int unit = 0;
    while (amount >= BYTE_UNIT && unit < BYTE_UNITS.size() - 1) {
      amount /= BYTE_UNIT;
      unit++;
    }
    return decimal(Math.round(amount * 100), 2) + " " + BYTE_UNITS.get(unit);
  }

  /** A time in its two largest units, such as 3m12s; none is shown where it is negative. */
  public static String time(Duration duration) {
    if (duration.isNegative()) {
      return "0s";
    }
    long days = duration.toDays();
    long[] parts = {
      days / YEAR_DAYS,
      days % YEAR_DAYS,
      duration.toHoursPart(),
      duration.toMinutesPart(),
      duration.toSecondsPart()
    };
    int first = 0;
    while (first < parts.length - 1 && parts[first] == 0) {
      first++;
    }
    String text = parts[first] + TIME_UNITS.get(first);
    boolean exact = first == parts.length - 1 || parts[first + 1] == 0;
    return exact ? text : text + parts[first + 1] + TIME_UNITS.get(first + 1);
  }

  /** A time in all of its units, as {@code wg} writes it; empty where it is less than a second. */
  public static String timeInFull(Duration duration) {
    long days = duration.toDays();
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("year", days / YEAR_DAYS);
    parts.put("day", days % YEAR_DAYS);
    parts.put("hour", (long) duration.toHoursPart());
    parts.put("minute", (long) duration.toMinutesPart());
    parts.put("second", (long) duration.toSecondsPart());
    return parts.entrySet().stream()
        .filter(part -> part.getValue() > 0)
        .map(part -> counted(part.getValue(), part.getKey()))
        .collect(Collectors.joining(", "));
  }

  /** A time in one unit, the greatest of which there are two. */
  public static String roughTime(Duration duration) {
    if (duration.toSeconds() < 120) {
      return duration.toSeconds() + " s";
    }
    if (duration.toMinutes() < 120) {
      return duration.toMinutes() + " min";
    }
    return duration.toHours() < 48 ? duration.toHours() + " h" : duration.toDays() + " days";
  }

  /** The time of a round trip, such as 3.2ms. */
  public static String roundTrip(Duration duration) {
    long tenths = Math.round(duration.toNanos() / NANOS_PER_TENTH);
    return (tenths < 100 ? decimal(tenths, 1) : tenths / 10) + "ms";
  }

  /** A number with so many digits behind the point; of hundreds, a format would be felt. */
  private static String decimal(long parts, int digits) {
    String text = Long.toString(parts);
    text = "0".repeat(Math.max(0, digits + 1 - text.length())) + text;
    int point = text.length() - digits;
    return text.substring(0, point) + "." + text.substring(point);
  }

  /** So many of a thing, such as 1 peer or 2 peers. */
  public static String counted(long count, String thing) {
    return count + " " + noun(count, thing);
  }

  /** What so many of a thing are called, such as peer or peers. */
  public static String noun(long count, String thing) {
    return count == 1 ? thing : thing + "s";
  }
}
