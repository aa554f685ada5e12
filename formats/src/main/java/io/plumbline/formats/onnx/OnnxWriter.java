package io.plumbline.formats.onnx;

import com.google.protobuf.CodedOutputStream;
import io.plumbline.formats.seal.Seal;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.StringStringEntryProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.onnx.SpellOps;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.pass.GraphVerifier;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.Sha256;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes graphs as ONNX models; equal graphs give equal bytes. Files are sealed with the SHA-256 of
 * their content.
 */
public final class OnnxWriter {
  /**
   * Models with more constant data than this keep it in a file of its own: protobuf ends at 2 GiB.
   */
  static final long LARGEST_INLINE = 1_900_000_000L;

  /** What the name of a file for constants adds to that of the model. */
  public static final String DATA_SUFFIX = ".data";

  private static final long ALIGNMENT = 4096;
  private static final double GIBIBYTE = 0x1p30;

  private OnnxWriter() {}

  /**
   * Writes a file, with a second one named {@code FILE.data} beside it when the constants are too
   * large for one.
   *
   * @throws io.plumbline.tensor.InternalException when types or order of the graph are wrong
   * @throws io.plumbline.tensor.EnvironmentException when the disk is full or the folder may not be
   *     written
   */
  public static void write(Graph graph, Path file) {
    write(graph, file, LARGEST_INLINE);
  }

  static void write(Graph graph, Path file, long largestInline) {
    Graph spelled = SpellOps.apply(GraphVerifier.verified(graph));
    if (bytes(spelled) <= largestInline) {
      ModelProto model = sealed(model(spelled, inline(spelled)), Seal.mark());
      AtomicFile.write(file, out -> Seal.write(body -> serialise(model, body), out));
      return;
    }
    String location = file.getFileName() + DATA_SUFFIX;
    Map<String, Long> offsets = offsets(spelled);
    AtomicFile.write(file.resolveSibling(location), out -> data(spelled, offsets, out));
    Map<String, TensorProto> tensors = new LinkedHashMap<>();
    spelled
        .constants()
        .forEach(
            (name, tensor) ->
                tensors.put(
                    name,
                    TensorCodec.writeExternal(
                        name, tensor, location, offsets.getOrDefault(name, 0L))));
    ModelProto model = sealed(model(spelled, tensors), Seal.mark(dataSha256(spelled)));
    AtomicFile.write(file, out -> Seal.write(body -> serialise(model, body), out));
  }

  private static ModelProto sealed(ModelProto model, StringStringEntryProto mark) {
    return model.toBuilder().addMetadataProps(mark).build();
  }

  private static String dataSha256(Graph graph) {
    Sha256 hash = new Sha256();
    graph.constants().values().forEach(tensor -> hash.add(tensor.data()));
    return hash.hex();
  }

  /** The model as bytes. */
  public static byte[] toBytes(Graph graph) {
    return toBytes(graph, List.of());
  }

  /**
   * The model as bytes, handing out further values besides its outputs.
   *
   * @param extraOutputs value names; those that are outputs already are not repeated
   * @throws UnsupportedException when its constants are more than one array of bytes can hold
   */
  public static byte[] toBytes(Graph graph, List<String> extraOutputs) {
    return toBytes(graph, extraOutputs, LARGEST_INLINE);
  }

  static byte[] toBytes(Graph graph, List<String> extraOutputs, long largestInline) {
    Graph spelled = SpellOps.apply(graph);
    requireInline(spelled, largestInline);
    ModelProto.Builder model = model(spelled, inline(spelled)).toBuilder();
    extraOutputs.stream()
        .filter(name -> !spelled.outputs().contains(name))
        .forEach(
            name -> model.getGraphBuilder().addOutput(ValueInfoProto.newBuilder().setName(name)));
    return model.build().toByteArray();
  }

  private static long bytes(Graph graph) {
    return graph.constants().values().stream().mapToLong(t -> t.data().byteSize()).sum();
  }

  private static void requireInline(Graph graph, long largestInline) {
    if (bytes(graph) > largestInline) {
      throw new UnsupportedException(
          "model.too-large",
          graph.name(),
          ("its constants are %.2f GiB; a model that is run may have at most"
                  + " %.2f GiB, as ONNX Runtime is handed one array and protobuf ends at 2 GiB")
              .formatted(bytes(graph) / GIBIBYTE, largestInline / GIBIBYTE),
          "cut the model into parts (output_nodes), or store its weights in a smaller type");
    }
  }

  private static void serialise(ModelProto model, OutputStream out) throws IOException {
    CodedOutputStream coded = CodedOutputStream.newInstance(out);
    coded.useDeterministicSerialization();
    model.writeTo(coded);
    coded.flush();
  }

  private static Map<String, TensorProto> inline(Graph graph) {
    Map<String, TensorProto> tensors = new LinkedHashMap<>();
    graph.constants().forEach((name, tensor) -> tensors.put(name, TensorCodec.write(name, tensor)));
    return tensors;
  }

  private static Map<String, Long> offsets(Graph graph) {
    Map<String, Long> offsets = new LinkedHashMap<>();
    long position = 0;
    for (Map.Entry<String, Tensor> constant : graph.constants().entrySet()) {
      offsets.put(constant.getKey(), position);
      long end = position + constant.getValue().data().byteSize();
      position = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
    return offsets;
  }

  private static void data(Graph graph, Map<String, Long> offsets, OutputStream out)
      throws IOException {
    WritableByteChannel channel = Channels.newChannel(out);
    long position = 0;
    for (Map.Entry<String, Tensor> constant : graph.constants().entrySet()) {
      long offset = offsets.getOrDefault(constant.getKey(), 0L);
      out.write(new byte[Math.toIntExact(offset - position)]);
      channel.write(constant.getValue().data().asByteBuffer());
      position = offset + constant.getValue().data().byteSize();
    }
  }

  private static ModelProto model(Graph graph, Map<String, TensorProto> tensors) {
    ModelProto.Builder model = ModelProto.newBuilder();
    ModelInfoCodec.write(graph.info(), model);
    GraphProto.Builder proto = model.getGraphBuilder().setName(graph.name());
    graph.nodes().forEach(node -> proto.addNode(node(node)));
    tensors.values().forEach(proto::addInitializer);
    graph.inputs().forEach(input -> proto.addInput(value(graph, input)));
    graph.outputs().forEach(output -> proto.addOutput(value(graph, output)));
    graph.types().keySet().stream()
        .filter(name -> graph.producer(name).isPresent() && !graph.outputs().contains(name))
        .forEach(name -> proto.addValueInfo(value(graph, name)));
    return model.build();
  }

  private static ValueInfoProto value(Graph graph, String name) {
    ValueInfoProto.Builder proto = ValueInfoProto.newBuilder().setName(name);
    ValueType type = graph.types().get(name);
    if (type != null) {
      proto.setType(TypeCodec.write(type));
    }
    return proto.build();
  }

  private static NodeProto node(Node node) {
    if (!(node.op() instanceof OpaqueOp(String domain, String type, Map<String, Attribute> map))) {
      throw new IllegalArgumentException("node '" + node.name() + "' is not spelled");
    }
    NodeProto.Builder proto =
        NodeProto.newBuilder()
            .setName(node.name())
            .setOpType(type)
            .addAllInput(node.inputs())
            .addAllOutput(node.outputs());
    if (!domain.isEmpty()) {
      proto.setDomain(domain);
    }
    map.forEach((name, attribute) -> proto.addAttribute(AttributeCodec.write(name, attribute)));
    return proto.build();
  }
}
