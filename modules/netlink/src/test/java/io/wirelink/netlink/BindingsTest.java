package io.wirelink.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.wirelink.netlink.bindings.Linux;
import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the generated bindings to the headers of this machine: a C program prints every constant,
 * size and offset as its compiler sees them, and they must be those of the bindings.
 */
final class BindingsTest {

  private static final String WHAT_TO_INSTALL =
      "the bindings are held to the headers by a C compiler: install gcc, libc6-dev,"
          + " linux-libc-dev and libmnl-dev";

  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path INPUTS = MODULE.resolve("../../jextract").normalize();
  private static final Path BINDINGS =
      MODULE.resolve("src/generated/java/io/wirelink/netlink/bindings");

  @TempDir private Path directory;

  @Test
  void everyConstantSizeAndOffsetIsThatOfTheHeaders() throws Exception {
    Map<String, String> bound = new TreeMap<>();
    StringBuilder program = new StringBuilder("#include \"linux.h\"\n#include <stddef.h>\n");
    program.append("#include <stdio.h>\n#include <sys/time.h>\nint main(void) {\n");
    for (Method constant : constants()) {
      bound.put(constant.getName(), valueOf(constant));
      program.append(printConstant(constant));
    }
    for (String struct : listed("--include-struct")) {
      describe(struct, bound, program);
    }
    bound.putAll(bindingsMadeByHand());
    program.append(
        """
          printf("timeval %zu\\n", sizeof(struct timeval));
          printf("timeval.tv_sec %zu %zu\\n", offsetof(struct timeval, tv_sec), sizeof(long));
          printf("timeval.tv_usec %zu %zu\\n", offsetof(struct timeval, tv_usec), sizeof(long));
          return 0;
        }
        """);
    Map<String, String> compiled = compileAndRun(program.toString());
    assertTrue(compiled.size() > 200, () -> "only " + compiled.size() + " lines");
    assertEquals(
        bound.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n")),
        compiled.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n")));
  }

  @Test
  void whatIsListedIsWhatIsBound() throws Exception {
    assertEquals(
        new TreeSet<>(listed("--include-constant")),
        constants().stream().map(Method::getName).collect(Collectors.toCollection(TreeSet::new)));
    assertEquals(
        new TreeSet<>(listed("--include-function")),
        Stream.of(Linux.class.getMethods())
            .map(Method::getName)
            .filter(name -> name.endsWith("$address"))
            .map(name -> name.substring(0, name.length() - "$address".length()))
            .collect(Collectors.toCollection(TreeSet::new)));
    try (Stream<Path> files = Files.list(BINDINGS)) {
      assertEquals(
          new TreeSet<>(listed("--include-struct")),
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(name -> !name.equals("Linux"))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  /** What {@link NetlinkSocket} knows without a binding. */
  private static Map<String, String> bindingsMadeByHand() {
    Map<String, Object> known =
        Map.ofEntries(
            Map.entry("timeval", 16),
            Map.entry("timeval.tv_sec", "0 8"),
            Map.entry("timeval.tv_usec", "8 8"));
    return known.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toString()));
  }

  private static List<Method> constants() {
    return Stream.of(Linux.class.getMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getParameterCount() == 0 && !method.getName().contains("$"))
        .toList();
  }

  private static String valueOf(Method constant) throws ReflectiveOperationException {
    return switch (constant.invoke(null)) {
      case MemorySegment text -> text.getString(0, StandardCharsets.US_ASCII);
      case Object number -> number.toString();
    };
  }

  private static String printConstant(Method constant) {
    String name = constant.getName();
    if (constant.getReturnType() == MemorySegment.class) {
      return "  printf(\"%s %%s\\n\", %s);\n".formatted(name, name);
    }
    String type = constant.getReturnType().getName();
    return "  printf(\"%s %%lld\\n\", (long long) (%s) %s);\n".formatted(name, type, name);
  }

  private static void describe(String struct, Map<String, String> bound, StringBuilder program)
      throws ReflectiveOperationException {
    Class<?> binding = Class.forName(Linux.class.getPackageName() + "." + struct);
    GroupLayout layout = (GroupLayout) binding.getMethod("layout").invoke(null);
    bound.put(struct, binding.getMethod("sizeof").invoke(null).toString());
    program.append("  printf(\"%s %%zu\\n\", sizeof(struct %s));\n".formatted(struct, struct));
    for (MemoryLayout member : layout.memberLayouts()) {
      if (member.name().isEmpty()) {
        continue; // Padding, and members of anonymous unions.
      }
      String field = member.name().get();
      long offset = layout.byteOffset(PathElement.groupElement(field));
      assertEquals(offset, binding.getMethod(field + "$offset").invoke(null), field);
      bound.put(struct + "." + field, offset + " " + member.byteSize());
      program.append(
          "  printf(\"%1$s.%2$s %%zu %%zu\\n\", offsetof(struct %1$s, %2$s),"
                  .formatted(struct, field)
              + " sizeof(((struct %s *) 0)->%s));%n".formatted(struct, field));
    }
  }

  private static List<String> listed(String option) throws IOException {
    return Files.readAllLines(INPUTS.resolve("linux.includes")).stream()
        .filter(line -> line.startsWith(option + " "))
        .map(line -> line.substring(option.length() + 1).strip())
        .toList();
  }

  private Map<String, String> compileAndRun(String program) throws Exception {
    Path source = Files.writeString(directory.resolve("bindings.c"), program);
    Path binary = directory.resolve("bindings");
    List<String> compiler =
        List.of("cc", "-o", binary.toString(), "-I", INPUTS.toString(), source.toString());
    try {
      var _ = run(compiler);
    } catch (IOException e) {
      return fail(WHAT_TO_INSTALL + " (" + e.getMessage() + ")");
    }
    Map<String, String> printed = new TreeMap<>();
    for (String line : run(List.of(binary.toString()))) {
      int space = line.indexOf(' ');
      printed.put(line.substring(0, space), line.substring(space + 1));
    }
    return printed;
  }

  private List<String> run(List<String> command) throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(new ArrayList<>(command))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(Within.NEVER.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail(command + " does not end");
    }
    List<String> lines = Files.readAllLines(output);
    assertEquals(0, process.exitValue(), () -> WHAT_TO_INSTALL + "\n" + String.join("\n", lines));
    return lines;
  }
}
