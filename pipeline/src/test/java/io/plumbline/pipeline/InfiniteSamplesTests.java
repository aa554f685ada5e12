package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Files of samples that hold numbers that are not finite: of a mask they are used as they are, of
 * an input that is quantized the file, the input and the place of the number are named.
 */
class InfiniteSamplesTests {
  private static final int SAMPLES = 24;
  private static final int ODD = 13;
  private static final Shape SQUARE = Shape.of(1, 6, 6);

  private record Reader(String name, UnaryOperator<SmallModel> model) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** They leave a number far below all others out of account. */
  static final List<Reader> MASKED =
      List.of(
          new Reader(
              "softmax",
              m -> masked(m).node("Softmax", "a", "p", "axis", -1).node("MatMul", "p v", "y")),
          new Reader("closing softmax", m -> masked(m).node("Softmax", "a", "y", "axis", -1)),
          new Reader(
              "maximum",
              m ->
                  masked(m)
                      .node("ReduceMax", "a", "r", "axes", new long[] {-1})
                      .node("MatMul", "r row", "y")));

  /** They count every number; the second has it in a softmax, too. */
  static final List<Reader> COUNTED =
      List.of(
          new Reader("sum of products", m -> m.node("MatMul", "m v", "r").node("Add", "r s", "y")),
          new Reader(
              "sum and softmax",
              m ->
                  masked(m)
                      .node("MatMul", "m v", "r")
                      .node("Softmax", "a", "p", "axis", -1)
                      .node("Add", "r p", "y")));

  @TempDir private Path folder;

  private static SmallModel masked(SmallModel model) {
    return model.node("Add", "s m", "a");
  }

  @BeforeEach
  void writeInputs() throws Exception {
    Random random = new Random(3);
    Files.createDirectory(folder.resolve("x"));
    Files.createDirectory(folder.resolve("m"));
    for (int i = 0; i < SAMPLES; i++) {
      NpyFile.write(file("x", i), SmallModel.normal(random, SQUARE));
      NpyFile.write(file("m", i), Tensor.of(SQUARE, new float[36]));
    }
  }

  private Path file(String input, int sample) {
    return folder.resolve(input).resolve("s%02d.npy".formatted(sample));
  }

  /** Puts a number into the last column of the last rows of a sample's mask. */
  private void put(float number, int sample) {
    float[] mask = new float[36];
    for (int row = 2; row < 6; row++) {
      mask[row * 6 + 5] = number;
    }
    NpyFile.write(file("m", sample), Tensor.of(SQUARE, mask));
  }

  private Compilation compile(Reader reader, Effort effort) {
    SmallModel model =
        new SmallModel(13)
            .input("x", 1, 6, 6)
            .input("m", 1, 6, 6)
            .weights("w", 6, 6)
            .weights("v", 6, 6)
            .weights("row", 1, 6)
            .node("MatMul", "x w", "s");
    Path file = reader.model().apply(model).write(folder.resolve("m.onnx"), "y");
    var data = new FolderData(List.of(folder.resolve("x"), folder.resolve("m")), Optional.empty());
    return Pipeline.compile(
        CompileRequest.of(ModelFiles.of(file), data).into(folder, "p").withEffort(effort),
        Progress.SILENT);
  }

  @ParameterizedTest
  @FieldSource("MASKED")
  void areUsedInAMask(Reader reader) {
    put(Float.NEGATIVE_INFINITY, ODD);
    List<Finding> ofOne = compile(reader, Effort.FAST).findings();
    for (int i = 0; i < SAMPLES; i++) {
      put(Float.NEGATIVE_INFINITY, i);
    }
    List<Finding> ofAll = compile(reader, Effort.BEST).findings();
    for (List<Finding> findings : List.of(ofOne, ofAll)) {
      assertThat(findings).extracting(Finding::code).contains("plan.sentinel");
      assertThat(findings).extracting(Finding::code).doesNotContain("data.not-finite");
    }
  }

  @ParameterizedTest
  @FieldSource("COUNTED")
  void areRefusedByPlaceWhereTheyCount(Reader reader) {
    put(Float.NEGATIVE_INFINITY, ODD);
    BadDataException refused =
        catchThrowableOfType(BadDataException.class, () -> compile(reader, Effort.FAST));
    assertThat(refused.code()).isEqualTo("calibrate.not-finite");
    assertThat(refused.where()).isEqualTo(file("m", ODD).toString());
    assertThat(refused)
        .hasMessageContaining("Element 17 of input 'm' is -Infinity")
        .hasMessageContaining("expected a finite number");
    assertThat(refused.remedy()).contains("leave it out");
  }

  /** Whatever reads them: no mask is made of these. */
  @Test
  void leaveASampleOutThatMeansNothing() {
    put(Float.NaN, 3);
    put(Float.POSITIVE_INFINITY, ODD);
    List<Finding> findings = compile(MASKED.getFirst(), Effort.FAST).findings();
    assertThat(findings)
        .filteredOn(finding -> finding.code().equals("data.not-finite"))
        .extracting(Finding::where, Finding::message)
        .containsExactly(
            tuple(
                file("m", 3).toString(),
                "not used: element 17 is NaN; expected numbers for input 'm'"),
            tuple(
                file("m", ODD).toString(),
                "not used: element 17 is infinite; expected numbers for input 'm'"));
  }
}
