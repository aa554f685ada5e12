package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Goal;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.request.Search;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.target.BuiltInTarget;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a plan says is enough to make every model again. */
class PlannedAgainTests {
  private static final List<Artifact> SAME =
      List.of(Artifact.CALIBRATED, Artifact.PTQ, Artifact.QUANTIZED, Artifact.PLAN);

  @TempDir private Path folder;

  /** One way to compile, and what its plan must hold so that it tests anything. */
  record Way(String name, UnaryOperator<CompileRequest> asks, String holds) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Way> ways() {
    return List.of(
        new Way("ranges alone", request -> request.withEffort(Effort.FAST), "\"constants\" : [ ]"),
        new Way("corrected biases", request -> request, "\"numbers\""),
        new Way("channel scales", request -> request, "\"exponents\""),
        new Way(
            "a bias for two",
            request -> request.withTarget(Target.GENERIC.withPerChannelWeights(false)),
            "_corrected"),
        new Way(
            "a search",
            request -> request.withSearch(Search.usual().withScope(Search.Scope.LAYERS)),
            "\"method\""),
        new Way(
            "rounded weights",
            request -> wishing(request.withEffort(Effort.BEST), Scheme.W4A8),
            "\"integers\""),
        new Way(
            "weights of 16 bits",
            request -> wishing(request.withEffort(Effort.BEST), Scheme.W16A16),
            "\"limit\" : 32767"),
        new Way(
            "weights that are chosen for 16 bits",
            request -> request.withOptions(request.options().withFine(List.of("v", "z"))),
            "\"limit\" : 32767"),
        new Way(
            "values of 16 bits",
            request -> request.withGoal(Goal.NONE.withCosine(0.9999999)),
            "si16"),
        new Way(
            "another target",
            request -> request.withTarget(BuiltInTarget.named("mcu-fixed31")),
            "mcu-fixed31"));
  }

  private static CompileRequest wishing(CompileRequest request, Scheme all) {
    List<Wish> wishes = List.of(new Wish(new Selector.All(), all));
    return request.withOptions(request.options().withWishes(wishes));
  }

  @BeforeEach
  void write() {
    Tensor loud = SmallModel.normal(new Random(3), Shape.of(8, 3, 1, 1));
    float[] weights = loud.toFloats();
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= Math.scalb(1f, -(i / 3));
    }
    new SmallModel(17)
        .input("x", 1, 3, 8, 8)
        .constant("w", Tensor.of(loud.shape(), weights))
        .weights("b", 8)
        .node("Conv", "x w b", "c")
        .node("Sigmoid", "c", "g")
        .node("Mul", "c g", "s")
        .weights("v", 8, 1, 3, 3)
        .node("Conv", "s v b", "d", "group", 8)
        .node("Relu", "d", "r")
        .weights("u", 10, 8, 1, 1)
        .weights("a", 10)
        .node("Conv", "r u a", "e")
        .weights("t", 10, 8, 1, 1)
        .node("Conv", "r t a", "f")
        .node("Add", "e f", "h")
        .node("GlobalAveragePool", "h", "p")
        .node("Flatten", "p", "q")
        .weights("z", 10, 10)
        .weights("o", 10)
        .node("Gemm", "q z o", "y")
        .write(folder.resolve("m.onnx"), "y");
  }

  private static CalibrationData data() {
    return (_, _, _) ->
        new SampleSource() {
          @Override
          public int size() {
            return 24;
          }

          @Override
          public String name(int index) {
            return "sample" + index;
          }

          @Override
          public Optional<Map<String, Tensor>> load(int index) {
            return Optional.of(
                Map.of("x", SmallModel.normal(new Random(index), Shape.of(1, 3, 8, 8))));
          }
        };
  }

  private CompileRequest request(String name) {
    return CompileRequest.of(ModelFiles.of(folder.resolve("m.onnx")), data())
        .into(folder.resolve(name), "p")
        .withThreads(2);
  }

  private static Compilation compile(CompileRequest request) {
    return Pipeline.compile(request, Progress.SILENT);
  }

  /** The request of somebody who has the plan, the model and the target, and no more. */
  private CompileRequest again(Compilation made, Artifact artifact) {
    return CompileRequest.of(made.request().files(), new RandomData())
        .withTarget(made.request().target())
        .into(folder.resolve("again"), "p")
        .withPlan(made.request().file(artifact));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void everyModelComesOutTheSame(Way way) throws IOException {
    Compilation made = compile(way.asks().apply(request("made")));
    assertThat(Files.readString(made.request().file(Artifact.PLAN)).contains(way.holds()))
        .as("plan with '%s'", way.holds())
        .isTrue();
    for (Artifact named : List.of(Artifact.PLAN, Artifact.QUANT_INFO)) {
      Compilation found = compile(again(made, named));
      for (Artifact artifact : SAME) {
        assertThat(found.request().file(artifact))
            .hasSameBinaryContentAs(made.request().file(artifact));
      }
    }
  }

  @Test
  void samplesShowTheSimilarity() {
    Compilation made = compile(request("made"));
    Compilation found =
        compile(again(made, Artifact.PLAN).withCalibration(data()).withNoiseBudget(true));
    assertThat(found.similarities()).isEqualTo(made.similarities());
    assertThat(found.samples()).isEqualTo(24);
    assertThat(found.noise()).isPresent();
    assertThat(found.findings())
        .extracting(Finding::code)
        .contains("plan.decides")
        .doesNotContain("plan.no-samples");
    assertThat(compile(again(made, Artifact.PLAN)).findings())
        .extracting(Finding::code)
        .contains("plan.no-samples");
  }

  private static void refused(CompileRequest request, String code, String... words) {
    assertThatThrownBy(() -> compile(request))
        .isInstanceOfSatisfying(
            BadConfigurationException.class,
            error -> {
              assertThat(error.code()).isEqualTo(code);
              assertThat(error.where() + ": " + error.getMessage()).contains(words);
            });
  }

  @Test
  void planOfAnotherTargetIsRefused() {
    CompileRequest again = again(compile(request("made")), Artifact.PLAN);
    refused(
        again.withTarget(BuiltInTarget.named("npu-uint8")),
        "plan.other-target",
        "'generic-int8'",
        "'npu-uint8'");
    refused(
        again.withTarget(again.target().withAsymmetric(false)),
        "plan.other-target",
        "'generic-int8' with other schemes");
  }

  @Test
  void planOfAnotherModelIsRefused() {
    CompileRequest again = again(compile(request("made")), Artifact.PLAN);
    new SmallModel(17)
        .input("x", 1, 3, 8, 8)
        .weights("w", 8, 3, 1, 1)
        .node("Conv", "x w", "y")
        .write(folder.resolve("m.onnx"), "y");
    refused(again, "plan.other-model", "SHA-256");
  }

  @Test
  void planForOtherInputsIsRefused() {
    CompileRequest again = again(compile(request("made")), Artifact.PLAN);
    refused(
        again.withPorts(
            new ModelInterface(new LinkedHashMap<>(), new LinkedHashMap<>(), List.of("r"))),
        "plan.other-inputs",
        "outputs");
  }

  @Test
  void planOfAnotherVersionIsRefused() throws IOException {
    Compilation made = compile(request("made"));
    Path plan = made.request().file(Artifact.PLAN);
    Files.writeString(
        plan, Files.readString(plan).replace("\"version\" : \"", "\"version\" : \"0.0.7-"));
    refused(again(made, Artifact.PLAN), "plan.other-version", "0.0.7-");
    refused(again(made, Artifact.QUANT_INFO), "plan.changed", "p_quant_info.json");
  }

  @Test
  void whatIsNoPlanIsRefused() throws IOException {
    CompileRequest again = again(compile(request("made")), Artifact.PLAN);
    String text = Files.readString(again.plan().orElseThrow());
    Path other = folder.resolve("other.json");
    for (String broken :
        List.of(
            "",
            "[]",
            "{}",
            text.substring(9),
            text.replace("\"made_of\"", "\"made_off\""),
            text.replace("\"node\" : \"c\"", "\"node\" : \"cc\""))) {
      Files.writeString(other, broken);
      refused(again.withPlan(other), "plan.unreadable", "other.json");
    }
    refused(again.withPlan(folder.resolve("none.json")), "plan.unreadable", "no such file");
  }

  @Test
  void aPlanIsNotWrittenOver() {
    Compilation made = compile(request("made"));
    assertThatThrownBy(() -> compile(again(made, Artifact.PLAN).into(made.request().folder(), "p")))
        .isInstanceOf(BadConfigurationException.class);
  }

  @Test
  void searchedPlansSayHowTheyWereFound() throws IOException {
    Search search = Search.of(List.of(Candidate.of(new Calibrator.Max())));
    Compilation made = compile(request("made").withSearch(search));
    assertThat(Files.readString(made.request().file(Artifact.PLAN)))
        .contains("\"method\" : \"max\"")
        .contains("\"samples\" : 24");
  }
}
