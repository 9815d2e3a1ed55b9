import static java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import static java.lang.classfile.ClassFile.JAVA_8_VERSION;
import static java.lang.classfile.ClassFile.StackMapsOption;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Gives the classes of a jar that are older than Java 6 the form of Java 8, in place. The JVM keeps no older ones in its cache
 * of classes, and parses and verifies them anew at each start. Needs Java 24, whose class files can be read and written.
 *
 * <p>usage: java Modernize.java JAR
 */
final class Modernize {

  /** The first version whose classes are verified by the stack maps that they bring. */
  private static final int FIRST_CACHED_VERSION = ClassFile.JAVA_6_VERSION;

  private final JarFile jar;
  private final ClassFile reader;

  private Modernize(JarFile jar) {
    this.jar = jar;
    this.reader =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(this::find)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  public static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]);
    Path made = path.resolveSibling(path.getFileName() + ".new");
    try (JarFile jar = new JarFile(path.toFile());
        OutputStream file = Files.newOutputStream(made);
        JarOutputStream out = new JarOutputStream(file)) {
      Modernize modernize = new Modernize(jar);
      for (JarEntry entry : jar.stream().toList()) {
        out.putNextEntry(new JarEntry(entry.getName()));
        out.write(modernize.modern(entry));
        out.closeEntry();
      }
    }
    Files.move(made, path, StandardCopyOption.REPLACE_EXISTING);
  }

  private byte[] modern(JarEntry entry) throws IOException {
    byte[] bytes;
    try (InputStream in = jar.getInputStream(entry)) {
      bytes = in.readAllBytes();
    }
    if (!entry.getName().endsWith(".class")) {
      return bytes;
    }
    ClassModel old = reader.parse(bytes);
    return old.majorVersion() >= FIRST_CACHED_VERSION ? bytes : reader.transformClass(old, modern());
  }

  private static ClassTransform modern() {
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    // Code that passes a builder gets stack maps; code that is only copied would not.
    return version.andThen(ClassTransform.transformingMethodBodies((code, part) -> code.with(part)));
  }

  private InputStream find(ClassDesc type) {
    String descriptor = type.descriptorString();
    JarEntry entry = jar.getJarEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
