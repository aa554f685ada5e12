package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Outputs that no node computes from the inputs: every model of a compilation gives them. */
class GivenOutputTests {
  private static final List<String> OUTPUTS =
      List.of("anchors", "y", "steps", "folded", "copy", "passed");

  @TempDir private static Path folder;
  private static CompileRequest request;

  @BeforeAll
  static void compile() {
    Path file =
        new SmallModel(17)
            .input("x", 1, 4)
            .weights("w", 4, 3)
            .constant("anchors", Tensor.of(Shape.of(2, 2), 0, 1, 2, 3.5f))
            .constant("steps", Tensor.of(Shape.of(3), 8L, 16L, 32L))
            .node("MatMul", "x w", "y")
            .node("Neg", "anchors", "folded")
            .node("Identity", "anchors", "copy")
            .node("Identity", "x", "passed")
            .write(folder.resolve("m.onnx"), OUTPUTS.toArray(String[]::new));
    request = CompileRequest.of(ModelFiles.of(file), new RandomData()).into(folder, "p");
    Pipeline.compile(request, Progress.SILENT);
  }

  private static void requireGiven(Engine engine) {
    Tensor x = SmallModel.normal(new Random(0), Shape.of(1, 4));
    Map<String, Tensor> found = engine.run(Map.of("x", x));
    for (int run = 0; run < 2; run++) {
      assertThat(found.keySet()).containsExactlyElementsOf(OUTPUTS);
      assertThat(Objects.requireNonNull(found.get("anchors")).toFloats())
          .containsExactly(0, 1, 2, 3.5f);
      assertThat(Objects.requireNonNull(found.get("copy")).toFloats())
          .containsExactly(0, 1, 2, 3.5f);
      assertThat(Objects.requireNonNull(found.get("folded")).toFloats())
          .containsExactly(-0f, -1, -2, -3.5f);
      assertThat(Objects.requireNonNull(found.get("steps")).toLongs()).containsExactly(8, 16, 32);
      found = engine.run(Map.of("x", x), RunOptions.fetching(OUTPUTS));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ORIGINAL_FLOAT", "OPTIMIZED_FLOAT", "CALIBRATED", "PTQ", "QUANTIZED"})
  void everyModelGivesThem(Artifact artifact) {
    try (Engine engine = Plumbline.load(request.file(artifact))) {
      requireGiven(engine);
    }
  }

  @Test
  void theReferenceExecutorGivesThem() {
    Program program = ProgramReader.read(request.file(Artifact.QUANTIZED));
    try (Engine engine =
        Executors.open(program, new OrtForeignOps(), ExecutorOptions.reference())) {
      requireGiven(engine);
    }
  }
}
