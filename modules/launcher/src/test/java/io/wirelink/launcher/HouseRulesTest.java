package io.wirelink.launcher;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house that a compiler does not know (docs/architecture.md). */
class HouseRulesTest {

  private static final String HOME = "io.wirelink.";

  /** A row of the table in the document: folder, module, what lives there, and what it knows. */
  private static final String ROW_FORM =
      "\\| `modules/(\\w+)` \\| `io\\.wirelink\\.(\\w+)` \\|.*\\| ([a-z, ]+) \\|";

  /** The modules as the document has them, from the lowest to the highest. */
  private static final Map<String, Set<String>> KNOWS = table();

  /** Those that touch the world, and so may ask it what time it is. */
  private static final Set<String> WITH_A_CLOCK =
      Set.of("Time", "UdpTransport", "PortMapping", "NameServer", "NameService");

  /** What a reader keeps in mind of a file. */
  private static final int MAX_LINES = 300;

  /** What jextract made has packages of its own. */
  private static final List<String> BINDINGS = List.of("netlink.bindings", "launcher.systemd");

  /** What tests alone know. */
  private static final Set<String> FOR_TESTS = Set.of("fixtures", "simulation");

  private static final List<String> PURE =
      List.of("portmap", "fact", "trust", "gossip", "path", "agent", "names");

  private static final JavaClasses ALL = imported();

  /** The rows of the table: each module with those that it knows. */
  private static Map<String, Set<String>> table() {
    Map<String, Set<String>> table = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(Path.of("../../docs/architecture.md"))) {
        Matcher row = Pattern.compile(ROW_FORM).matcher(line);
        if (row.matches()) {
          assertEquals(row.group(1), row.group(2), line);
          boolean nobody = row.group(3).equals("nobody");
          table.put(row.group(1), nobody ? Set.of() : Set.of(row.group(3).split(", ")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }

  private static JavaClasses imported() {
    return new ClassFileImporter()
        .importPaths(KNOWS.keySet().stream().map(HouseRulesTest::compiled).toList());
  }

  private static Path compiled(String module) {
    return Path.of("..", module, "target", "classes");
  }

  private static ModuleDescriptor descriptorOf(String module) {
    try (InputStream bytes = Files.newInputStream(compiled(module).resolve("module-info.class"))) {
      return ModuleDescriptor.read(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The module that a class belongs to; empty if it is not one of ours. */
  private static String moduleOf(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(HOME) ? name.substring(HOME.length()).replaceFirst("\\..*", "") : "";
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(HouseRulesTest::outermost).orElse(type);
  }

  @Test
  void everyModuleIsInTheTable() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(".."))) {
      Set<String> found =
          folders
              .filter(folder -> Files.exists(folder.resolve("pom.xml")))
              .map(folder -> folder.getFileName().toString())
              .collect(Collectors.toSet());
      assertEquals(found, KNOWS.keySet());
    }
  }

  @Test
  void anArrowOnlyPointsUpTheTable() {
    Set<String> above = new HashSet<>();
    KNOWS.forEach(
        (module, known) -> {
          assertTrue(above.containsAll(known), () -> module + " knows one below it: " + known);
          above.add(module);
        });
  }

  @Test
  void aModuleKnowsWhomTheTableSays() {
    KNOWS.forEach(
        (module, known) ->
            assertEquals(
                known,
                descriptorOf(module).requires().stream()
                    .map(ModuleDescriptor.Requires::name)
                    .filter(name -> name.startsWith(HOME))
                    .map(name -> name.substring(HOME.length()))
                    .collect(Collectors.toSet()),
                module));
  }

  @Test
  void aModuleExportsItsOnePackageIfThereIsAnythingAboveIt() {
    Set<String> used = new HashSet<>();
    KNOWS.values().forEach(used::addAll);
    used.addAll(FOR_TESTS);
    KNOWS
        .keySet()
        .forEach(
            module ->
                assertEquals(
                    used.contains(module) ? Set.of(HOME + module) : Set.of(),
                    descriptorOf(module).exports().stream()
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toSet()),
                    module));
  }

  @Test
  void theCoreIsToldWhatTimeItIsAndNeverAsks() {
    noClasses()
        .that(
            describe(
                "are of the core and touch no world",
                (JavaClass type) ->
                    PURE.contains(moduleOf(type))
                        && !WITH_A_CLOCK.contains(outermost(type).getSimpleName())))
        .should()
        .accessTargetWhere(
            describe("a clock is read or a thread sleeps", HouseRulesTest::readsAClock))
        .check(ALL);
  }

  private static boolean readsAClock(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    boolean system = name.equals("nanoTime") || name.equals("currentTimeMillis");
    return (owner.equals("java.lang.System") && system)
        || (owner.equals("java.lang.Thread") && name.equals("sleep"))
        || (owner.startsWith("java.time.") && (name.equals("now") || name.startsWith("system")));
  }

  @Test
  void aNameSaysWhatAThingIs() {
    noClasses()
        .that(describe("are ours", (JavaClass type) -> !moduleOf(type).isEmpty()))
        .should()
        .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Data|Info)(\\$.*)?")
        .check(ALL);
  }

  @Test
  void aModuleHasOnePackageAndPerhapsBindings() {
    classes()
        .that(describe("are ours", (JavaClass type) -> !moduleOf(type).isEmpty()))
        .should()
        .resideInAnyPackage(
            Stream.concat(KNOWS.keySet().stream(), BINDINGS.stream())
                .map(HOME::concat)
                .toArray(String[]::new))
        .check(ALL);
  }

  @Test
  void aFileIsNotTooLong() throws IOException {
    Set<String> found = new TreeSet<>();
    for (String module : KNOWS.keySet()) {
      for (String part : List.of("main", "test")) {
        found.addAll(tooLong(module, Path.of("..", module, "src", part, "java")));
      }
    }
    assertEquals(Set.of(), found);
  }

  private static Set<String> tooLong(String module, Path sources) throws IOException {
    Set<String> found = new TreeSet<>();
    if (Files.exists(sources)) {
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (Files.readAllLines(file).size() > MAX_LINES) {
            found.add(module + "/" + file.getFileName().toString().replace(".java", ""));
          }
        }
      }
    }
    return found;
  }
}
