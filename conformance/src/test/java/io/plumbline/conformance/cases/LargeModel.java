package io.plumbline.conformance.cases;

import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.OperatorSetIdProto;
import io.plumbline.formats.wire.StringStringEntryProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.TensorShapeProto;
import io.plumbline.formats.wire.TypeProto;
import io.plumbline.formats.wire.ValueInfoProto;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Nine products with matrices of 8192×8192 zeros in one external file: 2.25 GiB of tensors. */
final class LargeModel {
  private static final int FLOAT = 1;
  private static final int MATRICES = 9;
  private static final long EXTENT = 8192;
  private static final long BYTES = EXTENT * EXTENT * Float.BYTES;

  private LargeModel() {}

  /**
   * Checks the model: it must work, or be refused with the limit named.
   *
   * @throws Shortfall otherwise
   */
  static void require() {
    try {
      Path folder = Files.createTempDirectory("large");
      try {
        CommandRun run = CommandRun.of(List.of("check", "-m", write(folder)));
        boolean refused = (run.status() == 3 || run.status() == 4) && run.err().contains("2 GiB");
        if (run.status() != 0 && !refused) {
          throw new Shortfall("check gives " + run.summary());
        }
      } finally {
        Files.deleteIfExists(folder.resolve("w.bin"));
        Files.deleteIfExists(folder.resolve("model.onnx"));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The weights are a hole in a file, which takes no room on the disk. */
  private static Path write(Path folder) throws IOException {
    try (RandomAccessFile weights = new RandomAccessFile(folder.resolve("w.bin").toFile(), "rw")) {
      weights.setLength(BYTES);
    }
    GraphProto.Builder graph = GraphProto.newBuilder().setName("large");
    graph.addInput(value("x")).addOutput(value("t" + MATRICES));
    for (int i = 1; i <= MATRICES; i++) {
      graph.addInitializer(matrix("w" + i));
      graph.addNode(
          NodeProto.newBuilder()
              .setName("product" + i)
              .setOpType("MatMul")
              .addInput(i == 1 ? "x" : "t" + (i - 1))
              .addInput("w" + i)
              .addOutput("t" + i));
    }
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph)
            .build();
    return Files.write(folder.resolve("model.onnx"), model.toByteArray());
  }

  private static ValueInfoProto value(String name) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    List.of(1L, EXTENT).forEach(extent -> shape.addDimBuilder().setDimValue(extent));
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape)))
        .build();
  }

  private static TensorProto matrix(String name) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(FLOAT)
        .addAllDims(List.of(EXTENT, EXTENT))
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue("w.bin"))
        .build();
  }
}
