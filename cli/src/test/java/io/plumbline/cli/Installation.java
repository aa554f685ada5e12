package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The launcher and the program's libraries as they lie where they are installed: without sources,
 * so that the launcher builds nothing.
 *
 * @param folder where {@code plumb} is
 */
record Installation(Path folder) {
  /** Puts the launcher and what this test's class path has into a folder. */
  static Installation into(Path folder) throws IOException {
    Files.copy(SharedData.root().resolve("plumb"), folder.resolve("plumb"));
    assertThat(folder.resolve("plumb").toFile().setExecutable(true)).isTrue();
    Path lib = Files.createDirectory(folder.resolve("lib"));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    int place = 0;
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      place++;
      if (Files.isDirectory(path)) {
        pack(path, lib.resolve("classes-%03d.jar".formatted(place)));
      } else if (Files.exists(path)) {
        link(path, lib.resolve(path.getFileName()));
      }
    }
    return new Installation(folder);
  }

  private static void link(Path file, Path name) throws IOException {
    try {
      Files.createLink(name, file);
    } catch (IOException e) {
      Files.copy(file, name); // on another file system
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
        packed.putNextEntry(new JarEntry(classes.relativize(path).toString()));
        Files.copy(path, packed);
      }
    }
  }

  /** A command line not yet started, which finds the JDK of this process and nothing else. */
  ProcessBuilder command(Path home, Object... arguments) {
    List<String> line = new ArrayList<>(List.of(folder.resolve("plumb").toString()));
    Stream.of(arguments).map(String::valueOf).forEach(line::add);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", System.getenv("PATH"),
                "JAVA_HOME", System.getProperty("java.home"),
                "HOME", home.toString(),
                "XDG_CACHE_HOME", home.resolve("cache").toString()));
    return builder;
  }

  /** Runs a command line to its end. */
  static PlumbRun run(ProcessBuilder command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("plumb", ".out");
    Path err = Files.createTempFile("plumb", ".err");
    try {
      Process process = command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      int status = process.waitFor();
      return new PlumbRun(status, Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
