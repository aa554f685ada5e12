package io.plumbline.formats.program;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.plumbline.formats.seal.Seal;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.ChannelMultiples;
import io.plumbline.graph.input.PictureInputs;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.ProgramVerifier;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.ReadFailure;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads integer programs from ONNX files that {@link ProgramWriter} wrote. */
public final class ProgramReader {
  private static final int DOMAIN_TAG = ModelProto.DOMAIN_FIELD_NUMBER << 3 | 2; // length-delimited

  /** An array of the Java VM is a few bytes short of 2³¹. */
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  private ProgramReader() {}

  /** Whether a file is a program container; false as well when it cannot be read at all. */
  public static boolean isProgram(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      CodedInputStream in = CodedInputStream.newInstance(stream);
      in.setSizeLimit(Integer.MAX_VALUE);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == DOMAIN_TAG) {
          return in.readString().equals(ContainerFormat.MODEL_DOMAIN);
        }
        if (tag >> 3 > ModelProto.DOMAIN_FIELD_NUMBER || !in.skipField(tag)) {
          return false;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The program in a file.
   *
   * @throws BadModelException when the file cannot be read, is not a program of this version, or is
   *     inconsistent
   */
  public static Program read(Path file) {
    return read(bytes(file), file.toString());
  }

  static byte[] bytes(Path file) {
    try {
      requireReadable(Files.size(file), file);
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadModelException(
          "program.unreadable",
          file.toString(),
          ReadFailure.of(file, e),
          "check the path and its permissions",
          e);
    }
  }

  private static void requireReadable(long size, Path file) {
    if (size > LARGEST) {
      throw new BadModelException(
          "program.too-large",
          file.toString(),
          "The file has %d bytes; a program is read as one protobuf message, which ends at 2 GiB."
              .formatted(size),
          "Cut the model into parts (output_nodes) and compile these.");
    }
  }

  /**
   * The program in the bytes of a file.
   *
   * @param where the file's name, for messages
   * @throws BadModelException when the bytes are not a program of this version, inconsistent, or
   *     not those that were written
   */
  public static Program read(byte[] bytes, String where) {
    return read(bytes, where, (_, program) -> program);
  }

  /** Makes something of an intact container. */
  interface Contents<T> {
    /**
     * @throws RuntimeException one of those that mean a malformed container
     */
    T read(ModelProto model, Program program);
  }

  static <T> T read(byte[] bytes, String where, Contents<T> contents) {
    try {
      requireSeal(bytes);
      ModelProto model = ModelProto.parseFrom(bytes);
      Program program = program(model);
      List<ProgramVerifier.Problem> problems = ProgramVerifier.problems(program);
      if (!problems.isEmpty()) {
        throw new MalformedProgram(
            "at '%s': %s".formatted(problems.getFirst().where(), problems.getFirst().message()));
      }
      return contents.read(model, program);
    } catch (InvalidProtocolBufferException
        | MalformedProgram
        | IllegalArgumentException
        | ArithmeticException
        | IndexOutOfBoundsException e) {
      throw new BadModelException(
          "program.malformed",
          where,
          "The file is not an intact integer program: %s".formatted(e.getMessage()),
          "Compile the model again.",
          e);
    }
  }

  private static void requireSeal(byte[] bytes) {
    switch (Seal.of(MemorySegment.ofArray(bytes))) {
      case INTACT -> {}
      case NONE -> throw new MalformedProgram("it does not end with the SHA-256 of its content");
      case BROKEN -> throw new MalformedProgram("its content is not what its SHA-256 was taken of");
    }
  }

  private static Program program(ModelProto model) {
    requireVersion(model);
    GraphProto graph = model.getGraph();
    List<ProgramValue> values = values(graph);
    Map<String, Integer> indices = new HashMap<>();
    for (int index = 0; index < values.size(); index++) {
      indices.put(values.get(index).name(), index);
    }
    SequencedMap<Integer, Tensor> constants = new LinkedHashMap<>();
    Map<String, Tensor> initializers = new HashMap<>();
    for (TensorProto proto : graph.getInitializerList()) {
      if (ModuleFormat.isSection(model, proto)) {
        continue;
      }
      Integer index = indices.get(proto.getName());
      if (index == null) {
        initializers.put(proto.getName(), TensorWire.read(proto));
      } else {
        constants.put(index, TensorWire.read(proto));
      }
    }
    List<Instruction> instructions = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      if (!node.getDomain().equals(ContainerFormat.DOMAIN)) {
        throw new MalformedProgram(
            "node '%s' is of domain '%s'".formatted(node.getName(), node.getDomain()));
      }
      instructions.add(new NodeReader(node, indices, initializers).read());
    }
    return new Program(
        graph.getName(),
        rounding(model),
        values,
        ports(graph.getInputList()),
        ports(graph.getOutputList()),
        constants,
        instructions,
        pictures(model),
        multiples(model));
  }

  private static SequencedMap<String, PictureInput> pictures(ModelProto model) {
    SequencedMap<String, PictureInput> pictures = new LinkedHashMap<>();
    ValueWire.metadata(model.getMetadataPropsList())
        .forEach(
            (key, value) -> {
              if (key.startsWith(PictureInputs.PREFIX)) {
                pictures.put(
                    key.substring(PictureInputs.PREFIX.length()), PictureInput.parse(value));
              }
            });
    return pictures;
  }

  private static SequencedMap<String, List<Integer>> multiples(ModelProto model) {
    SequencedMap<String, List<Integer>> multiples = new LinkedHashMap<>();
    ValueWire.metadata(model.getMetadataPropsList())
        .forEach(
            (key, value) -> {
              if (key.startsWith(ChannelMultiples.PREFIX)) {
                multiples.put(
                    key.substring(ChannelMultiples.PREFIX.length()), ChannelMultiples.parse(value));
              }
            });
    return multiples;
  }

  private static void requireVersion(ModelProto model) {
    if (!model.getDomain().equals(ContainerFormat.MODEL_DOMAIN)) {
      throw new MalformedProgram("its domain is '%s'".formatted(model.getDomain()));
    }
    boolean known =
        model.getOpsetImportList().stream()
            .anyMatch(
                opset ->
                    opset.getDomain().equals(ContainerFormat.DOMAIN)
                        && opset.getVersion() == ContainerFormat.VERSION);
    if (!known) {
      throw new MalformedProgram(
          "it is not of version %d of the format".formatted(ContainerFormat.VERSION));
    }
  }

  private static Rounding rounding(ModelProto model) {
    return Rounding.valueOf(
        ValueWire.required(
            ValueWire.metadata(model.getMetadataPropsList()), ContainerFormat.ROUNDING, "model"));
  }

  private static List<Integer> ports(List<ValueInfoProto> infos) {
    return infos.stream().map(info -> ValueWire.read(info).index()).toList();
  }

  /** All values in the order of their indices. */
  private static List<ProgramValue> values(GraphProto graph) {
    TreeMap<Integer, ProgramValue> values = new TreeMap<>();
    Stream.of(graph.getInputList(), graph.getOutputList(), graph.getValueInfoList())
        .flatMap(List::stream)
        .map(ValueWire::read)
        .forEach(
            indexed -> {
              ProgramValue known = values.putIfAbsent(indexed.index(), indexed.value());
              if (known != null && !known.equals(indexed.value())) {
                throw new MalformedProgram(
                    "value %d is both %s and %s"
                        .formatted(indexed.index(), known, indexed.value()));
              }
            });
    if (!values.isEmpty() && (values.firstKey() != 0 || values.lastKey() != values.size() - 1)) {
      throw new MalformedProgram("the indices of its values have gaps");
    }
    return Collections.unmodifiableList(new ArrayList<>(values.values()));
  }
}
