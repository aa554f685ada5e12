package io.plumbline.formats.program;

import com.google.protobuf.CodedOutputStream;
import io.plumbline.formats.seal.Seal;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.OperatorSetIdProto;
import io.plumbline.graph.ChannelMultiples;
import io.plumbline.graph.input.PictureInputs;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes integer programs as ONNX files. Each instruction is a node named after the node of the
 * float graph it computes; weights, tables and constants are initializers; a foreign node carries
 * its float model as an attribute. Files are sealed with their SHA-256. Equal programs give equal
 * bytes.
 */
public final class ProgramWriter {
  private ProgramWriter() {}

  /**
   * Writes a program to a file, whole or not at all.
   *
   * @throws io.plumbline.tensor.EnvironmentException when the file cannot be written
   */
  public static void write(Program program, Path file) {
    ModelProto model = model(program);
    AtomicFile.write(file, stream -> Seal.write(out -> serialise(model, out), stream));
  }

  /** The file as bytes. */
  public static byte[] bytes(Program program) {
    ModelProto model = model(program);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      Seal.write(out -> serialise(model, out), bytes);
    } catch (IOException e) {
      throw new IllegalStateException("memory takes what is written", e);
    }
    return bytes.toByteArray();
  }

  private static void serialise(ModelProto model, OutputStream stream) throws IOException {
    CodedOutputStream out = CodedOutputStream.newInstance(stream);
    model.writeTo(out);
    out.flush();
  }

  static ModelProto model(Program program) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(ContainerFormat.IR_VERSION)
            .setProducerName(ContainerFormat.PRODUCER)
            .setDomain(ContainerFormat.MODEL_DOMAIN)
            .setGraph(graph(program))
            .addOpsetImport(
                OperatorSetIdProto.newBuilder()
                    .setDomain(ContainerFormat.DOMAIN)
                    .setVersion(ContainerFormat.VERSION))
            .addMetadataProps(ValueWire.entry(ContainerFormat.ROUNDING, program.rounding().name()))
            .addMetadataProps(Seal.mark());
    program
        .pictures()
        .forEach(
            (name, picture) ->
                model.addMetadataProps(
                    ValueWire.entry(PictureInputs.PREFIX + name, picture.text())));
    program
        .multiples()
        .forEach(
            (name, exponents) ->
                model.addMetadataProps(
                    ValueWire.entry(
                        ChannelMultiples.PREFIX + name, ChannelMultiples.text(exponents))));
    return model.build();
  }

  private static GraphProto graph(Program program) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName(program.name());
    program.inputs().forEach(index -> graph.addInput(ValueWire.write(index, program.value(index))));
    program
        .outputs()
        .forEach(index -> graph.addOutput(ValueWire.write(index, program.value(index))));
    for (int index = 0; index < program.values().size(); index++) {
      if (!program.inputs().contains(index) && !program.outputs().contains(index)) {
        graph.addValueInfo(ValueWire.write(index, program.value(index)));
      }
    }
    Set<String> names = new HashSet<>();
    program.values().forEach(value -> names.add(value.name()));
    program
        .constants()
        .forEach(
            (index, tensor) ->
                graph.addInitializer(TensorWire.write(program.value(index).name(), tensor)));
    for (Instruction instruction : program.instructions()) {
      new NodeWriter(program, graph, names).write(instruction);
    }
    return graph.build();
  }
}
