package io.plumbline.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.Optional;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/**
 * What this program was built as, and what it runs on: the lines that a report of a defect needs.
 */
public final class Version implements IVersionProvider {
  private static final String RUNTIME = "ai.onnxruntime.OrtEnvironment";

  /** The version in the jar's manifest, or {@code development} when run from classes. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "plumbline %s%s".formatted(text(), commit().map(" (commit %s)"::formatted).orElse("")),
      "Java %s (%s), ONNX Runtime %s, %s %s"
          .formatted(
              Runtime.version(),
              System.getProperty("java.vm.vendor"),
              runtime(),
              System.getProperty("os.name"),
              System.getProperty("os.arch"))
    };
  }

  /** The class is found, and not started: that would load native code. */
  private static String runtime() {
    try {
      Class<?> found = Class.forName(RUNTIME, false, Version.class.getClassLoader());
      String version = found.getPackage().getImplementationVersion();
      return version == null ? "of unknown version" : version;
    } catch (ClassNotFoundException _) {
      return "is missing";
    }
  }

  /** Of the sources that the jar was made of; empty where nobody said it. */
  private static Optional<String> commit() {
    URL own = Version.class.getResource("Version.class");
    if (own == null || !own.getProtocol().equals("jar")) {
      return Optional.empty();
    }
    String jar = own.toString().substring(0, own.toString().indexOf('!') + 1);
    try (InputStream stream = URI.create(jar + "/META-INF/MANIFEST.MF").toURL().openStream()) {
      return said(new Manifest(stream).getMainAttributes().getValue("Implementation-Commit"));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> said(@Nullable String commit) {
    return Optional.ofNullable(commit).filter(text -> !text.equals("unknown"));
  }
}
