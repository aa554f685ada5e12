package io.plumbline.formats.program;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.plumbline.formats.seal.MakerKey;
import io.plumbline.formats.seal.MakerMark;
import io.plumbline.formats.seal.Seal;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.graph.onnx.ElementType;
import io.plumbline.runtime.module.NativeCode;
import io.plumbline.runtime.module.NativeObject;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes modules: program containers with a manifest and sections of bytes (docs/module.md). Equal
 * modules and keys give equal bytes.
 */
public final class ModuleWriter {
  private ModuleWriter() {}

  /**
   * Writes a module to a file, whole or not at all.
   *
   * @param key of who built it; empty leaves no mark
   * @throws io.plumbline.tensor.EnvironmentException when the file cannot be written
   */
  public static void write(ProgramModule module, Optional<MakerKey> key, Path file) {
    byte[] body = model(module).toByteArray();
    AtomicFile.write(file, stream -> write(body, key, stream));
  }

  /** The file as bytes. */
  public static byte[] bytes(ProgramModule module, Optional<MakerKey> key) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(model(module).toByteArray(), key, bytes);
    } catch (IOException e) {
      throw new IllegalStateException("memory takes what is written", e);
    }
    return bytes.toByteArray();
  }

  private static void write(byte[] body, Optional<MakerKey> key, OutputStream stream)
      throws IOException {
    Seal.write(
        out -> {
          if (key.isPresent()) {
            MakerMark.write(body, key.get(), out);
          } else {
            out.write(body);
          }
        },
        stream);
  }

  private static ModelProto model(ProgramModule module) {
    ModelProto.Builder model = ProgramWriter.model(module.program()).toBuilder();
    String prefix = prefix(model.getGraph());
    entry(model, ModuleFormat.VERSION, ModuleFormat.VERSION_NUMBER);
    entry(model, ModuleFormat.PRODUCER, module.producer());
    entry(model, ModuleFormat.SECTIONS, prefix);
    module.code().ifPresent(code -> add(code, prefix, model));
    return model.build();
  }

  /** What no name of the program begins with. */
  private static String prefix(GraphProto graph) {
    Set<String> names = names(graph);
    String prefix = ModuleFormat.PREFIX;
    while (isBegun(names, prefix)) {
      prefix = "_" + prefix;
    }
    return prefix;
  }

  private static boolean isBegun(Set<String> names, String prefix) {
    return names.stream().anyMatch(name -> name.startsWith(prefix));
  }

  private static Set<String> names(GraphProto graph) {
    Set<String> names = new HashSet<>();
    Stream.of(graph.getInputList(), graph.getOutputList(), graph.getValueInfoList())
        .flatMap(List::stream)
        .forEach(info -> names.add(info.getName()));
    graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
    return names;
  }

  private static void add(NativeCode code, String prefix, ModelProto.Builder model) {
    entry(model, ModuleFormat.SYMBOL, code.symbol());
    entry(model, ModuleFormat.ARENA, Long.toString(code.allocation().bytes()));
    entry(
        model,
        ModuleFormat.PLACES,
        code.allocation().places().stream().map(String::valueOf).collect(Collectors.joining(",")));
    GraphProto.Builder graph = model.getGraphBuilder();
    graph.addInitializer(section(prefix + ModuleFormat.WEIGHTS, bytes(code.weights())));
    code.source()
        .forEach(
            (file, text) ->
                graph.addInitializer(
                    section(prefix + ModuleFormat.SOURCE + file, ByteString.copyFromUtf8(text))));
    for (int index = 0; index < code.objects().size(); index++) {
      graph.addInitializer(object(prefix + ModuleFormat.NATIVE + index, code.objects().get(index)));
    }
  }

  private static TensorProto.Builder object(String name, NativeObject object) {
    return section(name, bytes(object.library()))
        .addMetadataProps(ValueWire.entry(ModuleFormat.PLATFORM, object.platform().toString()))
        .addMetadataProps(ValueWire.entry(ModuleFormat.INSTRUCTIONS, object.instructions().label()))
        .addMetadataProps(ValueWire.entry(ModuleFormat.COMPILER, object.compiler()))
        .addMetadataProps(
            ValueWire.entry(ModuleFormat.OPTIONS, String.join("\n", object.options())));
  }

  private static TensorProto.Builder section(String name, ByteString content) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(ElementType.number(DType.UINT8))
        .addDims(content.size())
        .setRawData(content)
        .addMetadataProps(
            ValueWire.entry(
                ModuleFormat.HASH,
                Sha256.of(MemorySegment.ofBuffer(content.asReadOnlyByteBuffer()))));
  }

  private static ByteString bytes(MemorySegment memory) {
    return UnsafeByteOperations.unsafeWrap(memory.asByteBuffer().asReadOnlyBuffer());
  }

  private static void entry(ModelProto.Builder model, String key, String value) {
    model.addMetadataProps(ValueWire.entry(key, value));
  }
}
