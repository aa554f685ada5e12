package io.plumbline.formats.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.plumbline.formats.seal.Seal;
import io.plumbline.formats.source.FileNature;
import io.plumbline.formats.source.VendorBinary;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.onnx.RecogniseOps;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.FileRange;
import io.plumbline.tensor.ReadFailure;
import io.plumbline.tensor.Sha256;
import io.plumbline.tensor.UnsupportedException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads ONNX models of opset 7 to 23.
 *
 * <p>Nodes that are understood become typed ops, all others are carried as they are, sub-graphs in
 * their wire form. Calls of model-local functions become the nodes of the function. Sparse tensors
 * become dense. Initializers are constants, also those that are listed as inputs; one of an element
 * type without a dtype (strings, complex, sub-byte, 8-bit float) becomes a Constant node. Dropped
 * are what no run can see: documentation and metadata of nodes and values, quantization
 * annotations, training information.
 *
 * <p>Whatever a damaged file says of its own sizes, reading and writing it again takes at most 2000
 * bytes of heap for each byte of the file and 32 MiB besides; sizes are checked against what the
 * file holds before anything is allocated. Functions, which may call each other, add at most 200
 * 000 nodes.
 */
public final class OnnxReader {
  /** The oldest default-domain opset that is read. */
  public static final long OLDEST_OPSET = 7;

  /** The newest default-domain opset that is read. */
  public static final long NEWEST_OPSET = 23;

  /** The tags that can begin a model: its fields 1 to 8 with their wire types. */
  private static final Set<Byte> FIRST_TAGS =
      Set.of(
          (byte) 0x08, // ir_version, number
          (byte) 0x12, // producer_name, string
          (byte) 0x1A, // producer_version, string
          (byte) 0x22, // domain, string
          (byte) 0x28, // model_version, number
          (byte) 0x32, // doc_string, string
          (byte) 0x3A, // graph, message
          (byte) 0x42); // opset_import, message

  private static final Set<String> FOREIGN =
      Set.of("model.not-onnx", "model.damaged", "model.truncated", "model.no-opset");

  private OnnxReader() {}

  /**
   * Reads a file and the external data of its tensors, which come from the file's own folder and
   * nowhere else.
   *
   * @throws BadModelException when the file is missing, damaged or inconsistent
   * @throws UnsupportedException when its opset is out of range
   */
  public static Graph read(Path file) {
    return readFile(file).graph();
  }

  /** Reads a file as {@link #read(Path)} does and says by hash what was read. */
  public static OnnxFile readFile(Path file) {
    Path absolute = file.toAbsolutePath();
    ModelSource source =
        new ModelSource(file.toString(), Optional.ofNullable(absolute.getParent()));
    if (!Files.isRegularFile(absolute)) {
      throw source.bad(
          "model.missing-file",
          Files.isDirectory(absolute)
              ? "this is a folder, not a file"
              : Files.exists(absolute)
                  ? "this is not a file but a pipe or a device, and a model is read more than once"
                  : ReadFailure.missing(absolute),
          Files.isDirectory(absolute)
              ? "name the model's file in it"
              : Files.exists(absolute) ? "write it to a file and name that" : "check the path");
    }
    FileNature.of(absolute)
        .ifPresent(
            nature -> {
              throw source.bad(
                  "model.not-onnx", "this is no ONNX model but " + nature, "give an .onnx file");
            });
    MemorySegment bytes = bytes(absolute, source);
    Graph graph = parseFile(bytes, source, file);
    return new OnnxFile(graph, Sha256.of(bytes), source.externalSha256(), source.external());
  }

  /** What is none of this program's, and no whole ONNX model, is what its name says. */
  private static Graph parseFile(MemorySegment bytes, ModelSource source, Path file) {
    try {
      return parse(bytes, source);
    } catch (BadModelException e) {
      if (FOREIGN.contains(e.code())
          && VendorBinary.isNamedSo(file)
          && Seal.of(bytes) == Seal.State.NONE) {
        throw VendorBinary.refusal(file, e);
      }
      throw e;
    }
  }

  private static MemorySegment bytes(Path file, ModelSource source) {
    try {
      long size = Files.size(file);
      if (size > Integer.MAX_VALUE) {
        throw source.bad(
            "model.too-large",
            "%d bytes in one file; protobuf ends at 2 GiB".formatted(size),
            "export with external data");
      }
      return FileRange.readAll(file);
    } catch (IOException e) {
      throw source.bad("model.unreadable", ReadFailure.of(file, e), "check its permissions", e);
    }
  }

  /**
   * Reads a model from memory.
   *
   * @param name what to call it in errors
   */
  public static Graph read(byte[] bytes, String name) {
    return parse(MemorySegment.ofArray(bytes), new ModelSource(name, Optional.empty()));
  }

  private static Graph parse(MemorySegment bytes, ModelSource source) {
    Seal.State seal = Seal.of(bytes);
    if (seal == Seal.State.BROKEN) {
      throw unsealed("its content is not what its SHA-256 was taken of", source);
    }
    ModelProto model = message(UnsafeByteOperations.unsafeWrap(bytes.asByteBuffer()), source);
    if (seal == Seal.State.NONE && Seal.isMarked(model.getMetadataPropsList())) {
      throw unsealed("it does not end with the SHA-256 of its content", source);
    }
    Graph graph = graph(model, source);
    Optional<String> data = Seal.dataSha256(model.getMetadataPropsList());
    if (data.isPresent() && !data.equals(source.externalSha256())) {
      throw unsealed("its external data are not those that it was written with", source);
    }
    return graph;
  }

  private static BadModelException unsealed(String what, ModelSource source) {
    return source.bad(
        "model.damaged",
        "the file is not as Plumbline wrote it: " + what,
        "copy or compile it again; after a change on purpose, remove its metadata plumbline.sealed"
            + " and plumbline.sha256");
  }

  private static Graph graph(ModelProto model, ModelSource source) {
    if (!model.hasGraph() || model.getIrVersion() <= 0) {
      throw source.bad(
          "model.not-onnx",
          "this is no ONNX model: it has no " + (model.hasGraph() ? "IR version" : "graph"),
          "give an .onnx file");
    }
    long opset = ModelInfoCodec.opset(model);
    if (opset == 0) {
      String others =
          model.getOpsetImportList().stream()
              .map(each -> "'" + each.getDomain() + "'")
              .collect(Collectors.joining(", "));
      throw source.bad(
          "model.no-opset",
          "it has no nodes of ONNX's own operators: of operator sets it imports "
              + (others.isEmpty() ? "none" : "only " + others),
          "if this is a program compiled for a device, give the float model that it was compiled"
              + " from; otherwise export it again with an opset of "
              + OLDEST_OPSET
              + " or newer");
    }
    if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
      throw new UnsupportedException(
          "model.opset",
          source.name(),
          "opset %d; opsets %d to %d are read".formatted(opset, OLDEST_OPSET, NEWEST_OPSET),
          "export or convert the model to an opset in that range");
    }
    return RecogniseOps.apply(
        new GraphReader(source)
            .read(requireRunnable(InlineFunctions.apply(model, source), source)));
  }

  private static ModelProto requireRunnable(ModelProto model, ModelSource source) {
    if (model.getGraph().getOutputCount() == 0) {
      throw source.bad(
          "model.no-outputs",
          "the graph has no outputs, so that there is nothing to compute; expected at least one",
          "export the model with the results that you want of it as outputs");
    }
    RequiredInputs.require(model.getGraph(), source);
    EndlessLoops.refuse(model.getGraph(), source);
    return model;
  }

  private static ModelProto message(ByteString bytes, ModelSource source) {
    if (bytes.isEmpty()) {
      throw source.bad("model.empty", "the file is empty", "export the model again");
    }
    boolean startsLikeModel = FIRST_TAGS.contains(bytes.byteAt(0));
    try {
      CodedInputStream input = bytes.newCodedInput();
      input.enableAliasing(true);
      return ModelProto.parseFrom(input);
    } catch (InvalidProtocolBufferException e) {
      String reason = String.valueOf(e.getMessage());
      if (startsLikeModel && reason.contains("ended unexpectedly")) {
        throw source.bad(
            "model.truncated", "the file ends in the middle", "copy or export the file again", e);
      }
      throw source.bad(
          startsLikeModel ? "model.damaged" : "model.not-onnx",
          (startsLikeModel ? "the file is damaged: " : "this is no ONNX model: ") + reason,
          startsLikeModel ? "copy or export the file again" : "give an .onnx file",
          e);
    } catch (IOException e) {
      throw source.bad("model.unreadable", "cannot be read: " + e.getMessage(), "try again", e);
    }
  }
}
