package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.testkit.SharedData;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code check} says beforehand is what a compilation does by the same options. */
class ModelCheckTests {
  static List<QuantOptions> options() {
    return List.of(
        QuantOptions.DEFAULT,
        QuantOptions.DEFAULT.withOutputs(Scheme.INT8),
        QuantOptions.DEFAULT.withWishes(List.of(new Wish(new Selector.All(), Scheme.INT16))),
        QuantOptions.DEFAULT.withWishes(List.of(Wish.real("conv5"), Wish.real("pool"))));
  }

  @ParameterizedTest
  @MethodSource("options")
  void agreesWithTheCompilation(QuantOptions options, @TempDir Path folder) {
    CompileRequest request =
        CompileRequest.of(
                ModelFiles.of(SharedData.root().resolve("examples/shapes/model.onnx")),
                new RandomData())
            .withOptions(options)
            .into(folder, "p");
    Compilation compilation = Pipeline.compile(request, Progress.SILENT);
    assertThat(lines(ModelCheck.of(request).nodes())).isEqualTo(lines(compilation.plan().nodes()));
  }

  private static List<String> lines(List<NodePlan> plans) {
    return plans.stream()
        .map(plan -> plan.name() + " " + plan.effective().label() + " " + plan.reason())
        .toList();
  }
}
