package io.wirelink.launcher;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The rules of the house that a compiler does not know (docs/architecture.md). */
class HouseRulesTest {

  private static final String HOME = "io.wirelink.";

  /** Which modules a module may know; an arrow only ever points up this table. */
  private static final Map<String, Set<String>> KNOWS =
      new TreeMap<>(
          Map.of(
              "device", Set.of(),
              "netlink", Set.of("device"),
              "fact", Set.of("device"),
              "trust", Set.of("device", "fact"),
              "gossip", Set.of("device", "fact"),
              "agent", Set.of("device", "fact", "trust", "gossip"),
              "simulation", Set.of("device", "fact", "trust", "gossip", "agent"),
              "metrics", Set.of("device", "fact", "agent"),
              "launcher",
                  Set.of("device", "netlink", "fact", "trust", "gossip", "agent", "metrics")));

  /** Those that touch the world, and so may ask it what time it is. */
  private static final Set<String> WITH_A_CLOCK =
      Set.of("AgentLoop", "LinkLocalAddress", "NameResolver", "Time", "UdpTransport");

  private static final List<String> PURE = List.of("fact", "trust", "gossip", "agent");

  private static final JavaClasses ALL = imported();

  private static JavaClasses imported() {
    List<Path> folders =
        KNOWS.keySet().stream().map(module -> Path.of("..", module, "target", "classes")).toList();
    return new ClassFileImporter().importPaths(folders);
  }

  /** The module that a class belongs to; empty if it is not one of ours. */
  private static String moduleOf(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(HOME) ? name.substring(HOME.length()).replaceFirst("\\..*", "") : "";
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(HouseRulesTest::outermost).orElse(type);
  }

  private static DescribedPredicate<JavaClass> in(String module) {
    return describe("in " + module, type -> moduleOf(type).equals(module));
  }

  @Test
  void everyModuleIsLookedAt() {
    Map<String, Integer> found = new TreeMap<>();
    ALL.forEach(type -> found.merge(moduleOf(type), 1, Integer::sum));
    found.remove("");
    assertEquals(KNOWS.keySet(), found.keySet());
  }

  @Test
  void anArrowOnlyPointsUpTheTable() {
    KNOWS.forEach(
        (module, known) ->
            noClasses()
                .that(in(module))
                .should()
                .dependOnClassesThat(
                    describe(
                        "are of a module that " + module + " does not know",
                        (JavaClass type) -> {
                          String other = moduleOf(type);
                          return !other.isEmpty()
                              && !other.equals(module)
                              && !known.contains(other);
                        }))
                .check(ALL));
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
            KNOWS.keySet().stream()
                .flatMap(
                    module ->
                        List.of(
                            HOME + module, HOME + module + ".bindings", HOME + module + ".systemd")
                            .stream())
                .toArray(String[]::new))
        .check(ALL);
  }
}
