package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A model that overflows on the samples is refused by the tensor that does. */
class OverflowingModelTests {
  private record Case(String tensor, UnaryOperator<SmallModel> model) {
    @Override
    public String toString() {
      return tensor;
    }
  }

  /** An output, results that a float op reads, and one inside. */
  static final List<Case> CASES =
      List.of(
          new Case("y", m -> m.node("MatMul", "r big", "y")),
          new Case("s", m -> m.node("MatMul", "r big", "s").node("LpNormalization", "s", "y")),
          new Case("t", m -> m.node("MatMul", "r big", "t").node("Sigmoid", "t", "y")));

  private static SmallModel start() {
    float[] big = new float[64];
    Arrays.fill(big, 3e38f);
    return new SmallModel(13)
        .input("x", 1, 8)
        .weights("w", 8, 8)
        .constant("big", Tensor.of(Shape.of(8, 8), big))
        .node("MatMul", "x w", "p")
        .node("Relu", "p", "r");
  }

  private static FolderData samples(Path folder) throws Exception {
    Files.createDirectory(folder);
    for (int i = 0; i < 30; i++) {
      float[] values = new float[8];
      Arrays.fill(values, i == 1 ? 100 : 1e-3f);
      values[i % 8] *= -2;
      NpyFile.write(folder.resolve("s%02d.npy".formatted(i)), Tensor.of(Shape.of(1, 8), values));
    }
    return new FolderData(List.of(folder), Optional.empty());
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void isRefusedByName(Case given, @TempDir Path folder) throws Exception {
    Path file = given.model().apply(start()).write(folder.resolve("m.onnx"), "y");
    List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    Progress progress =
        new Progress() {
          @Override
          public void stage(String name) {}

          @Override
          public void update(long done, long total) {}

          @Override
          public void message(String text) {}

          @Override
          public void findings(List<Finding> found) {
            findings.addAll(found);
          }
        };
    CompileRequest request =
        CompileRequest.of(ModelFiles.of(file), samples(folder.resolve("cal"))).into(folder, "p");
    BadDataException refused =
        catchThrowableOfType(BadDataException.class, () -> Pipeline.compile(request, progress));
    assertThat(refused.code()).isEqualTo("calibrate.not-finite");
    assertThat(refused)
        .hasMessageContaining("'%s', the result of node '%<s' (MatMul)", given.tensor())
        .hasMessageContaining("s01");
    assertThat(refused.remedy())
        .contains(
            given.tensor().equals("y")
                ? "output 'y' is not finite"
                : "by: %s, y".formatted(given.tensor()));
    assertThat(findings).extracting(Finding::code).noneMatch(code -> code.startsWith("data."));
  }
}
