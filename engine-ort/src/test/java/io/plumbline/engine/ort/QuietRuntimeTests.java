package io.plumbline.engine.ort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * ONNX Runtime's libraries report to their maker unless told otherwise before they are loaded: a
 * program that embeds Plumbline leaves no file behind, holds no socket, and no thread of ONNX
 * Runtime's waits to send anything.
 */
class QuietRuntimeTests {
  @TempDir private Path home;

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFreshHomeStaysEmptyAndNothingWaitsToBeSent() throws Exception {
    assertThat(session(List.of())).containsOnly("threads=0 sockets=0").hasSize(2);
    try (Stream<Path> left = Files.walk(home)) {
      assertThat(left).containsExactlyInAnyOrder(home, home.resolve("temporary"));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void librariesAreUnpackedOnceWhereTheCallerKeepsThem() throws Exception {
    Path kept = home.resolve("natives");
    List<String> keep = List.of("-Dplumbline.natives=" + kept);
    session(keep);
    List<Path> unpacked = files(kept);
    assertThat(unpacked)
        .extracting(path -> path.getFileName().toString())
        .containsExactlyInAnyOrder("libonnxruntime.so", "libonnxruntime4j_jni.so");
    List<Object> keys = fileKeys(unpacked);
    session(keep);
    assertThat(files(home)).isEqualTo(unpacked);
    assertThat(fileKeys(unpacked)).isEqualTo(keys);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatCannotBeKeptIsDoneWithout() throws Exception {
    Path file = Files.createFile(home.resolve("file"));
    session(List.of("-Dplumbline.natives=" + file));
    assertThat(files(home)).containsExactly(file);
  }

  /**
   * ONNX Runtime searches the command line with regular expressions for its reports, and overflows
   * its stack at some 4000 characters.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aLongCommandLineDoesNotEndTheProcess() throws Exception {
    assertThat(session(List.of("-Dlong=" + "x".repeat(20_000)))).hasSize(2);
  }

  /** What the program printed, line by line; it runs without the variables this process has. */
  private List<String> session(List<String> options) throws Exception {
    Path temporary = Files.createDirectories(home.resolve("temporary"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:-UsePerfData",
            "-Duser.home=" + home,
            "-Djava.io.tmpdir=" + temporary));
    command.addAll(options);
    String path = System.getProperty("java.class.path");
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", path),
            OpensASession.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.lines().toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !Files.isDirectory(path)).sorted().toList();
    }
  }

  private static List<Object> fileKeys(List<Path> files) throws IOException {
    List<Object> keys = new ArrayList<>();
    for (Path file : files) {
      keys.add(Files.getAttribute(file, "unix:ino"));
    }
    return keys;
  }
}
