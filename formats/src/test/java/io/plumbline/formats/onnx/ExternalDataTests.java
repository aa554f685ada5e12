package io.plumbline.formats.onnx;

import static io.plumbline.formats.onnx.Models.graphAttribute;
import static io.plumbline.formats.onnx.Models.model;
import static io.plumbline.formats.onnx.Models.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.AttributeProto.AttributeType;
import io.plumbline.formats.wire.FunctionProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.SparseTensorProto;
import io.plumbline.formats.wire.StringStringEntryProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Sha256;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** External data is found beside the model and nowhere else, wherever its tensor hangs. */
class ExternalDataTests {
  private static final String PAYLOAD = "sixteen bytes !!";

  /** Where a tensor can hang, and a model with it there. */
  private static final Map<String, Function<String, GraphProto.Builder>> PLACES =
      new TreeMap<>(
          Map.of(
              "attribute", location -> constant(tensorAttribute(location)),
              "branch initializer",
                  location -> branch(GraphProto.newBuilder().addInitializer(floats("w", location))),
              "branch constant",
                  location ->
                      branch(
                          GraphProto.newBuilder()
                              .addNode(
                                  node("Constant", List.of(), List.of("w"))
                                      .addAttribute(tensorAttribute(location)))),
              "rare type",
                  location ->
                      relu()
                          .addInitializer(
                              floats("w", location).setDataType(19).clearDims().addDims(16)),
              "sparse initializer", location -> relu().addSparseInitializer(sparse(location)),
              "sparse attribute",
                  location ->
                      constant(
                          AttributeProto.newBuilder()
                              .setName("sparse_value")
                              .setType(AttributeType.SPARSE_TENSOR)
                              .setSparseTensor(sparse(location)))));

  @TempDir private Path folder;

  private static TensorProto.Builder floats(String name, String location) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(1)
        .addDims(4)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue(location));
  }

  private static AttributeProto.Builder tensorAttribute(String location) {
    return AttributeProto.newBuilder()
        .setName("value")
        .setType(AttributeType.TENSOR)
        .setT(floats("", location));
  }

  private static SparseTensorProto.Builder sparse(String location) {
    TensorProto.Builder indices =
        TensorProto.newBuilder().setDataType(7).addDims(4).addAllInt64Data(List.of(1L, 2L, 3L, 4L));
    return SparseTensorProto.newBuilder()
        .setValues(floats("w", location))
        .setIndices(indices)
        .addDims(5);
  }

  private static GraphProto.Builder relu() {
    return GraphProto.newBuilder().addNode(node("Relu", "x", "y"));
  }

  private static GraphProto.Builder constant(AttributeProto.Builder value) {
    return relu().addNode(node("Constant", List.of(), List.of("w")).addAttribute(value));
  }

  private static GraphProto.Builder branch(GraphProto.Builder branch) {
    branch.setName("b").addNode(node("Add", List.of("x", "w"), List.of("r")));
    branch.addOutput(Models.value("r"));
    return GraphProto.newBuilder()
        .addInitializer(TensorProto.newBuilder().setName("taken").setDataType(9).addInt32Data(1))
        .addNode(
            node("If", "taken", "y")
                .addAttribute(graphAttribute("then_branch", branch))
                .addAttribute(graphAttribute("else_branch", branch)));
  }

  static Iterable<String> places() {
    return PLACES.keySet();
  }

  private byte[] rewritten(String place, String location) throws IOException {
    return rewritten(model(Objects.requireNonNull(PLACES.get(place)).apply(location)));
  }

  private byte[] rewritten(ModelProto.Builder model) throws IOException {
    Path models = Files.createDirectories(folder.resolve("models"));
    Files.writeString(models.resolve("w.bin"), PAYLOAD);
    Files.writeString(folder.resolve("outside.bin"), PAYLOAD);
    Path file = Files.write(models.resolve("model.onnx"), model.build().toByteArray());
    return OnnxWriter.toBytes(OnnxReader.read(file));
  }

  @ParameterizedTest
  @MethodSource("places")
  void isPutInsideTheModelFromItsFolder(String place) throws IOException {
    String bytes = new String(rewritten(place, "w.bin"), StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains(PAYLOAD).doesNotContain("w.bin");
  }

  @ParameterizedTest
  @MethodSource("places")
  void isNotReadFromOutside(String place) {
    assertThatThrownBy(() -> rewritten(place, "../outside.bin"))
        .isInstanceOfSatisfying(
            BadModelException.class, e -> assertThat(e.code()).isEqualTo("model.external-escapes"));
  }

  @Test
  void isPutInsideFunctions() throws IOException {
    FunctionProto function =
        FunctionProto.newBuilder()
            .setName("F")
            .setDomain("own")
            .addInput("i")
            .addOutput("o")
            .addNode(
                node("Constant", List.of(), List.of("w")).addAttribute(tensorAttribute("w.bin")))
            .addNode(node("Add", List.of("i", "w"), List.of("o")))
            .build();
    ModelProto.Builder model =
        model(GraphProto.newBuilder().addNode(node("F", "x", "y").setDomain("own")))
            .addFunctions(function);
    String bytes = new String(rewritten(model), StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains(PAYLOAD).doesNotContain("w.bin");
  }

  @Test
  void sparseTensorsBecomeDense() throws IOException {
    Path models = Files.createDirectories(folder.resolve("models"));
    Files.write(models.resolve("w.bin"), new byte[16]);
    TensorProto.Builder values = Models.floats("w", 7, 9);
    TensorProto.Builder indices =
        TensorProto.newBuilder()
            .setDataType(7)
            .addDims(2)
            .addDims(2)
            .addAllInt64Data(List.of(0L, 1L, 2L, 0L));
    GraphProto.Builder graph =
        relu()
            .addSparseInitializer(
                SparseTensorProto.newBuilder()
                    .setValues(values)
                    .setIndices(indices)
                    .addAllDims(List.of(3L, 2L)));
    byte[] bytes = model(graph).build().toByteArray();
    assertThat(OnnxReader.read(bytes, "sparse").constant("w").orElseThrow().toFloats())
        .containsExactly(0, 7, 0, 0, 9, 0);
  }

  @Test
  void hashesTellWhatWasRead() throws IOException {
    Files.writeString(folder.resolve("w.bin"), PAYLOAD);
    byte[] bytes =
        model(relu().addInitializer(floats("w", "w.bin")).addInitializer(floats("v", "w.bin")))
            .build()
            .toByteArray();
    Path file = Files.write(folder.resolve("model.onnx"), bytes);
    OnnxFile read = OnnxReader.readFile(file);
    Files.write(file, new byte[1]);
    Files.writeString(folder.resolve("w.bin"), "");
    assertThat(read.sha256()).isEqualTo(Sha256.of(MemorySegment.ofArray(bytes)));
    // Python: hashlib.sha256(b"sixteen bytes !!").hexdigest()
    assertThat(read.externalSha256())
        .contains("bd14c3508f2b078516feeb102a340cec1ab855c46a0b30fae1a66826041732a2");
    assertThat(read.graph().constant("v").orElseThrow().data().byteSize()).isEqualTo(16);
  }
}
