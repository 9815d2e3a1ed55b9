package io.wirelink.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.control.LogLevel;
import io.wirelink.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The level of logging while the process runs. */
class LoggingTest {
  private static final Logger log = LoggerFactory.getLogger(LoggingTest.class);
  private static final int CALLS = 1_000_000;

  private int shown;

  /** Counts how often it is made into text. */
  private final Object counting =
      new Object() {
        @Override
        public String toString() {
          shown++;
          return "something that a test logs";
        }
      };

  @AfterEach
  void logAsUsual() {
    Logging.setLevel(LogLevel.INFO);
  }

  @Test
  void aMessageThatDoesNotPassIsNeverMade() {
    Logging.setLevel(LogLevel.INFO);
    long begin = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      log.debug("{}", counting);
    }
    double nanos = (System.nanoTime() - begin) / (double) CALLS;
    System.out.printf("A debug line that nobody wants takes %.1f ns.%n", nanos);
    assertEquals(0, shown);
  }

  @Test
  void noCharacterThatControlsGetsIntoTheLog() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String foreign = "a" + Character.toString(c) + "<0>b";
      String line = LogWriter.safe("INFO " + foreign + "\n");
      if (c != '\n' && c != '\t') {
        assertEquals("INFO " + Printable.of(foreign) + "\n", line);
      }
    }
  }

  @Test
  void aLineBreakInAMessageMakesNoLineOfTheJournalAndNoPriority() {
    assertEquals(
        "INFO a\n| <0>b\n|   at x\n| INFO c\n", LogWriter.safe("INFO a\n<0>b\n\tat x\nINFO c\n"));
  }

  @Test
  void whatIsLoggedGoesThroughTheWriter() {
    PrintStream before = System.err;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setErr(new PrintStream(captured, true, UTF_8));
    try {
      log.warn("{} is \u001b[31mred", "a\n<0>name\u009b\u202e");
    } finally {
      System.setErr(before);
    }
    assertTrue(
        captured.toString(UTF_8).endsWith("WARN a\n| <0>name?? is ?[31mred\n"),
        captured.toString(UTF_8));
  }

  @Test
  void aLevelIsInForceAtOnce() {
    for (LogLevel level : LogLevel.values()) {
      Logging.setLevel(level);
      assertEquals(level == LogLevel.DEBUG, log.isDebugEnabled());
      assertEquals(level.compareTo(LogLevel.INFO) <= 0, log.isInfoEnabled());
      assertEquals(level.compareTo(LogLevel.WARN) <= 0, log.isWarnEnabled());
      assertTrue(log.isErrorEnabled());
      assertFalse(log.isTraceEnabled());
    }
    Logging.setLevel(LogLevel.WARN);
    log.info("{}", counting);
    assertEquals(0, shown);
    Logging.setLevel(LogLevel.DEBUG);
    log.debug("{}", counting);
    assertEquals(1, shown);
  }
}
