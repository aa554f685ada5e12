package io.plumbline.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedding example, compiled and run as a user's program: without the command line. */
class EmbeddingTests {
  /** Libraries and modules that an embedding program does without. */
  private static final List<String> COMMAND_LINE =
      List.of("picocli", "plumbline-cli", "cli" + File.separator + "target");

  /** The class path of this test less the command line. */
  private static final String LIBRARIES =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
          .filter(entry -> COMMAND_LINE.stream().noneMatch(entry::contains))
          .collect(Collectors.joining(File.pathSeparator));

  @Test
  void theExampleCompilesStepsAndRunsAModel(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path classes = folder.resolve("classes");
    compile(SharedData.root().resolve("examples/embed/src/Embed.java"), classes);
    String said =
        run(
            List.of(
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes + File.pathSeparator + LIBRARIES,
                "Embed",
                SharedData.root().resolve("examples/shapes").toString(),
                folder.resolve("model").toString()));
    assertThat(said)
        .contains(
            "configured shapes_quantized_model.onnx",
            "compiled ",
            "cosine of ",
            "stepwise equal",
            "ran, scores of shape");
    assertThat(folder.resolve("model/shapes_quantized_model.onnx")).isNotEmptyFile();
  }

  @Test
  void withoutTheModuleOfVectorsItSaysWhatToDo(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path classes = folder.resolve("classes");
    compile(SharedData.root().resolve("examples/embed/src/Embed.java"), classes);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes + File.pathSeparator + LIBRARIES,
                "Embed",
                SharedData.root().resolve("examples/shapes").toString(),
                folder.resolve("model").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isNotZero();
    assertThat(said).contains("EnvironmentException", "jdk.incubator.vector");
  }

  @Test
  void itsClassPathHoldsNoCommandLine(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path source = folder.resolve("Look.java");
    Files.writeString(
        source,
        """
        public class Look {
          public static void main(String[] names) throws Exception {
            System.out.println(Look.class.getClassLoader().getResource(names[0]));
          }
        }
        """);
    compile(source, folder.resolve("classes"));
    String path = folder.resolve("classes") + File.pathSeparator + LIBRARIES;
    assertThat(run(List.of("-cp", path, "Look", "picocli/CommandLine.class"))).contains("null");
    assertThat(run(List.of("-cp", path, "Look", "io/plumbline/pipeline/Pipeline.class")))
        .contains("Pipeline.class");
  }

  private static void compile(Path source, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-d", classes.toString(), "-cp", LIBRARIES, "-proc:none"),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  /** What a program of its own says; it must end well. */
  private static String run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
