package io.plumbline.config.pulsar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of several tasks: each is a compilation, or goes on with the model of another. */
class PulsarTaskTests {
  private static final String SET =
      "neuwizard_conf { dataset_conf_calibration { path: \"d\" type: DATASET_TYPE_TAR } }";

  @TempDir private Path folder;

  private static String reading(String name, String model, String output) {
    return """
    tasks {
      name: "%s"
      input_model_items { model { path: "%s" type: MODEL_TYPE_ONNX } }
      output_model_items { model { path: "%s" } }
      target_hardware: TARGET_HARDWARE_AX620
      %s
    }
    """
        .formatted(name, model, output, SET);
  }

  private static String going(String name, String source, String fields) {
    return """
    tasks {
      name: "%s"
      input_model_items { task_output { name: "%s" output_idx: 0 } }
      output_model_items { model { path: "%s.joint" type: MODEL_TYPE_JOINT } }
      %s
    }
    """
        .formatted(name, source, name, fields);
  }

  private static List<Configuration> parts(String text) {
    return Configurations.parse(text, Path.of("c.prototxt")).parts();
  }

  private static List<String> described(String text) {
    return parts(text).stream()
        .map(part -> part.translate().request())
        .map(PulsarTaskTests::described)
        .toList();
  }

  private static String described(CompileRequest request) {
    return "%s %s/%s %d"
        .formatted(
            request.files().model().getFileName(),
            request.folder().getFileName(),
            request.prefix(),
            request.deployment().batch());
  }

  @Test
  void eachIsACompilation() {
    String text =
        reading("a", "a.onnx", "out/x.joint")
            + reading("b", "b.onnx", "other/x.joint")
            + going("c", "b", "pulsar_conf { batch_size: 2 }").replace("c.joint", "third/y.joint");
    assertThat(described(text)).containsExactly("a.onnx out/x 1", "b.onnx third/y 2");
    assertThat(described(text + "output_task_names: [\"c\", \"a\", \"b\"]"))
        .containsExactly("b.onnx third/y 2", "a.onnx out/x 1", "b.onnx other/x 1");
    assertThat(parts(text + "output_task_names: 'a'").getFirst().translate().findings())
        .extracting("code", "message")
        .contains(
            tuple(
                "config.not-available",
                "task 'b' is not compiled: output_task_names names only a"));
  }

  @Test
  void whatWorksOnOneModelSaysSo() {
    String text = reading("a", "a.onnx", "a.joint") + reading("b", "b.onnx", "b.joint");
    Configuration several = Configurations.parse(text, Path.of("c.prototxt"));
    assertThatThrownBy(several::translate)
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("it has 2 tasks");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          a b | a.joint b.joint | output_task_names: 'zoo'  | there is no task 'zoo'
          a b | a.joint b.joint | input_task_names: 'x'     | there is no task 'x'
          a b | a.joint a.joint | # nothing                | both write
          a a | a.joint b.joint | # nothing                | two tasks are called 'a'
          a/b | a.joint         | # nothing                | files are named after it
          a   | a.joint         | tasks { name: 'u' input_model_items { task_output { name: 'v' } } } | there is no task 'v'
          a   | a.joint         | tasks { name: 'u' input_model_items { task_output { name: 'u' } } } | in a circle
          a   | a.joint         | tasks { name: 'u' input_model_items { task_output { name: 'a' output_idx: 1 } } } | has one output
          a   | a.joint         | tasks { name: 'u' input_model_items { task_output { name: 'a' } } target_hardware: TARGET_HARDWARE_AX630 } | says 'target_hardware' already
          a   | a.joint         | tasks { name: 'u' input_model_items {} input_model_items {} } | and here are 2
          a   | a.joint         | tasks { name: 'u' input_model_items { model { type: MODEL_TYPE_NEU } } } | the vendor's own
          a   | a.joint         | tasks { name: 'u' output_model_items { model { type: MODEL_TYPE_ONNX } } } | MODEL_TYPE_ONNX is no output
          """)
  void whatCannotBeIsNamed(String names, String outputs, String more, String says) {
    StringBuilder text = new StringBuilder();
    String[] name = names.split(" ", -1);
    String[] output = outputs.split(" ", -1);
    for (int i = 0; i < name.length; i++) {
      text.append(reading(name[i], "m.onnx", output[i]));
    }
    assertThatThrownBy(() -> parts(text + more))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining(says);
  }

  @Test
  void flagsNameModelsInTheOrderOfTheFile() throws Exception {
    Path file = folder.resolve("c.prototxt");
    String text =
        reading("a", "a.onnx", "a.joint") + reading("b", "b.onnx", "b.joint") + going("c", "b", "");
    Files.writeString(file, text + "input_task_names: ['b', 'a']");
    Map<String, String> merged =
        PulsarDialect.merged(
            file,
            List.of("/m/first.onnx"),
            List.of("/o/one.joint", "/o/two.joint"),
            Map.of("pulsar_conf.batch_size", "3"));
    assertThat(merged.keySet()).containsExactly("a", "c");
    assertThat(merged.values().stream().flatMap(each -> described(each).stream()))
        .containsExactly("a.onnx o/one 3", "first.onnx o/two 3");
    assertThatThrownBy(
            () -> PulsarDialect.merged(file, List.of(), List.of("/1", "/2", "/3"), Map.of()))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("1 file too many: it asks for 2 compilations");
  }

  @ParameterizedTest
  @CsvSource({
    "'',         '',                     model_output/a, model_output/b",
    "a.joint,    '',                     ./a,            model_output/b",
    "'',         other/x.joint,          other/x,        model_output/b",
  })
  void tasksWithoutAnOutputGoWhereTheFileLies(
      String output, String flag, String first, String second) throws Exception {
    Path file = folder.resolve("c.prototxt");
    Files.writeString(file, reading("a", "a.onnx", output) + reading("b", "b.onnx", ""));
    List<String> flags = flag.isEmpty() ? List.of() : List.of(folder.resolve(flag).toString());
    assertThat(PulsarDialect.merged(file, List.of(), flags, Map.of()).values())
        .map(each -> parts(each).getFirst().translate().request())
        .map(request -> request.folder().resolve(request.prefix()))
        .containsExactly(folder.resolve(first).normalize(), folder.resolve(second).normalize());
  }

  @ParameterizedTest
  @CsvSource({
    "x.joint x.joint,      ''",
    "model_output/b.joint, ''",
    "x/n.joint y/n.joint,  o",
  })
  void flagsThatLeadTwoTasksToOneFileAreRefused(String outputs, String dir) throws Exception {
    Path file = folder.resolve("c.prototxt");
    Files.writeString(file, reading("a", "a.onnx", "") + reading("b", "b.onnx", ""));
    List<String> modules =
        List.of(outputs.split(" ")).stream().map(each -> folder.resolve(each).toString()).toList();
    Map<String, String> values =
        dir.isEmpty() ? Map.of() : Map.of("pulsar_conf.output_dir", folder.resolve(dir).toString());
    assertThatThrownBy(() -> PulsarDialect.merged(file, List.of(), modules, values))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("tasks 'a' and 'b' both write");
  }

  @Test
  void whatStandsBesideTasksIsTold() throws Exception {
    Path file = folder.resolve("c.prototxt");
    Files.writeString(
        file,
        reading("a", "a.onnx", "a.joint")
            + reading("b", "b.onnx", "")
            + "target_hardware: TARGET_HARDWARE_AX630 input_path: 'm.onnx' output_task_names: 'a'");
    assertThat(PulsarDialect.besideTasks(file))
        .extracting("code", "message")
        .containsExactly(
            beside("'target_hardware' is not read beside tasks; write it into the task"),
            beside("'input_path' is not read beside tasks; write it into the task"),
            beside("task 'b' is not compiled: output_task_names names only a"));
  }

  private static Tuple beside(String message) {
    return tuple("config.not-available", message);
  }
}
