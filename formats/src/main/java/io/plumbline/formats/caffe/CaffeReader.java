package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.CaffeSource;
import io.plumbline.formats.caffe.prototxt.LayerText;
import io.plumbline.formats.caffe.prototxt.NetText;
import io.plumbline.formats.caffe.prototxt.TextParser;
import io.plumbline.formats.source.SourceHashes;
import io.plumbline.formats.source.SourceModel;
import io.plumbline.graph.Graph;
import io.plumbline.graph.onnx.RecogniseOps;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.FileRange;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.ReadFailure;
import io.plumbline.tensor.Sha256;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.UnsupportedException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Reads Caffe networks of the V1 and V2 styles as graphs of standard ONNX ops at opset 17, as they
 * run in the TEST phase: loss and accuracy layers are left out, blobs nobody reads are the outputs.
 *
 * <p>The input's shape decides all others, as in Caffe; what the prototxt leaves open the caller
 * states. Every result of a layer keeps its blob's name, of an in-place chain the last one.
 *
 * <p>Damaged files are refused before memory is taken for what they claim: weights never take more
 * than four times the size of the caffemodel, what describes them never more than 400 bytes for
 * each byte of the two files, and constants computed from shapes (prior boxes) end at {@link
 * #MOST_GENERATED} numbers.
 */
public final class CaffeReader {
  /** The largest prototxt that is read, in bytes. */
  public static final long LARGEST_PROTOTXT = 8L << 20;

  /** The largest mean image that is read, in bytes. */
  static final long LARGEST_MEAN_IMAGE = 64L << 20;

  /** How many numbers the constants that are computed from shapes may hold together. */
  public static final long MOST_GENERATED = 1L << 24;

  /** How many images a batch that ends in DetectionOutput may have. */
  static final long MOST_DETECTION_IMAGES = 64;

  private CaffeReader() {}

  /**
   * Reads the two files of a network.
   *
   * @param shapes of inputs, by name; they go before what the prototxt states
   * @throws BadModelException when a file is missing or damaged, or the two do not fit together
   * @throws UnsupportedException when it has a layer that is not translated, or V0 layers
   * @throws BadConfigurationException when the shape of an input is neither stated nor given
   */
  public static SourceModel read(Path prototxt, Path caffemodel, Map<String, Shape> shapes) {
    CaffeSource text = new CaffeSource(prototxt.toString());
    CaffeSource binary = new CaffeSource(caffemodel.toString());
    MemorySegment description = bytes(prototxt, LARGEST_PROTOTXT, text);
    MemorySegment weights = bytes(caffemodel, Integer.MAX_VALUE, binary);
    return read(description, text, weights, binary, shapes);
  }

  /** Reads a network from memory; {@code name} is what errors call it. */
  public static SourceModel read(
      byte[] prototxt, byte[] caffemodel, String name, Map<String, Shape> shapes) {
    return read(
        MemorySegment.ofArray(prototxt),
        new CaffeSource(name + ".prototxt"),
        MemorySegment.ofArray(caffemodel),
        new CaffeSource(name + ".caffemodel"),
        shapes);
  }

  /**
   * The inputs that a network's layers read, in order.
   *
   * @throws BadModelException when the file is missing or damaged
   */
  public static List<String> inputs(Path prototxt) {
    CaffeSource source = new CaffeSource(prototxt.toString());
    NetText net = text(bytes(prototxt, LARGEST_PROTOTXT, source), source);
    return NetInputs.names(net, computing(net));
  }

  private static NetText text(MemorySegment bytes, CaffeSource source) {
    String characters = StandardCharsets.UTF_8.decode(bytes.asByteBuffer()).toString();
    return NetText.of(TextParser.parse(characters, source));
  }

  /** The layers that make the graph. */
  private static List<LayerText> computing(NetText net) {
    return net.layers().stream()
        .filter(layer -> !LayerCatalogue.isInput(layer) && !LayerCatalogue.isDropped(layer))
        .toList();
  }

  private static SourceModel read(
      MemorySegment description,
      CaffeSource text,
      MemorySegment binary,
      CaffeSource binarySource,
      Map<String, Shape> shapes) {
    NetText net = text(description, text);
    SequencedMap<String, List<Weight>> weights =
        WeightsReader.read(binary.asByteBuffer(), binarySource);
    List<LayerText> computing = computing(net);
    NetBuilder builder = new NetBuilder(computing, weights, text);
    NetInputs.of(net, computing, shapes, text).forEach(builder::input);
    for (int index = 0; index < computing.size(); index++) {
      builder.layer(index);
    }
    Graph graph = RecogniseOps.apply(builder.graph(net.name()));
    SourceHashes hashes =
        new SourceHashes(Sha256.of(binary), Optional.empty(), Optional.of(Sha256.of(description)));
    return new SourceModel(graph, hashes, unused(weights, net.layers(), binarySource));
  }

  private static List<Finding> unused(
      Map<String, List<Weight>> weights, List<LayerText> layers, CaffeSource source) {
    Set<String> names = new HashSet<>();
    layers.forEach(layer -> names.add(layer.name()));
    List<String> unused = new ArrayList<>();
    weights.forEach(
        (name, blobs) -> {
          if (!blobs.isEmpty() && !names.contains(name)) {
            unused.add(name);
          }
        });
    if (unused.isEmpty()) {
      return List.of();
    }
    return List.of(
        Finding.info(
            "caffe.unused-weights",
            source.name(),
            "weights of layers that the prototxt does not have: " + String.join(", ", unused)));
  }

  static MemorySegment bytes(Path file, long largest, CaffeSource source) {
    if (!Files.isRegularFile(file)) {
      throw source.bad(
          "caffe.missing-file",
          Files.exists(file) ? "this is not a file" : ReadFailure.missing(file),
          "check the path");
    }
    try {
      long size = Files.size(file);
      if (size > largest) {
        throw source.bad(
            "caffe.too-large",
            String.format(Locale.ROOT, "%d bytes; at most %d are read", size, largest),
            "check that this is the right file");
      }
      return FileRange.readAll(file);
    } catch (IOException e) {
      throw source.bad("caffe.unreadable", ReadFailure.of(file, e), "check its permissions", e);
    }
  }
}
