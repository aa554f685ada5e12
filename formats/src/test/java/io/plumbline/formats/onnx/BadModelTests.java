package io.plumbline.formats.onnx;

import static io.plumbline.formats.onnx.Models.floats;
import static io.plumbline.formats.onnx.Models.model;
import static io.plumbline.formats.onnx.Models.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.StringStringEntryProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.graph.Graph;
import io.plumbline.tensor.PlumblineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadModelTests {
  private static final byte[] GOOD =
      model(GraphProto.newBuilder().addNode(node("Relu", "x", "y"))).build().toByteArray();

  @TempDir private Path folder;

  private static PlumblineException refused(byte[] bytes) {
    return catchThrowableOfType(PlumblineException.class, () -> OnnxReader.read(bytes, "bad.onnx"));
  }

  private static PlumblineException refused(GraphProto.Builder graph) {
    return refused(model(graph).build().toByteArray());
  }

  private static void assertRefused(PlumblineException e, String code, String... mentions) {
    assertThat(e).isNotNull();
    assertThat(e.code()).isEqualTo(code);
    assertThat(e.where()).isNotEmpty();
    assertThat(e.remedy()).isNotEmpty();
    for (String mention : mentions) {
      assertThat(e).hasMessageContaining(mention);
    }
  }

  @Test
  void truncatedAnywhereIsRefused() {
    for (int length = 1; length < GOOD.length; length++) {
      assertThat(refused(List.copyOf(bytes(length)))).as("first %d bytes", length).isNotNull();
    }
    assertRefused(refused(List.copyOf(bytes(GOOD.length / 2))), "model.truncated");
  }

  private static List<Byte> bytes(int length) {
    return Wire.list(ByteString.copyFrom(GOOD, 0, length));
  }

  private static PlumblineException refused(List<Byte> bytes) {
    return refused(Wire.bytes(bytes).toByteArray());
  }

  @Test
  void otherFilesAreNotOnnx() {
    byte[] jpeg = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F'};
    assertRefused(refused(jpeg), "model.not-onnx");
    assertRefused(
        refused("name: \"net\"\nlayer {}".getBytes(StandardCharsets.UTF_8)), "model.not-onnx");
    assertRefused(refused(new byte[0]), "model.empty");
    assertRefused(refused(new byte[64]), "model.not-onnx");
  }

  @Test
  void missingFilesAndFolders() {
    assertRefused(read(folder.resolve("absent.onnx")), "model.missing-file", "no such file");
    assertRefused(read(folder), "model.missing-file", "not a file");
  }

  private static PlumblineException read(Path file) {
    return catchThrowableOfType(PlumblineException.class, () -> OnnxReader.read(file));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 6, 24, 1000})
  void opsetsOutOfRangeAreNamed(long opset) {
    ModelProto.Builder model = model(GraphProto.newBuilder().addNode(node("Relu", "x", "y")));
    model.getOpsetImportBuilder(0).setVersion(opset);
    assertRefused(refused(model.build().toByteArray()), "model.opset", "opset " + opset, "7 to 23");
  }

  @Test
  void noDefaultOpset() {
    ModelProto.Builder model = model(GraphProto.newBuilder().addNode(node("Relu", "x", "y")));
    model.getOpsetImportBuilder(0).setDomain("ai.onnx.ml");
    assertRefused(refused(model.build().toByteArray()), "model.no-opset");
  }

  @Test
  void twoSources() {
    assertRefused(
        refused(
            GraphProto.newBuilder().addNode(node("Relu", "x", "y")).addNode(node("Abs", "x", "y"))),
        "model.two-sources",
        "'y'");
    assertRefused(
        refused(
            GraphProto.newBuilder()
                .addInitializer(floats("c", 1))
                .addInitializer(floats("c", 2))
                .addNode(node("Relu", "x", "y"))),
        "model.two-sources",
        "'c'");
    assertRefused(
        refused(
            GraphProto.newBuilder().addInput(Models.value("x")).addNode(node("Relu", "x", "y"))),
        "model.two-sources",
        "'x'");
  }

  @Test
  void noSource() {
    assertRefused(
        refused(GraphProto.newBuilder().addNode(node("Relu", "nowhere", "y"))),
        "model.no-source",
        "'nowhere'",
        "Relu_0");
    assertRefused(refused(GraphProto.newBuilder()), "model.no-source", "'y'");
  }

  @Test
  void cycle() {
    assertRefused(
        refused(
            GraphProto.newBuilder()
                .addNode(node("Add", List.of("x", "b"), List.of("a")))
                .addNode(node("Relu", "a", "b"))
                .addNode(node("Relu", "b", "y"))),
        "model.cycle");
  }

  @Test
  void nodesWithoutTypeOrOutput() {
    assertRefused(refused(GraphProto.newBuilder().addNode(node("", "x", "y"))), "model.no-op-type");
    assertRefused(
        refused(
            GraphProto.newBuilder()
                .addNode(node("Relu", "x", "y"))
                .addNode(node("Relu", List.of("x"), List.of()))),
        "model.no-output",
        "Relu_1");
  }

  @Test
  void tensorsWhoseSizeContradictsTheirDims() {
    assertRefused(
        tensor(floats("c", 1, 2, 3).clearDims().addDims(4)), "model.tensor-size", "'c'", "4");
    assertRefused(
        tensor(floats("c").clearDims().addDims(1L << 40).addDims(1L << 40)),
        "model.tensor-size",
        "'c'");
    assertRefused(tensor(floats("c").clearDims().addDims(-1)), "model.tensor-size", "'c'");
    assertRefused(
        tensor(
            TensorProto.newBuilder()
                .setName("c")
                .setDataType(7)
                .addDims(2)
                .setRawData(ByteString.copyFrom(new byte[15]))),
        "model.tensor-size",
        "'c'");
  }

  private static PlumblineException tensor(TensorProto.Builder tensor) {
    return refused(GraphProto.newBuilder().addInitializer(tensor).addNode(node("Relu", "x", "y")));
  }

  @Test
  void externalDataThatIsNotThere() throws IOException {
    assertRefused(external(Map.of("location", "w.bin")), "model.external-missing", "w.bin");
    assertRefused(external(Map.of("location", "")), "model.external-missing", "'w'");
    Files.write(folder.resolve("w.bin"), new byte[20]);
    assertRefused(
        external(Map.of("location", "w.bin", "offset", "8")), "model.external-range", "20 bytes");
    assertRefused(
        external(Map.of("location", "w.bin", "offset", "-4")), "model.external-range", "w.bin");
    assertRefused(
        external(Map.of("location", "w.bin", "offset", "many")), "model.external-range", "many");
    assertRefused(
        external(Map.of("location", "w.bin", "length", "12")), "model.tensor-size", "'w'");
    assertThat(external(Map.of("location", "w.bin", "offset", "4"))).isNull();
  }

  @Test
  void externalDataOutsideTheFolder() throws IOException {
    Path outside = Files.write(folder.resolve("secret.bin"), new byte[64]);
    Path models = Files.createDirectory(folder.resolve("models"));
    Files.createSymbolicLink(models.resolve("link.bin"), outside);
    for (String location :
        List.of("../secret.bin", outside.toString(), "link.bin", "a/../../secret.bin", "\0")) {
      assertRefused(
          external(models, Map.of("location", location)), "model.external-escapes", "'w'");
    }
  }

  private PlumblineException external(Map<String, String> entries) throws IOException {
    return external(folder, entries);
  }

  private static PlumblineException external(Path folder, Map<String, String> entries)
      throws IOException {
    TensorProto.Builder tensor =
        floats("w").clearDims().addDims(4).setDataLocation(TensorProto.DataLocation.EXTERNAL);
    entries.forEach(
        (key, value) ->
            tensor.addExternalData(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    ModelProto model =
        model(
                GraphProto.newBuilder()
                    .addInitializer(tensor)
                    .addNode(node("Add", List.of("x", "w"), List.of("y"))))
            .build();
    Path file = Files.write(folder.resolve("model.onnx"), model.toByteArray());
    return read(file);
  }

  @Test
  void goodModelIsRead() {
    Graph graph = OnnxReader.read(GOOD, "good.onnx");
    assertThat(graph.node("Relu_0").outputs()).containsExactly("y");
  }
}
