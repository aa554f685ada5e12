package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.codegen.lower.Lowering;
import io.plumbline.formats.program.ProgramWriter;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.plan.PlanFile;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compilation with corrected biases, an output of which is read inside as well. */
class StoredPlanTests {
  private static final Rounding ROUNDING = Target.GENERIC.rounding();

  @TempDir private static Path folder;
  private static Compilation compilation;

  private record Noise(int size) implements SampleSource {
    @Override
    public String name(int index) {
      return "noise " + index;
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      return Optional.of(Map.of("x", SmallModel.normal(new Random(index), Shape.of(16, 32))));
    }
  }

  @BeforeAll
  static void compile() {
    Path file =
        new SmallModel(17)
            .input("x", 16, 32)
            .weights("w", 32, 32)
            .weights("b", 32)
            .weights("v", 32, 8)
            .weights("c", 8)
            .node("MatMul", "x w", "p")
            .node("Add", "p b", "h")
            .node("Relu", "h", "r")
            .node("MatMul", "r v", "q")
            .node("Add", "q c", "y")
            .write(folder.resolve("m.onnx"), "h", "y");
    CompileRequest request =
        CompileRequest.of(ModelFiles.of(file), (inputs, pictures, findings) -> new Noise(32))
            .into(folder, "p")
            .withThreads(1);
    compilation = Pipeline.compile(request, Progress.SILENT);
  }

  private static String text() throws IOException {
    return Files.readString(compilation.request().file(Artifact.PLAN));
  }

  @Test
  void theFileMakesTheSameProgram() throws IOException {
    QuantPlan plan = PlanFile.read(text(), "p", compilation.optimised(), ROUNDING);
    assertThat(plan.nodes()).isEqualTo(compilation.plan().nodes());
    assertThat(plan.activations()).isEqualTo(compilation.plan().activations());
    byte[] program =
        ProgramWriter.bytes(
            Lowering.lower(compilation.optimised(), plan, Target.GENERIC).program());
    assertThat(Files.readAllBytes(compilation.request().file(Artifact.QUANTIZED)))
        .isEqualTo(program);
  }

  @Test
  void correctedBiasesAreInTheFileAndWeightsAreNot() throws IOException {
    assertThat(compilation.tuned().orElseThrow().correction().applied()).isNotEmpty();
    String text = text();
    assertThat(text.indexOf("\"integers\"")).isGreaterThan(text.indexOf("\"biases\""));
  }

  @Test
  void whatIsNoPlanOfTheModelIsAnError() throws IOException {
    String text = text();
    String node = "\"%s\"".formatted(compilation.plan().nodes().getFirst().nodes().getFirst());
    assertThatThrownBy(
            () ->
                PlanFile.read(
                    text.replace(node, "\"other\""), "f", compilation.optimised(), ROUNDING))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("no node 'other'");
    assertThatThrownBy(
            () -> PlanFile.read(text.substring(9), "f", compilation.optimised(), ROUNDING))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("no JSON");
    assertThatThrownBy(
            () ->
                PlanFile.read(
                    text.replace("\"Sum\"", "\"Sun\""), "f", compilation.optimised(), ROUNDING))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("'Sun' is no IntegerForm");
  }

  @Test
  void theOutputThatIsReadInsideIsNotRounded() throws IOException {
    try (Engine engine = Plumbline.load(compilation.request().file(Artifact.QUANTIZED))) {
      Map<String, Tensor> found = engine.run(new Noise(1).load(0).orElseThrow());
      TreeSet<Float> numbers = new TreeSet<>();
      for (float number : Objects.requireNonNull(found.get("h")).toFloats()) {
        numbers.add(number);
      }
      assertThat(numbers).hasSizeGreaterThan(256);
    }
    assertThat(Files.readString(compilation.request().file(Artifact.QUANT_INFO)))
        .contains("\"written\" : \"f32\"");
    assertThat(Files.readString(compilation.request().file(Artifact.ADVICE)))
        .contains("'h' as si8, which is written as f32");
  }
}
