package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.quantize.target.BuiltInTarget;
import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers whose sums ONNX Runtime cuts off on some processors are named, with a cure that cures. */
class SaturatingSumsTests {
  private static final Target ORT = BuiltInTarget.named("onnx-qdq-ort");
  private static final String CODE = "quantize.saturating-pairs";

  @TempDir private Path folder;

  /** Weights that are all as large as they get, and weights of which one is. */
  @BeforeEach
  void write() {
    float[] equal = new float[8 * 4];
    Arrays.fill(equal, 1);
    float[] single = new float[8 * 4];
    for (int filter = 0; filter < 4; filter++) {
      single[8 * filter + filter] = 1;
    }
    new SmallModel(17)
        .input("x", 1, 4, 6, 6)
        .constant("w", Tensor.of(Shape.of(8, 4, 1, 1), equal))
        .weights("b", 8)
        .node("Conv", "x w b", "loud")
        .node("Relu", "loud", "r")
        .constant("v", Tensor.of(Shape.of(4, 8, 1, 1), single))
        .weights("c", 4)
        .node("Conv", "r v c", "y")
        .write(folder.resolve("m.onnx"), "y");
  }

  private List<Finding> findings(CompileRequest request) {
    return Pipeline.compile(request, Progress.SILENT).findings().stream()
        .filter(finding -> finding.code().equals(CODE))
        .toList();
  }

  private CompileRequest request(Target target) {
    return CompileRequest.of(ModelFiles.of(folder.resolve("m.onnx")), new RandomData())
        .into(folder.resolve("out"), "p")
        .withTarget(target);
  }

  @Test
  void onlyLayersThatAreCutOffAreNamed() {
    List<Finding> found = findings(request(ORT));
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().where()).contains("loud");
    assertThat(found.getFirst().message())
        .contains("in 1 of 2 layers", "% of its sums", "w7a8", "session.x64quantprecision")
        .doesNotContain("'y'");
  }

  @Test
  void weightsOfSevenBitsCure() {
    CompileRequest request = request(ORT);
    Wish narrow = new Wish(new Selector.Node("loud"), ORT.scheme("w7a8").orElseThrow());
    assertThat(findings(request.withOptions(request.options().withWishes(List.of(narrow)))))
        .isEmpty();
  }

  @Test
  void targetsThatAddExactlyHaveNone() {
    assertThat(findings(request(Target.GENERIC))).isEmpty();
    assertThat(findings(request(BuiltInTarget.named("npu-uint8")))).isEmpty();
  }
}
