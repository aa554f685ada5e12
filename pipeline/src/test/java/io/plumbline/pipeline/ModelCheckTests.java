package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.input.InputPreparation;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.colour.InputSource;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import io.plumbline.tensor.colour.Swing;
import io.plumbline.testkit.SharedData;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
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
    requireAgreement(request(options).into(folder, "p"));
  }

  @ParameterizedTest
  @MethodSource("options")
  void agreesWithTheCompilationForACamera(QuantOptions options, @TempDir Path folder) {
    var picture =
        new PictureInput(
            PictureType.NV12,
            PictureLayout.NHWC,
            PictureType.RGB,
            PictureLayout.NCHW,
            Swing.FULL,
            InputSource.PYRAMID);
    var pictures = new LinkedHashMap<String, InputPreparation>();
    pictures.put(
        ModelInterface.ONLY_INPUT,
        new InputPreparation(picture, List.of(127.5), List.of(1 / 127.5)));
    var ports = new ModelInterface(new LinkedHashMap<>(), pictures, List.of());
    requireAgreement(request(options).withPorts(ports).into(folder, "p"));
  }

  @Test
  void aNodeInFloatByWishSaysSo() {
    QuantOptions options = QuantOptions.DEFAULT.withWishes(List.of(Wish.real("conv5")));
    assertThat(ModelCheck.of(request(options)).nodes())
        .filteredOn(plan -> plan.nodes().contains("conv5"))
        .extracting(NodePlan::reason, NodePlan::explanation)
        .containsExactly(tuple("", "asked for"));
  }

  private static CompileRequest request(QuantOptions options) {
    return CompileRequest.of(
            ModelFiles.of(SharedData.root().resolve("examples/shapes/model.onnx")),
            new RandomData())
        .withOptions(options);
  }

  private static void requireAgreement(CompileRequest request) {
    Compilation compilation = Pipeline.compile(request, Progress.SILENT);
    assertThat(lines(ModelCheck.of(request).nodes())).isEqualTo(lines(compilation.plan().nodes()));
  }

  private static List<String> lines(List<NodePlan> plans) {
    return plans.stream()
        .map(plan -> plan.name() + " " + plan.effective().label() + " " + plan.reason())
        .toList();
  }
}
