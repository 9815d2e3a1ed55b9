package io.wirelink.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wirelink.device.DeviceException;
import io.wirelink.device.HostNetwork;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MissingLibraryIT {

  /** What the virtual machine is started for, where the library is hidden: asks twice. */
  static final class WithoutLibrary {
    private WithoutLibrary() {}

    public static void main(String[] arguments) {
      for (int i = 0; i < 2; i++) {
        try (HostNetwork network = new KernelNetworkProvider().open()) {
          System.out.println("opened " + network);
        } catch (DeviceException e) {
          System.out.println(e.reason() + ": " + e.getMessage());
        }
      }
    }
  }

  @Test
  void aMissingLibraryIsOneSentenceThatNamesItsPackage() throws Exception {
    String expected =
        "MISSING_LIBRARY: cannot speak to the kernel: the library libmnl.so.0 cannot be loaded:"
            + " install it (Debian package libmnl0)\n";
    assertEquals(expected.repeat(2), runWithoutLibrary());
  }

  /** In a mount namespace of its own, an empty file lies over the library. */
  private static String runWithoutLibrary() throws Exception {
    String hide =
        "find /lib /usr/lib /lib64 -name 'libmnl.so.0*' -type f 2>/dev/null | sort -u"
            + " | while read -r file; do mount --bind /dev/null \"$file\" || exit; done\n"
            + "exec \"$@\"";
    return NetworkNamespace.run(
        "unshare",
        "--mount",
        "sh",
        "-c",
        hide,
        "sh",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        String.join(File.pathSeparator, classPath()),
        WithoutLibrary.class.getName());
  }

  private static List<String> classPath() throws Exception {
    Path main = placeOf(KernelNetworkProvider.class);
    Path tests = main.resolveSibling("test-classes");
    return List.of(
        main.toString(),
        (Files.isDirectory(tests) ? tests : placeOf(MissingLibraryIT.class)).toString(),
        placeOf(HostNetwork.class).toString());
  }

  private static Path placeOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
